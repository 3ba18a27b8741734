//! The sales desk: shows which prompts its build carries, and asks a model with them.

mod delivery;
mod draft;
mod email;
mod endpoint;
mod logs;
mod overview;
mod summary;

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use prompt_runtime::prompts;

/// Shows which prompts this build carries, and asks a model with them.
#[derive(Parser)]
#[command(name = "sales-desk")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Print the environment and its prompts (also without a command)
    Overview,
    /// Print a prompt as its file has it
    Show {
        /// For example sales-email-007
        id: String,
    },
    /// Have a first email to a lead written
    Email(email::Email),
    /// Have an incident summarised
    Summarize(summary::Summary),
}

fn main() -> ExitCode {
    logs::start();
    let out = &mut io::stdout().lock();
    let done = match Arguments::parse().command.unwrap_or(Command::Overview) {
        Command::Overview => overview::print(out).map_err(Into::into),
        Command::Show { id } => show(&id, out),
        Command::Email(email) => email.run(out),
        Command::Summarize(summary) => summary.run(out),
    };
    match done {
        Err(error) if !is_broken_pipe(&*error) => {
            // Where nobody reads it, nobody is told.
            _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Who has closed the other end of a pipe has seen enough.
fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

fn show(id: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let Some(prompt) = prompts!().iter().find(|prompt| prompt.id == id) else {
        let known = prompts!()
            .iter()
            .map(|prompt| prompt.id)
            .collect::<Vec<_>>()
            .join(", ");
        return Err(format!("no prompt `{id}` in this build; there are: {known}").into());
    };
    Ok(write!(out, "{}", prompt.text())?)
}
