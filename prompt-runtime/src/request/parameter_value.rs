use core::fmt;

use prompt_core::parameters::{Kind, Parameter};
use serde::{Serialize, Serializer};

use super::schema::Transcoded;

/// The value of a parameter, as its header has it.
pub(super) struct ParameterValue<'a> {
    kind: Kind,
    json: &'a str,
}

impl<'a> ParameterValue<'a> {
    pub(super) fn new(parameter: &Parameter, json: &'a str) -> Self {
        Self {
            kind: parameter.kind,
            json,
        }
    }

    /// The value of a number that can have a fraction. It is a float even where it has none.
    fn float(&self) -> Option<f64> {
        match self.kind {
            Kind::Number { .. } => self.json.parse().ok(),
            _ => None,
        }
    }
}

impl Serialize for ParameterValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.float() {
            Some(number) => serializer.serialize_f64(number),
            None => Transcoded(self.json).serialize(serializer),
        }
    }
}

impl fmt::Debug for ParameterValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.float() {
            Some(number) => number.fmt(f),
            None => f.write_str(self.json),
        }
    }
}
