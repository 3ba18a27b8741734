//! `cargo prompts withdraw`.

use clap::Args;
use prompt_build::library::Status;

use crate::commands::options::Options;
use crate::commands::retire::RetireArgs;
use crate::report::failure::CommandResult;

/// Withdraws a release: no environment can pin it any more
///
/// The command is refused while an environment pins the release: move the pin first, with
/// `rollback` or `promote`. The file and its entry in the ledger stay, as a record of the release.
#[derive(Debug, Args)]
pub struct Withdraw {
    #[command(flatten)]
    retire: RetireArgs,
}

impl Withdraw {
    pub fn run(&self, options: &Options) -> CommandResult {
        self.retire.run(options, Status::Withdrawn)
    }
}
