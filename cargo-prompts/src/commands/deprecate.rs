//! `cargo prompts deprecate`.

use clap::Args;
use prompt_build::library::Status;

use crate::commands::options::Options;
use crate::commands::retire::RetireArgs;
use crate::report::failure::CommandResult;

/// Marks a release as deprecated: pins of it still work, and are reported as warnings
#[derive(Debug, Args)]
pub struct Deprecate {
    #[command(flatten)]
    retire: RetireArgs,
}

impl Deprecate {
    pub fn run(&self, options: &Options) -> CommandResult {
        self.retire.run(options, Status::Deprecated)
    }
}
