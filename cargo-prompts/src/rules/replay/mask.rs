//! A dataset with its values masked: findings are printed to terminals and kept in logs.

use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_build::source::Source;
use prompt_build::template::{Input, Kind, Schema};

use super::tokens::{Token, tokens};

/// The text with other letters and digits in each value, and in each key that is not declared: it can
/// be a name. The length in bytes and characters stays. A line that is not JSON is masked as a whole.
pub fn masked(source: &Arc<Source>, declared: &BTreeSet<&str>) -> Arc<Source> {
    let mut masked = String::with_capacity(source.text.len());
    for (position, text) in source.text.split('\n').enumerate() {
        if position > 0 {
            masked.push('\n');
        }
        masked.push_str(&line(text, declared));
    }
    Source::new(source.path.as_str(), masked)
}

/// The names of inputs, and of the fields in them.
pub fn declared(inputs: &[Input]) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for input in inputs {
        names.insert(input.name.as_str());
        add_fields(&input.schema, &mut names);
    }
    names
}

fn add_fields<'a>(schema: &'a Schema, names: &mut BTreeSet<&'a str>) {
    match &schema.kind {
        Kind::Array(inner) | Kind::Map(inner) => add_fields(inner, names),
        Kind::Object(fields) => {
            for field in fields {
                names.insert(&field.name);
                add_fields(&field.schema, names);
            }
        }
        _ => {}
    }
}

fn line(text: &str, declared: &BTreeSet<&str>) -> String {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return text.chars().map(character).collect();
    }
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    let is_shown = |token: &Token| token.is_key && declared.contains(token.text.as_str());
    for token in tokens(text).into_iter().filter(|token| !is_shown(token)) {
        masked.push_str(&text[end..token.raw.start]);
        masked.extend(text[token.raw.clone()].chars().map(character));
        end = token.raw.end;
    }
    masked.push_str(&text[end..]);
    masked
}

fn character(c: char) -> char {
    match c.len_utf8() {
        1 if c.is_alphanumeric() => 'x',
        1 => c,
        2 => '·',
        3 => '…',
        _ => '𝑥',
    }
}
