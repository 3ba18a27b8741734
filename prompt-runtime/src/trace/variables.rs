use alloc::format;
use alloc::string::String;

use prompt_core::js::Json;
use tracing::Span;

use super::record::Record;
use super::{attributes, content};

/// The start of the names of the attributes for inputs.
const PREFIX: &str = "gen_ai.prompt.variable.";

/// Logs the inputs within a span. The function takes the name of an attribute, and returns its
/// value.
///
/// The fields of an event are fixed when the program is compiled, so `prompt!` makes it.
pub type LogVariables = fn(&Span, &dyn Fn(&str) -> Option<String>);

/// The inputs of a call, for a log.
#[doc(hidden)]
#[derive(Clone)]
pub struct Variables {
    inputs: Json,
    log: LogVariables,
}

impl Variables {
    #[must_use]
    pub fn new(inputs: Json, log: LogVariables) -> Self {
        Self { inputs, log }
    }

    /// Logs the inputs without the secrets in them.
    pub(super) fn log(&self, record: &Record, span: &Span) {
        (self.log)(span, &|attribute| {
            let name = attribute.strip_prefix(PREFIX)?;
            let (_, input) = self.entries().find(|(of, _)| of == name)?;
            content::variable(record, input)
        });
    }

    /// Sets the inputs as attributes of a span, without the secrets in them.
    pub(super) fn set(&self, record: &Record, span: &Span) {
        for (name, input) in self.entries() {
            if let Some(value) = content::variable(record, input) {
                attributes::set(span, &format!("{PREFIX}{name}"), &value);
            }
        }
    }

    fn entries(&self) -> impl Iterator<Item = &(String, Json)> {
        let entries: &[_] = match &self.inputs {
            Json::Object(entries) => entries,
            _ => &[],
        };
        entries.iter()
    }
}
