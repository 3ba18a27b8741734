//! JSON Schemas in assertions: draft 7, which is promptfoo's.

use jsonschema::Draft;
use prompt_build::report::{did_you_mean, quoted};
use prompt_build::template::Json;
use serde_json::Value;

use crate::rules::json_schema::{JsonSchema, Violation};
use crate::rules::render::to_serde;

/// Compiles a schema. `Err` has the reason why it is invalid.
pub(super) fn compile(schema: &Json) -> Result<JsonSchema, String> {
    if !matches!(schema, Json::Object(_)) {
        return Err(format!(
            "unexpected {}, expected a JSON Schema",
            schema.kind().trim_start_matches("a ")
        ));
    }
    let schema = to_serde(schema);
    if let Some(Value::String(draft)) = schema.get("$schema")
        && !draft.contains("draft-07")
    {
        return Err(format!(
            "unknown schema {}, expected draft 7",
            quoted(draft)
        ));
    }
    refuse_unknown(&schema)?;
    JsonSchema::compile(&schema, Draft::Draft7)
}

/// The first violation of a schema.
pub(super) fn violation(schema: &JsonSchema, value: &Value) -> Option<String> {
    let error = match schema.violation(value)? {
        Violation::Error(error) => error,
        Violation::Unjudged(reason) => return Some(reason),
    };
    let place = error.instance_path().to_string();
    let what = quoted(error.to_string().lines().next().unwrap_or_default());
    Some(if place.is_empty() {
        what
    } else {
        format!("{what} at `{place}`")
    })
}

/// Keywords with one schema, or with a list of them.
const OF_SCHEMAS: [&str; 12] = [
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "propertyNames",
    "then",
];
/// Keywords with schemas by name.
const OF_NAMED: [&str; 5] = [
    "$defs",
    "definitions",
    "dependencies",
    "patternProperties",
    "properties",
];
/// All others.
const OTHERS: &str = "\
    $comment $id $ref $schema const contentEncoding contentMediaType default deprecated description \
    enum examples exclusiveMaximum exclusiveMinimum format maxItems maxLength maxProperties maximum \
    minItems minLength minProperties minimum multipleOf pattern readOnly required title type \
    uniqueItems writeOnly";

/// Refuses unknown keywords: they would have no effect, so they are mistakes. promptfoo refuses
/// them as well.
fn refuse_unknown(schema: &Value) -> Result<(), String> {
    let Value::Object(entries) = schema else {
        return Ok(());
    };
    let known = || {
        OF_SCHEMAS
            .into_iter()
            .chain(OF_NAMED)
            .chain(OTHERS.split(' '))
    };
    for (keyword, value) in entries {
        if !known().any(|known| known == keyword) {
            let help = did_you_mean(keyword, known())
                .map(|help| format!(": {help}"))
                .unwrap_or_default();
            return Err(format!("unknown keyword {}{help}", quoted(keyword)));
        }
        let is_named = OF_NAMED.contains(&keyword.as_str());
        let has_schemas = OF_SCHEMAS.contains(&keyword.as_str());
        match value {
            Value::Object(named) if is_named => named.values().try_for_each(refuse_unknown)?,
            Value::Array(schemas) if has_schemas => schemas.iter().try_for_each(refuse_unknown)?,
            value if has_schemas => refuse_unknown(value)?,
            _ => {}
        }
    }
    Ok(())
}
