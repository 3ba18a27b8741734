//! Removes secrets from other texts: from other inputs, from the conversation, from answers.

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::ops::Range;

use serde_json::Value;

use super::REDACTED;

/// The length, in bytes, below which a text is short. A short secret is common in other texts: it
/// is looked for in its own case only. A short line of a secret is not looked for by itself.
const SHORT: usize = 4;

/// The forms in which secrets are looked for. Those that are not short are in lower case.
#[derive(Clone)]
pub(super) struct Redaction(Vec<String>);

impl Redaction {
    pub(super) fn of(secrets: &[String]) -> Self {
        let mut forms = secrets
            .iter()
            .flat_map(|secret| forms(secret))
            .collect::<Vec<_>>();
        forms.sort();
        forms.dedup();
        Self(forms)
    }

    /// Replaces the secrets in a text. Case counts for short secrets only. Existing replacements
    /// are skipped: a secret found within one would be revealed.
    pub(super) fn apply<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text
            .split(REDACTED)
            .all(|piece| self.find(piece).is_empty())
        {
            return Cow::Borrowed(text);
        }
        Cow::Owned(
            text.split(REDACTED)
                .map(|piece| self.without(piece))
                .collect::<Vec<_>>()
                .join(REDACTED),
        )
    }

    fn without(&self, text: &str) -> String {
        let (mut shown, mut end) = (String::with_capacity(text.len()), 0);
        for range in self.find(text) {
            shown.extend([&text[end..range.start], REDACTED]);
            end = range.end;
        }
        shown + &text[end..]
    }

    /// Returns the ranges of the secrets, in order. Ranges that overlap are merged.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let lower = text.to_ascii_lowercase();
        let places = |form: &String| {
            let text = if form.len() < SHORT { text } else { &lower };
            text.match_indices(form)
                .map(|(at, found)| at..at + found.len())
                .collect::<Vec<_>>()
        };
        let mut found = self.0.iter().flat_map(places).collect::<Vec<_>>();
        found.sort_by_key(|range| range.start);
        found
            .into_iter()
            .fold(Vec::new(), |mut merged: Vec<Range<usize>>, range| {
                match merged.last_mut() {
                    Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                    _ => merged.push(range),
                }
                merged
            })
    }
}

/// Returns the forms of a secret: the secret itself, each of its lines, since line ends change, and
/// the data of a `data:` URL. Models answer in JSON, so each of these comes with JSON escapes as
/// well: with and without those for non-ASCII characters, and with those for slashes.
fn forms(secret: &str) -> Vec<String> {
    let data = secret
        .split_once(',')
        .filter(|(head, _)| head.starts_with("data:"))
        .map(|(_, data)| data);
    let lines = secret
        .lines()
        .map(str::trim)
        .filter(|line| line.len() >= SHORT);
    let lower = |form: &str| {
        if form.len() < SHORT {
            form.to_owned()
        } else {
            form.to_ascii_lowercase()
        }
    };
    let plain = lines
        .chain(data)
        .chain([secret])
        .map(lower)
        .collect::<Vec<_>>();
    let escaped = plain.iter().flat_map(|form| {
        let json = in_json(form);
        let ascii = in_ascii(&json);
        [
            json.replace('/', "\\/"),
            ascii.replace('/', "\\/"),
            json,
            ascii,
        ]
    });
    let escaped = escaped.collect::<Vec<_>>();
    plain.into_iter().chain(escaped).collect()
}

/// Escapes a text as JSON does, without the quotes around it.
fn in_json(text: &str) -> String {
    let json = Value::from(text).to_string();
    json.strip_prefix('"')
        .and_then(|json| json.strip_suffix('"'))
        .unwrap_or(&json)
        .to_owned()
}

/// Escapes each character of JSON that is not ASCII.
fn in_ascii(json: &str) -> String {
    json.encode_utf16().fold(String::new(), |mut ascii, unit| {
        match u8::try_from(unit).ok().filter(u8::is_ascii) {
            Some(byte) => ascii.push(char::from(byte)),
            None => ascii.extend([format!("\\u{unit:04x}")]),
        }
        ascii
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_in_every_form_that_they_are_told_in() {
        let rows = [
            (
                "Mara",
                "Dear Mara, MARA and mara.",
                "Dear [redacted], [redacted] and [redacted].",
            ),
            (
                "Lindö",
                r#"{"subject":"Lind\u00f6, Lind\u00F6"}"#,
                r#"{"subject":"[redacted], [redacted]"}"#,
            ),
            (
                "https://x.example/k",
                r"https:\/\/x.example\/k",
                "[redacted]",
            ),
            (
                "say \"hi\"",
                r#"{"a":"say \"hi\""}"#,
                r#"{"a":"[redacted]"}"#,
            ),
            (
                "key-one\r\nkey-two",
                "key-one\nkey-two",
                "[redacted]\n[redacted]",
            ),
            (
                "data:image/png;base64,AAEC",
                "it is AAEC",
                "it is [redacted]",
            ),
            ("Mara\u{1F600}", "Mara\\ud83d\\ude00!", "[redacted]!"),
            ("4711", "14711", "1[redacted]"),
            ("none", "of it", "of it"),
            ("IT", "it is IT", "it is [redacted]"),
        ];
        for (secret, text, shown) in rows {
            assert_eq!(
                Redaction::of(&[secret.to_owned()]).apply(text),
                shown,
                "{secret}"
            );
        }
    }

    #[test]
    fn secrets_that_overlap_leave_nothing_of_either() {
        let secrets = ["Anna Bell", "Bell Labs", "Bell"].map(str::to_owned);
        assert_eq!(
            Redaction::of(&secrets).apply("Anna Bell Labs, Bell."),
            "[redacted], [redacted]."
        );
    }

    #[test]
    fn what_stands_for_a_secret_is_left_as_it_is() {
        let redaction = Redaction::of(&["act".to_owned(), "[".to_owned()]);
        assert_eq!(
            redaction.apply("an act of [redacted]: [act]"),
            "an [redacted] of [redacted]: [redacted][redacted]]"
        );
    }
}
