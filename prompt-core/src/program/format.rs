use alloc::string::String;

use super::Demand;
use crate::js::Json;

/// The form in which a tag prints a value.
///
/// A helper that turns one value into text is a variant here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `{{value}}`
    Plain,
    /// `{{json value}}`, with blanks as indent where there are several lines.
    Json { indent: usize },
}

impl Format {
    /// A format of each kind.
    pub const SAMPLES: &'static [Self] = &[Self::Plain, Self::Json { indent: 2 }];

    /// Returns the name of the format in a program's file, with its argument.
    #[must_use]
    pub const fn to_word(self) -> (&'static str, usize) {
        match self {
            Self::Plain => ("print", 0),
            Self::Json { indent } => ("json", indent),
        }
    }

    /// Returns the format with this name.
    #[must_use]
    pub fn from_word(name: &str, argument: usize) -> Option<Self> {
        match name {
            "print" => Some(Self::Plain),
            "json" => Some(Self::Json { indent: argument }),
            _ => None,
        }
    }

    /// Returns the demand on a value that is printed in this form.
    #[must_use]
    pub const fn demand(self) -> Demand {
        match self {
            Self::Json { .. } => Demand::Serialize,
            Self::Plain => Demand::Print,
        }
    }

    /// Appends a value in this form.
    pub fn write(self, value: &Json, text: &mut String) {
        match self {
            Self::Plain => value.print(text),
            Self::Json { indent } => value.stringify(text, indent),
        }
    }
}
