//! The history of a prompt: rollbacks that wait for somebody to confirm them and, where that is asked
//! for, the signatures of all records.

use super::audit::Audit;
use crate::config::{Config, Environment, Pin, is_same_signer};
use crate::contract::PinnedVersion;
use crate::library::{Ledger, Moment, PinChange, Release, Signature, Status};
use crate::payload::Subject;
use crate::pins::described;
use crate::report::{Code, Finding, Findings, quoted};

pub(super) struct History<'a> {
    pub(super) config: &'a Config,
    pub(super) id: &'a str,
    pub(super) ledger: &'a Ledger,
    /// The version that each environment pins.
    pub(super) versions: &'a [PinnedVersion],
    pub(super) audit: &'a Audit,
}

/// A record that carries a signature, or should.
struct Signed<'a> {
    release: &'a Release,
    /// The environment; `None` for a record that concerns all.
    environment: Option<&'a str>,
    what: &'static str,
    signature: &'a Signature,
    payload: String,
}

impl<'a> History<'a> {
    pub(super) fn check(&self) -> Findings {
        let mut findings = Findings::default();
        for environment in &self.config.environments {
            findings.extend(self.unconfirmed(environment));
        }
        if self.audit.is_strict {
            self.check_signatures(&mut findings);
            for (position, environment) in self.config.environments.iter().enumerate() {
                if environment.policy.asks_for_signatures() {
                    findings.extend(self.unrecorded_pin(position, environment));
                    findings.extend(self.unsigned_move(environment));
                    findings.extend(self.unsigned_settings(environment));
                }
            }
        }
        findings
    }

    fn releases(&self) -> Vec<&'a Release> {
        // Errors in an entry were reported when the ledger was checked.
        self.ledger.releases(&mut Findings::default())
    }

    /// The last move of an environment's pin, with the release whose entry records it.
    fn last_move(&self, environment: &Environment) -> Option<(&'a Release, &'a PinChange)> {
        let releases = self.releases().into_iter();
        let moves = releases.flat_map(|release| {
            let changes = release.pin_changes.iter();
            changes.map(move |change| (release, change))
        });
        moves
            .filter(|(_, change)| self.is_ours(change, environment))
            .max_by_key(|(_, change)| moment(&change.signature))
    }

    fn is_ours(&self, change: &PinChange, environment: &Environment) -> bool {
        change.environment.as_deref() == Some(&environment.name)
            && (change.application.is_none() || change.application == self.audit.application)
    }

    /// Reports a rollback by somebody who may roll back but not sign off, until somebody who may
    /// has confirmed it.
    fn unconfirmed(&self, environment: &Environment) -> Option<Finding> {
        let policy = &environment.policy;
        let (release, change) = self.last_move(environment)?;
        let who = change.signature.by.as_deref()?;
        if !change.is_rollback || !policy.is_for_emergencies(who) {
            return None;
        }
        let mut confirmations = release.confirmations.iter();
        let is_confirmed = confirmations.any(|one| {
            let by = one.signature.by.as_deref().unwrap_or_default();
            let payload = self.subject(release).confirmation(one);
            one.environment.as_deref() == Some(&environment.name)
                && one.application == change.application
                && policy.may_sign(by)
                && one.rolled_back_at == change.signature.at
                && moment(&change.signature) <= moment(&one.signature)
                && (!policy.asks_for_signatures()
                    || self.config.trust.verify(&payload, &one.signature).is_ok())
        });
        if is_confirmed {
            return None;
        }
        let (id, name, version) = (self.id, &environment.name, &release.version);
        let message = format!(
            "`{who}` rolled `{id}` back to {version} in `{name}`, which nobody has confirmed who may sign off"
        );
        let location = self.ledger.location(change.signature.at_mark);
        let help = format!(
            "`cargo prompts rollback {id} --in {name} --confirm --by WHO --reason WHY` confirms it"
        );
        Some(Finding::error(Code::UnconfirmedRollback, location, message).help(help))
    }

    fn subject(&self, release: &'a Release) -> Subject<'a> {
        Subject {
            library: &self.config.trust.library,
            prompt: self.id,
            release,
        }
    }

    /// Verifies each signature. A record without one is an error where it is later than the first
    /// signed one: from then on the environment asked for them.
    fn check_signatures(&self, findings: &mut Findings) {
        let first = self.first_signed();
        for record in &self.records() {
            let is_later = is_after(record.signature, first.as_ref());
            let verdict = if record.signature.ssh.is_some() {
                let verified = self.config.trust.verify(&record.payload, record.signature);
                verified
                    .err()
                    .map(|reason| (Code::InvalidSignature, reason))
            } else if is_later && self.asks(record.environment) {
                Some((Code::MissingSignature, "it has none".to_owned()))
            } else {
                None
            };
            findings.extend(verdict.map(|(code, reason)| self.refused(record, code, &reason)));
        }
    }

    /// The time of the first signed record: from then on, signatures were asked for.
    fn first_signed(&self) -> Option<Moment> {
        let records = self.records().into_iter();
        let signed = records.filter(|record| record.signature.ssh.is_some());
        signed.filter_map(|record| moment(record.signature)).min()
    }

    fn refused(&self, record: &Signed<'_>, code: Code, reason: &str) -> Finding {
        let who = record.signature.by.as_deref().unwrap_or_default();
        let message = format!(
            "the signature of {} on {} of `{}` {} does not count: {reason}",
            quoted(who),
            record.what,
            self.id,
            record.release.version
        );
        let location = self.ledger.location(record.signature.at_mark);
        let help = "the record was changed, or somebody else made it: compare it with an earlier revision of the ledger";
        Finding::error(code, location, message).help(help.to_owned())
    }

    /// Returns `true` if the environment asks for signatures, or any does.
    fn asks(&self, environment: Option<&str>) -> bool {
        let mut environments = self.config.environments.iter();
        environments.any(|one| {
            one.policy.asks_for_signatures() && environment.is_none_or(|name| name == one.name)
        })
    }

    fn records(&self) -> Vec<Signed<'a>> {
        let mut records = Vec::new();
        for release in self.releases() {
            let subject = self.subject(release);
            let mut push = |environment: Option<&'a String>, what, signature, payload| {
                records.push(Signed {
                    release,
                    environment: environment.map(String::as_str),
                    what,
                    signature,
                    payload,
                });
            };
            for one in &release.sign_offs {
                let payload = subject.sign_off(one);
                push(
                    one.environment.as_ref(),
                    "the sign-off",
                    &one.signature,
                    payload,
                );
            }
            for one in &release.pin_changes {
                // A promotion is signed by its sign-off: a signature of its own covers nothing.
                let (what, payload) = if one.is_rollback {
                    ("the rollback", subject.rollback(one))
                } else {
                    ("the promotion", String::new())
                };
                if one.is_rollback || one.signature.ssh.is_some() {
                    push(one.environment.as_ref(), what, &one.signature, payload);
                }
            }
            for one in &release.confirmations {
                let payload = subject.confirmation(one);
                push(
                    one.environment.as_ref(),
                    "the confirmation",
                    &one.signature,
                    payload,
                );
            }
            let ends = [
                (Status::Deprecated, "the deprecation", &release.deprecated),
                (Status::Withdrawn, "the withdrawal", &release.withdrawn),
            ];
            for (status, what, end) in ends {
                if let Some(end) = end {
                    push(None, what, &end.signature, subject.retirement(status, end));
                }
            }
        }
        records
    }

    /// Reports a pin where the ledger does not record the move to it: it was changed by hand.
    fn unrecorded_pin(&self, position: usize, environment: &Environment) -> Option<Finding> {
        let pin = self.config.pin(self.id, position)?;
        let Pin::Exact(version) = &pin.pin else {
            return None;
        };
        let recorded = self.last_move(environment).map(|(release, change)| {
            let is_back_to_none = change.before.as_ref() == Some(&release.version.to_string());
            (&release.version, change.is_rollback && is_back_to_none)
        });
        if recorded.is_some_and(|(recorded, is_other)| recorded == version || is_other) {
            return None;
        }
        let (id, name) = (self.id, &environment.name);
        let ledger = match recorded {
            Some((recorded, _)) => format!("the ledger records {recorded}"),
            None => "the ledger records no pin".to_owned(),
        };
        let message = format!("`{name}` pins `{id}` {version}, but {ledger}");
        let location = self.config.location(pin.mark);
        Some(Finding::error(Code::UnrecordedPin, location, message).help(BY_HAND.to_owned()))
    }

    /// Reports the last move of a pin if it is a promotion that no signature stands for. The person
    /// who moves a pin signs off in the same step. A rollback has a signature of its own.
    fn unsigned_move(&self, environment: &Environment) -> Option<Finding> {
        let (release, change) = self.last_move(environment)?;
        let is_earlier = !is_after(&change.signature, self.first_signed().as_ref());
        if change.is_rollback || is_earlier || self.is_signed_off(release, change) {
            return None;
        }
        let who = change.signature.by.as_deref().unwrap_or_default();
        let message = format!(
            "no signature stands for the move of `{}` to {} in `{}` by {}",
            self.id,
            release.version,
            environment.name,
            quoted(who)
        );
        let location = self.ledger.location(change.signature.at_mark);
        Some(Finding::error(Code::UnrecordedPin, location, message).help(BY_HAND.to_owned()))
    }

    /// Returns `true` if a valid sign-off has the person, the time and the reason of a move.
    fn is_signed_off(&self, release: &'a Release, change: &PinChange) -> bool {
        let by = |signature: &Signature| signature.by.clone().unwrap_or_default();
        let mut sign_offs = release.sign_offs.iter();
        sign_offs.any(|one| {
            let payload = self.subject(release).sign_off(one);
            one.environment == change.environment
                && one.signature.at == change.signature.at
                && one.reason == change.reason
                && is_same_signer(&by(&one.signature), &by(&change.signature))
                && self.config.trust.verify(&payload, &one.signature).is_ok()
        })
    }

    /// Reports settings of a pinned version that are not those of its last record: they were
    /// changed back by hand to some that were signed earlier.
    fn unsigned_settings(&self, environment: &Environment) -> Option<Finding> {
        let mut versions = self.versions.iter();
        let version = versions.find(|version| version.environment == environment.name)?;
        let releases = self.releases().into_iter();
        let mut releases =
            releases.filter(|release| release.version.to_string() == version.text.version);
        let release = releases.next()?;
        let sign_offs = release.sign_offs.iter().filter_map(|one| {
            let is_ours = one.environment.as_deref() == Some(&environment.name);
            let model = one.model.as_ref().filter(|_| is_ours)?;
            Some((model, &one.parameters, &one.signature))
        });
        let rollbacks = release.pin_changes.iter().filter_map(|one| {
            let model = one
                .model
                .as_ref()
                .filter(|_| self.is_ours(one, environment))?;
            Some((model, &one.parameters, &one.signature))
        });
        let records = sign_offs.chain(rollbacks);
        let (model, parameters, signature) =
            records.max_by_key(|(_, _, signature)| moment(signature))?;
        let (used, values) = (&version.settings.model.value, version.settings.values());
        if model == used && *parameters == values {
            return None;
        }
        let message = format!(
            "`{}` uses {} for `{}` {}, and the last record is for {}",
            environment.name,
            described(used, &values),
            self.id,
            release.version,
            described(model, parameters)
        );
        let location = self.ledger.location(signature.at_mark);
        let help = "the settings were changed by hand: `cargo prompts promote` signs them off";
        Some(Finding::error(Code::UnrecordedPin, location, message).help(help.to_owned()))
    }
}

const BY_HAND: &str =
    "a pin was changed by hand: `cargo prompts promote` and `rollback` record who moved it";

/// Returns `true` if a record is later than the first signed one.
fn is_after(signature: &Signature, first: Option<&Moment>) -> bool {
    first.is_some_and(|first| moment(signature).as_ref() > Some(first))
}

fn moment(signature: &Signature) -> Option<Moment> {
    signature.at.as_deref().and_then(Moment::parse)
}
