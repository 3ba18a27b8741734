//! `cargo prompt`: from first draft to signed-off production, and back.

use std::process::ExitCode;

use clap::Parser as _;

mod cli;
mod commands;
mod ending;
mod golden;
mod render;
mod subject;
mod workspace;

fn main() -> ExitCode {
    let cli::Cargo::Prompt(arguments) = cli::Cargo::parse();
    arguments.run().unwrap_or_else(ending::Failure::tell)
}
