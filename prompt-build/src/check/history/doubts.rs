//! The records that a strict check refuses, for those who print records.

use super::signed::{Signed, Starts};
use super::{Audit, History};
use crate::config::Config;
use crate::library::{Ledger, PinChange};
use crate::payload::digest_of_run;
use crate::report::Finding;
use crate::source::Mark;

/// A record that a strict check refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The place of the record's time in the ledger; for a status without a record, that of the
    /// version.
    pub at: Mark,
    /// The reason, a lower-case sentence without a full stop.
    pub sentence: String,
}

/// Finds the records of a ledger that a strict check refuses: those whose signatures do not count, and
/// moves and statuses that no signed record stands for. In a library that several applications share,
/// those are looked at that name the given one.
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
    let of_records = records
        .iter()
        .filter_map(|record| of_record(&history, record, &starts));
    let unsigned = history.unsigned_moves(&starts).into_iter();
    let of_moves = unsigned.map(|(_, change)| unsigned_move(change));
    let of_last_moves = config
        .environments
        .iter()
        .filter_map(|environment| history.refused_last_move(environment));
    let of_statuses = history.unrecorded_statuses(&starts);
    of_records
        .chain(of_moves)
        .chain(of_last_moves.chain(of_statuses).map(of_finding))
        .collect()
}

fn of_record(history: &History<'_>, record: &Signed<'_>, starts: &Starts<'_>) -> Option<Doubt> {
    let refusal = history.refusal(record, starts);
    let reason = refusal.map(|(_, reason)| reason);
    let reason = reason.or_else(|| lost_run(record).map(str::to_owned))?;
    Some(Doubt {
        at: record.signature.at_mark,
        sentence: format!("the signature does not count: {reason}"),
    })
}

/// A sign-off that names a run which the entry does not have as it was.
fn lost_run(record: &Signed<'_>) -> Option<&'static str> {
    let runs = record.release.evidence.iter().map(digest_of_run);
    let runs = runs.collect::<Vec<_>>();
    let is_lost = record.runs.iter().any(|run| !runs.contains(run));
    is_lost.then_some("a run that it rests on was changed or removed")
}

fn unsigned_move(change: &PinChange) -> Doubt {
    Doubt {
        at: change.signature.at_mark,
        sentence: "no signature stands for this move".to_owned(),
    }
}

fn of_finding(finding: Finding) -> Doubt {
    Doubt {
        at: finding.location.mark(),
        sentence: finding.message,
    }
}
