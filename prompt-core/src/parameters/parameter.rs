use super::{Kind, Mismatch};
use crate::js::Json;

/// A setting of a model: a row of the [`TABLE`](super::TABLE).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// The key in an environment and in a pin.
    pub name: &'static str,
    /// The attribute of a span, as OpenTelemetry names it.
    pub attribute: Option<&'static str>,
    /// A second spelling, for the `config` of a prompt file.
    pub in_file: Option<&'static str>,
    /// The key in the body of a chat-completions call.
    pub body: &'static str,
    pub place: Place,
    pub kind: Kind,
}

/// The mapping in an environment or a pin for the parameters that have no key of their own there.
pub const NESTED: &str = "parameters";

/// The place of a parameter in an environment and in a pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Beside `model`. An environment must have it.
    TopLevel,
    /// In the mapping [`NESTED`], which may be left out.
    Nested,
}

impl Parameter {
    /// Returns `true` if a key of a prompt file's `config` names this parameter.
    #[must_use]
    pub fn is_named_in_file(&self, key: &str) -> bool {
        key == self.name || Some(key) == self.in_file
    }

    /// Checks a value, and returns it in the form that all later steps rely on: a
    /// [`Kind::Number`] is a float, even where `1` was written.
    ///
    /// # Errors
    ///
    /// Fails if the value has the wrong type or is not allowed.
    pub fn read(&self, value: &Json) -> Result<Json, Mismatch> {
        self.kind.read(value)
    }

    /// Reads the text form of a value, which is JSON. Returns `None` where it is not a value of
    /// this parameter.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<Json> {
        self.read(&Json::parse(text)?).ok()
    }
}
