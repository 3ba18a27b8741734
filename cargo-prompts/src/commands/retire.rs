//! Retires a release: deprecates or withdraws it.

use clap::Args;
use prompt_build::config::{Config, EnvironmentPin, Pin};
use prompt_build::library::Status;
use prompt_build::report::{Code, Finding, Findings};
use semver::Version;

use crate::commands::options::Options;
use crate::project::edit::{LedgerText, mapping};
use crate::project::pin_record::edit_of_ledger;
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::project::timestamp::now;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::say;
use crate::rules::names;

/// The release that is deprecated or withdrawn, and the person and reason that the ledger records.
#[derive(Debug, Args)]
pub struct RetireArgs {
    /// The prompt's id
    id: String,
    /// The version
    version: Version,
    /// The person responsible, recorded in the ledger
    #[arg(long, value_name = "WHO", value_parser = names::single_line, allow_hyphen_values = true)]
    by: String,
    /// The reason, recorded in the ledger
    #[arg(long, value_name = "WHY", value_parser = names::single_line, allow_hyphen_values = true)]
    reason: String,
}

impl RetireArgs {
    /// Gives a release the status, which is deprecated or withdrawn, and enters the reason.
    pub fn run(&self, options: &Options, status: Status) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        let prompt = session.prompt(&self.id)?;
        let present = prompt.release(&self.version)?.status;
        let (id, version, word) = (&self.id, &self.version, status.as_str());
        if present == Some(status) || present == Some(Status::Withdrawn) {
            let present = present.map_or("", Status::as_str);
            say!("{id} {version} is already {present}");
            return Ok(ExitStatus::Success);
        }
        if status == Status::Withdrawn {
            self.refuse_pinned(&session.config, &prompt)?;
        }
        let ledger = self
            .edited(&prompt, status)
            .map_err(|error| error.into_failure(&prompt.ledger_path()))?;
        let command = self.command(status);
        session.commit(&command, id, &[edit_of_ledger(&prompt, ledger)])?;
        say!("{id} {version} is now {word}");
        Ok(ExitStatus::Success)
    }

    fn command(&self, status: Status) -> String {
        let command = if status == Status::Withdrawn {
            "withdraw"
        } else {
            "deprecate"
        };
        format!("cargo prompts {command} {} {}", self.id, self.version)
    }

    fn edited(
        &self,
        prompt: &Prompt,
        status: Status,
    ) -> Result<LedgerText, crate::project::edit::EditError> {
        let mut ledger = LedgerText::new(prompt.ledger_text());
        ledger.set(&self.version, "status", status.as_str())?;
        let (by, at, reason) = (self.by.as_str(), now(), self.reason.as_str());
        let record = mapping([
            ("by", by.into()),
            ("at", at.into()),
            ("reason", reason.into()),
        ]);
        ledger.enter(&self.version, status.as_str(), record)?;
        Ok(ledger)
    }

    /// Refuses to withdraw a version that an environment uses. A floating pin counts only if no
    /// other version matches it.
    fn refuse_pinned(&self, config: &Config, prompt: &Prompt) -> Result<(), Failure> {
        let mut findings = Findings::default();
        let pins = config
            .prompts
            .iter()
            .filter(|one| one.id == self.id)
            .flat_map(|one| &one.pins);
        let is_exact = |pin: &EnvironmentPin| matches!(&pin.pin, Pin::Exact(version) if *version == self.version);
        let is_taken = |pin: &EnvironmentPin| {
            prompt.pinned(config, pin.environment).as_ref() == Some(&self.version)
        };
        for pin in pins.filter(|pin| is_exact(pin) || is_taken(pin)) {
            let environment = &config.environments[pin.environment].name;
            let message = format!("`{environment}` still pins `{}` {}", self.id, self.version);
            let help = format!(
                "`cargo prompts rollback {} --in {environment} --by WHO --reason WHY` pins the previous version",
                self.id
            );
            let finding = Finding::error(Code::StillPinned, config.location(pin.mark), message);
            findings.push(
                finding
                    .help(help)
                    .help("or remove the pin, if the environment should have none".to_owned()),
            );
        }
        if findings.has_errors() {
            Err(findings.into())
        } else {
            Ok(())
        }
    }
}
