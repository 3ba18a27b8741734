//! Two texts of a prompt side by side.

mod lines;
mod side;

pub use lines::unified;
pub use side::{DiffSide, SideName};

use crate::report::output::{BOLD, GREEN, RED, RESET, YELLOW, escape_line};
use crate::rules::bump::{self, Change, Level};

/// The changes for callers, the version that they require, and the changed lines.
pub fn page(id: &str, old: &DiffSide, new: &DiffSide) -> String {
    let (old_name, new_name) = (old.label(), new.label());
    if old.text == new.text {
        return format!("{id}: {old_name} and {new_name} are identical\n");
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
    let lines = unified(&old.text, &new.text, &old_name, &new_name);
    format!(
        "{BOLD}{id}{RESET} from {old_name} to {new_name}: {}\n{reasons}  {}\n\n{lines}",
        required_version(old, new, &change),
        new.prefix_change(old),
    )
}

/// The level of the change, and the version that `publish` would choose: the lowest one after the
/// old version.
fn required_version(old: &DiffSide, new: &DiffSide, change: &Change) -> String {
    let level = change.level.as_str();
    let Some(version) = &old.version else {
        return format!("a {level} version");
    };
    let lowest = bump::first_unused(bump::next(version, change.level), &new.released);
    match bump::blocking_release(&new.same, &lowest) {
        Some(known) => format!("a {level} change, already released as {known}"),
        None => format!("a {level} version, {lowest} or higher"),
    }
}
