//! Secrets in a text: keys in well-known forms, and private keys.

use std::borrow::Cow;
use std::ops::Range;

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

/// The lines of a private key that have a space.
const PEM_HEADERS: &[&str] = &["Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:"];

/// A secret in a text.
pub struct Secret {
    /// What it is, with an article.
    pub what: &'static str,
    pub range: Range<usize>,
    /// The length of the part that may be shown.
    pub shown: usize,
}

/// The first secrets of a text, in order.
pub fn secrets(text: &str, most: usize) -> Vec<Secret> {
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

/// Finds private keys. None begins within another.
fn private_keys(text: &str, most: usize) -> Vec<Secret> {
    let mut keys = Vec::new();
    let mut end = 0;
    for (start, _) in text.match_indices(PEM) {
        let is_word = start == 0 || !is_body(text.as_bytes()[start - 1]);
        let key = (is_word && start >= end).then(|| private_key(text, start));
        if let Some(key) = key.flatten() {
            end = key.range.end;
            keys.push(key);
        }
        if keys.len() >= most {
            break;
        }
    }
    keys
}

/// The key at the start of a word.
fn key(text: &str, start: usize) -> Option<Secret> {
    // A line end before the key, as JSON and YAML write it, looks like the beginning of the word.
    let is_escape = text[..start].ends_with('\\') && text[start..].starts_with(['n', 'r', 't']);
    let start = start + usize::from(is_escape);
    let rest = &text.as_bytes()[start..];
    let (what, prefix, least, most) = FORMS
        .iter()
        .find(|(_, prefix, ..)| rest.starts_with(prefix.as_bytes()))?;
    let rest = &rest[prefix.len()..];
    let length = rest.iter().take_while(|byte| is_body(**byte)).count();
    let body = &rest[..length];
    let is_key = (*least..=*most).contains(&length)
        && body.iter().any(u8::is_ascii_digit)
        && is_varied(body)
        && !body.ends_with(b"EXAMPLE");
    is_key.then(|| Secret {
        what,
        range: start..start + prefix.len() + length,
        shown: prefix.len(),
    })
}

/// The lines of a private key, and what stands behind its beginning on the first one.
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
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next()?.len();
    let others = lines.take_while(|line| is_of_private_key(line.trim()));
    let end = start + first + others.map(str::len).sum::<usize>();
    Some(Secret {
        what: "a private key",
        range: start..start + text[start..end].trim_end().len(),
        shown: PEM.len() + name + PEM_END.len(),
    })
}

/// Returns whether a line can be one of a private key, after the first: base64, a header, or blank.
fn is_of_private_key(line: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    line.bytes().all(is_base64) || PEM_HEADERS.iter().any(|known| line.starts_with(known))
}

fn is_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
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

/// The text with an asterisk in place of each byte of a secret, so that all offsets stay. Lines, and
/// the beginning that tells the kind of a secret, stay as well.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut end = 0;
    for secret in secrets(text, UNLIMITED) {
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

#[cfg(test)]
mod tests {
    use super::masked;

    /// Texts, and how they are shown.
    const TEXTS: &[(&str, &str)] = &[
        ("", ""),
        ("no secret: sk-your-key", "no secret: sk-your-key"),
        (
            "é AKIA2E0A8F3B244C9986, `AKIA2E0A8F3B244C9987`\n",
            "é AKIA****************, `AKIA****************`\n",
        ),
        (
            "  -----BEGIN PRIVATE KEY-----\n  MIIE+w/=\n\n  gQDf\n  -----END PRIVATE KEY-----\n",
            "  -----BEGIN PRIVATE KEY-----\n**********\n\n******\n  -----END PRIVATE KEY-----\n",
        ),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\nMIIE\nmodel: kimi\n",
            "-----BEGIN RSA PRIVATE KEY-----\n**********************\n*************\n\n****\nmodel: kimi\n",
        ),
        (
            "-----BEGIN PRIVATE KEY----- é AKIA2E0A8F3B244C9986 a\n",
            "-----BEGIN PRIVATE KEY-----**************************\n",
        ),
        (
            "-----BEGIN PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\nMIIE",
            "-----BEGIN PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\n****",
        ),
        (
            "-----BEGIN CERTIFICATE-----\nMIIE",
            "-----BEGIN CERTIFICATE-----\nMIIE",
        ),
    ];

    #[test]
    fn secrets_are_masked_and_offsets_stay() {
        for (text, expected) in TEXTS {
            assert_eq!(masked(text), *expected);
            assert_eq!(masked(text).len(), text.len());
        }
        let many = "-----BEGIN PRIVATE KEY----- ".repeat(100_000) + "AKIA2E0A8F3B244C9986";
        assert!(!masked(&many).contains("2E0A8"));
    }
}
