//! No secret of eight or more characters is in a log, in any form that the documentation of
//! `prompt_runtime::trace` says is found.
//!
//! An input has parts, between unit separators: the form in which the secret is told, the secret,
//! the texts before and after it, and another secret.

mod call;
mod form;
mod log;

use form::Form;

/// Secrets with fewer characters are not part of the promise: they are common in other texts.
const LEAST: usize = 8;
/// The replacement of a secret.
const REDACTED: &str = "[redacted]";

/// Logs a call that has secrets, and others tell one of them.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let mut parts = text.split('\u{1f}');
    let mut next = || parts.next().unwrap_or_default();
    let (form, secret, before, after, other) = (next(), next(), next(), next(), next());
    let told = Form::read(form).tell(secret.trim());
    let log = log::of(|| call::trace(&[secret, other], &[before, &told.text, after].concat()));
    assert!(!log.is_empty(), "nothing is logged");
    for shown in log.iter().flat_map(|text| text.split(REDACTED)) {
        for secret in [told.secret, other.trim()] {
            if secret.chars().count() >= LEAST {
                assert!(
                    !folded(shown).contains(&folded(secret)),
                    "{secret:?} in {log:?}"
                );
            }
        }
        if told.secret.chars().count() >= LEAST {
            assert!(!shown.contains(&told.text), "{:?} in {log:?}", told.text);
        }
    }
}

/// The text without the differences of case and whitespace.
fn folded(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let upper = words
        .chars()
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).collect()
}
