//! Secrets in a text: keys in well-known forms, and private keys.

mod form;
mod private_key;
mod private_parts;

use std::borrow::Cow;
use std::ops::Range;

pub use private_parts::PrivateParts;

const UNLIMITED: usize = usize::MAX;
/// The length of the shortest key.
const SHORTEST: usize = 20;

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
        keys_of_word(text, start..end, &mut keys, most);
        from = end;
    }
    keys
}

/// Finds the keys of a word. Something else can stand before a key and after it, as in
/// `backup-AKIA….prompt`.
fn keys_of_word(text: &str, word: Range<usize>, keys: &mut Vec<Secret>, most: usize) {
    let bytes = &text.as_bytes()[..word.end];
    let mut start = word.start;
    while start + SHORTEST <= word.end && keys.len() < most {
        let Some((form, length)) = form::at(&bytes[start..], || is_alone(text, start)) else {
            start += 1;
            continue;
        };
        keys.push(Secret {
            what: form.what,
            range: start..start + length,
            shown: form.prefix.len(),
        });
        start += length;
    }
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

fn is_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
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
            "-----BEGIN PRIVATE KEY-----\nMII\u{200b}E\nab{{no pe}}\n-----END PRIVATE KEY-----\na\n",
            "-----BEGIN PRIVATE KEY-----\n*******\n***********\n-----END PRIVATE KEY-----\na\n",
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nMII\u{200b}E\n<<<<<<< HEAD\nA{{nope}}B\ng\rQ\na b\n",
            "-----BEGIN PRIVATE KEY-----\n*******\n************\n**********\n***\na b\n",
        ),
        (
            "-----BEGIN PRIVATE KEY-----\n> MIIEowIBAAKCAQEA1x2y say {{nope}}\nHello, Mara.\n",
            "-----BEGIN PRIVATE KEY-----\n***********************************\nHello, Mara.\n",
        ),
        (
            "{\"key\": \"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n\", a: 1}",
            "{\"key\": \"-----BEGIN PRIVATE KEY-----********-----END PRIVATE KEY-----\\n\", a: 1}",
        ),
        (
            "a\\n-----BEGIN PRIVATE KEY-----\\nMIIE",
            "a\\n-----BEGIN PRIVATE KEY-----******",
        ),
        (
            "1.0.0-AKIA2E0A8F3B244C9986.prompt, _AKIA2E0A8F3B244C9986_",
            "1.0.0-AKIA****************.prompt, _AKIA****************_",
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

    /// The beginnings of keys, and how many characters come after them.
    const FORMS: &[(&str, usize)] = &[
        ("AKIA", 16),
        ("ASIA", 16),
        ("ghp_", 36),
        ("gho_", 36),
        ("ghu_", 36),
        ("ghs_", 36),
        ("ghr_", 36),
        ("github_pat_", 82),
        ("glpat-", 20),
        ("glrt-", 20),
        ("gldt-", 20),
        ("glptt-", 40),
        ("glcbt-", 24),
        ("glft-", 20),
        ("glsoat-", 20),
        ("sk-ant-api03-", 93),
        ("sk-proj-", 156),
        ("sk-", 48),
        ("xoxb-", 50),
        ("xoxc-", 50),
        ("xoxd-", 50),
        ("xoxe-1-", 50),
        ("xapp-", 60),
        ("AIza", 35),
        ("sk_live_", 24),
        ("rk_live_", 24),
        ("rk_test_", 24),
        ("whsec_", 32),
        ("hf_", 34),
        ("gsk_", 52),
        ("npm_", 36),
        ("pypi-", 120),
    ];

    /// What stands before a key and after it.
    const AROUND: &[(&str, &str)] = &[
        ("", ""),
        ("backup-", ".prompt"),
        ("_", "_"),
        ("key=", "&next=1"),
        ("?next=key%3D", "%26"),
        ("key\\u003d", "\\u0026"),
        ("key=3D", "=20"),
        ("a\\n", "\\n"),
        ("1.0.0-", "-old"),
        ("é", "é"),
    ];

    #[test]
    fn keys_of_letters_alone_are_found_wherever_they_stand() {
        let letters = "QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDh".repeat(5);
        let mixed = letters.replace(['d', 'D', 'm', 'M', 'g', 'Y'], "7");
        for (prefix, length) in FORMS {
            for body in [&letters, &mixed] {
                let mut body = body[..*length].to_owned();
                if prefix.ends_with("IA") {
                    body.make_ascii_uppercase();
                }
                for (before, after) in AROUND {
                    let text = format!("see {before}{prefix}{body}{after} there");
                    assert!(!masked(&text).contains(&body), "{text}");
                }
            }
        }
    }

    #[test]
    fn letters_before_most_prefixes_do_not_hide_a_key() {
        for text in [
            "tokenghp_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAbCd",
            "Xhf_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAb",
            "7npm_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAbCd",
        ] {
            assert!(!masked(text).contains("HsLm"), "{text}");
        }
    }

    #[test]
    fn prose_and_placeholders_are_no_keys() {
        for text in [
            "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "hf_XxXxXxXxXxXxXxXxXxXxXxXxXxXxXxXxXx",
            "hf_YourHuggingFaceTokenGoesHereYourTok",
            "hf_yourHuggingFaceAPITokenGoesHereABcd",
            "sk-your-key-here, sk-your-OpenAI-key-from-the-API-console-goes-here",
            "sk-proj-YOUR-KEY-HERE-as-OpenAI-and-the-API-show-it-to-you",
            "sk-learn-and-other-libraries-for-machine-learning-in-Python",
            "translate-cs-sk-formal-letters-to-the-customers-of-2024",
            "the-task-with-sk-as-its-letters-and-many-words-after-it-v2",
            "glpat-Personal-Access-Token-Of-The-Project",
            "sk_live_stripeSecretKeyOfTheShop",
            "AKIAIOSFODNN7EXAMPLE, AKIAXXXXXXXXXXXXXXXX",
            "npm_config_registry_and_other_names_of_settings",
            "gsk_theGroqKeyThatTheConsoleShowsOnceAndNeverAgainAfter",
            "task-QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDh7",
            "AIzaFormOfKeysThatGoogleHasForMapsAndMore",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
