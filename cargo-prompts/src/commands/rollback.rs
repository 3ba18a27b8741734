//! `cargo prompts rollback`.

use clap::Args;

use crate::commands::options::Options;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::say;
use crate::rules::names;
use crate::workflows::rollback::RollbackRequest;

/// Pins the version that an environment pinned before
///
/// The previous pin is read from the ledger: a promotion goes one step forward, a rollback one
/// step back, so a second rollback goes back further. The version must still be acceptable to the
/// environment: not withdrawn, and not altered. No further sign-off is needed: the version keeps
/// the sign-offs that it has. The ledger records who rolled back, when and why.
///
/// The version that was rolled back from is unchanged: `withdraw` prevents it from being pinned
/// again. A model or temperature set in the pin is kept.
#[derive(Debug, Args)]
pub struct Rollback {
    /// The prompt's id
    id: String,
    /// The environment
    #[arg(long = "in", value_name = "ENVIRONMENT")]
    environment: String,
    /// The person responsible, recorded in the ledger
    #[arg(long, value_name = "WHO", value_parser = names::signer, allow_hyphen_values = true)]
    by: String,
    /// The reason, recorded in the ledger
    #[arg(long, value_name = "WHY", value_parser = names::single_line, allow_hyphen_values = true)]
    reason: String,
}

impl Rollback {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        let (id, environment) = (&self.id, &self.environment);
        let request = RollbackRequest {
            id,
            environment,
            by: &self.by,
            reason: &self.reason,
        };
        let rolled_back = request.run(&session)?;
        let (from, to) = (&rolled_back.from, &rolled_back.to);
        say!("{environment} now pins {to} again instead of {from}");
        if let Some(settings) = &rolled_back.settings {
            say!("unchanged in the pin: {settings}");
        }
        if rolled_back.is_abandoned {
            let command = format!("cargo prompts withdraw {id} {from} --by WHO --reason WHY");
            say!("`{command}` prevents {from} from being pinned again");
        }
        Ok(ExitStatus::Success)
    }
}
