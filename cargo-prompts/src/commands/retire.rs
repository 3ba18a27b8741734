//! Retires a release: deprecates or withdraws it.

use clap::Args;
use prompt_build::library::Status;
use semver::Version;

use crate::commands::options::Options;
use crate::commands::signing::SigningOptions;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::say;
use crate::rules::names;
use crate::workflows::retirement::{Retirement, RetirementOutcome};

/// The release that is deprecated or withdrawn, and the person and reason that the ledger records.
#[derive(Debug, Args)]
pub struct RetireArgs {
    /// The prompt's id
    id: String,
    /// The version
    version: Version,
    /// The person responsible, recorded in the ledger
    #[arg(long, value_name = "WHO", value_parser = names::signer, allow_hyphen_values = true)]
    by: String,
    /// The reason, recorded in the ledger
    #[arg(long, value_name = "WHY", value_parser = names::single_line, allow_hyphen_values = true)]
    reason: String,
    #[command(flatten)]
    signing: SigningOptions,
}

impl RetireArgs {
    /// Gives a release the status, which is deprecated or withdrawn, and enters the reason.
    pub fn run(&self, options: &Options, status: Status) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = self.signing.session(&workspace)?;
        let (id, version) = (&self.id, &self.version);
        let retirement = Retirement {
            id,
            version,
            status,
            by: &self.by,
            reason: &self.reason,
            signing: self.signing.signing(),
        };
        match retirement.run(&session)? {
            RetirementOutcome::Already(present) => {
                say!("{id} {version} is already {}", present.as_str());
            }
            RetirementOutcome::PayloadWritten => say!("{}", self.signing.next_step()),
            RetirementOutcome::Retired => say!("{id} {version} is now {}", status.as_str()),
        }
        Ok(ExitStatus::Success)
    }
}
