//! A value that the type does not take.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Error, Expected, Unexpected};

use super::path::{Path, Step};

/// The error of a type that reads a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mismatch {
    /// What is wrong, in words of the program alone.
    pub(super) sentence: String,
    /// What the model has in this place, or a type's own words about it.
    pub(super) found: Option<String>,
    /// The steps to the value, the last one first.
    steps: Vec<Step>,
}

impl Mismatch {
    fn new(sentence: String, found: Option<String>) -> Self {
        let steps = Vec::new();
        Self {
            sentence,
            found,
            steps,
        }
    }

    /// Puts a step before the path.
    pub(super) fn within(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Returns the path of the value.
    pub(super) fn path(&self) -> Path {
        Path(self.steps.iter().rev().cloned().collect())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl core::error::Error for Mismatch {}

/// The error for another value than the type expects.
fn expected(expected: &dyn Expected, found: String) -> Mismatch {
    Mismatch::new(format!("expected {expected}"), Some(found))
}

impl Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let sentence = "the type does not take the value".to_owned();
        Self::new(sentence, Some(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, by: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Unit => "null".to_owned(),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "an object".to_owned(),
            found => found.to_string(),
        };
        expected(by, found)
    }

    fn invalid_value(found: Unexpected<'_>, by: &dyn Expected) -> Self {
        expected(by, found.to_string())
    }

    fn invalid_length(length: usize, by: &dyn Expected) -> Self {
        expected(by, format!("length {length}"))
    }

    fn unknown_variant(variant: &str, variants: &'static [&'static str]) -> Self {
        let sentence = format!("expected one of `{}`", variants.join("`, `"));
        Self::new(sentence, Some(format!("`{variant}`")))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::new("unexpected field".to_owned(), Some(format!("`{field}`")))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("missing field `{field}`"), None)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(format!("duplicate field `{field}`"), None)
    }
}
