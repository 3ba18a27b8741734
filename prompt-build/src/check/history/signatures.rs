//! The signatures of all records of a ledger.

use super::{History, is_after, moment};
use crate::library::{Moment, Release, Signature, Status};
use crate::report::{Code, Finding, Findings, quoted};

/// A record that carries a signature, or should.
struct Signed<'a> {
    release: &'a Release,
    /// The environment; `None` for a record that concerns all.
    environment: Option<&'a str>,
    application: Option<&'a String>,
    what: &'static str,
    signature: &'a Signature,
    payload: String,
}

/// The environment and the application of a record.
type Place<'a> = (Option<&'a String>, Option<&'a String>);

impl<'a> History<'a> {
    /// Verifies each signature. A record without one is an error where it is later than the first
    /// signed one of its environment: from then on the environment asked for them.
    pub(super) fn check_signatures(&self, findings: &mut Findings) {
        for record in &self.records() {
            let refusal = self.refusal(record);
            findings.extend(refusal.map(|(code, reason)| self.refused(record, code, &reason)));
        }
    }

    /// Reports a status that no record explains, where signatures are asked for.
    pub(super) fn check_statuses(&self, findings: &mut Findings) {
        if self.first_signed(None).is_none() || !self.asks(None) {
            return;
        }
        for release in self.releases() {
            let command = match release.status {
                Some(Status::Withdrawn) if release.withdrawn.is_none() => "withdraw",
                Some(Status::Deprecated) if release.deprecated.is_none() => "deprecate",
                _ => continue,
            };
            let (id, version) = (self.id, &release.version);
            let message = format!("no record says who gave `{id}` {version} its status");
            let location = self.ledger.location(release.version_mark);
            let help = format!(
                "if it is right, `cargo prompts {command} {id} {version} --by WHO --reason WHY --sign` records it"
            );
            findings.push(Finding::error(Code::MissingSignature, location, message).help(help));
        }
    }

    /// The reason why a record's signature does not count. In a library that several applications
    /// share, each verifies its own records: their people may differ.
    fn refusal(&self, record: &Signed<'_>) -> Option<(Code, String)> {
        let is_shared = self.config.library.is_some();
        if is_shared && record.environment.is_some() && !self.is_our_application(record.application)
        {
            return None;
        }
        if record.signature.ssh.is_some() {
            let verified = self.config.trust.verify(&record.payload, record.signature);
            return match verified {
                Err(reason) => Some((Code::InvalidSignature, reason)),
                Ok(()) if record.environment.is_none() => self.not_a_signer(record.signature),
                Ok(()) => None,
            };
        }
        let first = self.first_signed(record.environment);
        let is_later = is_after(record.signature, first.as_ref());
        let lacks = is_later && self.asks(record.environment);
        lacks.then(|| (Code::MissingSignature, "it has none".to_owned()))
    }

    /// Refuses the end of a release by somebody who may sign off for no environment.
    fn not_a_signer(&self, signature: &Signature) -> Option<(Code, String)> {
        let who = signature.by.as_deref().unwrap_or_default();
        let environments = self.config.environments.iter();
        let mut asking = environments.filter(|one| one.policy.asks_for_signatures());
        let reason = "no environment lets this person sign off";
        (!asking.any(|one| one.policy.may_sign(who))).then(|| (Code::NotASigner, reason.to_owned()))
    }

    /// The time of the first signed record of an environment, or of all: from then on, signatures
    /// were asked for.
    pub(super) fn first_signed(&self, environment: Option<&str>) -> Option<Moment> {
        let records = self.records().into_iter();
        let signed = records.filter(|record| {
            let is_of = environment.is_none() || record.environment == environment;
            is_of && record.signature.ssh.is_some()
        });
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
        let way = "if it is as it was made, the guide says what to do, in \"Signatures\" under \"Old records\"";
        let finding = Finding::error(code, location, message);
        finding.help(help.to_owned()).help(way.to_owned())
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
            let mut push = |place: Place<'a>, what, signature, payload| {
                records.push(Signed {
                    release,
                    environment: place.0.map(String::as_str),
                    application: place.1,
                    what,
                    signature,
                    payload,
                });
            };
            for one in &release.sign_offs {
                let payload = subject.sign_off(one);
                let place = (one.environment.as_ref(), one.application.as_ref());
                push(place, "the sign-off", &one.signature, payload);
            }
            for one in &release.pin_changes {
                // A promotion is signed by its sign-off: a signature of its own covers nothing.
                let (what, payload) = if one.is_rollback {
                    ("the rollback", subject.rollback(one))
                } else {
                    ("the promotion", String::new())
                };
                if one.is_rollback || one.signature.ssh.is_some() {
                    let place = (one.environment.as_ref(), one.application.as_ref());
                    push(place, what, &one.signature, payload);
                }
            }
            for one in &release.confirmations {
                let payload = subject.confirmation(one);
                let place = (one.environment.as_ref(), one.application.as_ref());
                push(place, "the confirmation", &one.signature, payload);
            }
            let ends = [
                (Status::Deprecated, "the deprecation", &release.deprecated),
                (Status::Withdrawn, "the withdrawal", &release.withdrawn),
            ];
            for (status, what, end) in ends {
                if let Some(end) = end {
                    let payload = subject.retirement(status, end);
                    push((None, None), what, &end.signature, payload);
                }
            }
        }
        records
    }
}
