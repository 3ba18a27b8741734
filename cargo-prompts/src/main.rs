//! `cargo prompts`: from first draft to signed-off production, and back.

use std::process::ExitCode;

use clap::Parser as _;

mod binary;
mod calls;
mod cli;
mod commands;
mod datasets;
mod ending;
mod ledger;
mod package;
mod report;
mod rules;
mod runs;

fn main() -> ExitCode {
    let cli::Cargo::Prompts(arguments) = cli::Cargo::parse();
    arguments.run().unwrap_or_else(ending::Failure::tell)
}
