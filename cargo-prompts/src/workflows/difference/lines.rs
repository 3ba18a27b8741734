//! Lines that differ, in the form of `diff -u`.

use std::borrow::Cow;
use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

use super::masked_rows::masked_lines;
use crate::report::output::{CYAN, GREEN, RED, RESET, escape_controls};

/// The number of unchanged lines around a change.
const CONTEXT: usize = 3;
/// Changed words in a line are shown in reverse video.
const REVERSE: &str = "\x1b[7m";
const UPRIGHT: &str = "\x1b[27m";

/// The lines that differ, with some around them, under the names of both texts. Keys are masked, also those
/// that begin in a line that is not shown.
pub fn unified(old: &str, new: &str, old_name: &str, new_name: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let (old, new) = (masked_lines(old), masked_lines(new));
    let mut text = format!("{RED}--- {old_name}{RESET}\n{GREEN}+++ {new_name}{RESET}\n");
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        let _ = writeln!(text, "{CYAN}{}{RESET}", hunk.header());
        for change in hunk
            .ops()
            .iter()
            .flat_map(|op| diff.iter_inline_changes(op))
        {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => ('-', RED),
                ChangeTag::Insert => ('+', GREEN),
                ChangeTag::Equal => (' ', ""),
            };
            let masked = match (change.old_index(), change.new_index()) {
                (Some(line), _) => old.get(line),
                (None, line) => line.and_then(|line| new.get(line)),
            };
            let masked = masked.and_then(Option::as_deref).map(escape_controls);
            let words = change.iter_strings_lossy().map(|(is_different, words)| {
                let words = escape_controls(words.trim_end_matches('\n'));
                if is_different && !words.is_empty() {
                    format!("{REVERSE}{words}{UPRIGHT}")
                } else {
                    words.into_owned()
                }
            });
            let end = if colour.is_empty() { "" } else { RESET };
            let line = masked.map_or_else(|| words.collect::<String>(), Cow::into_owned);
            let _ = writeln!(text, "{colour}{sign}{line}{end}");
            if change.missing_newline() {
                text.push_str("\\ no newline at end of file\n");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{REVERSE, UPRIGHT, unified};

    #[test]
    fn lines_of_a_private_key_are_masked_wherever_it_begins() {
        let key = |line: &str| {
            let lines = format!("{}\n", "b3BlbnNzaC1rZXktdjE".repeat(3)).repeat(6);
            format!(
                "-----BEGIN {0}-----\n{lines}{line}\n{lines}-----END {0}-----\nGreet them.\n",
                "PRIVATE KEY"
            )
        };
        let text = unified(&key("AAAAB3NzaC1yc2E"), &key("AAAAC3NzaC1lZDI"), "a", "b");
        assert!(text.contains(&format!("-{}", "*".repeat(15))), "{text}");
        assert!(text.contains(&format!("+{}", "*".repeat(15))), "{text}");
        assert!(!text.contains("b3Bl") && !text.contains("AAAA"), "{text}");
    }

    #[test]
    fn words_that_differ_are_set_off() {
        let text = unified("One.\nGreet them.\n", "One.\nGreet visitors.", "a", "b");
        let marked = |words: &str| format!("{REVERSE}{words}{UPRIGHT}");
        assert!(
            text.contains(&format!("-Greet {}", marked("them."))),
            "{text:?}"
        );
        assert!(
            text.contains(&format!("+Greet {}", marked("visitors."))),
            "{text:?}"
        );
        assert!(
            text.contains(" One.\n") && text.ends_with("\\ no newline at end of file\n"),
            "{text:?}"
        );
    }
}
