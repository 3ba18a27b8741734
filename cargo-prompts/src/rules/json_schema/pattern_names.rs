//! The patterns for names, in `patternProperties`. `jsonschema` compiles these itself, so it gets
//! them translated.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use prompt_build::report::quoted;
use serde_json::{Map, Value};

use crate::rules::ecma_pattern::{Pattern, for_jsonschema};

/// A schema whose patterns for names are translated.
pub(super) struct Translated {
    pub(super) schema: Value,
    /// A pattern was changed, which makes it slow on long names.
    pub(super) is_changed: bool,
}

impl Translated {
    pub(super) fn of(schema: &Value) -> Result<Self, String> {
        let mut translated = Self {
            schema: Value::Null,
            is_changed: false,
        };
        translated.schema = translated.schema(schema)?;
        Ok(translated)
    }

    fn schema(&mut self, schema: &Value) -> Result<Value, String> {
        match schema {
            Value::Object(entries) => entries
                .iter()
                .map(|(keyword, value)| Ok((keyword.clone(), self.keyword(keyword, value)?)))
                .collect(),
            Value::Array(schemas) => schemas.iter().map(|schema| self.schema(schema)).collect(),
            value => Ok(value.clone()),
        }
    }

    /// The value of a keyword. Those that hold data stay as they are.
    fn keyword(&mut self, keyword: &str, value: &Value) -> Result<Value, String> {
        match (keyword, value) {
            ("const" | "default" | "enum" | "examples", _) => Ok(value.clone()),
            ("$ref", Value::String(reference)) => Ok(Value::String(self.reference(reference)?)),
            ("patternProperties", Value::Object(schemas)) => {
                let mut translated = Map::new();
                for (pattern, schema) in schemas {
                    translated.insert(self.pattern(pattern)?, self.schema(schema)?);
                }
                Ok(Value::Object(translated))
            }
            (
                "$defs" | "definitions" | "dependencies" | "dependentSchemas" | "properties",
                Value::Object(schemas),
            ) => schemas
                .iter()
                .map(|(name, schema)| Ok((name.clone(), self.schema(schema)?)))
                .collect(),
            _ => self.schema(value),
        }
    }

    /// A pattern without special syntax means the same everywhere, and stays as it is.
    fn pattern(&mut self, pattern: &str) -> Result<String, String> {
        let refused = |error| format!("{} {error}", quoted(pattern));
        if !pattern.contains(['\\', '.', '[', '(']) {
            Pattern::compile(pattern).map_err(refused)?;
            return Ok(pattern.to_owned());
        }
        self.is_changed = true;
        for_jsonschema(pattern).map_err(refused)
    }

    /// A reference can lead to the schema of a pattern.
    fn reference(&mut self, reference: &str) -> Result<String, String> {
        const KEYWORD: &str = "/patternProperties/";
        let Some((before, rest)) = reference.split_once(KEYWORD) else {
            return Ok(reference.to_owned());
        };
        let (token, behind) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let pattern = percent_decode_str(token).decode_utf8_lossy();
        let pattern = pattern.replace("~1", "/").replace("~0", "~");
        let translated = self.pattern(&pattern)?;
        let translated = translated.replace('~', "~0").replace('/', "~1");
        let token = utf8_percent_encode(&translated, NON_ALPHANUMERIC);
        Ok(format!("{before}{KEYWORD}{token}{behind}"))
    }
}
