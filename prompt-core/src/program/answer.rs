//! The types of the answers that the pinned versions of a prompt ask for.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::Pin;

/// The answer that a pinned version asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedAnswer {
    pub pin: Pin,
    /// The type by the output schema. `None` if the version has no schema.
    pub answer_type: Option<AnswerType>,
}

/// The type of a value in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerType {
    pub class: AnswerClass,
    /// `true` if the value may be null.
    pub is_nullable: bool,
}

/// The values that a schema allows, null aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerClass {
    /// Any value, or one of several types.
    Any,
    Boolean,
    Integer,
    Number,
    Text,
    /// One of these texts.
    Choice(Vec<String>),
    List(Box<AnswerType>),
    /// An object with any keys.
    Map(Box<AnswerType>),
    Object(Vec<AnswerField>),
    /// A value of a schema that contains itself.
    Recursive,
}

/// A field of an object in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerField {
    pub name: String,
    pub is_required: bool,
    pub answer_type: AnswerType,
}

impl AnswerClass {
    /// Returns the name of the type, as messages use it.
    #[must_use]
    pub const fn description(&self) -> &'static str {
        match self {
            Self::Any => "a value of any type",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Choice(_) => "one of several texts",
            Self::List(_) => "a list",
            Self::Map(_) => "an object with any keys",
            Self::Object(_) => "an object",
            Self::Recursive => "recursive",
        }
    }
}
