//! What is wrong with a call of a prompt from the catalog.

use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use prompt_core::hidden::escape_line;
use prompt_core::interpret::TooLong;
use prompt_core::js::View;

use super::writer::NotSerializable;
use crate::{RenderError, RenderErrorKind};

/// What is wrong, for an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: RenderErrorKind,
    pub(crate) prompt_id: String,
    /// The name of the input, with those of fields in it. Empty if the fault is not that of an input.
    pub(crate) input: String,
    /// What was expected, and what came instead. It holds no value, which may be a secret.
    pub(crate) explanation: String,
    pub(crate) choices: Vec<String>,
}

impl Fault {
    pub(super) fn new(kind: RenderErrorKind, explanation: impl Into<String>) -> Self {
        Self {
            kind,
            prompt_id: String::new(),
            input: String::new(),
            explanation: explanation.into(),
            choices: Vec::new(),
        }
    }

    pub(super) fn missing(expected: &str) -> Self {
        let explanation = format!("is missing: expected {expected}");
        Self::new(RenderErrorKind::MissingInput, explanation)
    }

    pub(super) fn ill_typed(expected: &str, found: View<'_>) -> Self {
        let found = kind(found);
        let explanation = format!("is ill-typed: expected {expected}, found {found}");
        Self::new(RenderErrorKind::IllTypedInput, explanation)
    }

    pub(super) fn no_choice(choices: &[String]) -> Self {
        let names = choices.iter().map(|choice| escape_line(choice).to_string());
        let names = names.collect::<Vec<_>>().join("`, `");
        let explanation = format!("is none of its choices: `{names}`");
        Self {
            choices: choices.to_vec(),
            ..Self::new(RenderErrorKind::UnknownChoice, explanation)
        }
    }

    pub(super) fn unknown_input(name: &str, nearest: Option<&str>, known: &[&str]) -> Self {
        let help = match nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if known.is_empty() => "the prompt has no inputs".to_owned(),
            None => format!("the inputs are `{}`", known.join("`, `")),
        };
        let explanation = format!("is no input: {help}");
        Self::new(RenderErrorKind::UnknownInput, explanation).within(name)
    }

    /// Puts the name of an input, a field or an item before the name of what is wrong.
    pub(super) fn within(mut self, name: &str) -> Self {
        let separator = match self.input.as_str() {
            "" => "",
            inner if inner.starts_with('[') => "",
            _ => ".",
        };
        self.input = format!("{name}{separator}{}", self.input);
        self
    }

    pub(super) fn of_prompt(self, id: &str) -> RenderError {
        let prompt_id = id.to_owned();
        RenderError::of_fault(Box::new(Self { prompt_id, ..self }))
    }
}

impl From<NotSerializable> for Fault {
    fn from(NotSerializable: NotSerializable) -> Self {
        Self::new(
            RenderErrorKind::NotSerializable,
            "the inputs cannot be serialized",
        )
    }
}

impl From<TooLong> for Fault {
    fn from(error: TooLong) -> Self {
        Self::new(RenderErrorKind::TooLong, error.to_string())
    }
}

impl core::fmt::Display for Fault {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { explanation, .. } = self;
        let (input, id) = (escape_line(&self.input), escape_line(&self.prompt_id));
        match self.kind {
            RenderErrorKind::UnknownPrompt => write!(f, "no prompt `{id}`: {explanation}"),
            _ if self.input.is_empty() => write!(f, "the prompt `{id}`: {explanation}"),
            _ => write!(f, "`{input}` of the prompt `{id}` {explanation}"),
        }
    }
}

/// Names what a value is, in the words of the types of inputs.
pub(super) fn kind(value: View<'_>) -> &'static str {
    match value {
        View::Text(_) => "a text",
        View::Object(_) => "an object",
        other => other.kind(),
    }
}
