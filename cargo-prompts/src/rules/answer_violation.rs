//! The first part of a prompt's output schema that an answer does not meet.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use prompt_build::report::quoted;
use serde_json::Value;

use crate::rules::ecma_pattern::MOST_STEPS;
use crate::rules::json_schema::{JsonSchema, Violation};

/// The most allowed values, and the most extra properties, that a message names.
const MOST_NAMED: usize = 10;

/// The words of an answer that a message may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    All,
    /// Those that the schema has, too: the answer may repeat realistic inputs.
    OfSchema,
}

/// Says what the answer does not meet first: the place in the answer, the keyword, and what that
/// keyword asks for.
pub fn answer_violation(
    schema: &JsonSchema,
    json: &Value,
    answer: &Value,
    words: Words,
) -> Option<String> {
    let error = match schema.violation(answer)? {
        Violation::Error(error) => error,
        Violation::Unjudged(reason) => return Some(reason),
    };
    let names = Names {
        schema,
        json,
        words,
    };
    Some(format!("{} {}", names.place(&error), names.demand(&error)))
}

/// The names that a message may have.
struct Names<'a> {
    schema: &'a JsonSchema,
    json: &'a Value,
    words: Words,
}

impl Names<'_> {
    /// The place in the answer, as a JSON pointer. `*` stands for a name that is not shown.
    fn place(&self, error: &ValidationError<'_>) -> String {
        let path = error.instance_path().to_string();
        if path.is_empty() {
            return "it".to_owned();
        }
        let known = self.known();
        let parts = path.split('/').skip(1);
        let shown = parts.map(|part| {
            let is_index = part.bytes().all(|byte| byte.is_ascii_digit());
            let name = part.replace("~1", "/").replace("~0", "~");
            let is_shown = self.words == Words::All || is_index || known.contains(name.as_str());
            format!("/{}", if is_shown { part } else { "*" })
        });
        quoted(&shown.collect::<String>())
    }

    /// The keyword that the place does not meet, with what it asks for.
    fn demand(&self, error: &ValidationError<'_>) -> String {
        let keyword = error.kind().keyword();
        match error.kind() {
            Kind::Required { property } => format!("lacks {} (`{keyword}`)", text(property)),
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                let names = match self.words {
                    Words::All => listed(unexpected.iter().map(|name| quoted(name))),
                    Words::OfSchema => "a property that the schema does not have".to_owned(),
                };
                format!("has {names} (`{keyword}`)")
            }
            Kind::Enum { options } => {
                let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
                format!(
                    "is none of {} (`{keyword}`)",
                    listed(options.iter().map(text))
                )
            }
            Kind::Constant { expected_value } => {
                format!("is not {} (`{keyword}`)", text(expected_value))
            }
            Kind::BacktrackLimitExceeded { .. } => {
                format!("has a name on which a pattern takes more than {MOST_STEPS} steps")
            }
            _ => format!("does not meet {}", self.rule(error)),
        }
    }

    /// The keyword with its value, if that is short.
    fn rule(&self, error: &ValidationError<'_>) -> String {
        let keyword = error.kind().keyword();
        match self.schema.value_of(error) {
            Some(Value::Object(_) | Value::Bool(_)) | None => quoted(keyword),
            Some(Value::Array(list)) if list.iter().any(Value::is_object) => quoted(keyword),
            Some(value) => quoted(&format!("{keyword}: {}", plain(value))),
        }
    }

    /// All names of properties in the schema.
    fn known(&self) -> BTreeSet<&str> {
        let mut known = BTreeSet::new();
        add_names(self.json, &mut known);
        known
    }
}

fn add_names<'a>(schema: &'a Value, known: &mut BTreeSet<&'a str>) {
    match schema {
        Value::Object(entries) => {
            if let Some(Value::Object(properties)) = entries.get("properties") {
                known.extend(properties.keys().map(String::as_str));
            }
            entries.values().for_each(|value| add_names(value, known));
        }
        Value::Array(values) => values.iter().for_each(|value| add_names(value, known)),
        _ => {}
    }
}

fn listed(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let mut names = names.take(MOST_NAMED).collect::<Vec<_>>();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}

fn text(value: &Value) -> String {
    quoted(&plain(value))
}

/// A text without quotes, and any other value as JSON.
fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        value => Cow::Owned(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use jsonschema::Draft;
    use serde_json::json;

    use super::*;

    /// An answer, what is said of it, and what is said without words of the answer; `""` if that is
    /// the same.
    type Row = (Value, &'static str, &'static str);

    fn rows() -> Vec<Row> {
        let line = |line: Value| json!({ "subject": "Hi", "lines": [{ "price": 1 }, line] });
        vec![
            (json!([]), "it does not meet `type: object`", ""),
            (
                json!({ "lines": [] }),
                "it lacks `subject` (`required`)",
                "",
            ),
            (line(json!({})), "`/lines/1` lacks `price` (`required`)", ""),
            (
                line(json!({ "price": 1, "cost": 2 })),
                "`/lines/1` has `cost` (`additionalProperties`)",
                "`/lines/1` has a property that the schema does not have (`additionalProperties`)",
            ),
            (
                line(json!({ "price": "x" })),
                "`/lines/1/price` does not meet `type: number`",
                "",
            ),
            (
                line(json!({ "price": -1 })),
                "`/lines/1/price` does not meet `minimum: 0`",
                "",
            ),
            (
                line(json!({ "price": 1, "unit": "ft" })),
                "`/lines/1/unit` is none of `m`, `null`, `1` (`enum`)",
                "",
            ),
            (
                line(json!({ "price": 1, "version": 3 })),
                "`/lines/1/version` is not `2` (`const`)",
                "",
            ),
            (
                json!({ "subject": "Hello", "lines": [] }),
                "`/subject` does not meet `maxLength: 3`",
                "",
            ),
            (
                json!({ "subject": "x", "lines": [] }),
                "`/subject` does not meet `pattern: ^(?!x)`",
                "",
            ),
            (
                json!({ "subject": "z".repeat(4_097), "lines": [] }),
                "it has a text of more than 4096 bytes for the pattern `^(?!x)`, which has look-around or a back-reference",
                "",
            ),
            (
                json!({ "subject": "Hi", "lines": [], "tags": { "Mara": 1 } }),
                "`/tags/Mara` does not meet `type: string`",
                "`/tags/*` does not meet `type: string`",
            ),
            (
                json!({ "subject": "Hi", "lines": [], "either": true }),
                "`/either` does not meet `anyOf`",
                "",
            ),
            (
                json!({ "subject": "Hi", "lines": [], "types": true }),
                "`/types` does not meet `type: [\"string\",\"null\"]`",
                "",
            ),
        ]
    }

    #[test]
    fn what_an_answer_does_not_meet() {
        let schema = json!({
            "type": "object",
            "properties": {
                "subject": { "type": "string", "maxLength": 3, "pattern": "^(?!x)" },
                "lines": { "type": "array", "items": { "$ref": "#/$defs/line" } },
                "tags": { "type": "object", "additionalProperties": { "type": "string" } },
                "either": { "anyOf": [{ "type": "string" }, { "type": "number" }] },
                "types": { "type": ["string", "null"] },
            },
            "required": ["subject", "lines"],
            "$defs": { "line": {
                "type": "object",
                "properties": {
                    "price": { "type": "number", "minimum": 0 },
                    "unit": { "enum": ["m", null, 1] },
                    "version": { "const": 2 },
                },
                "required": ["price"],
                "additionalProperties": false,
            } },
        });
        let compiled = JsonSchema::compile(&schema, Draft::Draft202012).unwrap();
        let said = |answer: &Value, words| answer_violation(&compiled, &schema, answer, words);
        for (answer, all, of_schema) in rows() {
            let of_schema = if of_schema.is_empty() { all } else { of_schema };
            assert_eq!(said(&answer, Words::All).as_deref(), Some(all));
            assert_eq!(said(&answer, Words::OfSchema).as_deref(), Some(of_schema));
        }
        let met = json!({ "subject": "Hi", "lines": [{ "price": 1 }] });
        assert_eq!(said(&met, Words::All), None);
    }

    #[test]
    fn a_name_that_takes_too_many_steps() {
        let schema =
            json!({ "patternProperties": { r"^(?:(a)|(a)|b)+\1\2$": { "type": "number" } } });
        let compiled = JsonSchema::compile(&schema, Draft::Draft202012).unwrap();
        let name = "a".repeat(100) + "c";
        let said = answer_violation(&compiled, &schema, &json!({ name: "x" }), Words::OfSchema);
        assert_eq!(
            said.as_deref(),
            Some("it has a name on which a pattern takes more than 100000 steps")
        );
    }

    #[test]
    fn no_more_than_ten_values_are_named() {
        let schema = json!({ "enum": (0..12).collect::<Vec<_>>() });
        let compiled = JsonSchema::compile(&schema, Draft::Draft202012).unwrap();
        let said = answer_violation(&compiled, &schema, &json!("x"), Words::All).unwrap();
        assert!(said.contains("`9`, 2 more (`enum`)"), "{said}");
    }
}
