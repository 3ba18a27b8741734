//! `cargo prompts deprecate`.

use clap::Args;
use prompt_build::library::Status;

use crate::commands::options::Options;
use crate::commands::retire::GivingUp;
use crate::report::failure::CommandResult;

/// Says of a release that a better one is there: who pins it is warned, and still served
#[derive(Debug, Args)]
pub struct Deprecate {
    #[command(flatten)]
    giving_up: GivingUp,
}

impl Deprecate {
    pub fn run(&self, options: &Options) -> CommandResult {
        self.giving_up.run(options, Status::Deprecated)
    }
}
