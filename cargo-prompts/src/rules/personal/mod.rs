//! Finds personal data in a text: email addresses, phone numbers, payment card numbers, IBANs, and
//! the patterns of the configuration.
//!
//! The search is by form only, so names, postal addresses and dates of birth are not found.
//! Addresses reserved for examples are allowed: at `example.com`, `.net` and `.org`, and below
//! `.example`, `.invalid`, `.localhost` and `.test`.

mod card;
#[cfg(test)]
mod documented;
mod email;
mod encoded;
mod finder;
mod folded;
mod iban;
mod key;
mod phone;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

pub use finder::Finder;
use folded::Folded;
pub use key::is_neutral;

/// Said wherever the search has a result: whoever reads it commits the file.
pub const LIMITS: &str = "only the listed forms are found, and no names or postal addresses: read the file before you commit it";

/// A kind of personal data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Email,
    Phone,
    Card,
    Iban,
    /// A pattern of the configuration, by its name.
    Pattern(Arc<str>),
}

/// A part of a text that looks like personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub kind: Kind,
    /// In bytes.
    pub range: Range<usize>,
}

impl Kind {
    /// The kinds that are known without a configuration.
    pub const ALL: [Self; 4] = [Self::Email, Self::Phone, Self::Card, Self::Iban];

    /// One of its kind, as messages name it.
    pub fn as_str(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Email => "email address",
            Self::Phone => "phone number",
            Self::Card => "payment card number",
            Self::Iban => "IBAN",
            Self::Pattern(name) => return format!("match of `{name}`").into(),
        })
    }

    /// One of its kind, as the object of a sentence.
    pub fn with_article(&self) -> String {
        let article = if matches!(self, Self::Email | Self::Iban) {
            "an"
        } else {
            "a"
        };
        format!("{article} {}", self.as_str())
    }

    /// Several of its kind.
    pub fn plural(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Email => "email addresses",
            Self::Phone => "phone numbers",
            Self::Card => "payment card numbers",
            Self::Iban => "IBANs",
            Self::Pattern(name) => return format!("matches of `{name}`").into(),
        })
    }

    /// A number of its kind: `2 phone numbers`.
    pub fn counted(&self, count: usize) -> String {
        let noun = if count == 1 {
            self.as_str()
        } else {
            self.plural()
        };
        format!("{count} {noun}")
    }

    /// The word in a placeholder: `<email-1>`.
    pub fn word(&self) -> &str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
            Self::Pattern(name) => name,
        }
    }

    /// The canonical spelling of a value: without the case of letters and the separators of
    /// digits.
    pub fn canonical(&self, text: &str) -> String {
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
            // Nobody but the user knows which of its characters count.
            Self::Pattern(_) => text.into_owned(),
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
    let mut found = find_folded(&folded.text);
    if let Some(form_body) = folded.with_blanks() {
        add(&mut found, find_folded(&form_body));
    }
    found
        .into_iter()
        .map(|found| Match {
            range: folded.original(&found.range),
            ..found
        })
        .collect()
}

/// Matches with a check digit or an `@` are more certain than phone numbers, which may be a part of
/// them. Of the ways to find cards, the first of those that leave the fewest digits is taken.
fn find_folded(text: &str) -> Vec<Match> {
    let emails = email::find(text);
    let text = blanked(text, &emails);
    let ibans = iban::find(&text);
    let text = blanked(&text, &ibans);
    let mut best = Vec::new();
    for cards in card::arrangements(&text) {
        let phones = phone::find(&blanked(&text, &cards));
        let found = [of_kind(&Kind::Card, cards), of_kind(&Kind::Phone, phones)].concat();
        let count = |found: &[Match]| {
            let digits = found
                .iter()
                .map(|found| count_digits(&text[found.range.clone()]));
            digits.sum::<usize>()
        };
        if best.is_empty() || count(&best) < count(&found) {
            best = found;
        }
    }
    let mut matches = [
        of_kind(&Kind::Email, emails),
        of_kind(&Kind::Iban, ibans),
        best,
    ]
    .concat();
    matches.sort_by_key(|found| found.range.start);
    matches
}

fn of_kind(kind: &Kind, ranges: Vec<Range<usize>>) -> Vec<Match> {
    let matches = ranges.into_iter().map(|range| Match {
        kind: kind.clone(),
        range,
    });
    matches.collect()
}

/// The text with a comma in place of each byte of the ranges, so that they do not count as the
/// beginning of what stands beside them.
fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut blanked = String::with_capacity(text.len());
    for range in ranges {
        blanked.push_str(&text[blanked.len()..range.start]);
        blanked.extend(range.clone().map(|_| ','));
    }
    blanked.push_str(&text[blanked.len()..]);
    blanked
}

/// Adds the matches of another reading of the same text. Those that overlap become one.
fn add(found: &mut Vec<Match>, others: Vec<Match>) {
    let mut all = std::mem::take(found);
    all.extend(others);
    all.sort_by_key(|found| (found.range.start, Reverse(found.range.end)));
    for other in all {
        match found.last_mut() {
            Some(last) if other.range.start < last.range.end => {
                last.range.end = last.range.end.max(other.range.end);
            }
            _ => found.push(other),
        }
    }
}

/// The ranges in order, of overlapping ones the first, and of those that begin together the longest.
fn apart(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, Reverse(range.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let is_apart = range.start >= end;
        end = if is_apart { range.end } else { end };
        is_apart
    });
    ranges
}

/// Returns true if the last character before a value belongs to the same word. That of an escape, such
/// as `\n`, does not.
fn is_glued(before: &str, is_part: impl Fn(char) -> bool) -> bool {
    let is_escape = ["\\n", "\\r", "\\t"]
        .iter()
        .any(|escape| before.ends_with(escape));
    !is_escape && before.chars().next_back().is_some_and(is_part)
}

/// Returns true if a number with a check digit belongs to the word before it, which has letters.
fn is_glued_checked(before: &str) -> bool {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    is_glued(before, is_of_word)
        || before
            .strip_suffix('-')
            .is_some_and(|before| is_glued(before, char::is_alphabetic))
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
