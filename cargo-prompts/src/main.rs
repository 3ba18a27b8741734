//! `cargo prompts`: from first draft to signed-off production, and back.

use std::process::ExitCode;

use clap::Parser as _;

mod cli;
mod commands;
#[cfg(test)]
mod layers;
mod project;
mod report;
mod rules;
mod workflows;

fn main() -> ExitCode {
    let cli::Cargo::Prompts(arguments) = cli::Cargo::parse();
    arguments
        .run()
        .unwrap_or_else(report::diagnostics::print_failure)
}
