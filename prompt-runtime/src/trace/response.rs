//! What the endpoint says of its answer, as far as it may be logged.

use alloc::borrow::Cow;

use super::record::Record;
use crate::redaction::REDACTED;
use crate::request::known_finish_reason;
use crate::{Answer, Logging, Prompt};

/// The maximum length of an id or of a model's name, in bytes.
const MAX_WORD: usize = 128;

/// The replacement of a word that may be content.
const OTHER: &str = "other";

/// The id, the model and the finish reason of an answer.
pub(super) struct Response<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) model: Option<Cow<'a, str>>,
    pub(super) finish_reason: Option<Cow<'a, str>>,
}

impl<'a> Response<'a> {
    /// Returns what may be logged. An endpoint can put any text in these fields, so where no content
    /// is logged, or the secrets are not known, only words that are known beforehand are.
    pub(super) fn of(answer: &'a Answer, prompt: &'a Prompt, record: &Record) -> Self {
        if prompt.logging() == Logging::Structured || record.is_withheld() {
            Self::known(answer, prompt)
        } else {
            Self::redacted(answer, record)
        }
    }

    fn known(answer: &Answer, prompt: &'a Prompt) -> Self {
        let model = answer.model.as_deref();
        let model = model.map(|model| known_model(model, prompt.model()));
        let reason = answer.finish_reason.as_deref();
        let finish_reason = reason.map(|reason| known_finish_reason(reason).unwrap_or(OTHER));
        Self {
            id: None,
            model: model.map(Cow::Borrowed),
            finish_reason: finish_reason.map(Cow::Borrowed),
        }
    }

    fn redacted(answer: &'a Answer, record: &Record) -> Self {
        let word = |text: &'a Option<alloc::string::String>| {
            let text = text.as_deref().filter(|text| is_word(text))?;
            // A part of an id is of no use.
            let shown = if record.shows_word(text) {
                text
            } else {
                REDACTED
            };
            Some(Cow::Borrowed(shown))
        };
        Self {
            id: word(&answer.id),
            model: word(&answer.model),
            finish_reason: word(&answer.finish_reason),
        }
    }
}

/// Returns the model of the call if the answer is of it. Gemini's models may have the start `models/` in
/// one of them alone.
fn known_model<'a>(answered: &str, called: &'a str) -> &'a str {
    if name(answered) == name(called) {
        called
    } else {
        OTHER
    }
}

fn name(model: &str) -> &str {
    model.strip_prefix("models/").unwrap_or(model)
}

/// Returns whether a text can be an id or a name: one with blanks is something else.
fn is_word(text: &str) -> bool {
    text.len() <= MAX_WORD && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::{MAX_WORD, is_word, known_model};

    #[test]
    fn the_model_of_the_call_is_known_with_and_without_its_start() {
        let rows = [
            ("gemini-3-pro", "gemini-3-pro", "gemini-3-pro"),
            ("gemini-3-pro", "models/gemini-3-pro", "models/gemini-3-pro"),
            ("models/gemini-3-pro", "gemini-3-pro", "gemini-3-pro"),
            ("gemini-3", "models/gemini-3-pro", "other"),
            ("tunedModels/sales-7", "sales-7", "other"),
        ];
        for (answered, called, expected) in rows {
            assert_eq!(
                known_model(answered, called),
                expected,
                "{answered} of {called}"
            );
        }
    }

    #[test]
    fn a_word_is_short_and_has_no_blanks() {
        for word in ["stop", "chatcmpl-9f3a", "kimi-k2:latest"] {
            assert!(is_word(word), "{word}");
        }
        for text in ["two words", "line\n", "für", "\u{7f}"] {
            assert!(!is_word(text), "{text}");
        }
        assert!(is_word(&"a".repeat(MAX_WORD)));
        assert!(!is_word(&"a".repeat(MAX_WORD + 1)));
    }
}
