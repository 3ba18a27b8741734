//! The moves of pins, held against the pins and the sign-offs.

use std::collections::{BTreeMap, BTreeSet};

use super::signed::{Signed, Starts};
use super::{History, moment};
use crate::config::{Environment, Pin};
use crate::library::{PinChange, Release, SignOff, Signature};
use crate::report::{Code, Finding, Findings, quoted};

const BY_HAND: &str = "a pin or a record was changed by hand, or a merge took them from two branches: `cargo prompts promote` and `rollback` record who moved it";

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
        let unsigned = self.unsigned_moves(starts).into_iter();
        let unsigned = unsigned.filter(|(_, change)| self.is_checked_here(change));
        findings.extend(unsigned.map(|(release, change)| self.unsigned_move(release, change)));
    }

    /// Returns `true` unless a move is of another application of a library that several share.
    pub(super) fn is_checked_here(&self, change: &PinChange) -> bool {
        self.config.library.is_none() || self.is_our_application(change.application.as_ref())
    }

    /// The promotions of all applications that no signature stands for, each with the release that it pins.
    pub(super) fn unsigned_moves(&self, starts: &Starts<'_>) -> Vec<(&'a Release, &'a PinChange)> {
        let mut all = Vec::new();
        for release in self.releases() {
            let promotions = release.pin_changes.iter().filter(|one| !one.is_rollback);
            let promotions = promotions.filter(|change| self.must_be_signed(change, starts));
            let promotions = promotions.collect::<Vec<_>>();
            let signed = self.signed_moves(release, &promotions);
            let unsigned = promotions
                .into_iter()
                .filter(|change| !signed.contains_key(&Move::recorded_by(change)));
            all.extend(unsigned.map(|change| (release, change)));
        }
        all
    }

    /// Returns `true` if a move is not earlier than the first signed record of its environment. A
    /// record that was given to an environment or an application that does not exist counts as well.
    fn must_be_signed(&self, change: &PinChange, starts: &Starts<'_>) -> bool {
        let is_shared = self.config.library.is_some();
        let name = change.environment.as_deref().unwrap_or_default();
        let mut environments = self.config.environments.iter();
        let first = match environments.find(|one| one.name == name) {
            Some(one) if one.policy.asks_for_signatures() => starts.of(name),
            None if !is_shared => starts.of_all(),
            _ => None,
        };
        first.is_some_and(|first| moment(&change.signature).is_some_and(|at| at >= *first))
    }

    /// Reports the pin or the last move of an environment with signatures, where no valid record by
    /// somebody who may make it explains the pin. A pin that floats has no such record.
    pub(super) fn unexplained_pin(
        &self,
        position: usize,
        environment: &Environment,
        records: &[Signed<'_>],
        starts: &Starts<'_>,
    ) -> Option<Finding> {
        let pin = self.config.pin(self.id, position)?;
        let is_exact = matches!(pin.pin, Pin::Exact(_));
        let unrecorded = || self.unrecorded_pin(position, environment);
        is_exact
            .then(unrecorded)
            .flatten()
            .or_else(|| self.forged_last_move(environment, records, starts))
            .or_else(|| self.move_by_another(environment))
    }

    /// Reports the last move of a pin if its signature does not count, or none stands for it.
    fn forged_last_move(
        &self,
        environment: &Environment,
        records: &[Signed<'_>],
        starts: &Starts<'_>,
    ) -> Option<Finding> {
        let (release, change) = self.last_move(environment)?;
        let own = &change.signature;
        let record = records.iter().find(|one| std::ptr::eq(one.signature, own));
        if let Some(record) = record {
            let refusal = self.refusal(record, starts)?;
            return Some(self.refused(record, refusal.0, &refusal.1));
        }
        let is_unsigned =
            self.must_be_signed(change, starts) && self.signed_moves(release, &[change]).is_empty();
        is_unsigned.then(|| self.unsigned_move(release, change))
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

    /// Reports the last move of a pin if it is by somebody who may not make it.
    pub(super) fn refused_last_move(&self, environment: &Environment) -> Option<Finding> {
        let asks = environment.policy.asks_for_signatures();
        let refused = asks.then(|| self.move_by_another(environment)).flatten();
        refused.or_else(|| self.unconfirmed(environment))
    }

    /// Reports the last move of a pin if it is a promotion by somebody who may not sign off. Earlier
    /// ones may be by people who could then.
    pub(super) fn move_by_another(&self, environment: &Environment) -> Option<Finding> {
        let (release, change) = self.last_move(environment)?;
        let signed = self.signed_moves(release, &[change]);
        let (_, sign_off) = signed.first_key_value()?;
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

    /// The first valid sign-off of each of the given moves to a release. Each signature is verified
    /// at most once: a ledger may have thousands of both.
    fn signed_moves(
        &self,
        release: &'a Release,
        changes: &[&'a PinChange],
    ) -> BTreeMap<Move<'a>, &'a SignOff> {
        let changes = changes.iter().map(|change| Move::recorded_by(change));
        let recorded = changes.collect::<BTreeSet<_>>();
        let mut signed = BTreeMap::new();
        let own = release
            .sign_offs
            .iter()
            .filter(|one| one.prompt.as_deref() == Some(self.id));
        for one in own {
            let signed_move = Move::signed_by(one);
            if !recorded.contains(&signed_move) || signed.contains_key(&signed_move) {
                continue;
            }
            let payload = self.subject(release).sign_off(one);
            if self.config.trust.verify(&payload, &one.signature).is_ok() {
                signed.insert(signed_move, one);
            }
        }
        signed
    }
}

/// What a sign-off and the move that it stands for have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Move<'a> {
    environment: Option<&'a String>,
    application: Option<&'a String>,
    at: Option<&'a String>,
    reason: Option<&'a String>,
    /// In lower case.
    by: String,
}

impl<'a> Move<'a> {
    fn recorded_by(change: &'a PinChange) -> Self {
        Self {
            environment: change.environment.as_ref(),
            application: change.application.as_ref(),
            at: change.signature.at.as_ref(),
            reason: change.reason.as_ref(),
            by: lower_case_name(&change.signature),
        }
    }

    fn signed_by(sign_off: &'a SignOff) -> Self {
        Self {
            environment: sign_off.environment.as_ref(),
            application: sign_off.application.as_ref(),
            at: sign_off.signature.at.as_ref(),
            reason: sign_off.reason.as_ref(),
            by: lower_case_name(&sign_off.signature),
        }
    }
}

fn lower_case_name(signature: &Signature) -> String {
    let by = signature.by.as_deref().unwrap_or_default();
    by.to_ascii_lowercase()
}
