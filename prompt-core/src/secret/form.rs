//! The forms in which services publish that their keys are written.

use super::shape::Shape;

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

/// Forms with the same first byte stand side by side.
pub(super) const FORMS: &[Form] = &[
    fixed("an AWS access key", "AKIA", 16, Capitals, Word),
    fixed("an AWS access key", "ASIA", 16, Capitals, Word),
    form("an Amazon Bedrock key", "ABSK", 40, Base64, Word),
    fixed("a Google API key", "AIza", 35, Url, Anything),
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
    form("a Groq key", "gsk_", 40, Letters, Anything),
    form("an Anthropic key", "sk-ant-", 24, Url, Word),
    form("an OpenAI key", "sk-", 32, Url, Word),
    form("a Stripe key", "sk_live_", 16, Letters, Word),
    form("a Stripe key", "sk_test_", 16, Letters, Word),
    form("a Slack token", "xoxa-", 20, Url, Anything),
    form("a Slack token", "xoxb-", 20, Url, Anything),
    form("a Slack token", "xoxc-", 20, Url, Anything),
    form("a Slack token", "xoxd-", 20, Url, Anything),
    form("a Slack token", "xoxe-", 20, Url, Anything),
    form("a Slack token", "xoxp-", 20, Url, Anything),
    form("a Slack token", "xoxr-", 20, Url, Anything),
    form("a Slack token", "xoxs-", 20, Url, Anything),
    form("a Slack token", "xapp-", 20, Url, Anything),
    fixed("a Google client secret", "GOCSPX-", 28, Url, Anything),
    form("a Stripe key", "rk_live_", 16, Letters, Word),
    form("a Stripe key", "rk_test_", 16, Letters, Word),
    form("a Stripe webhook secret", "whsec_", 24, Letters, Anything),
    form("a Hugging Face token", "hf_", 34, Letters, Anything),
    form("a Hugging Face token", "api_org_", 34, Letters, Anything),
    fixed("an npm token", "npm_", 36, Letters, Anything),
    form("a PyPI token", "pypi-", 40, Url, Anything),
];

/// The forms by the first byte of their prefix. Every byte of a long word is looked up here, and
/// build scripts are not optimised.
static BY_FIRST_BYTE: [&[Form]; 256] = by_first_byte();

const fn by_first_byte() -> [&'static [Form]; 256] {
    let mut forms: [&[Form]; 256] = [&[]; 256];
    let mut start = 0;
    while start < FORMS.len() {
        let first = FORMS[start].prefix.as_bytes()[0];
        let mut end = start + 1;
        while end < FORMS.len() && FORMS[end].prefix.as_bytes()[0] == first {
            end += 1;
        }
        assert!(forms[first as usize].is_empty(), "forms stand apart");
        forms[first as usize] = FORMS.split_at(end).0.split_at(start).1;
        start = end;
    }
    forms
}

/// A key is known by its beginning. To read the rest of a text at each of many prefixes would take
/// quadratic time.
const READ: usize = 48;
/// Placeholders repeat a few characters.
const LEAST_VARIETY: usize = 6;
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
    let forms = BY_FIRST_BYTE[usize::from(*rest.first()?)];
    // Most characters begin no prefix.
    if forms.is_empty() {
        return None;
    }
    let form = forms
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
/// small letters, and before them a version. What is written close behind them belongs to them.
fn tail(rest: &[u8]) -> usize {
    let is_of_part = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    let part = |rest: &[u8]| {
        let part = rest.strip_prefix(b".").unwrap_or_default();
        part.iter().take_while(|byte| is_of_part(byte)).count()
    };
    let first = part(rest);
    let second = part(&rest[(first + 1).min(rest.len())..]);
    match (first, second) {
        (2, 7..) => first + second + 2,
        // The ending of a file's name has no digit.
        (9.., _) if rest[1..10].iter().any(u8::is_ascii_digit) => first + 1,
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
    let is_random = || alphabet == Capitals || Shape::of(body).is_random(body.len() == least);
    body.len() >= least && is_varied(body) && is_random() && !is_placeholder(body)
}

impl Alphabet {
    /// The number of characters of the alphabet that a text begins with.
    pub fn length_of(self, text: &[u8]) -> usize {
        let mut length = 0;
        while length < text.len() && self.has(text[length]) {
            length += 1;
        }
        length
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
