//! Texts for output: hidden characters are shown by their code points.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write as _;

use super::hidden;

/// Escapes hidden characters, line ends and tabs, in a text that stands within a line.
#[must_use]
pub fn escape_line(text: &str) -> Cow<'_, str> {
    let lines = escape_lines(text);
    if !lines.contains(['\n', '\t']) {
        return lines;
    }
    lines.replace('\n', "\\n").replace('\t', "\\t").into()
}

/// Escapes hidden characters in a text of several lines, as `\u{200b}`.
#[must_use]
pub fn escape_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c, shown| shown.extend(c.escape_default()))
}

/// Escapes hidden characters in the text of a JSON value, as `\u200b`: it is still the same value.
#[must_use]
pub fn escape_json(text: &str) -> Cow<'_, str> {
    escaped(text, |c, shown| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            // A `String` takes all that is written.
            let _ = write!(shown, "\\u{unit:04x}");
        }
    })
}

fn escaped(text: &str, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut end = 0;
    for (at, c) in hidden(text) {
        shown.push_str(&text[end..at]);
        escape(c, &mut shown);
        end = at + c.len_utf8();
    }
    if end == 0 {
        return text.into();
    }
    shown.push_str(&text[end..]);
    shown.into()
}
