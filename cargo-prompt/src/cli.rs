//! The command line: which commands there are, and the options that all of them take.

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::commands::{check, completions, explain};
use crate::ending::{Failure, Outcome};

/// What cargo runs for `cargo prompt …`: it passes its own word on.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo", disable_help_subcommand = true)]
pub enum Cargo {
    /// From first draft to signed-off production, and back
    #[command(version)]
    Prompt(Arguments),
}

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: Options,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder with `environments.yaml`, relative to the package that uses it
    #[arg(long, value_name = "FOLDER", default_value = "prompts", global = true)]
    pub prompts: String,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Completions(completions::Completions),
    Explain(explain::Explain),
}

impl Arguments {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let outcome: Outcome = match &self.command {
            Command::Check(check) => check.run(&self.options),
            Command::Completions(completions) => completions.run(),
            Command::Explain(explain) => explain.run(),
        };
        outcome.map(ExitCode::from)
    }
}
