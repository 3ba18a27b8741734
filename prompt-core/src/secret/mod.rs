//! Secrets in a text: keys in well-known forms, and private keys.

#[cfg(test)]
mod documented;
mod form;
mod part_set;
mod private_key;
mod secret_parts;
mod shape;
#[cfg(test)]
mod tests;
mod webhook;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

pub use secret_parts::SecretParts;

/// The length of the shortest key.
const SHORTEST: usize = 20;
/// So far before the end of a key, another one can begin that goes on after it: by a sign that its
/// beginning has, or in another alphabet. To look at more would take quadratic time.
const OVERLAP: usize = 40;

/// A secret in a text.
#[derive(Debug)]
pub struct Secret {
    /// What it is, with an article.
    pub what: &'static str,
    pub range: Range<usize>,
    /// The length of the part that may be shown.
    pub shown: usize,
}

/// The first secrets of a text, in order.
#[must_use]
pub fn secrets(text: &str, most: usize) -> Vec<Secret> {
    let mut secrets = keys(text, most);
    secrets.extend(private_key::find(text, most));
    secrets.sort_by_key(|secret| secret.range.start);
    secrets.truncate(most);
    secrets
}

/// Finds keys. Every build looks through all pinned texts, without optimisation: so this looks at
/// one byte in twenty, and at words that are long enough for a key.
fn keys(text: &str, most: usize) -> Vec<Secret> {
    let bytes = text.as_bytes();
    let mut keys = Vec::new();
    let mut from = 0;
    while from + SHORTEST <= bytes.len() && keys.len() < most {
        let probe = from + SHORTEST - 1;
        if !is_of_word(bytes[probe]) {
            from = probe + 1;
            continue;
        }
        let (mut start, mut end) = (probe, probe + 1);
        while start > from && is_of_word(bytes[start - 1]) {
            start -= 1;
        }
        while end < bytes.len() && is_of_word(bytes[end]) {
            end += 1;
        }
        keys_of_word(text, start..end, &mut keys, most);
        from = end;
    }
    keys
}

/// Finds the keys of a word. Something else can stand before a key and after it, as in
/// `backup-AKIA….prompt`, and that can be another key.
fn keys_of_word(text: &str, word: Range<usize>, keys: &mut Vec<Secret>, most: usize) {
    let (mut start, mut end) = (word.start, word.start);
    while start + SHORTEST <= word.end && keys.len() < most {
        let key = key_at(text, start).filter(|key| key.range.end > end);
        start += 1;
        if let Some(key) = key {
            end = key.range.end;
            start = start.max(end.saturating_sub(OVERLAP));
            keys.push(key);
        }
    }
}

/// The key that begins at an offset, or the address whose secret part does.
fn key_at(text: &str, start: usize) -> Option<Secret> {
    let rest = &text.as_bytes()[start..];
    let Some((form, length)) = form::at(rest, || is_alone(text, start)) else {
        return webhook::at(text, start);
    };
    Some(Secret {
        what: form.what,
        range: start..start + length,
        shown: form.prefix.len(),
    })
}

/// Returns whether no letter and no digit stands before an offset, except for those of an escape
/// sequence: `\n`, `\x3d` and `\u003d` of JSON and YAML, `%3D` of URLs, `=3D` of mails.
fn is_alone(text: &str, start: usize) -> bool {
    let before = &text.as_bytes()[..start];
    let ends_with = |mark: u8, sign: Option<u8>, digits: usize| {
        let length = 1 + usize::from(sign.is_some()) + digits;
        let escape = &before[before.len().saturating_sub(length)..];
        escape.len() == length
            && escape[0] == mark
            && sign.is_none_or(|sign| escape[1] == sign)
            && escape[length - digits..].iter().all(u8::is_ascii_hexdigit)
    };
    !before.last().is_some_and(u8::is_ascii_alphanumeric)
        || [b'n', b'r', b't', b'f', b'b', b'v']
            .iter()
            .any(|letter| before.ends_with(&[b'\\', *letter]))
        || ends_with(b'\\', Some(b'x'), 2)
        || ends_with(b'\\', Some(b'u'), 4)
        || ends_with(b'\\', Some(b'U'), 8)
        || ends_with(b'%', None, 2)
        || ends_with(b'=', None, 2)
}

/// Returns whether a key can have a character: those of base64, also in its form for URLs.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=')
}

/// The text with an asterisk in place of each byte of a secret, so that all offsets stay. Lines, and
/// the beginning that tells the kind of a secret, stay as well.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    masked_at(text, &secrets(text, usize::MAX))
}

/// The same with the secrets of the text, which are in order.
pub fn masked_at<'t>(text: &'t str, secrets: &[Secret]) -> Cow<'t, str> {
    let mut masked = String::new();
    let mut end = 0;
    for secret in secrets {
        // A private key can have a key of another form in it.
        let hidden = (secret.range.start + secret.shown).max(end);
        if hidden < secret.range.end {
            masked.push_str(&text[end..hidden]);
            let bytes = text[hidden..secret.range.end].bytes();
            masked.extend(bytes.map(|byte| if byte == b'\n' { '\n' } else { '*' }));
            end = secret.range.end;
        }
    }
    if end == 0 {
        return text.into();
    }
    masked.push_str(&text[end..]);
    masked.into()
}
