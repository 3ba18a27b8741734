//! The sales desk: shows which prompts its build carries, and renders them.

mod email;
mod overview;
mod summary;
mod transcript;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use prompt_runtime::prompts;

/// Shows which prompts this build carries, and renders them.
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
    /// Print the messages that ask for a first email to a lead
    Email(email::Email),
    /// Print the messages that ask for the summary of an incident
    Summarize(summary::Summary),
}

fn main() -> ExitCode {
    let out = &mut io::stdout().lock();
    let printed = match Arguments::parse().command {
        None | Some(Command::Overview) => overview::print(out),
        Some(Command::Show { id }) => match prompts!().iter().find(|prompt| prompt.id == id) {
            Some(prompt) => write!(out, "{}", prompt.text()),
            None => return unknown(&id),
        },
        Some(Command::Email(email)) => transcript::print(&email.render(), out),
        Some(Command::Summarize(summary)) => transcript::print(&summary.render(), out),
    };
    // Who has closed the other end of a pipe has seen enough.
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn unknown(id: &str) -> ExitCode {
    let known = prompts!().iter().map(|prompt| prompt.id).collect::<Vec<_>>().join(", ");
    eprintln!("no prompt `{id}` in this build; there are: {known}");
    ExitCode::FAILURE
}
