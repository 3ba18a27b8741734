//! A release that is deprecated or withdrawn.

use prompt_build::config::{Config, EnvironmentPin, Pin};
use prompt_build::library::Status;
use prompt_build::report::{Code, Finding, Findings};
use semver::Version;

use crate::project::edit::{EditError, LedgerText, mapping};
use crate::project::pin_record::edit_of_ledger;
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::project::timestamp::now;
use crate::report::failure::Failure;

/// The request of a person, with the name and the reason that the ledger records.
#[derive(Debug)]
pub struct Retirement<'a> {
    pub id: &'a str,
    pub version: &'a Version,
    /// The status that the release is to have: deprecated or withdrawn.
    pub status: Status,
    pub by: &'a str,
    pub reason: &'a str,
}

impl Retirement<'_> {
    /// Gives the release the status, and enters the reason. Returns the status that the release
    /// has already, if there is nothing to change.
    pub fn run(&self, session: &Session<'_>) -> Result<Option<Status>, Failure> {
        let prompt = session.prompt(self.id)?;
        let present = prompt.release(self.version)?.status;
        if present == Some(self.status) || present == Some(Status::Withdrawn) {
            return Ok(present);
        }
        if self.status == Status::Withdrawn {
            self.refuse_pinned(&session.config, &prompt)?;
        }
        let ledger = self
            .edited(&prompt)
            .map_err(|error| error.into_failure(&prompt.ledger_path()))?;
        session.commit(&self.command(), self.id, &[edit_of_ledger(&prompt, ledger)])?;
        Ok(None)
    }

    fn command(&self) -> String {
        let command = if self.status == Status::Withdrawn {
            "withdraw"
        } else {
            "deprecate"
        };
        format!("cargo prompts {command} {} {}", self.id, self.version)
    }

    fn edited(&self, prompt: &Prompt) -> Result<LedgerText, EditError> {
        let mut ledger = LedgerText::new(prompt.ledger_text());
        ledger.set(self.version, "status", self.status.as_str())?;
        let (by, at, reason) = (self.by, now(), self.reason);
        let record = mapping([
            ("by", by.into()),
            ("at", at.into()),
            ("reason", reason.into()),
        ]);
        ledger.enter(self.version, self.status.as_str(), record)?;
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
        let is_exact = |pin: &EnvironmentPin| matches!(&pin.pin, Pin::Exact(version) if version == self.version);
        let is_taken = |pin: &EnvironmentPin| {
            prompt.pinned(config, pin.environment).as_ref() == Some(self.version)
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
