//! Classes of characters: `[a-z\d]`.

use super::cursor::Cursor;
use super::escape::Escape;
use crate::rules::ecma_classes::{ANY, push_escaped};

/// Reads a class after its `[`, and returns it as a class of the `regex` crate.
pub(super) fn translate(cursor: &mut Cursor<'_>) -> String {
    let is_negated = cursor.eat("^");
    let mut inside = String::new();
    while let Some(character) = cursor.next() {
        if character == ']' {
            break;
        }
        let Some(first) = member(cursor, character, &mut inside) else {
            continue;
        };
        let last = end_of_range(cursor, &mut inside);
        push_range(&mut inside, first, last.unwrap_or(first));
    }
    if inside.is_empty() {
        // `[]` matches nothing, and `[^]` anything.
        return written(ANY, !is_negated);
    }
    written(&inside, is_negated)
}

/// Writes a class with this inside.
pub(super) fn written(inside: &str, is_negated: bool) -> String {
    let negation = if is_negated { "^" } else { "" };
    format!("[{negation}{inside}]")
}

/// Writes `\p{…}`, or `\P{…}` if it is negated.
pub(super) fn property(name: &str, is_negated: bool) -> String {
    format!("\\{}{{{name}}}", if is_negated { 'P' } else { 'p' })
}

/// Reads a hyphen and the last character of a range. A hyphen at the end of the class is a
/// character.
fn end_of_range(cursor: &mut Cursor<'_>, inside: &mut String) -> Option<u32> {
    if cursor.0.starts_with("-]") || !cursor.eat("-") {
        return None;
    }
    let last = cursor.next()?;
    member(cursor, last, inside)
}

/// The character that begins with this one. A class within the class is added at once.
fn member(cursor: &mut Cursor<'_>, character: char, inside: &mut String) -> Option<u32> {
    if character != '\\' {
        return Some(u32::from(character));
    }
    match Escape::read(cursor) {
        Escape::CodePoint(code_point) => Some(code_point),
        // Within a class `\b` is a backspace.
        Escape::Boundary(_) => Some(8),
        Escape::Class(class, is_negated) => {
            inside.push_str(&written(class, is_negated));
            None
        }
        Escape::Property(name, is_negated) => {
            inside.push_str(&property(name, is_negated));
            None
        }
        // A valid class has no back-references.
        Escape::Number(_) | Escape::Name(_) => None,
    }
}

/// Adds a range without the halves of surrogate pairs.
fn push_range(inside: &mut String, first: u32, last: u32) {
    let first = char::from_u32(first).unwrap_or('\u{e000}');
    let last = char::from_u32(last).unwrap_or('\u{d7ff}');
    if first <= last {
        push_escaped(inside, first);
        inside.push('-');
        push_escaped(inside, last);
    }
}
