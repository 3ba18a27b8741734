//! The forms in which services publish that their keys are written.

/// A well-known form of keys.
pub(super) struct Form {
    /// What it is, with an article.
    pub what: &'static str,
    pub prefix: &'static str,
    /// The least number of characters after the prefix.
    least: usize,
    /// The number of characters after the prefix, if all keys have the same.
    length: Option<usize>,
    alphabet: Alphabet,
    start: Start,
}

#[derive(Clone, Copy)]
enum Alphabet {
    Capitals,
    Letters,
    /// Letters, digits, and the hyphen and the underscore of base64 in URLs.
    Url,
}

/// What may stand before the prefix.
#[derive(Clone, Copy, PartialEq)]
enum Start {
    Anything,
    /// No letter and no digit: words end with the letters of the prefix, as `task-` does.
    Word,
}

use Alphabet::{Capitals, Letters, Url};
use Start::{Anything, Word};

const FORMS: &[Form] = &[
    fixed("an AWS access key", "AKIA", 16, Capitals, Word),
    fixed("an AWS access key", "ASIA", 16, Capitals, Word),
    form("a GitHub token", "ghp_", 36, Letters, Anything),
    form("a GitHub token", "gho_", 36, Letters, Anything),
    form("a GitHub token", "ghu_", 36, Letters, Anything),
    form("a GitHub token", "ghs_", 36, Letters, Anything),
    form("a GitHub token", "ghr_", 36, Letters, Anything),
    form("a GitHub token", "github_pat_", 22, Url, Anything),
    form("a GitLab token", "glpat-", 20, Url, Anything),
    form("a GitLab token", "glrt-", 20, Url, Anything),
    form("a GitLab token", "gldt-", 20, Url, Anything),
    form("a GitLab token", "glptt-", 20, Url, Anything),
    form("a GitLab token", "glcbt-", 20, Url, Anything),
    form("a GitLab token", "glft-", 20, Url, Anything),
    form("a GitLab token", "glsoat-", 20, Url, Anything),
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
    form("a Stripe key", "sk_live_", 16, Letters, Word),
    form("a Stripe key", "rk_live_", 16, Letters, Word),
    form("a Stripe key", "sk_test_", 16, Letters, Word),
    form("a Stripe key", "rk_test_", 16, Letters, Word),
    form("a Stripe webhook secret", "whsec_", 24, Letters, Anything),
    form("a Hugging Face token", "hf_", 30, Letters, Anything),
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
        b'A' | b'g' | b's' | b'x' | b'r' | b'w' | b'h' | b'n' | b'p'
    ) {
        return None;
    }
    let form = FORMS
        .iter()
        .find(|form| rest.starts_with(form.prefix.as_bytes()))?;
    let body = &rest[form.prefix.len()..];
    let is_key = (form.start == Anything || is_alone()) && form.is_body(body);
    is_key.then(|| (form, form.prefix.len() + form.length_of(body)))
}

impl Form {
    fn is_body(&self, text: &[u8]) -> bool {
        let length = self.length_of(&text[..text.len().min(READ)]);
        let body = &text[..length];
        let next = text.get(length).copied().unwrap_or(b' ');
        length >= self.least
            && (self.length.is_none() || !next.is_ascii_alphanumeric())
            && is_varied(body)
            && !is_placeholder(body)
            && self.is_random(body)
    }

    fn length_of(&self, text: &[u8]) -> usize {
        let most = self.length.unwrap_or(usize::MAX);
        let body = text.iter().take(most);
        body.take_while(|byte| self.alphabet.has(**byte)).count()
    }

    /// Returns `false` for words: a key has a digit among its letters, or changes between capitals and
    /// small letters as words do not. Nobody writes so many capitals without a blank.
    fn is_random(&self, body: &[u8]) -> bool {
        let mut parts = body.split(|byte| matches!(byte, b'-' | b'_'));
        matches!(self.alphabet, Capitals)
            || parts.any(|part| part.len() >= LONG_PART && part.iter().any(u8::is_ascii_digit))
            || numbers(body) >= 2
            || irregularities(body) >= 2
    }
}

impl Alphabet {
    fn has(self, byte: u8) -> bool {
        match self {
            Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Letters => byte.is_ascii_alphanumeric(),
            Url => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
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

fn class(byte: u8) -> char {
    match byte {
        b'A'..=b'Z' => 'A',
        b'a'..=b'z' => 'a',
        b'0'..=b'9' => '0',
        _ => '-',
    }
}
