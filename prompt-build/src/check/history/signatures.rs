//! The signatures of all records of a ledger.

use super::signed::{Signed, Starts};
use super::{History, moment};
use crate::library::{Signature, Status};
use crate::payload::run_with_digest;
use crate::report::{Code, Finding, Findings, quoted};

impl History<'_> {
    /// Verifies each signature. A record without one is an error where it is later than the first
    /// signed one of its environment: from then on the environment asked for them.
    pub(super) fn check_signatures(
        &self,
        records: &[Signed<'_>],
        starts: &Starts<'_>,
        findings: &mut Findings,
    ) {
        for record in records {
            let refusal = self.refusal(record, starts);
            findings.extend(refusal.map(|(code, reason)| self.refused(record, code, &reason)));
        }
    }

    /// Reports a status that no record explains, where signatures are asked for.
    pub(super) fn unrecorded_statuses(&self, starts: &Starts<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if starts.of_all().is_none() || !self.asks(None) {
            return findings;
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
        findings
    }

    /// The reason why a record's signature does not count. In a library that several applications
    /// share, each verifies its own records: their people may differ.
    pub(super) fn refusal(
        &self,
        record: &Signed<'_>,
        starts: &Starts<'_>,
    ) -> Option<(Code, String)> {
        if self.is_of_another(record) {
            return None;
        }
        self.rejection(record, starts)
    }

    /// Returns `true` for a record of another application of a library that several share.
    pub(super) fn is_of_another(&self, record: &Signed<'_>) -> bool {
        self.config.library.is_some()
            && record.environment.is_some()
            && !self.is_our_application(record.application)
    }

    /// The reason why a record's signature does not count, whatever application the record names.
    pub(super) fn rejection(
        &self,
        record: &Signed<'_>,
        starts: &Starts<'_>,
    ) -> Option<(Code, String)> {
        if record.signature.ssh.is_some() {
            let verified = self.config.trust.verify(&record.payload, record.signature);
            return match verified {
                Err(reason) => Some((Code::InvalidSignature, reason)),
                Ok(()) if record.environment.is_none() => self.not_a_signer(record.signature),
                Ok(()) => self
                    .loss(record)
                    .map(|reason| (Code::InvalidSignature, reason)),
            };
        }
        let first = match record.environment {
            Some(name) => starts.of(name),
            None => starts.of_all(),
        };
        let is_later = first.is_some_and(|first| moment(record.signature).as_ref() > Some(first));
        let lacks = is_later && self.asks(record.environment);
        lacks.then(|| (Code::MissingSignature, "it has none".to_owned()))
    }

    /// The reason why a sign-off stands for nothing that its entry has.
    fn loss(&self, record: &Signed<'_>) -> Option<String> {
        let (sign_off, release) = (record.sign_off?, record.release);
        let mut runs = sign_off.runs.iter();
        let is_lost = runs.any(|digest| run_with_digest(release, digest).is_none());
        let lost = "a run that it rests on was changed or removed";
        let other = sign_off.other_subject(self.id, release.sha256.as_ref());
        other.or_else(|| is_lost.then(|| lost.to_owned()))
    }

    /// Refuses the end of a release by somebody who may sign off for no environment.
    fn not_a_signer(&self, signature: &Signature) -> Option<(Code, String)> {
        let who = signature.by.as_deref().unwrap_or_default();
        let environments = self.config.environments.iter();
        let mut asking = environments.filter(|one| one.policy.asks_for_signatures());
        let reason = "no environment lets this person sign off";
        (!asking.any(|one| one.policy.may_sign(who))).then(|| (Code::NotASigner, reason.to_owned()))
    }

    pub(super) fn refused(&self, record: &Signed<'_>, code: Code, reason: &str) -> Finding {
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
    pub(super) fn asks(&self, environment: Option<&str>) -> bool {
        let mut environments = self.config.environments.iter();
        environments.any(|one| {
            one.policy.asks_for_signatures() && environment.is_none_or(|name| name == one.name)
        })
    }
}
