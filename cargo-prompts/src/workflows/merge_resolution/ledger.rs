//! The ledger of both sides in one. Records are only ever added to a ledger, so all of both sides stay.

use prompt_build::library::Status;
use semver::Version;
use serde_yaml::{Mapping, Value};

use super::{PromptSide, Renumbered};
use crate::project::edit::{EditError, LedgerText};

/// The lists of records of an entry.
const LISTS: [&str; 4] = ["evidence", "sign_offs", "pinned", "confirmed"];
/// The records of which an entry has one.
const SINGLE: [&str; 3] = ["published", "deprecated", "withdrawn"];

/// A record of the other branch that has no place in the ledger of both.
#[derive(Debug)]
pub struct LeftOut {
    pub version: Version,
    /// What was done, as a past participle.
    pub action: &'static str,
    /// When, by whom and why.
    pub record: String,
}

/// This branch's ledger with what the other one added, under the new numbers of its versions.
pub fn merged(
    base: &PromptSide,
    ours: &PromptSide,
    theirs: &PromptSide,
    renumbered: &[Renumbered],
) -> Result<LedgerText, EditError> {
    let mut ledger = LedgerText::new(&ours.text);
    for (release, entry) in theirs.releases().into_iter().zip(&theirs.entries) {
        let version = &release.version;
        let before = base.entry(version);
        let entry = with_new_numbers(entry, before, renumbered);
        let renamed = renumbered.iter().find(|one| one.old == *version);
        match (renamed, ours.entry(version)) {
            (Some(Renumbered { new, .. }), _) => {
                let mut entry = entry;
                entry.insert("version".into(), new.to_string().into());
                ledger.add_entry(entry)?;
            }
            (None, Some(own)) => add_records(&mut ledger, version, (before, own), &entry)?,
            (None, None) => ledger.add_entry(entry)?,
        }
    }
    Ok(ledger)
}

/// The entry with the new numbers in the moves of pins that the other branch made.
fn with_new_numbers(
    entry: &Mapping,
    before: Option<&Mapping>,
    renumbered: &[Renumbered],
) -> Mapping {
    let mut entry = entry.clone();
    let known = records(before, "pinned");
    let Some(Value::Sequence(moves)) = entry.get_mut("pinned") else {
        return entry;
    };
    for record in moves.iter_mut().filter(|record| !known.contains(record)) {
        let earlier = record.get("before").and_then(Value::as_str);
        let renamed = renumbered
            .iter()
            .find(|one| earlier == Some(one.old.to_string().as_str()));
        if let (Some(renamed), Value::Mapping(record)) = (renamed, record) {
            record.insert("before".into(), renamed.new.to_string().into());
        }
    }
    entry
}

/// Adds the records that the other branch added to a version which both have.
fn add_records(
    ledger: &mut LedgerText,
    version: &Version,
    (before, own): (Option<&Mapping>, &Mapping),
    entry: &Mapping,
) -> Result<(), EditError> {
    for list in LISTS {
        let (known, present) = (records(before, list), records(Some(own), list));
        let added = records(Some(entry), list);
        let added = added
            .iter()
            .filter(|record| !known.contains(record) && !present.contains(record));
        for record in added {
            if let Value::Mapping(record) = record {
                ledger.append(version, list, record)?;
            }
        }
    }
    for key in SINGLE {
        if let (None, Some(Value::Mapping(record))) = (own.get(key), entry.get(key)) {
            ledger.enter(version, key, record.clone())?;
        }
    }
    let (own, theirs) = (status(own), status(entry));
    if finality(theirs) > finality(own) {
        ledger.set(version, "status", theirs)?;
    }
    Ok(())
}

/// The other branch's records of which an entry has one, where this branch made another one.
pub fn left_out(base: &PromptSide, ours: &PromptSide, theirs: &PromptSide) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    for (release, entry) in theirs.releases().into_iter().zip(&theirs.entries) {
        let version = &release.version;
        let Some(own) = ours.entry(version).filter(|_| {
            let same = ours.release(version);
            same.is_some_and(|same| same.sha256 == release.sha256)
        }) else {
            continue;
        };
        let before = base.entry(version);
        for key in SINGLE {
            let is_new = before.is_none_or(|before| before.get(key).is_none());
            if let (true, Some(own), Some(other)) = (is_new, own.get(key), entry.get(key))
                && own != other
            {
                left_out.push(LeftOut {
                    version: version.clone(),
                    action: key,
                    record: words(other),
                });
            }
        }
    }
    left_out
}

/// A record in the words of a sentence.
fn words(record: &Value) -> String {
    let text = |key| record.get(key).and_then(Value::as_str);
    let (at, by) = (text("at").unwrap_or("?"), text("by").unwrap_or("?"));
    let reason = text("reason").map(|reason| format!(": {reason}"));
    format!("{at} by {by}{}", reason.unwrap_or_default())
}

fn records<'a>(entry: Option<&'a Mapping>, list: &str) -> &'a [Value] {
    match entry.and_then(|entry| entry.get(list)) {
        Some(Value::Sequence(records)) => records,
        _ => &[],
    }
}

fn status(entry: &Mapping) -> &str {
    let status = entry.get("status").and_then(Value::as_str);
    status.unwrap_or_default()
}

/// A status leads only to later ones: a draft becomes active, and what is withdrawn stays so.
fn finality(status: &str) -> Option<usize> {
    let all = Status::RELEASED.map(Status::as_str);
    all.iter().position(|known| *known == status)
}
