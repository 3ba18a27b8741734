//! Commands of CI services in a text: their runners read the log of a build.

use alloc::string::String;

/// Replaces the second `#` of what CI services take for a command anywhere in a line, such as
/// `##[error]` and `##vso[`.
#[must_use]
pub fn escape_commands(text: &str, replacement: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("##") {
        let (before, after) = rest.split_at(at + 1);
        let name = after[1..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        shown.push_str(before);
        rest = if name.starts_with('[') {
            shown.push_str(replacement);
            &after[1..]
        } else {
            after
        };
    }
    shown + rest
}
