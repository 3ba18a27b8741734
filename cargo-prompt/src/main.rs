//! `cargo prompt`: from first draft to signed-off production, and back.

use std::process::ExitCode;

use clap::Parser as _;

mod calls;
mod change;
mod cli;
mod commands;
mod edit;
mod ending;
mod endpoint;
mod evidence;
mod explain;
mod findings;
mod journal;
mod pace;
mod personal;
mod progress;
mod prompt;
mod recent_calls;
mod render;
mod replay;
mod session;
mod subject;
mod validation;
mod workspace;

fn main() -> ExitCode {
    let cli::Cargo::Prompt(arguments) = cli::Cargo::parse();
    arguments.run().unwrap_or_else(ending::Failure::tell)
}
