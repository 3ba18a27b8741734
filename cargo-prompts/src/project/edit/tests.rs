//! The lines that an edit removes (`-`) and adds (`+`), or the reason why it fails.

mod ledgers;
mod pins;
mod reasons;
mod settings;

use similar::{ChangeTag, TextDiff};

fn changes(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let lines = diff
        .iter_all_changes()
        .filter_map(|change| match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some(format!("-{}\n", change.value().trim_end())),
            ChangeTag::Insert => Some(format!("+{}\n", change.value().trim_end())),
        });
    lines.collect()
}
