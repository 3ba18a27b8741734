//! The forms in which services publish that their keys are written.

use alloc::vec::Vec;

/// A well-known form of keys.
pub(super) struct Form {
    /// What it is, with an article.
    pub what: &'static str,
    pub prefix: &'static str,
    /// The least number of characters after the prefix.
    pub least: usize,
    /// The number of characters after the prefix, if all keys have the same.
    pub length: Option<usize>,
    pub alphabet: Alphabet,
    pub start: Start,
    /// Whether a key that names the server goes on after a dot.
    is_routable: bool,
}

/// Letters are those of ASCII.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Alphabet {
    /// Capitals and digits.
    Capitals,
    /// Letters and digits.
    Letters,
    /// Letters, digits, and the hyphen and the underscore of base64 in URLs.
    Url,
    /// Letters, digits, and the other signs of base64.
    Base64,
}

/// What may stand before the prefix.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Start {
    Anything,
    /// No letter and no digit: words end with the letters of the prefix, as `task-` does.
    Word,
}

use Alphabet::{Base64, Capitals, Letters, Url};
use Start::{Anything, Word};

pub(super) const FORMS: &[Form] = &[
    fixed("an AWS access key", "AKIA", 16, Capitals, Word),
    fixed("an AWS access key", "ASIA", 16, Capitals, Word),
    form("an Amazon Bedrock key", "ABSK", 40, Base64, Word),
    form(
        "an Amazon Bedrock key",
        "bedrock-api-key-",
        40,
        Base64,
        Anything,
    ),
    form("a GitHub token", "ghp_", 36, Letters, Anything),
    form("a GitHub token", "gho_", 36, Letters, Anything),
    form("a GitHub token", "ghu_", 36, Letters, Anything),
    form("a GitHub token", "ghs_", 36, Letters, Anything),
    form("a GitHub token", "ghr_", 36, Letters, Anything),
    form("a GitHub token", "github_pat_", 22, Url, Anything),
    of_gitlab("glpat-"),
    of_gitlab("glrt-"),
    of_gitlab("gldt-"),
    of_gitlab("glptt-"),
    of_gitlab("glcbt-"),
    of_gitlab("glft-"),
    of_gitlab("glsoat-"),
    form("an Anthropic key", "sk-ant-", 24, Url, Word),
    form("an OpenAI key", "sk-", 32, Url, Word),
    form("a Slack token", "xoxa-", 20, Url, Anything),
    form("a Slack token", "xoxb-", 20, Url, Anything),
    form("a Slack token", "xoxc-", 20, Url, Anything),
    form("a Slack token", "xoxd-", 20, Url, Anything),
    form("a Slack token", "xoxe-", 20, Url, Anything),
    form("a Slack token", "xoxp-", 20, Url, Anything),
    form("a Slack token", "xoxr-", 20, Url, Anything),
    form("a Slack token", "xoxs-", 20, Url, Anything),
    form("a Slack token", "xapp-", 20, Url, Anything),
    fixed("a Google API key", "AIza", 35, Url, Anything),
    fixed("a Google client secret", "GOCSPX-", 28, Url, Anything),
    form("a Stripe key", "sk_live_", 16, Letters, Word),
    form("a Stripe key", "rk_live_", 16, Letters, Word),
    form("a Stripe key", "sk_test_", 16, Letters, Word),
    form("a Stripe key", "rk_test_", 16, Letters, Word),
    form("a Stripe webhook secret", "whsec_", 24, Letters, Anything),
    form("a Hugging Face token", "hf_", 34, Letters, Anything),
    form("a Hugging Face token", "api_org_", 34, Letters, Anything),
    form("a Groq key", "gsk_", 40, Letters, Anything),
    fixed("an npm token", "npm_", 36, Letters, Anything),
    form("a PyPI token", "pypi-", 40, Url, Anything),
];

/// A key is known by its beginning. To read the rest of a text at each of many prefixes would take
/// quadratic time.
const READ: usize = 48;
/// Placeholders repeat a few characters.
const LEAST_VARIETY: usize = 6;
/// The length from which on a part with a digit is no word.
const LONG_PART: usize = 16;
/// The length from which on digits alone are a number that a service gave.
const LONG_NUMBER: usize = 10;
/// So many consonants side by side are in hardly any word.
const LONG_RUN: usize = 5;
/// Words that say that what stands there is no key.
const PLACEHOLDERS: &[&[u8]] = &[b"your", b"example", b"placeholder"];

const fn form(
    what: &'static str,
    prefix: &'static str,
    least: usize,
    alphabet: Alphabet,
    start: Start,
) -> Form {
    Form {
        what,
        prefix,
        least,
        length: None,
        alphabet,
        start,
        is_routable: false,
    }
}

const fn of_gitlab(prefix: &'static str) -> Form {
    Form {
        is_routable: true,
        ..form("a GitLab token", prefix, 20, Url, Anything)
    }
}

const fn fixed(
    what: &'static str,
    prefix: &'static str,
    length: usize,
    alphabet: Alphabet,
    start: Start,
) -> Form {
    Form {
        length: Some(length),
        ..form(what, prefix, length, alphabet, start)
    }
}

/// The form of a key at the start of `rest`, and the length of the key. `is_alone` tells that no
/// letter and no digit stands before it.
pub(super) fn at(rest: &[u8], is_alone: impl FnOnce() -> bool) -> Option<(&'static Form, usize)> {
    // Most characters begin no prefix.
    if !matches!(
        rest.first()?,
        b'A' | b'G' | b'a' | b'b' | b'g' | b's' | b'x' | b'r' | b'w' | b'h' | b'n' | b'p'
    ) {
        return None;
    }
    let form = FORMS
        .iter()
        .find(|form| rest.starts_with(form.prefix.as_bytes()))?;
    let body = &rest[form.prefix.len()..];
    let is_key = (form.start == Anything || is_alone()) && form.is_body(body);
    is_key.then(|| {
        let length = form.length_of(body);
        let tail = if form.is_routable {
            tail(&body[length..])
        } else {
            0
        };
        (form, form.prefix.len() + length + tail)
    })
}

/// The length of what follows the dot of a routable token: its length and a checksum in digits and
/// small letters, and before them a version.
fn tail(rest: &[u8]) -> usize {
    let is_of_part = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    let part = |rest: &[u8]| {
        let part = rest.strip_prefix(b".").unwrap_or_default();
        part.iter().take_while(|byte| is_of_part(byte)).count()
    };
    let first = part(rest);
    let second = part(&rest[(first + 1).min(rest.len())..]);
    match (first, second) {
        (2, 7 | 9) => first + second + 2,
        (9, _) => first + 1,
        _ => 0,
    }
}

impl Form {
    fn is_body(&self, text: &[u8]) -> bool {
        let length = self.length_of(&text[..text.len().min(READ)]);
        let next = text.get(length).copied().unwrap_or(b' ');
        (self.length.is_none() || !next.is_ascii_alphanumeric())
            && is_secret(&text[..length], self.least, self.alphabet)
    }

    fn length_of(&self, text: &[u8]) -> usize {
        let most = self.length.unwrap_or(usize::MAX);
        self.alphabet.length_of(&text[..text.len().min(most)])
    }
}

/// Returns true if a body is long enough, and neither words nor a placeholder.
pub(super) fn is_secret(body: &[u8], least: usize, alphabet: Alphabet) -> bool {
    // Nobody writes so many capitals without a blank.
    let is_random = || alphabet == Capitals || is_random(body, least);
    body.len() >= least && is_varied(body) && !is_placeholder(body) && is_random()
}

/// Returns `false` for words: a key has a digit among its letters, or changes between capitals and
/// small letters as words do not. Words rarely have the exact length of a key.
fn is_random(body: &[u8], least: usize) -> bool {
    let mut parts = body.split(|byte| matches!(byte, b'-' | b'_'));
    let enough = if body.len() == least { 1 } else { 2 };
    parts.any(|part| part.len() >= LONG_PART && part.iter().any(u8::is_ascii_digit))
        || numbers(body) >= 2
        || irregularities(body) + unpronounceable(body) >= enough
}

impl Alphabet {
    /// The number of characters of the alphabet that a text begins with.
    pub fn length_of(self, text: &[u8]) -> usize {
        text.iter().take_while(|byte| self.has(**byte)).count()
    }

    fn has(self, byte: u8) -> bool {
        match self {
            Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Letters => byte.is_ascii_alphanumeric(),
            Url => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
        }
    }
}

fn is_placeholder(body: &[u8]) -> bool {
    let is_known = |part: &[u8]| {
        PLACEHOLDERS
            .iter()
            .any(|word| part.eq_ignore_ascii_case(word))
    };
    let stands_at_an_end = |word: &&[u8]| {
        let end = body.len().checked_sub(word.len());
        end.is_some_and(|end| {
            body[..word.len()].eq_ignore_ascii_case(word) || body[end..].eq_ignore_ascii_case(word)
        })
    };
    PLACEHOLDERS.iter().any(stands_at_an_end)
        || body.split(|byte| matches!(byte, b'-' | b'_')).any(is_known)
}

/// Returns whether a body has as many different characters as a key has. Stops once it is certain: a
/// file can be nothing but keys.
fn is_varied(body: &[u8]) -> bool {
    let mut seen = [false; 256];
    let mut different = 0;
    for byte in body {
        let is_seen = &mut seen[usize::from(*byte)];
        different += usize::from(!*is_seen);
        if different >= LEAST_VARIETY {
            return true;
        }
        *is_seen = true;
    }
    false
}

/// The number of parts that are long numbers, as Slack's tokens begin.
fn numbers(body: &[u8]) -> usize {
    let parts = body.split(|byte| *byte == b'-');
    let is_number = |part: &&[u8]| part.len() >= LONG_NUMBER && part.iter().all(u8::is_ascii_digit);
    parts.filter(is_number).count()
}

/// The number of runs that words do not have: several capitals beside a small letter, one small
/// letter between capitals, digits between letters.
fn irregularities(body: &[u8]) -> usize {
    let runs = body
        .chunk_by(|a, b| class(*a) == class(*b))
        .map(|run| (class(run[0]), run.len()))
        .collect::<Vec<_>>();
    let irregular = |at: &usize| {
        let before = at.checked_sub(1).map_or('-', |at| runs[at].0);
        let after = runs.get(at + 1).map_or('-', |run| run.0);
        match runs[*at] {
            ('A', length) => length > 1 && (before == 'a' || after == 'a'),
            ('a', length) => length == 1 && before == 'A' && after == 'A',
            ('0', _) => before != '-' && after != '-',
            _ => false,
        }
    };
    (0..runs.len()).filter(irregular).count()
}

/// The number of runs of small consonants that are too long for words.
fn unpronounceable(body: &[u8]) -> usize {
    let is_consonant = |byte: u8| {
        byte.is_ascii_lowercase() && !matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
    };
    let runs = body.chunk_by(|a, b| is_consonant(*a) == is_consonant(*b));
    runs.filter(|run| is_consonant(run[0]) && run.len() >= LONG_RUN)
        .count()
}

fn class(byte: u8) -> char {
    match byte {
        b'A'..=b'Z' => 'A',
        b'a'..=b'z' => 'a',
        b'0'..=b'9' => '0',
        _ => '-',
    }
}
