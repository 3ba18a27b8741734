//! Comments in texts that are nearly JSON.

use std::borrow::Cow;

/// Replaces the `//` of a comment by `#`, as promptfoo does. `//` within quotes or in a URL begins
/// no comment.
pub(super) fn of_yaml(line: &str) -> Cow<'_, str> {
    let Some(start) = start(line) else {
        return Cow::Borrowed(line);
    };
    let slashes = line[start..]
        .bytes()
        .take_while(|byte| *byte == b'/')
        .count();
    Cow::Owned(format!(
        "{}{}{}",
        &line[..start],
        "#".repeat(slashes / 2),
        &line[start + slashes..]
    ))
}

/// The start of the comment.
fn start(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphabetic)
    };
    let mut quote = None;
    for (at, byte) in line.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"') => quote = Some(b'"'),
            (None, b'\'') if !is_letter(at.checked_sub(1)) => quote = Some(b'\''),
            (None, b'/') if bytes.get(at + 1) == Some(&b'/') && !is_in_url(&line[..at]) => {
                return Some(at);
            }
            (Some(b'"'), b'"') if !is_escaped(&line[..at]) => quote = None,
            (Some(b'\''), b'\'') if !is_escaped(&line[..at]) && !is_letter(Some(at + 1)) => {
                quote = None;
            }
            _ => {}
        }
    }
    None
}

/// Returns true if two slashes after this text belong to `https://`.
fn is_in_url(before: &str) -> bool {
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    word.ends_with(':') || word.contains("://")
}

fn is_escaped(before: &str) -> bool {
    before
        .bytes()
        .rev()
        .take_while(|byte| *byte == b'\\')
        .count()
        % 2
        == 1
}

#[cfg(test)]
mod tests {
    use super::of_yaml;

    /// Lines, and the same with a comment of YAML.
    const LINES: &[(&str, &str)] = &[
        ("a: 1 // one", "a: 1 # one"),
        ("a: 1 /// one", "a: 1 # one"),
        ("a: 1 //// one", "a: 1 ## one"),
        ("a: 1 / 2", "a: 1 / 2"),
        (r#""a // b" // c"#, r#""a // b" # c"#),
        ("'a // b' // c", "'a // b' # c"),
        ("it's // c", "it's # c"),
        ("'it's // b' // c", "'it's // b' # c"),
        (r#""a \" // b" // c"#, r#""a \" // b" # c"#),
        (r#""a \\" // c"#, r#""a \\" # c"#),
        (r"'a \' // b' // c", r"'a \' // b' # c"),
        ("a: https://desk.io // c", "a: https://desk.io # c"),
        ("a: https://desk.io//b", "a: https://desk.io//b"),
        ("https://desk.io a//b", "https://desk.io a#b"),
    ];

    #[test]
    fn slashes_outside_of_texts_begin_a_comment() {
        for (line, expected) in LINES {
            assert_eq!(of_yaml(line), *expected);
        }
    }
}
