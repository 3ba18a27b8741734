//! The value of an answer: JSON as models give it.
//!
//! An answer that is JSON is read by `serde_json` through `strict`. Otherwise `extract` looks for the
//! one value in it, by `scan`. A value that the type does not take is read again by `located`, whose
//! errors, a `mismatch`, have the `path`. `call` is the value of a call of a tool.

mod answer_error;
mod call;
mod extract;
mod located;
mod mismatch;
mod path;
mod scan;
mod strict;
#[cfg(test)]
mod tests;

use alloc::borrow::ToOwned;
use alloc::format;

use prompt_core::js::Json;
use serde::de::DeserializeOwned;

use self::answer_error::excerpt;
pub use self::answer_error::{AnswerError, AnswerErrorKind};
pub use self::call::parse_call;
use self::extract::{Extracted, Place, Reason, extract};
use self::located::Located;
use self::mismatch::Mismatch;
use self::path::Path;
use self::strict::Strict;
use super::Answer;

/// The subject of errors.
const ANSWER: &str = "the answer";

impl Answer {
    /// Reads the value of the answer, from JSON as models give it.
    ///
    /// The JSON may stand in a code fence, in sentences, or behind `<think>…</think>`, and have a
    /// comma before a closing bracket. Anything else is an error rather than a guess: an answer that
    /// is not [complete](Self::is_complete), several values, quotes or brackets that do not match. A
    /// struct is read from an object alone, not from a list of its fields.
    ///
    /// ```
    /// # #[cfg(feature = "serde")] {
    /// use prompt_runtime::{Answer, AnswerErrorKind};
    ///
    /// let answer = Answer::new("Here you are:\n```json\n{\"seats\": 12}\n```");
    /// let seats = answer.parse::<std::collections::BTreeMap<String, u32>>().unwrap();
    /// assert_eq!(seats["seats"], 12);
    ///
    /// let error = Answer::new("[1, \"two\"]").parse::<Vec<u32>>().unwrap_err();
    /// assert_eq!(error.kind(), AnswerErrorKind::Mismatch);
    /// assert_eq!(error.to_string(), "`[1]` of the answer: expected u32");
    /// assert_eq!(error.found(), Some("string \"two\""));
    /// # }
    /// ```
    ///
    /// The keywords of a schema beside the types, such as `maxLength`, are not checked.
    ///
    /// # Errors
    ///
    /// Fails if the answer is not complete, if it does not have exactly one JSON value, or if that is
    /// none of the type. The error's message has no word of the answer: see [`AnswerError`].
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, AnswerError> {
        if !self.is_complete() {
            return Err(self.unfinished());
        }
        let text = self.text.trim_start_matches('\u{feff}');
        if let Ok(value) = read(text) {
            return Ok(value);
        }
        parse_loose(text)
    }

    /// Makes the error of an answer that is not complete.
    fn unfinished(&self) -> AnswerError {
        let (kind, sentence) = if self.is_truncated() {
            (AnswerErrorKind::CutOff, "the answer is cut off")
        } else if self.is_filtered() || self.is_failed() {
            let sentence = "the provider did not finish the answer";
            (AnswerErrorKind::Unfinished, sentence)
        } else {
            (AnswerErrorKind::Refused, "the model refused to answer")
        };
        let text = self.refusal.as_ref().unwrap_or(&self.text);
        let place = match extract(&self.text) {
            Err((Reason::CutOff, place)) => place,
            _ => Place {
                at: text.len(),
                path: Path::default(),
            },
        };
        AnswerError {
            kind,
            subject: ANSWER,
            sentence: sentence.to_owned(),
            excerpt: excerpt(text, place.at),
            path: place.path,
            found: None,
        }
    }
}

/// Reads a text that is JSON.
fn read<T: DeserializeOwned>(json: &str) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = T::deserialize(Strict(&mut reader))?;
    reader.end()?;
    Ok(value)
}

/// Reads a text that is JSON in other words, or finds out what is wrong with it.
fn parse_loose<T: DeserializeOwned>(text: &str) -> Result<T, AnswerError> {
    let Extracted { json, start } = match Json::parse(text) {
        Some(_) => Extracted {
            json: text.into(),
            start: 0,
        },
        None => extract(text).map_err(|(reason, place)| without_value(text, &reason, place))?,
    };
    read(&json).map_err(|error| {
        let at = start + offset(&json, &error);
        let mismatch = Json::parse(&json).and_then(|value| T::deserialize(Located(&value)).err());
        if let Some(mismatch) = mismatch {
            return of_mismatch(text, at, mismatch);
        }
        // A number beyond the range of a float, or half of a character.
        let path = Path::default();
        without_value(text, &Reason::Malformed, Place { at, path })
    })
}

/// Makes the error of a text without one whole value.
fn without_value(text: &str, reason: &Reason, place: Place) -> AnswerError {
    let (kind, sentence) = match reason {
        Reason::Missing => (AnswerErrorKind::NoJson, "no JSON in the answer".to_owned()),
        Reason::Several => {
            let sentence = "several JSON values in the answer".to_owned();
            (AnswerErrorKind::SeveralValues, sentence)
        }
        Reason::CutOff => (
            AnswerErrorKind::CutOff,
            "the answer is cut off within its JSON".to_owned(),
        ),
        Reason::Malformed => {
            let before = &text[..place.at];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            let sentence = format!("malformed JSON in line {line} of the answer, column {column}");
            (AnswerErrorKind::Malformed, sentence)
        }
    };
    AnswerError {
        kind,
        subject: ANSWER,
        sentence,
        excerpt: excerpt(text, place.at),
        path: place.path,
        found: None,
    }
}

/// Makes the error of a value that is none of the type.
fn of_mismatch(text: &str, at: usize, mismatch: Mismatch) -> AnswerError {
    AnswerError {
        kind: AnswerErrorKind::Mismatch,
        subject: ANSWER,
        path: mismatch.path(),
        sentence: mismatch.sentence,
        found: mismatch.found,
        excerpt: excerpt(text, at),
    }
}

/// Returns the place of an error in a text, as far as the commas that were removed allow.
fn offset(json: &str, error: &serde_json::Error) -> usize {
    let line = error.line().saturating_sub(1);
    let lines = json.split_inclusive('\n').take(line).map(str::len);
    let mut offset = (lines.sum::<usize>() + error.column()).min(json.len());
    while !json.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
