use super::{Kind, Mismatch, TABLE, WireUse};
use crate::js::Json;
use crate::vocabulary::Api;

/// A setting of a model: a row of the [`TABLE`](super::TABLE).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// The key in an environment and in a pin.
    pub name: &'static str,
    /// The attribute of a span, as OpenTelemetry names it.
    pub attribute: Option<&'static str>,
    /// A second spelling, for the `config` of a prompt file.
    pub in_file: Option<&'static str>,
    pub place: Place,
    pub kind: Kind,
    pub chat_completions: WireUse,
    pub responses: WireUse,
    pub anthropic_messages: WireUse,
    pub gemini: WireUse,
}

/// The mapping in an environment or a pin for the parameters that have no key of their own there.
pub const NESTED: &str = "parameters";

/// The place of a parameter in an environment and in a pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Beside `model`.
    TopLevel,
    /// In the mapping [`NESTED`], which may be left out.
    Nested,
}

impl Place {
    /// Returns the rows of the table that stand here.
    pub fn rows(self) -> impl Iterator<Item = &'static Parameter> {
        TABLE.iter().filter(move |row| row.place == self)
    }
}

impl Parameter {
    /// Returns what an API does with this parameter.
    #[must_use]
    pub const fn in_api(&self, api: Api) -> &WireUse {
        match api {
            Api::ChatCompletions => &self.chat_completions,
            Api::Responses => &self.responses,
            Api::AnthropicMessages => &self.anthropic_messages,
            Api::Gemini => &self.gemini,
        }
    }

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
