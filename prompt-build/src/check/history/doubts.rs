//! The records that a check or a build refuses, for those who print records.

use super::signed::{Signed, Starts};
use super::{Audit, History};
use crate::config::{Config, Environment};
use crate::library::{Evidence, Ledger, PinChange, PromptFolder, Texts};
use crate::pins::{PinQuery, Selection, select};
use crate::report::{Finding, Findings, quoted};
use crate::source::Mark;

/// A record that a strict check or a build refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The place of the record's time in the ledger; for a status without a record, that of the
    /// version.
    pub at: Mark,
    /// The reason, a lower-case sentence without a full stop.
    pub sentence: String,
    /// The environment whose pin it is about, if it is about a pin as it is now.
    pub pinned_in: Option<String>,
}

/// Finds the records of a ledger that a strict check refuses: those whose signatures do not count, and
/// moves and statuses that no signed record stands for. To these come sign-offs that a build refuses
/// for a pin, last records that are for another pin or other settings, and records that are of another
/// prompt or another text. In a library that several applications share, the records of the others are
/// verified as well: a record that does not count here may count there.
pub fn doubts(
    config: &Config,
    id: &str,
    folder: &PromptFolder<'_>,
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
    let of_moves = unsigned.map(|(_, change)| unsigned_move(&history, change));
    let environments = config.environments.iter().enumerate();
    let of_last_moves = environments
        .flat_map(|(position, environment)| of_last_move(&history, position, environment));
    let of_statuses = history.unrecorded_statuses(&starts).into_iter();
    of_records
        .chain(of_runs(&history))
        .chain(of_moves)
        .chain(of_last_moves)
        .chain(of_statuses.map(of_finding))
        .chain(of_pins(&history, folder))
        .collect()
}

fn of_record(history: &History<'_>, record: &Signed<'_>, starts: &Starts<'_>) -> Option<Doubt> {
    let sentence = match history.rejection(record, starts) {
        Some((_, reason)) if history.is_of_another(record) => format!(
            "{}, and its signature does not count here: {reason}",
            whose(record.application)
        ),
        Some((_, reason)) => format!("the signature does not count: {reason}"),
        None => {
            let sha256 = record.release.sha256.as_ref();
            let reason = record.sign_off?.other_subject(history.id, sha256)?;
            format!("the sign-off does not count: {reason}")
        }
    };
    Some(Doubt {
        at: record.signature.at_mark,
        sentence,
        pinned_in: None,
    })
}

/// The application of a record that is not that at hand.
fn whose(application: Option<&String>) -> String {
    match application {
        Some(name) => format!("the record is of the application {}", quoted(name)),
        None => "the record names no application".to_owned(),
    }
}

/// The runs of other prompts and other texts.
fn of_runs(history: &History<'_>) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for release in history.releases() {
        let sha256 = release.sha256.as_ref();
        let other = release.evidence.iter();
        let other = other.filter(|run| !run.is_of(history.id, sha256));
        doubts.extend(other.map(|run| of_run(history.id, run)));
    }
    doubts
}

fn of_run(id: &str, run: &Evidence) -> Doubt {
    let reason = match &run.prompt {
        Some(prompt) if prompt != id => format!("it is of the prompt {}", quoted(prompt)),
        Some(_) => "it is of another text".to_owned(),
        None => "it names no prompt".to_owned(),
    };
    Doubt {
        at: run.at_mark,
        sentence: format!("the run does not count: {reason}"),
        pinned_in: None,
    }
}

fn unsigned_move(history: &History<'_>, change: &PinChange) -> Doubt {
    let none = "no signature stands for this move";
    let sentence = if history.is_checked_here(change) {
        none.to_owned()
    } else {
        format!("{}, and {none} here", whose(change.application.as_ref()))
    };
    Doubt {
        at: change.signature.at_mark,
        sentence,
        pinned_in: None,
    }
}

/// The reasons why the last move of a pin is refused, and why it does not explain the pin.
fn of_last_move(history: &History<'_>, position: usize, environment: &Environment) -> Vec<Doubt> {
    let Some((_, last)) = history.last_move(environment) else {
        return Vec::new();
    };
    let asks = environment.policy.asks_for_signatures();
    let unrecorded = asks
        .then(|| history.unrecorded_pin(position, environment))
        .flatten();
    let findings = history.refused_last_move(environment).into_iter();
    findings
        .chain(unrecorded)
        .map(|finding| Doubt {
            // An unrecorded pin is a finding in the configuration.
            at: last.signature.at_mark,
            ..of_pin(environment, finding)
        })
        .collect()
}

fn of_pin(environment: &Environment, finding: Finding) -> Doubt {
    Doubt {
        pinned_in: Some(environment.name.clone()),
        ..of_finding(finding)
    }
}

fn of_finding(finding: Finding) -> Doubt {
    Doubt {
        at: finding.location.mark(),
        sentence: finding.message,
        pinned_in: None,
    }
}

/// The sign-offs of the pinned releases that do not count, where too few do, and the last records that
/// are for other settings.
fn of_pins(history: &History<'_>, folder: &PromptFolder<'_>) -> Vec<Doubt> {
    let (config, id, ledger) = (history.config, history.id, history.ledger);
    // Findings about pins and texts are for `check`.
    let mut unheeded = Findings::default();
    let mut texts = Texts::new(folder, ledger);
    let mut doubts = Vec::new();
    for pin in config.prompt(id).iter().flat_map(|prompt| &prompt.pins) {
        let query = PinQuery {
            config,
            id,
            pin,
            ledger,
            has_working_copy: folder.contents.has_working_copy(),
        };
        let Some(Selection::Release(release)) = select(&query, &mut unheeded) else {
            continue;
        };
        let Some(text) = texts.release(release, &mut unheeded) else {
            continue;
        };
        let file = &text.template.config;
        let uncounted = query.uncounted(release, file).into_iter();
        doubts.extend(uncounted.map(|(sign_off, reason)| Doubt {
            at: sign_off.signature.at_mark,
            sentence: format!("the sign-off does not count: {reason}"),
            pinned_in: None,
        }));
        let environment = &config.environments[pin.environment];
        if environment.policy.asks_for_signatures() {
            let unsigned = history.unsigned_settings(environment, release, &query.settings(file));
            doubts.extend(unsigned.map(|finding| of_pin(environment, finding)));
        }
    }
    doubts
}
