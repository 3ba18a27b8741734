//! Texts as YAML that a reviewer reads: lines as they are, and what nobody sees as an escape.

use std::fmt::Write as _;

use prompt_core::hidden::hidden;

/// A text on one line, in quotes.
pub fn quoted_text(text: &str) -> String {
    let mut hidden = hidden(text).map(|(at, _)| at).peekable();
    let mut quoted = String::from("\"");
    for (at, character) in text.char_indices() {
        let is_hidden = hidden.next_if_eq(&at).is_some();
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if is_hidden || is_never_raw(character) => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(character));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// A text of several lines as a block, with this in front of each line. Where a block would not keep
/// the text, it is in quotes.
pub fn block_or_quoted(text: &str, indent: &str) -> String {
    let (lines, style) = match text.strip_suffix('\n') {
        Some(lines) => (lines, "|"),
        None => (text, "|-"),
    };
    if !lines.contains('\n') || !is_kept_by_a_block(lines) {
        return quoted_text(text);
    }
    let lines = lines.split('\n').map(|line| match line {
        "" => String::new(),
        line => format!("{indent}{line}"),
    });
    format!("{style}\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Editors remove blanks at the end of a line, and a block that begins or ends with an empty line, or
/// with a blank, needs signs of its own.
fn is_kept_by_a_block(lines: &str) -> bool {
    let is_sound = |line: &str| !line.ends_with([' ', '\t']);
    !lines.starts_with([' ', '\t', '\n'])
        && !lines.ends_with('\n')
        && lines.split('\n').all(is_sound)
        && !lines.chars().any(|c| is_never_raw(c) && c != '\n')
        && hidden(lines).next().is_none()
}

/// Characters that end a line for some readers of YAML, or that none takes.
fn is_never_raw(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}
