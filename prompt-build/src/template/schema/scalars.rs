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
    Finding::error(Code::InvalidSchema, location, message)
        .help(did_you_mean(name, known.iter().copied()))
}
