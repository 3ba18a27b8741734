//! The names of types, and what is said about a name that is none.

use std::sync::Arc;

use super::types::Kind;
use crate::report::{Code, Finding, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};

/// The scalar types by their names.
pub(super) const SCALARS: [(&str, Kind); 6] = [
    ("any", Kind::Any),
    ("boolean", Kind::Boolean),
    ("integer", Kind::Integer),
    ("null", Kind::Null),
    ("number", Kind::Number),
    ("string", Kind::String),
];

/// Names that programming languages have for a type.
const OTHER_NAMES: [(&str, &str); 20] = [
    ("String", "string"),
    ("str", "string"),
    ("text", "string"),
    ("date", "string"),
    ("datetime", "string"),
    ("uuid", "string"),
    ("bool", "boolean"),
    ("int", "integer"),
    ("i32", "integer"),
    ("i64", "integer"),
    ("u32", "integer"),
    ("u64", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("f64", "number"),
    ("list", "array"),
    ("Vec", "array"),
    ("map", "object"),
    ("dict", "object"),
    ("choice", "enum"),
];

/// Returns the type that is meant by another name.
pub(super) fn by_other_name(name: &str) -> Option<&'static str> {
    let mut names = OTHER_NAMES.iter();
    let (_, meant) = names.find(|(other, _)| *other == name)?;
    Some(meant)
}

/// Returns the location of a word within a range.
pub(super) fn part(source: &Source, mark: Mark, word: &str) -> Mark {
    let span = mark.span();
    let text = &source.text[span.clone()];
    // In `lists(list)` it is the word in parentheses.
    let Some(at) = text
        .find(&format!("({word}"))
        .map(|at| at + 1)
        .or_else(|| text.find(word))
    else {
        return mark;
    };
    Mark::at(span.start + at, span.start + at + word.len())
}

/// A name that is no type; it is marked with what stands around it.
pub(super) fn unknown_type(
    source: &Arc<Source>,
    name: &str,
    known: &[&str],
    mark: Mark,
) -> Finding {
    let message = format!(
        "unknown type {}, expected `{}`",
        quoted(name),
        known.join("`, `")
    );
    let location = Location::new(source, part(source, mark, name));
    let meant = by_other_name(name).filter(|meant| known.contains(meant));
    let help = match meant {
        Some(meant) => Some(format!("did you mean `{meant}`?")),
        None => did_you_mean(name, known.iter().copied()),
    };
    Finding::error(Code::InvalidSchema, location, message).help(help)
}
