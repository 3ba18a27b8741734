//! `cargo prompts withdraw`.

use clap::Args;
use prompt_build::library::Status;

use crate::commands::options::Options;
use crate::commands::retire::GivingUp;
use crate::report::failure::CommandResult;

/// Takes a release out of everyone's reach: no environment can pin it any more
///
/// Refused while one still does: `rollback` or `promote` moves its pin first. The file and its
/// entry in the ledger stay: they are the record of what was released.
#[derive(Debug, Args)]
pub struct Withdraw {
    #[command(flatten)]
    giving_up: GivingUp,
}

impl Withdraw {
    pub fn run(&self, options: &Options) -> CommandResult {
        self.giving_up.run(options, Status::Withdrawn)
    }
}
