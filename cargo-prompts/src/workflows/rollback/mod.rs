//! An environment that pins the version before the present one again.

mod restored;

use prompt_build::config::Environment;
use prompt_build::library::{Release, SignOff};
use prompt_build::pins::Approval;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::Location;
use semver::Version;

use crate::project::change::Edit;
use crate::project::edit::LedgerText;
use crate::project::lookup;
use crate::project::pin_record::{
    PinMove, edit_of_ledger, edit_of_pin, edit_of_pin_with, pinned_settings, present_pin, with_move,
};
use crate::project::prompt::Prompt;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::pin_moves::time_of_last_move;
use crate::rules::previous_pin::previous_pin;
use crate::workflows::signing::{Sealed, Signing, payload};
use restored::Restored;

/// The request of a person, with the name and the reason that the ledger records.
#[derive(Debug)]
pub struct RollbackRequest<'a> {
    pub id: &'a str,
    pub environment: &'a str,
    pub by: &'a str,
    pub reason: &'a str,
    pub signing: Signing<'a>,
}

/// A pin that was moved back.
#[derive(Debug)]
pub struct RolledBack {
    /// The pin before the rollback.
    pub from: String,
    /// The pin since.
    pub to: String,
    /// The settings of the pin beside its version.
    pub settings: Option<String>,
    /// True if the settings are those that were signed off with the version.
    pub is_restored: bool,
    /// The settings of the pin that were set or removed, in words.
    pub changes: Vec<String>,
    /// True if `from` is a version that no other environment pins.
    pub is_abandoned: bool,
    /// True if somebody who may sign off has to confirm the move.
    pub is_unconfirmed: bool,
}

impl RollbackRequest<'_> {
    /// Moves the pin, and records the move in the ledger. `None` if what is to be signed was
    /// written, and nothing was changed.
    pub fn run(
        &self,
        workspace: &Workspace,
        session: &Session<'_>,
    ) -> Result<Option<RolledBack>, Failure> {
        let (id, environment) = (self.id, self.environment);
        let position = lookup::environment(&session.config, environment)?;
        let target = &session.config.environments[position];
        let prompt = self.prompt(session, position)?;
        let Some(present) = present_pin(&session.config, id, environment) else {
            return Err(Failure::new(format!(
                "`{environment}` pins no version of `{id}`"
            )));
        };
        let Some(before) = self.before(&prompt, session.application.as_deref(), &present) else {
            return Err(Findings::from(self.nothing(session, &present)).into());
        };
        self.refuse_others(session, target)?;
        let location = session.config.location(target.mark);
        let asks = target.policy.asks_for_signatures();
        if let Some(finding) = asks
            .then(|| self.signing.lacking(environment, location))
            .flatten()
        {
            return Err(Findings::from(finding).into());
        }
        let restored = self.restored(workspace, session, &prompt, (position, &before))?;
        let move_back = MoveBack {
            request: self,
            session,
            prompt: &prompt,
            present: &present,
            before: &before,
            restored: restored.as_ref(),
        };
        let Some(edits) = move_back.edits()? else {
            return Ok(None);
        };
        let command = format!("cargo prompts rollback {id} --in {environment}");
        session.commit(&command, id, &edits)?;
        Ok(Some(RolledBack {
            settings: restored.as_ref().map_or_else(
                || pinned_settings(&session.config, id, environment),
                |restored| Some(restored.shown()),
            ),
            is_restored: restored.is_some(),
            changes: restored
                .iter()
                .flat_map(Restored::changes_in_words)
                .collect(),
            is_abandoned: !self.is_pinned_elsewhere(session, &present)
                && Version::parse(&present).is_ok(),
            is_unconfirmed: target.policy.is_for_emergencies(self.by),
            from: present,
            to: before,
        }))
    }

    /// The prompt with its history. The release that is pinned now may have been altered: a rollback is
    /// the way out. All others, the earlier version among them, are as they were released.
    fn prompt(&self, session: &Session<'_>, position: usize) -> Result<Prompt, Failure> {
        let (prompt, mut altered) = session.altered_prompt(self.id)?;
        let present = prompt.pinned(&session.config, position);
        let present = present.and_then(|version| prompt.release(&version).ok());
        let file = present.map(|release| format!("{}/{}", prompt.folder, release.file()));
        altered.retain(|finding| {
            finding.code != Code::AlteredRelease
                || file.as_ref() != Some(&finding.location.source.path)
        });
        if altered.has_errors() {
            Err(altered.into())
        } else {
            Ok(prompt)
        }
    }

    /// Refuses those who may neither sign off nor roll back, where the environment says who may.
    fn refuse_others(&self, session: &Session<'_>, target: &Environment) -> Result<(), Failure> {
        let policy = &target.policy;
        if !policy.says_who_rolls_back()
            || policy.may_sign(self.by)
            || policy.is_for_emergencies(self.by)
        {
            return Ok(());
        }
        let message = format!("`{}` may not roll back `{}`", self.by, target.name);
        let location = session.config.location(target.mark);
        let help = "`by` under `sign_off` names those who sign, and `by` under `emergency` those who may roll back, too";
        let finding = Finding::error(Code::NotASigner, location, message);
        Err(Findings::from(finding.help(help.to_owned())).into())
    }

    /// The settings that the version was signed off with, if a sign-off that counts holds them.
    fn restored(
        &self,
        workspace: &Workspace,
        session: &Session<'_>,
        prompt: &Prompt,
        (position, before): (usize, &str),
    ) -> Result<Option<Restored>, Failure> {
        let target = &session.config.environments[position];
        let Ok(version) = Version::parse(before) else {
            return Ok(None);
        };
        let release = prompt.release(&version)?;
        let approval = Approval {
            id: self.id,
            release,
            environment: target,
            trust: &session.config.trust,
        };
        let is_authentic = |one: &&SignOff| {
            !target.policy.asks_for_signatures() || approval.forgery(one).is_none()
        };
        let last = approval
            .sign_offs()
            .filter(|one| one.model.is_some())
            .filter(is_authentic)
            .last();
        let Some(last) = last else { return Ok(None) };
        let to = Some(self.environment);
        let (resolved, findings) = ResolvedPrompt::find(workspace, self.id, to, Some(&version))?;
        let resolved = resolved.ok_or_else(|| Failure::from(findings))?;
        let file = &resolved.text.template.config;
        let pin = session.config.pin(self.id, position);
        Ok(Some(Restored::of(target, pin, file, last)))
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

/// A move back, with all that its edits depend on.
struct MoveBack<'a> {
    request: &'a RollbackRequest<'a>,
    session: &'a Session<'a>,
    prompt: &'a Prompt,
    present: &'a str,
    before: &'a str,
    restored: Option<&'a Restored>,
}

impl MoveBack<'_> {
    fn edits(&self) -> Result<Option<[Edit; 2]>, Failure> {
        let version = self.entry()?.version.clone();
        let releases = self.prompt.releases();
        let application = self.session.application.as_deref();
        let last = time_of_last_move(&releases, self.request.environment, application);
        let at = self.request.signing.at(last)?;
        let mut record = self.pin_move(&at).record();
        let ledger = LedgerText::new(self.prompt.ledger_text());
        let unsigned = with_move(self.prompt, ledger.clone(), &version, &record)?;
        let edits = [edit_of_ledger(self.prompt, unsigned.clone()), self.pin()?];
        self.session.check_change(self.request.id, &edits)?;
        let config = &self.session.config;
        let payload = payload(config, (self.request.id, &version), unsigned, |subject| {
            let change = subject.release.pin_changes.last()?;
            Some(subject.rollback(change))
        })?;
        let by = self.request.by;
        let signing = self.request.signing;
        if signing.seal(&mut record, &payload, config, (by, &at))? == Sealed::Written {
            return Ok(None);
        }
        let ledger = with_move(self.prompt, ledger, &version, &record)?;
        Ok(Some([edit_of_ledger(self.prompt, ledger), self.pin()?]))
    }

    fn pin(&self) -> Result<Edit, Failure> {
        let config = &self.session.config;
        let (id, environment) = (self.request.id, self.request.environment);
        match self.restored {
            None => edit_of_pin(config, id, environment, self.before),
            Some(Restored { changes, .. }) => {
                edit_of_pin_with(config, id, environment, self.before, changes)
            }
        }
    }

    fn pin_move<'m>(&'m self, at: &'m str) -> PinMove<'m> {
        PinMove {
            environment: self.request.environment,
            application: self.session.application.as_deref(),
            before: Some(self.present),
            is_rollback: true,
            settings: self.restored.map(Restored::record).unwrap_or_default(),
            by: self.request.by,
            at,
            reason: self.request.reason,
        }
    }

    /// The release whose entry records the move: the one that is pinned again, or, if that pin is
    /// not a version, the one that was pinned until now.
    fn entry(&self) -> Result<&Release, Failure> {
        let version = Version::parse(self.before)
            .or_else(|_| Version::parse(self.present))
            .map_err(|error| Failure::because("the previous pin is not a version", error))?;
        self.prompt.release(&version)
    }
}
