//! A dataset with its values masked: findings are printed to terminals and kept in logs.

use std::sync::Arc;

use prompt_build::source::Source;

use super::tokens::tokens;

/// The text with other letters and digits in each value, with the same length in bytes and
/// characters. A line that is not JSON is masked as a whole.
pub fn masked(source: &Arc<Source>) -> Arc<Source> {
    let lines = source.text.split('\n').map(line).collect::<Vec<_>>();
    Source::new(source.path.as_str(), lines.join("\n"))
}

fn line(text: &str) -> String {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return text.chars().map(character).collect();
    }
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    for token in tokens(text).into_iter().filter(|token| !token.is_key) {
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
