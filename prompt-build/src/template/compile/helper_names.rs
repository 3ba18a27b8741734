//! The names that tags can call.

use prompt_core::program::Function;

use crate::report::did_you_mean;

/// The helpers that print.
pub(in crate::template) const OUTPUTS: [&str; 5] = ["history", "json", "media", "role", "section"];
/// The helpers that have a body.
pub(in crate::template) const BLOCKS: [&str; 6] =
    ["each", "if", "ifEquals", "unless", "unlessEquals", "with"];

/// Names that other languages and packages have for a helper.
const OTHER_NAMES: [(&str, &str); 24] = [
    ("count", "len"),
    ("length", "len"),
    ("size", "len"),
    ("equal", "eq"),
    ("equals", "eq"),
    ("is", "eq"),
    ("isEqual", "eq"),
    ("isnt", "ne"),
    ("neq", "ne"),
    ("notEquals", "ne"),
    ("greaterThan", "gt"),
    ("lessThan", "lt"),
    ("has", "contains"),
    ("in", "contains"),
    ("includes", "contains"),
    ("get", "lookup"),
    ("lowercase", "lower"),
    ("toLowerCase", "lower"),
    ("uppercase", "upper"),
    ("toUpperCase", "upper"),
    ("stringify", "json"),
    ("toJSON", "json"),
    ("for", "each"),
    ("foreach", "each"),
];

/// Asks for the helper that a name means, by its other names or by its spelling.
pub(super) fn did_you_mean_helper<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let known = known.collect::<Vec<_>>();
    let other = OTHER_NAMES
        .iter()
        .find(|(other, helper)| other.eq_ignore_ascii_case(name) && known.contains(helper));
    match other {
        Some((_, helper)) => Some(format!("did you mean `{helper}`?")),
        None => did_you_mean(name, known),
    }
}

/// The way out for whitespace control as other languages have it, `{{- name -}}`.
const TRIM: &str = "`~` removes the whitespace beside a tag: `{{~name~}}`";

/// Words of other languages, and what to write instead.
const WORDS: [(&[&str], &str); 2] = [
    (
        &["elif", "elseif", "elsif"],
        "another branch begins with `{{else if …}}`",
    ),
    (
        &["include", "partial"],
        "the text of a partial is written `{{> name}}`",
    ),
];

/// Returns the way out for a tag of another language, by what it begins with.
pub(super) fn instead_of_other_language(name: &str) -> Option<&'static str> {
    if name.starts_with('-') {
        return Some(TRIM);
    }
    let mut words = WORDS.iter();
    let (_, help) = words.find(|(words, _)| words.contains(&name))?;
    Some(help)
}

/// Returns whether a name is that of a function.
pub(in crate::template) fn is_function(name: &str) -> bool {
    Function::named(name).next().is_some()
}
