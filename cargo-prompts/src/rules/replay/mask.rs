//! A dataset with its values masked: findings are printed to terminals and kept in logs.

use std::sync::Arc;

use prompt_build::source::Source;

use super::declared_names::DeclaredNames;
use super::tokens::{Token, tokens};

/// The text with other letters and digits in each value, and in each key that is not declared: it can
/// be a name. The length in bytes and characters stays. A line that is not JSON is masked as a whole.
pub fn masked(source: &Arc<Source>, names: &DeclaredNames) -> Arc<Source> {
    let mut masked = String::with_capacity(source.text.len());
    for (position, text) in source.text.split('\n').enumerate() {
        if position > 0 {
            masked.push('\n');
        }
        masked.push_str(&line(text, names));
    }
    Source::new(source.path.as_str(), masked)
}

fn line(text: &str, names: &DeclaredNames) -> String {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return text.chars().map(character).collect();
    }
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    let is_shown = |token: &Token| token.is_key && token.is_declared;
    let tokens = tokens(text, names).into_iter();
    for token in tokens.filter(|token| !is_shown(token)) {
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
