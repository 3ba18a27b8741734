//! An environment that pins the version before the present one again.

use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::Location;
use semver::Version;

use crate::project::change::Edit;
use crate::project::edit::LedgerText;
use crate::project::lookup;
use crate::project::pin_record::{
    PinMove, edit_of_ledger, edit_of_pin, pinned_settings, present_pin,
};
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::project::timestamp::now;
use crate::report::failure::Failure;
use crate::rules::previous_pin::previous_pin;

/// The request of a person, with the name and the reason that the ledger records.
#[derive(Debug)]
pub struct RollbackRequest<'a> {
    pub id: &'a str,
    pub environment: &'a str,
    pub by: &'a str,
    pub reason: &'a str,
}

/// A pin that was moved back.
#[derive(Debug)]
pub struct RolledBack {
    /// The pin before the rollback.
    pub from: String,
    /// The pin since.
    pub to: String,
    /// The other settings of the pin, which are unchanged.
    pub settings: Option<String>,
    /// True if `from` is a version that no other environment pins.
    pub is_abandoned: bool,
}

impl RollbackRequest<'_> {
    /// Moves the pin, and records the move in the ledger.
    pub fn run(&self, session: &Session<'_>) -> Result<RolledBack, Failure> {
        let (id, environment) = (self.id, self.environment);
        lookup::environment(&session.config, environment)?;
        let prompt = session.prompt(id)?;
        let Some(present) = present_pin(&session.config, id, environment) else {
            return Err(Failure::new(format!(
                "`{environment}` pins no version of `{id}`"
            )));
        };
        let Some(before) = self.before(&prompt, session.application.as_deref(), &present) else {
            return Err(Findings::from(self.nothing(session, &present)).into());
        };
        let edits = self.edits(session, &prompt, &present, &before)?;
        let command = format!("cargo prompts rollback {id} --in {environment}");
        session.commit(&command, id, &edits)?;
        Ok(RolledBack {
            settings: pinned_settings(&session.config, id, environment),
            is_abandoned: !self.is_pinned_elsewhere(session, &present)
                && Version::parse(&present).is_ok(),
            from: present,
            to: before,
        })
    }

    fn edits(
        &self,
        session: &Session<'_>,
        prompt: &Prompt,
        present: &str,
        before: &str,
    ) -> Result<[Edit; 2], Failure> {
        let pin = edit_of_pin(&session.config, self.id, self.environment, before)?;
        let mut ledger = LedgerText::new(prompt.ledger_text());
        let pin_move = PinMove {
            environment: self.environment,
            application: session.application.as_deref(),
            before: Some(present),
            is_rollback: true,
            by: self.by,
            at: &now(),
            reason: self.reason,
        };
        let version = entry(prompt, before, present)?;
        pin_move.enter(&mut ledger, &version, &prompt.ledger_path())?;
        Ok([edit_of_ledger(prompt, ledger), pin])
    }

    fn is_pinned_elsewhere(&self, session: &Session<'_>, pin: &str) -> bool {
        let names = session
            .config
            .environments
            .iter()
            .map(|environment| environment.name.as_str());
        let mut others = names.filter(|name| *name != self.environment);
        others.any(|name| present_pin(&session.config, self.id, name).as_deref() == Some(pin))
    }

    /// The previous pin of the environment; `None` if the ledger does not record it, or no longer
    /// has that version.
    fn before(&self, prompt: &Prompt, application: Option<&str>, present: &str) -> Option<String> {
        let before = previous_pin(&prompt.releases(), self.environment, application, present)?;
        let is_known =
            Version::parse(&before).map_or(true, |version| prompt.release(&version).is_ok());
        is_known.then_some(before)
    }

    fn nothing(&self, session: &Session<'_>, present: &str) -> Finding {
        let (id, environment) = (self.id, self.environment);
        let mut pins = session
            .config
            .prompts
            .iter()
            .filter(|prompt| prompt.id == *id)
            .flat_map(|prompt| &prompt.pins);
        let pin =
            pins.find(|pin| session.config.environments[pin.environment].name == *environment);
        let location = pin.map_or_else(
            || Location::file(&session.config.source),
            |pin| session.config.location(pin.mark),
        );
        let message =
            format!("the ledger records no version that `{environment}` pinned before `{present}`");
        let help = format!(
            "`cargo prompts promote {id} --to {environment} --version VERSION --by WHO --reason WHY` pins another version"
        );
        Finding::error(Code::NothingToRollBack, location, message).help(help)
    }
}

/// The release whose entry records the move: the one that is pinned again, or, if that pin is not
/// a version, the one that was pinned until now.
fn entry(prompt: &Prompt, before: &str, present: &str) -> Result<Version, Failure> {
    let version = Version::parse(before)
        .or_else(|_| Version::parse(present))
        .map_err(|error| Failure::because("the previous pin is not a version", error))?;
    prompt
        .release(&version)
        .map(|release| release.version.clone())
}
