use alloc::borrow::ToOwned;
use alloc::string::{String, ToString as _};
use core::fmt;

use super::path::Path;

/// The reason why an answer, or a call of a tool, has no value of the type.
///
/// An answer can have what no log may have. So [`Display`](fmt::Display) and [`Debug`] show what the
/// program knows: the kind, and the path with the names of its own fields and with `*` for each
/// key that the model chose. [`path`](Self::path), [`found`](Self::found) and
/// [`excerpt`](Self::excerpt) return the words of the model; log them where the environment logs
/// content.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerError {
    pub(super) kind: AnswerErrorKind,
    /// What was read: the answer, or the arguments of a call.
    pub(super) subject: &'static str,
    /// What is wrong, without content.
    pub(super) sentence: String,
    pub(super) path: Path,
    pub(super) found: Option<String>,
    pub(super) excerpt: String,
}

/// The kind of an [`AnswerError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AnswerErrorKind {
    /// The model refused to answer.
    Refused,
    /// The answer ends before its JSON does, or at a limit of tokens.
    CutOff,
    /// The model or the provider did not finish the answer for another reason.
    Unfinished,
    /// The answer has no JSON.
    NoJson,
    /// The answer has several JSON values: which one is meant cannot be told.
    SeveralValues,
    /// The answer has something that is JSON in part.
    Malformed,
    /// The JSON is not a value of the type.
    Mismatch,
    /// The call is of a tool for which the type has no variant.
    UnknownTool,
}

impl AnswerError {
    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> AnswerErrorKind {
        self.kind
    }

    /// Returns the path of the value in the answer, such as `products[2].price`. That of the whole
    /// answer is empty. Keys of maps and of malformed JSON are words of the model.
    #[must_use]
    pub fn path(&self) -> String {
        self.path.to_string()
    }

    /// Returns the value that the type does not take, as serde describes it: words of the model.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }

    /// Returns some characters of the answer around the place of the error: words of the model.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.without_content().to_string();
        if self.kind == AnswerErrorKind::Mismatch && !path.is_empty() {
            write!(f, "`{path}` of {}: {}", self.subject, self.sentence)
        } else {
            f.write_str(&self.sentence)
        }
    }
}

impl fmt::Debug for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerError")
            .field("kind", &self.kind)
            .field("message", &self.to_string())
            .finish_non_exhaustive()
    }
}

impl core::error::Error for AnswerError {}

/// The number of characters that an excerpt has before and after the place.
const AROUND: usize = 30;

/// Returns the text around a place.
pub(super) fn excerpt(text: &str, at: usize) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let from = before.char_indices().rev().take(AROUND).last();
    let start = from.map_or(at.min(text.len()), |(start, _)| start);
    let length = after.char_indices().nth(AROUND);
    let end = length.map_or(text.len(), |(length, _)| at + length);
    text[start..end].trim().to_owned()
}
