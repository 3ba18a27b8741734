//! The records of a ledger that carry a signature, or should.

use std::collections::BTreeMap;

use super::{History, moment};
use crate::library::{Moment, Release, SignOff, Signature, Status};

/// A record that carries a signature, or should.
pub(super) struct Signed<'a> {
    pub(super) release: &'a Release,
    /// The environment; `None` for a record that concerns all.
    pub(super) environment: Option<&'a str>,
    pub(super) application: Option<&'a String>,
    pub(super) what: &'static str,
    pub(super) signature: &'a Signature,
    pub(super) payload: String,
    /// The sign-off, if it is one.
    pub(super) sign_off: Option<&'a SignOff>,
}

/// The environment and the application of a record.
type Place<'a> = (Option<&'a String>, Option<&'a String>);

/// The times of the first signed records: from then on, signatures were asked for.
#[derive(Default)]
pub(super) struct Starts<'a> {
    all: Option<Moment>,
    by_environment: BTreeMap<&'a str, Moment>,
}

impl<'a> Starts<'a> {
    pub(super) fn of_records(records: &[Signed<'a>]) -> Self {
        let mut starts = Self::default();
        for record in records
            .iter()
            .filter(|record| record.signature.ssh.is_some())
        {
            let Some(at) = moment(record.signature) else {
                continue;
            };
            if let Some(name) = record.environment {
                let first = starts
                    .by_environment
                    .entry(name)
                    .or_insert_with(|| at.clone());
                *first = at.clone().min(first.clone());
            }
            starts.all = Some(starts.all.map_or(at.clone(), |first| first.min(at)));
        }
        starts
    }

    /// The first signed record of all.
    pub(super) fn of_all(&self) -> Option<&Moment> {
        self.all.as_ref()
    }

    /// The first signed record of an environment.
    pub(super) fn of(&self, environment: &str) -> Option<&Moment> {
        self.by_environment.get(environment)
    }
}

impl<'a> History<'a> {
    pub(super) fn records(&self) -> Vec<Signed<'a>> {
        let mut records = Vec::new();
        for release in self.releases() {
            let subject = self.subject(release);
            let mut push = |place: Place<'a>, what, (signature, payload), sign_off| {
                records.push(Signed {
                    release,
                    environment: place.0.map(String::as_str),
                    application: place.1,
                    what,
                    signature,
                    payload,
                    sign_off,
                });
            };
            for one in &release.sign_offs {
                let payload = subject.sign_off(one);
                let place = (one.environment.as_ref(), one.application.as_ref());
                push(place, "the sign-off", (&one.signature, payload), Some(one));
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
                    push(place, what, (&one.signature, payload), None);
                }
            }
            for one in &release.confirmations {
                let payload = subject.confirmation(one);
                let place = (one.environment.as_ref(), one.application.as_ref());
                push(place, "the confirmation", (&one.signature, payload), None);
            }
            let ends = [
                (Status::Deprecated, "the deprecation", &release.deprecated),
                (Status::Withdrawn, "the withdrawal", &release.withdrawn),
            ];
            for (status, what, end) in ends {
                if let Some(end) = end {
                    let payload = subject.retirement(status, end);
                    push((None, None), what, (&end.signature, payload), None);
                }
            }
        }
        records
    }
}
