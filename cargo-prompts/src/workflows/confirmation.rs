//! A rollback by somebody who may not sign off, confirmed by somebody who may.

use prompt_build::config::Environment;
use prompt_build::report::{Code, Finding, Findings};
use semver::Version;
use serde_yaml::Mapping;

use crate::project::edit::{LedgerText, mapping};
use crate::project::lookup;
use crate::project::pin_record::{edit_of_ledger, present_pin};
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::report::failure::Failure;
use crate::workflows::signing::{Sealed, Signing, payload};

/// The request of a person, with the name and the reason that the ledger records.
#[derive(Debug)]
pub struct ConfirmationRequest<'a> {
    pub id: &'a str,
    pub environment: &'a str,
    pub by: &'a str,
    pub reason: &'a str,
    pub signing: Signing<'a>,
}

/// The result of a request to confirm.
pub enum ConfirmationOutcome {
    /// The rollback to this version needs no confirmation. Nothing was written.
    NothingToConfirm(Version),
    /// What is to be signed was written to a file. Nothing was changed.
    PayloadWritten,
    /// The rollback to this version is confirmed.
    Confirmed(Version),
}

impl ConfirmationRequest<'_> {
    /// Records the confirmation in the entry of the version that is pinned.
    pub fn run(&self, session: &Session<'_>) -> Result<ConfirmationOutcome, Failure> {
        let position = lookup::environment(&session.config, self.environment)?;
        let target = &session.config.environments[position];
        let prompt = session.prompt(self.id)?;
        let (version, rolled_back_at) = self.rollback(session, &prompt)?;
        let application = session.application.clone();
        if !prompt.waits_for_confirmation(&session.config, application, target) {
            return Ok(ConfirmationOutcome::NothingToConfirm(version));
        }
        self.refuse(session, target)?;
        let at = self.signing.at(Some(&rolled_back_at))?;
        let mut record = self.record(session, &rolled_back_at, &at);
        let unsigned = entered(&prompt, &version, &record)?;
        session.check_change(self.id, &[edit_of_ledger(&prompt, unsigned.clone())])?;
        let payload = payload(&session.config, (self.id, &version), unsigned, |subject| {
            let confirmation = subject.release.confirmations.last()?;
            Some(subject.confirmation(confirmation))
        })?;
        let signer = (self.by, at.as_str());
        if self
            .signing
            .seal(&mut record, &payload, &session.config, signer)?
            == Sealed::Written
        {
            return Ok(ConfirmationOutcome::PayloadWritten);
        }
        let ledger = entered(&prompt, &version, &record)?;
        let command = format!(
            "cargo prompts rollback {} --in {} --confirm",
            self.id, self.environment
        );
        session.commit(&command, self.id, &[edit_of_ledger(&prompt, ledger)])?;
        Ok(ConfirmationOutcome::Confirmed(version))
    }

    /// The version that the environment pins and the time since which it does, if the last move of
    /// its pin was a rollback.
    fn rollback(
        &self,
        session: &Session<'_>,
        prompt: &Prompt,
    ) -> Result<(Version, String), Failure> {
        let present = present_pin(&session.config, self.id, self.environment);
        let version = present.and_then(|pin| Version::parse(&pin).ok());
        let rolled_back_at = |version: &Version| {
            let release = prompt.release(version).ok();
            let changes = release.into_iter().flat_map(|release| &release.pin_changes);
            let mut own = changes.filter(|change| {
                change.environment.as_deref() == Some(self.environment)
                    && change.application == session.application
            });
            let last = own.next_back().filter(|change| change.is_rollback);
            last.and_then(|change| change.signature.at.clone())
        };
        let rollback = version.and_then(|version| {
            let at = rolled_back_at(&version)?;
            Some((version, at))
        });
        rollback.ok_or_else(|| {
            Failure::new(format!(
                "`{}` pins no version of `{}` that it was rolled back to",
                self.environment, self.id
            ))
            .help(format!(
                "`cargo prompts history {}` shows what was done",
                self.id
            ))
        })
    }

    fn refuse(&self, session: &Session<'_>, target: &Environment) -> Result<(), Failure> {
        let location = session.config.location(target.mark);
        let asks = target.policy.asks_for_signatures();
        let finding = if target.policy.may_sign(self.by) {
            asks.then(|| self.signing.lacking(self.environment, location))
                .flatten()
        } else {
            let message = format!("`{}` may not sign for `{}`", self.by, self.environment);
            Some(Finding::error(Code::NotASigner, location, message))
        };
        match finding {
            Some(finding) => Err(Findings::from(finding).into()),
            None => Ok(()),
        }
    }

    fn record(&self, session: &Session<'_>, rolled_back_at: &str, at: &str) -> Mapping {
        let mut record = mapping([("environment", self.environment.into())]);
        if let Some(application) = &session.application {
            record.insert("application".into(), application.as_str().into());
        }
        let fields = [
            ("rolled_back_at", rolled_back_at),
            ("by", self.by),
            ("at", at),
            ("reason", self.reason),
        ];
        for (key, text) in fields {
            record.insert(key.into(), text.into());
        }
        record
    }
}

fn entered(prompt: &Prompt, version: &Version, record: &Mapping) -> Result<LedgerText, Failure> {
    let mut ledger = LedgerText::new(prompt.ledger_text());
    ledger
        .append(version, "confirmed", record)
        .map_err(|error| error.into_failure(&prompt.ledger_path()))?;
    Ok(ledger)
}
