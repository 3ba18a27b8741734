//! A release that is deprecated or withdrawn.

use prompt_build::config::{Config, EnvironmentPin, Pin};
use prompt_build::library::{Release, Status};
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::Location;
use semver::Version;
use serde_yaml::Mapping;

use crate::project::edit::{EditError, LedgerText, mapping};
use crate::project::pin_record::edit_of_ledger;
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::report::failure::Failure;
use crate::workflows::signing::{Sealed, Signing, payload};

/// The request of a person, with the name and the reason that the ledger records.
#[derive(Debug)]
pub struct Retirement<'a> {
    pub id: &'a str,
    pub version: &'a Version,
    /// The status that the release is to have: deprecated or withdrawn.
    pub status: Status,
    pub by: &'a str,
    pub reason: &'a str,
    pub signing: Signing<'a>,
}

/// What became of a retirement.
#[derive(Debug)]
pub enum RetirementOutcome {
    /// The release had this status before. Nothing was written.
    Already(Status),
    /// What is to be signed was written to a file. Nothing was changed.
    PayloadWritten,
    Retired,
}

impl Retirement<'_> {
    /// Gives the release the status, and enters the reason.
    pub fn run(&self, session: &Session<'_>) -> Result<RetirementOutcome, Failure> {
        let prompt = session.prompt(self.id)?;
        let release = prompt.release(self.version)?;
        if let Some(present) = self.present(release) {
            return Ok(RetirementOutcome::Already(present));
        }
        if self.status == Status::Withdrawn {
            self.refuse_pinned(&session.config, &prompt)?;
        }
        self.refuse_unsigned(&session.config, prompt.location(release))?;
        let Some(ledger) = self.signed(session, &prompt)? else {
            return Ok(RetirementOutcome::PayloadWritten);
        };
        session.commit(&self.command(), self.id, &[edit_of_ledger(&prompt, ledger)])?;
        Ok(RetirementOutcome::Retired)
    }

    /// The status that leaves nothing to do: this one with its record, or the one that comes after.
    fn present(&self, release: &Release) -> Option<Status> {
        let is_recorded = match self.status {
            Status::Withdrawn => release.withdrawn.is_some(),
            _ => release.deprecated.is_some(),
        };
        release.status.filter(|present| {
            (*present == self.status && is_recorded)
                || (*present == Status::Withdrawn && self.status != Status::Withdrawn)
        })
    }

    /// Refuses a record without a signature, and one by somebody who signs for no environment, where
    /// any environment asks for signatures: a release is retired for all of them.
    fn refuse_unsigned(&self, config: &Config, location: Location) -> Result<(), Failure> {
        let environments = config.environments.iter();
        let mut asking = environments
            .filter(|one| one.policy.asks_for_signatures())
            .peekable();
        let Some(first) = asking.peek().copied() else {
            return Ok(());
        };
        let lacking = self.signing.lacking(&first.name, location.clone());
        let is_signer = asking.any(|one| one.policy.may_sign(self.by));
        let stranger = (!is_signer).then(|| {
            let message = format!("`{}` may not sign for `{}`", self.by, first.name);
            Finding::error(Code::NotASigner, location, message)
        });
        match lacking.or(stranger) {
            Some(finding) => Err(Findings::from(finding).into()),
            None => Ok(()),
        }
    }

    /// The ledger with the record; `None` if what is to be signed was written.
    fn signed(
        &self,
        session: &Session<'_>,
        prompt: &Prompt,
    ) -> Result<Option<LedgerText>, Failure> {
        let config = &session.config;
        let at = self.signing.at(None)?;
        let mut record = mapping([
            ("by", self.by.into()),
            ("at", at.as_str().into()),
            ("reason", self.reason.into()),
        ]);
        let edited = |record: &Mapping| {
            self.edited(prompt, record)
                .map_err(|error| error.into_failure(&prompt.ledger_path()))
        };
        let unsigned = edited(&record)?;
        session.check_change(self.id, &[edit_of_ledger(prompt, unsigned.clone())])?;
        let payload = payload(config, (self.id, self.version), unsigned, |subject| {
            let release = subject.release;
            let retirement = match self.status {
                Status::Withdrawn => release.withdrawn.as_ref(),
                _ => release.deprecated.as_ref(),
            };
            Some(subject.retirement(self.status, retirement?))
        })?;
        match self
            .signing
            .seal(&mut record, &payload, config, (self.by, &at))?
        {
            Sealed::Written => Ok(None),
            Sealed::Ready => edited(&record).map(Some),
        }
    }

    fn command(&self) -> String {
        let command = if self.status == Status::Withdrawn {
            "withdraw"
        } else {
            "deprecate"
        };
        format!("cargo prompts {command} {} {}", self.id, self.version)
    }

    fn edited(&self, prompt: &Prompt, record: &Mapping) -> Result<LedgerText, EditError> {
        let mut ledger = LedgerText::new(prompt.ledger_text());
        ledger.set(self.version, "status", self.status.as_str())?;
        ledger.enter(self.version, self.status.as_str(), record.clone())?;
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
