//! Two texts of a prompt side by side.

mod lines;
mod side;

pub use lines::unified;
pub use side::{Name, Side};

use crate::report::output::{BOLD, GREEN, RED, RESET, YELLOW, on_one_line};
use crate::rules::bump::{self, Change, Level};

/// What changed for callers, what version that asks for, and the lines that differ.
pub fn page(id: &str, old: &Side, new: &Side) -> String {
    let (old_name, new_name) = (old.label(), new.label());
    if old.text == new.text {
        return format!("{id}: {old_name} and {new_name} are the same\n");
    }
    let change = Change::between(old.side(), new.side());
    let reasons = change.reasons.iter().map(|reason| {
        let colour = match reason.level {
            Level::Major => RED,
            Level::Minor => YELLOW,
            Level::Patch | Level::Nothing => GREEN,
        };
        format!("  {colour}{:<5}{RESET}  {}\n", reason.level.as_str(), on_one_line(&reason.sentence))
    });
    let reasons = reasons.collect::<String>();
    let lines = unified(&old.text, &new.text, &old_name, &new_name);
    format!("{BOLD}{id}{RESET} from {old_name} to {new_name}: {}\n{reasons}\n{lines}", asked(old, &change))
}

/// The level, and the lowest version after the one that is compared with.
fn asked(old: &Side, change: &Change) -> String {
    let level = change.level.as_str();
    match &old.version {
        Some(version) => format!("a {level} version, {} or higher", bump::next(version, change.level)),
        None => format!("a {level} version"),
    }
}
