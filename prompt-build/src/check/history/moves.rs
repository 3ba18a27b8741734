//! The moves of pins, held against the pins and the sign-offs.

use super::signed::Starts;
use super::{History, moment};
use crate::config::{Environment, Pin, is_same_signer};
use crate::library::{PinChange, Release, SignOff, Signature};
use crate::report::{Code, Finding, Findings, quoted};

const BY_HAND: &str = "a pin or a record was changed by hand: `cargo prompts promote` and `rollback` record who moved it";

impl<'a> History<'a> {
    /// Reports a pin where the ledger does not record the move to it: it was changed by hand.
    pub(super) fn unrecorded_pin(
        &self,
        position: usize,
        environment: &Environment,
    ) -> Option<Finding> {
        let pin = self.config.pin(self.id, position)?;
        let recorded = self.last_move(environment).map(|(release, change)| {
            let is_back_to_none = change.before.as_ref() == Some(&release.version.to_string());
            (&release.version, change.is_rollback && is_back_to_none)
        });
        let is_recorded = recorded.is_some_and(|(recorded, is_other)| match &pin.pin {
            Pin::Exact(version) => recorded == version || is_other,
            Pin::Latest | Pin::Range(_) => is_other,
        });
        if is_recorded {
            return None;
        }
        let (id, name) = (self.id, &environment.name);
        let ledger = match recorded {
            Some((recorded, _)) => format!("the ledger records {recorded}"),
            None => "the ledger records no pin".to_owned(),
        };
        let message = format!("`{name}` pins `{id}` {}, but {ledger}", pin.pin);
        let location = self.config.location(pin.mark);
        Some(Finding::error(Code::UnrecordedPin, location, message).help(BY_HAND.to_owned()))
    }

    /// Reports the promotions that no signature stands for. The person who moves a pin signs off in
    /// the same step. A rollback has a signature of its own.
    pub(super) fn check_moves(&self, starts: &Starts<'_>, findings: &mut Findings) {
        for release in self.releases() {
            let promotions = release.pin_changes.iter().filter(|one| !one.is_rollback);
            let unsigned = promotions.filter(|change| {
                self.must_be_signed(change, starts) && self.sign_off_of(release, change).is_none()
            });
            findings.extend(unsigned.map(|change| self.unsigned_move(release, change)));
        }
    }

    /// Returns `true` if a move is not earlier than the first signed record of its environment. A
    /// record that was given to an environment or an application that does not exist counts as well.
    fn must_be_signed(&self, change: &PinChange, starts: &Starts<'_>) -> bool {
        let is_shared = self.config.library.is_some();
        if is_shared && !self.is_our_application(change.application.as_ref()) {
            return false;
        }
        let name = change.environment.as_deref().unwrap_or_default();
        let mut environments = self.config.environments.iter();
        let first = match environments.find(|one| one.name == name) {
            Some(one) if one.policy.asks_for_signatures() => starts.of(name),
            None if !is_shared => starts.of_all(),
            _ => None,
        };
        first.is_some_and(|first| moment(&change.signature).is_some_and(|at| at >= *first))
    }

    fn unsigned_move(&self, release: &Release, change: &PinChange) -> Finding {
        let (by, environment) = (&change.signature.by, &change.environment);
        let message = format!(
            "no signature stands for the move of `{}` to {} in {} by {}",
            self.id,
            release.version,
            quoted(environment.as_deref().unwrap_or_default()),
            quoted(by.as_deref().unwrap_or_default())
        );
        let location = self.ledger.location(change.signature.at_mark);
        Finding::error(Code::UnrecordedPin, location, message).help(BY_HAND.to_owned())
    }

    /// Reports the last move of a pin if it is a promotion by somebody who may not sign off. Earlier
    /// ones may be by people who could then.
    pub(super) fn move_by_another(&self, environment: &Environment) -> Option<Finding> {
        let (release, change) = self.last_move(environment)?;
        let sign_off = self.sign_off_of(release, change)?;
        let who = sign_off.signature.by.as_deref().unwrap_or_default();
        if change.is_rollback || environment.policy.may_sign(who) {
            return None;
        }
        let message = format!(
            "`{who}` moved `{}` to {} in `{}`, and may not sign off there",
            self.id, release.version, environment.name
        );
        let location = self.ledger.location(change.signature.at_mark);
        let help = "`cargo prompts promote` by somebody under `by` signs off the version, or `rollback` moves the pin back";
        Some(Finding::error(Code::NotASigner, location, message).help(help.to_owned()))
    }

    /// The valid sign-off with the person, the time and the reason of a move.
    fn sign_off_of(&self, release: &'a Release, change: &PinChange) -> Option<&'a SignOff> {
        let by = |signature: &Signature| signature.by.clone().unwrap_or_default();
        let mut sign_offs = release.sign_offs.iter();
        sign_offs.find(|one| {
            let is_valid = || {
                let payload = self.subject(release).sign_off(one);
                self.config.trust.verify(&payload, &one.signature).is_ok()
            };
            one.prompt.as_deref() == Some(self.id)
                && one.environment == change.environment
                && one.application == change.application
                && one.signature.at == change.signature.at
                && one.reason == change.reason
                && is_same_signer(&by(&one.signature), &by(&change.signature))
                && is_valid()
        })
    }
}
