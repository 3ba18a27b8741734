//! Private keys in PEM.

use alloc::vec::Vec;

use super::{Secret, is_alone};

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";
const NAMES: &[&str] = &["PRIVATE KEY", "PRIVATE KEY BLOCK"];

/// The lines of a private key that have a space.
const HEADERS: &[&str] = &["Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:"];
/// How a merge begins its lines.
const CONFLICT: &[&str] = &["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
/// So many characters of base64 side by side are no word.
const LEAST_BASE64: usize = 20;

/// Finds private keys. None begins within another.
pub(super) fn find(text: &str, most: usize) -> Vec<Secret> {
    let mut keys = Vec::new();
    let mut end = 0;
    let mut beginnings = text.match_indices(BEGIN).peekable();
    let mut last_lines = text.match_indices(END).peekable();
    while let Some((start, _)) = beginnings.next() {
        // Each mark is looked at once, however many there are.
        while last_lines.next_if(|(at, _)| *at < start).is_some() {}
        let next = beginnings.peek().map_or(text.len(), |(at, _)| *at);
        let last_line = last_lines.peek().filter(|(at, _)| *at < next);
        let is_key = start >= end && is_alone(text, start);
        if let Some(key) = is_key
            .then(|| key(text, start, last_line.map(|(at, _)| *at)))
            .flatten()
        {
            end = key.range.end;
            keys.push(key);
        }
        if keys.len() >= most {
            break;
        }
    }
    keys
}

/// The key whose first line begins at `start`, up to its last line, or else as many lines as look like
/// lines of a key.
fn key(text: &str, start: usize, last_line: Option<usize>) -> Option<Secret> {
    let rest = &text.as_bytes()[start + BEGIN.len()..];
    // The kind of a key is a word or two. To look for the end of the line at each of many beginnings
    // would take quadratic time.
    let kind = &rest[..rest.len().min(60)];
    let name = kind.iter().position(|byte| *byte == b'-')?;
    let is_private = NAMES
        .iter()
        .any(|known| kind[..name].ends_with(known.as_bytes()));
    if !is_private || !kind[name..].starts_with(DASHES.as_bytes()) {
        return None;
    }
    let shown = BEGIN.len() + name + DASHES.len();
    let end = last_line.unwrap_or_else(|| start + length(&text[start..]));
    Some(Secret {
        what: "a private key",
        range: start..start + text[start..end].trim_end().len().max(shown),
        shown,
    })
}

/// The length of a key without a last line.
fn length(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().map_or(0, str::len);
    let others = lines.take_while(|line| is_of_key(line.trim()));
    first + others.map(str::len).sum::<usize>()
}

/// Returns whether a line after the first can be one of a key. What was put into such a line by mistake
/// or on purpose, such as a hidden character or a tag, does not make it another.
fn is_of_key(line: &str) -> bool {
    let begins_with = |known: &[&str]| known.iter().any(|known| line.starts_with(known));
    !line.contains([' ', '\t'])
        || words(line).any(|word| word.len() >= LEAST_BASE64)
        || begins_with(HEADERS)
        || begins_with(CONFLICT)
}

/// The parts of a text that can be base64.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')))
}
