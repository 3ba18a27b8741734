//! `cargo prompts`: from first draft to signed-off production, and back.

use std::process::ExitCode;

mod cli;
mod commands;
#[cfg(test)]
mod layers;
mod project;
mod report;
mod rules;
mod workflows;

fn main() -> ExitCode {
    cli::Cargo::parse_escaped()
        .and_then(|cli::Cargo::Prompts(arguments)| arguments.run())
        .unwrap_or_else(report::diagnostics::print_failure)
}
