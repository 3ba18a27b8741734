//! `cargo prompt`: from first draft to signed-off production, and back.

use std::process::ExitCode;

use clap::Parser as _;

mod bump;
mod calls;
mod catalogue;
mod change;
mod cli;
mod commands;
mod difference;
mod draft;
mod edit;
mod ending;
mod endpoint;
mod events;
mod evidence;
mod explain;
mod findings;
mod giving_up;
mod golden;
mod journal;
mod moment;
mod output;
mod pace;
mod people;
mod personal;
mod pin_record;
mod progress;
mod promotion;
mod prompt;
mod promptfoo;
mod recent_calls;
mod render;
mod replay;
mod session;
mod starter;
mod subject;
mod trial;
mod validation;
mod workspace;

fn main() -> ExitCode {
    let cli::Cargo::Prompt(arguments) = cli::Cargo::parse();
    arguments.run().unwrap_or_else(ending::Failure::tell)
}
