//! The history of a prompt: rollbacks that wait for somebody to confirm them and, where that is asked
//! for, the signatures of all records.

mod doubts;
mod emergency;
mod moves;
mod settings;
mod signatures;
mod signed;

use super::audit::Audit;
use crate::config::{Config, Environment};
use crate::contract::PinnedVersion;
use crate::library::{Ledger, Moment, PinChange, Release, Signature};
use crate::payload::Subject;
use crate::report::Findings;
pub use doubts::{Doubt, doubts};
pub use emergency::unconfirmed_rollback;
use signed::Starts;

pub(super) struct History<'a> {
    pub(super) config: &'a Config,
    pub(super) id: &'a str,
    pub(super) ledger: &'a Ledger,
    /// The version that each environment pins.
    pub(super) versions: &'a [PinnedVersion],
    pub(super) audit: &'a Audit,
}

impl<'a> History<'a> {
    pub(super) fn check(&self) -> Findings {
        let mut findings = Findings::default();
        for environment in &self.config.environments {
            findings.extend(self.unconfirmed(environment));
        }
        let mut environments = self.config.environments.iter();
        let asks = environments.any(|one| one.policy.asks_for_signatures());
        if !self.audit.is_strict && asks && !self.config.trust.is_in_doubt() {
            self.check_last_moves(&mut findings);
        }
        if self.audit.is_strict {
            let records = self.records();
            let starts = Starts::of_records(&records);
            self.check_signatures(&records, &starts, &mut findings);
            findings.extend(self.unrecorded_statuses(&starts));
            self.check_moves(&starts, &mut findings);
            for (position, environment) in self.config.environments.iter().enumerate() {
                if environment.policy.asks_for_signatures() {
                    findings.extend(self.unrecorded_pin(position, environment));
                    findings.extend(self.move_by_another(environment));
                    findings.extend(self.unsigned_settings_of_pin(environment));
                }
            }
        }
        findings
    }

    /// Holds the pins of the environments with signatures against the records of their last moves.
    fn check_last_moves(&self, findings: &mut Findings) {
        let records = self.records();
        let starts = Starts::of_records(&records);
        for (position, environment) in self.config.environments.iter().enumerate() {
            if environment.policy.asks_for_signatures() {
                findings.extend(self.unexplained_pin(position, environment, &records, &starts));
            }
        }
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
            && self.is_our_application(change.application.as_ref())
    }

    /// Returns `true` if a record is of this application. In a library that several share, each
    /// record names one; elsewhere none does.
    fn is_our_application(&self, application: Option<&String>) -> bool {
        let own = self.audit.application.as_ref();
        application == own.filter(|_| self.config.library.is_some())
    }

    fn subject(&self, release: &'a Release) -> Subject<'a> {
        Subject {
            library: &self.config.trust.library,
            prompt: self.id,
            release,
        }
    }
}

fn moment(signature: &Signature) -> Option<Moment> {
    signature.at.as_deref().and_then(Moment::parse)
}
