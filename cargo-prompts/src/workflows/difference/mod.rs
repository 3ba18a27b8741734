//! Two texts of a prompt side by side.

mod json;
mod lines;
mod masked_rows;
mod row_lines;
mod rows;
mod settings;
mod side;

pub use json::to_json;
pub use lines::unified;
pub use masked_rows::masked_rows;
pub use row_lines::row_lines;
pub use rows::{Piece, Row, answer_rows, gap};
pub use settings::{ValueChange, changed_settings, changed_values};
pub use side::{DiffSide, SideName};

use semver::Version;

use crate::report::output::{BOLD, GREEN, RED, RESET, YELLOW, escape_line};
use crate::rules::bump::{self, Change, Level};

/// The changes for callers, the version that they require, the settings that differ between two
/// environments, and the changed lines.
pub fn page(id: &str, old: &DiffSide, new: &DiffSide) -> String {
    let (old_name, new_name) = (old.label(), new.label());
    let settings = settings::lines(&new.changed_settings(old));
    let is_same = new.is_same_file(old);
    if is_same && settings.is_empty() {
        return format!("{id}: {old_name} and {new_name} are identical\n");
    }
    if is_same {
        return format!(
            "{BOLD}{id}{RESET}: {old_name} and {new_name} have the same text, and other settings\n{settings}"
        );
    }
    let change = Change::between(old.side(), new.side());
    let reasons = change.reasons.iter().map(|reason| {
        let colour = match reason.level {
            Level::Major => RED,
            Level::Minor => YELLOW,
            Level::Patch | Level::Nothing => GREEN,
        };
        format!(
            "  {colour}{:<5}{RESET}  {}\n",
            reason.level.as_str(),
            escape_line(&reason.sentence)
        )
    });
    let reasons = reasons.collect::<String>();
    let lines = if old.text == new.text {
        String::new()
    } else {
        let lines = unified(&old.text, &new.text, &old_name, &new_name);
        format!("\n{lines}")
    };
    format!(
        "{BOLD}{id}{RESET} from {old_name} to {new_name}: {}\n{reasons}{settings}  {}\n{lines}",
        required_version(old, new, &change),
        new.prefix_change(old),
    )
}

/// The lowest version after the old one that the change takes, which `publish` would choose.
fn lowest_version(old: &DiffSide, new: &DiffSide, change: &Change) -> Option<Version> {
    let version = old.version.as_ref()?;
    let next = bump::next(version, change.level);
    Some(bump::first_unused(next, &new.released))
}

/// The level of the change, and the version that it takes.
fn required_version(old: &DiffSide, new: &DiffSide, change: &Change) -> String {
    let level = change.level.as_str();
    let Some(lowest) = lowest_version(old, new, change) else {
        return format!("a {level} version");
    };
    match bump::blocking_release(&new.same, &lowest) {
        Some(known) => format!("a {level} change, already released as {known}"),
        None => format!("a {level} version, {lowest} or higher"),
    }
}
