use std::ops::Range;
use std::sync::Arc;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};

/// A well-known form of keys: what it is, how it begins, and the least and the most characters
/// after that.
type Form = (&'static str, &'static str, usize, usize);

const UNLIMITED: usize = usize::MAX;
const FORMS: &[Form] = &[
    ("an AWS access key", "AKIA", 16, 16),
    ("an AWS access key", "ASIA", 16, 16),
    ("a GitHub token", "ghp_", 36, UNLIMITED),
    ("a GitHub token", "gho_", 36, UNLIMITED),
    ("a GitHub token", "ghu_", 36, UNLIMITED),
    ("a GitHub token", "ghs_", 36, UNLIMITED),
    ("a GitHub token", "ghr_", 36, UNLIMITED),
    ("a GitHub token", "github_pat_", 22, UNLIMITED),
    ("a GitLab token", "glpat-", 20, UNLIMITED),
    ("an Anthropic key", "sk-ant-", 24, UNLIMITED),
    ("an OpenAI key", "sk-", 32, UNLIMITED),
    ("a Slack token", "xoxa-", 20, UNLIMITED),
    ("a Slack token", "xoxb-", 20, UNLIMITED),
    ("a Slack token", "xoxp-", 20, UNLIMITED),
    ("a Slack token", "xoxr-", 20, UNLIMITED),
    ("a Slack token", "xoxs-", 20, UNLIMITED),
    ("a Slack token", "xapp-", 20, UNLIMITED),
    ("a Google API key", "AIza", 35, 35),
    ("a Stripe key", "sk_live_", 16, UNLIMITED),
    ("a Stripe key", "rk_live_", 16, UNLIMITED),
    ("a Stripe key", "sk_test_", 16, UNLIMITED),
    ("a Stripe webhook secret", "whsec_", 24, UNLIMITED),
    ("a Hugging Face token", "hf_", 30, UNLIMITED),
    ("a Groq key", "gsk_", 40, UNLIMITED),
    ("an npm token", "npm_", 36, 36),
    ("a PyPI token", "pypi-", 40, UNLIMITED),
];
/// The length of the shortest key.
const SHORTEST: usize = 20;
const PEM: &str = "-----BEGIN ";
const PEM_NAMES: &[&str] = &["PRIVATE KEY", "PRIVATE KEY BLOCK"];
const PEM_END: &str = "-----";
/// Placeholders repeat a few characters.
const LEAST_VARIETY: usize = 6;

/// A secret in a text.
struct Secret {
    what: &'static str,
    range: Range<usize>,
    /// The length of the part that may be shown.
    shown: usize,
}

/// A warning for each of the first secrets. None of them shows the whole secret, nor another on its line.
pub(super) fn findings(source: &Arc<Source>, most: usize) -> Vec<Finding> {
    let secrets = secrets(&source.text, most);
    if secrets.is_empty() {
        return Vec::new();
    }
    let masked = Source::new(source.path.as_str(), mask(&source.text, &secrets));
    let findings = secrets.iter().map(|secret| {
        let location = Location::new(
            &masked,
            Mark::at(secret.range.start, secret.range.start + secret.shown),
        );
        let message = format!("{} in the text", secret.what);
        let help = "revoke it: whoever has the repository has the secret; then remove it from the file and its history";
        Finding::warning(Code::SecretInPrompt, location, message).help(help.to_owned())
    });
    findings.collect()
}

fn secrets(text: &str, most: usize) -> Vec<Secret> {
    let mut secrets = keys(text, most);
    secrets.extend(private_keys(text, most));
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
        if !is_body(bytes[probe]) {
            from = probe + 1;
            continue;
        }
        let (mut start, mut end) = (probe, probe + 1);
        while start > from && is_body(bytes[start - 1]) {
            start -= 1;
        }
        while end < bytes.len() && is_body(bytes[end]) {
            end += 1;
        }
        keys.extend(key(text, start));
        from = end;
    }
    keys
}

fn private_keys(text: &str, most: usize) -> Vec<Secret> {
    let beginnings = text.match_indices(PEM).map(|(start, _)| start);
    let is_word = |start: &usize| *start == 0 || !is_body(text.as_bytes()[start - 1]);
    let keys = beginnings.filter(is_word);
    keys.filter_map(|start| private_key(text, start))
        .take(most)
        .collect()
}

/// The key at the start of a word.
fn key(text: &str, start: usize) -> Option<Secret> {
    let rest = &text.as_bytes()[start..];
    let (what, prefix, least, most) = FORMS
        .iter()
        .find(|(_, prefix, ..)| rest.starts_with(prefix.as_bytes()))?;
    let rest = &rest[prefix.len()..];
    let length = rest.iter().take_while(|byte| is_body(**byte)).count();
    let body = &rest[..length];
    let is_key = (*least..=*most).contains(&length)
        && body.iter().any(u8::is_ascii_digit)
        && variety(body) >= LEAST_VARIETY
        && !body.ends_with(b"EXAMPLE");
    is_key.then(|| Secret {
        what,
        range: start..start + prefix.len() + length,
        shown: prefix.len(),
    })
}

/// The first line of a private key, and what stands behind it on the line.
fn private_key(text: &str, start: usize) -> Option<Secret> {
    let rest = &text.as_bytes()[start + PEM.len()..];
    // The kind of a key is a word or two. To look for the end of the line at each of many beginnings
    // would take quadratic time.
    let kind = &rest[..rest.len().min(60)];
    let name = kind.iter().position(|byte| *byte == b'-')?;
    let is_private = PEM_NAMES
        .iter()
        .any(|known| kind[..name].ends_with(known.as_bytes()));
    if !is_private || !kind[name..].starts_with(PEM_END.as_bytes()) {
        return None;
    }
    let line = text[start..].lines().next()?;
    Some(Secret {
        what: "a private key",
        range: start..start + line.len(),
        shown: PEM.len() + name + PEM_END.len(),
    })
}

fn is_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// The number of different characters.
fn variety(body: &[u8]) -> usize {
    let mut seen = [false; 256];
    for byte in body {
        seen[usize::from(*byte)] = true;
    }
    seen.iter().filter(|seen| **seen).count()
}

/// The text with an asterisk in place of each byte that must not be shown, so that all places stay.
fn mask(text: &str, secrets: &[Secret]) -> String {
    let mut masked = String::new();
    let mut end = 0;
    for secret in secrets {
        let hidden = secret.range.start + secret.shown;
        masked.push_str(&text[end..hidden]);
        masked.extend(std::iter::repeat_n('*', secret.range.end - hidden));
        end = secret.range.end;
    }
    masked + &text[end..]
}
