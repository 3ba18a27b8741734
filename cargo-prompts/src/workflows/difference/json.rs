//! The difference of two texts, for programs.

use serde_json::{Value, json};
use similar::TextDiff;

use super::{DiffSide, lowest_version};
use crate::rules::bump::{Change, Level};

/// What the page has, as an object.
pub fn to_json(id: &str, old: &DiffSide, new: &DiffSide) -> Value {
    let is_same = new.is_same_file(old);
    let change = (!is_same).then(|| Change::between(old.side(), new.side()));
    let reasons = change.iter().flat_map(|change| &change.reasons);
    let reasons =
        reasons.map(|reason| json!({ "level": name(reason.level), "sentence": reason.sentence }));
    let lowest = change.as_ref();
    let lowest = lowest.and_then(|change| lowest_version(old, new, change));
    let lines = TextDiff::from_lines(&old.text, &new.text);
    json!({
        "id": id,
        "old": side(old),
        "new": side(new),
        "same_text": is_same,
        "level": change.as_ref().map_or("none", |change| name(change.level)),
        "reasons": reasons.collect::<Vec<_>>(),
        "lowest_version": lowest.map(|version| version.to_string()),
        "settings": new.changed_settings(old),
        "unified_diff": lines.unified_diff().header("old", "new").to_string(),
    })
}

fn side(side: &DiffSide) -> Value {
    json!({
        "version": side.version.as_ref().map(ToString::to_string),
        "environment": side.environment_name(),
        "text": side.text,
    })
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Nothing => "none",
        Level::Patch => "patch",
        Level::Minor => "minor",
        Level::Major => "major",
    }
}
