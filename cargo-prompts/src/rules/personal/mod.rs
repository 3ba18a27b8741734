//! Finds personal data in a text: email addresses, phone numbers, payment card numbers, IBANs.
//!
//! The search is by form only, so names, postal addresses and dates of birth are not found.
//! Addresses reserved for examples are allowed: at `example.com`, `.net` and `.org`, and below
//! `.example`, `.invalid`, `.localhost` and `.test`.

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
pub use key::is_neutral;

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Email,
    Phone,
    Card,
    Iban,
}

/// A part of a text that looks like personal data.
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

    /// The canonical spelling of a value: without the case of letters and the separators of
    /// digits.
    pub fn canonical(self, text: &str) -> String {
        let text = Folded::new(text).text;
        match self {
            Self::Email => email::canonical(&text),
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

/// All matches in the value of a key, in order and without overlaps. A key such as `phone` tells
/// the kind of a number.
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

/// All matches, in order and without overlaps.
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
    // Matches with a check digit or an `@` come first: they are more certain than a phone number,
    // which may be a part of them.
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

/// Returns true if a number ends here. A letter or a digit would make it another word, a hyphen
/// before one an identifier.
fn ends(text: &str, end: usize) -> bool {
    let mut rest = text[end..].chars();
    match rest.next() {
        Some('-' | '_' | '.' | ':') => !rest.next().is_some_and(char::is_alphanumeric),
        Some(next) => !next.is_alphanumeric(),
        None => true,
    }
}

/// Returns true if a number with a check digit ends here. It is certain enough that a sentence may go
/// on without a blank.
fn ends_checked(text: &str, end: usize) -> bool {
    let mut rest = text[end..].chars();
    let is_stop = matches!(rest.next(), Some('.' | ':'));
    ends(text, end) || is_stop && rest.next().is_some_and(char::is_alphabetic)
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// The last characters of a text.
fn nearest(text: &str, count: usize) -> &str {
    &text[text
        .char_indices()
        .rev()
        .nth(count - 1)
        .map_or(0, |(at, _)| at)..]
}
