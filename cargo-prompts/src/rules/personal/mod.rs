//! Finds what looks personal in a text: email addresses, phone numbers, payment card numbers,
//! IBANs.
//!
//! It goes by form alone. A name, a postal address or a date of birth has no form that tells it
//! from other text, and is not found. What is reserved for examples is nobody's, and is let
//! through: addresses at `example.com`, `.net` and `.org`, and below `.example`, `.invalid`,
//! `.localhost` and `.test`.

mod card;
mod email;
mod folded;
mod iban;
mod key;
mod phone;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use folded::Folded;

/// What is personal about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Email,
    Phone,
    Card,
    Iban,
}

/// A part of a text that looks personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub kind: Kind,
    /// In bytes.
    pub range: Range<usize>,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Email, Self::Phone, Self::Card, Self::Iban];

    /// One of its kind, as messages name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email address",
            Self::Phone => "phone number",
            Self::Card => "payment card number",
            Self::Iban => "IBAN",
        }
    }

    /// One of its kind, as the object of a sentence.
    pub fn with_article(self) -> String {
        let article = if matches!(self, Self::Email | Self::Iban) {
            "an"
        } else {
            "a"
        };
        format!("{article} {}", self.as_str())
    }

    /// Several of its kind.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Email => "email addresses",
            Self::Phone => "phone numbers",
            Self::Card => "payment card numbers",
            Self::Iban => "IBANs",
        }
    }

    /// The word in a placeholder: `<email-1>`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
        }
    }

    /// What tells two spellings of one value for the same: capitals, and what stands between
    /// digits, do not matter.
    pub fn canonical(self, text: &str) -> String {
        let text = Folded::new(text).text;
        match self {
            Self::Email => text.to_lowercase(),
            Self::Phone => phone::canonical(&text),
            Self::Card => text.chars().filter(char::is_ascii_digit).collect(),
            Self::Iban => text
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_uppercase(),
        }
    }
}

/// All that looks personal in the value of a key, in order, none within another. A key such as
/// `phone` says what a number is that could be any.
pub fn find_under(key: Option<&str>, value: &str) -> Vec<Match> {
    let found = find(value);
    if !found.is_empty() || !key.is_some_and(key::is_of_phone) {
        return found;
    }
    let folded = Folded::new(value);
    let number = key::number(&folded.text).and_then(|range| phone::labelled(&folded.text, range));
    let range = number.map(|range| folded.original(&range));
    range
        .into_iter()
        .map(|range| Match {
            kind: Kind::Phone,
            range,
        })
        .collect()
}

/// All that looks personal, in order, none within another.
pub fn find(text: &str) -> Vec<Match> {
    let folded = Folded::new(text);
    let found = find_folded(&folded.text).into_iter();
    found
        .map(|found| Match {
            range: folded.original(&found.range),
            ..found
        })
        .collect()
}

fn find_folded(text: &str) -> Vec<Match> {
    let mut matches = BTreeMap::<usize, Match>::new();
    // What has a check digit, or an `@`, is surer than a phone number, which may be part of it.
    for (kind, ranges) in [
        (Kind::Email, email::find(text)),
        (Kind::Iban, iban::find(text)),
        (Kind::Card, card::find(text)),
        (Kind::Phone, phone::find(text)),
    ] {
        for range in ranges {
            let before = matches.range(..range.end).next_back();
            if before.is_none_or(|(_, known)| known.range.end <= range.start) {
                matches.insert(range.start, Match { kind, range });
            }
        }
    }
    matches.into_values().collect()
}

/// The character before an offset, and the one at it.
fn around(text: &str, range: &Range<usize>) -> (Option<char>, Option<char>) {
    (
        text[..range.start].chars().next_back(),
        text[range.end..].chars().next(),
    )
}

/// Whether a number ends here: a letter or a digit would make it another word, a hyphen before one
/// an identifier.
fn ends(text: &str, end: usize) -> bool {
    let mut rest = text[end..].chars();
    match rest.next() {
        Some('-' | '_' | '.' | ':') => !rest.next().is_some_and(char::is_alphanumeric),
        Some(next) => !next.is_alphanumeric(),
        None => true,
    }
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
