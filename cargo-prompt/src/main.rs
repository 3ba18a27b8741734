//! `cargo prompt`: from first draft to signed-off production, and back.

use std::process::ExitCode;

use clap::Parser as _;

mod bump;
mod cli;
mod commands;
mod ending;
mod workspace;

fn main() -> ExitCode {
    let cli::Cargo::Prompt(arguments) = cli::Cargo::parse();
    arguments.run().unwrap_or_else(ending::Failure::tell)
}
