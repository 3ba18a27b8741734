//! `cargo prompts rollback`.

use clap::Args;

use crate::commands::options::Options;
use crate::commands::signing::SigningOptions;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::{escape_line, say};
use crate::rules::names;
use crate::workflows::confirmation::{ConfirmationOutcome, ConfirmationRequest};
use crate::workflows::rollback::RollbackRequest;

/// Pins the version that an environment pinned before
///
/// The ledger records the previous pin. A second rollback goes one version further back. The
/// version must not be withdrawn or altered, and its sign-offs and runs must still count; new ones
/// are not needed. If a sign-off records an API, a model and parameters, the pin gets them, and
/// the command names each key that it sets or removes; otherwise the pin keeps its own. The ledger
/// records who rolled back, when and why.
///
/// The version that was rolled back from is unchanged: `withdraw` prevents it from being pinned
/// again.
#[derive(Debug, Args)]
pub struct Rollback {
    /// The prompt's id
    id: String,
    /// The environment
    #[arg(long = "in", value_name = "ENVIRONMENT")]
    environment: String,
    /// Confirm an emergency rollback; for those under `by` of `sign_off`
    #[arg(long)]
    confirm: bool,
    /// The person responsible, recorded in the ledger
    #[arg(long, value_name = "WHO", value_parser = names::signer, allow_hyphen_values = true)]
    by: String,
    /// The reason, recorded in the ledger
    #[arg(long, value_name = "WHY", value_parser = names::single_line, allow_hyphen_values = true)]
    reason: String,
    #[command(flatten)]
    signing: SigningOptions,
}

impl Rollback {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = self.signing.session(&workspace)?;
        if self.confirm {
            return self.confirm(&session);
        }
        let (id, environment) = (&self.id, &self.environment);
        let request = RollbackRequest {
            id,
            environment,
            by: &self.by,
            reason: &self.reason,
            signing: self.signing.signing(),
        };
        let Some(rolled_back) = request.run(&workspace, &session)? else {
            say!("{}", self.signing.next_step());
            return Ok(ExitStatus::Success);
        };
        let (from, to) = (&rolled_back.from, &rolled_back.to);
        say!("{environment} now pins {to} again instead of {from}");
        if let Some(settings) = &rolled_back.settings {
            if rolled_back.is_restored {
                say!(
                    "with the settings that were signed off: {}",
                    escape_line(settings)
                );
            } else {
                say!("unchanged in the pin: {settings}");
            }
        }
        if !rolled_back.changes.is_empty() {
            let changes = rolled_back.changes.join(", ");
            say!("changed in the pin: {}", escape_line(&changes));
        }
        if rolled_back.is_unconfirmed {
            let command = format!(
                "cargo prompts rollback {id} --in {environment} --confirm --by WHO --reason WHY"
            );
            say!(
                "`cargo prompts check` fails until somebody who may sign off confirms it: `{command}`"
            );
        }
        if rolled_back.is_abandoned {
            let command = format!("cargo prompts withdraw {id} {from} --by WHO --reason WHY");
            say!("`{command}` prevents {from} from being pinned again");
        }
        Ok(ExitStatus::Success)
    }

    fn confirm(&self, session: &Session<'_>) -> CommandResult {
        let (id, environment) = (&self.id, &self.environment);
        let request = ConfirmationRequest {
            id,
            environment,
            by: &self.by,
            reason: &self.reason,
            signing: self.signing.signing(),
        };
        match request.run(session)? {
            ConfirmationOutcome::Confirmed(version) => {
                say!("the rollback of {id} to {version} in {environment} is confirmed");
            }
            ConfirmationOutcome::NothingToConfirm(version) => say!(
                "the rollback of {id} to {version} in {environment} needs no confirmation: nothing was recorded"
            ),
            ConfirmationOutcome::PayloadWritten => say!("{}", self.signing.next_step()),
        }
        Ok(ExitStatus::Success)
    }
}
