//! `cargo prompts deprecate`.

use clap::Args;
use prompt_build::library::Status;

use crate::cli::Options;
use crate::commands::giving_up::GivingUp;
use crate::ending::Outcome;

/// Says of a release that a better one is there: who pins it is warned, and still served
#[derive(Debug, Args)]
pub struct Deprecate {
    #[command(flatten)]
    giving_up: GivingUp,
}

impl Deprecate {
    pub fn run(&self, options: &Options) -> Outcome {
        self.giving_up.run(options, Status::Deprecated)
    }
}
