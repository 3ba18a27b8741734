//! The sales desk: shows the prompts of its build, and sends them to a model.

mod delivery;
mod draft;
mod email;
mod endpoint;
mod logs;
mod orders;
mod overview;
mod provider;
mod summary;

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use prompt_runtime::{choose_environment, prompts};

/// Shows the prompts of this build, and sends them to a model.
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
    /// Print the text of a prompt
    Show {
        /// The id of the prompt, for example sales-email-007
        id: String,
    },
    /// Ask the model for a first email to a lead
    Email(email::Email),
    /// Ask the model for the summary of an incident
    Summarize(summary::Summary),
}

fn main() -> ExitCode {
    let command = Arguments::parse().command.unwrap_or(Command::Overview);
    match run(command, &mut io::stdout().lock()) {
        Err(error) if !is_broken_pipe(&*error) => {
            // If standard error is closed, there is no other way to report the error.
            _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn run(command: Command, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    // A build for one environment checks that `PROMPT_ENV`, where it is set, names that one.
    choose_environment!()?;
    logs::start();
    match command {
        Command::Overview => Ok(overview::print(out)?),
        Command::Show { id } => show(&id, out),
        Command::Email(email) => email.run(out),
        Command::Summarize(summary) => summary.run(out),
    }
}

/// Returns whether the reader of a pipe has closed it, as `head` does. That is no error.
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
