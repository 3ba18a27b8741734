//! The records whose signatures do not count, for those who print records.

use super::signed::{Signed, Starts};
use super::{Audit, History};
use crate::config::Config;
use crate::library::Ledger;
use crate::payload::digest_of_run;
use crate::source::Mark;

/// A record that an environment asks a signature of, and the reason why its signature does not
/// count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The place of the record's time in the ledger.
    pub at: Mark,
    pub reason: String,
}

/// Finds the records of a ledger whose signatures do not count, in the environments that ask for
/// signatures. In a library that several applications share, those are looked at that name the
/// given one.
pub fn doubts(
    config: &Config,
    id: &str,
    ledger: &Ledger,
    application: Option<String>,
) -> Vec<Doubt> {
    let audit = Audit {
        application,
        ..Audit::default()
    };
    let history = History {
        config,
        id,
        ledger,
        versions: &[],
        audit: &audit,
    };
    let records = history.records();
    let starts = Starts::of_records(&records);
    let asked = records.iter().filter(|one| history.asks(one.environment));
    let doubt = |record: &Signed<'_>| {
        let refusal = history.refusal(record, &starts);
        let reason = refusal.map(|(_, reason)| reason);
        Some(Doubt {
            at: record.signature.at_mark,
            reason: reason.or_else(|| lost_run(record).map(str::to_owned))?,
        })
    };
    asked.filter_map(doubt).collect()
}

/// A sign-off that names a run which the entry does not have as it was.
fn lost_run(record: &Signed<'_>) -> Option<&'static str> {
    let runs = record.release.evidence.iter().map(digest_of_run);
    let runs = runs.collect::<Vec<_>>();
    let is_lost = record.runs.iter().any(|run| !runs.contains(run));
    is_lost.then_some("a run that it rests on was changed or removed")
}
