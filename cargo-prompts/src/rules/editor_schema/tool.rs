use prompt_build::template::{KEYWORDS, Shape, Tool};
use serde_json::{Map, Value, json};

use super::parts::{boolean, choice, described, object, or_null, text};

/// The name of a tool.
const NAME: &str = "^[A-Za-z0-9_.:-]{1,128}$";
pub const KEYWORD: &str = "A keyword of JSON Schema.";
const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];

pub fn schema() -> Value {
    let mut tool = object(Tool::KEYS.iter().copied(), &[], |key| match key {
        "name" => described(
            or_null(&json!({ "type": "string", "pattern": NAME })),
            "The name by which the model calls the tool, if it is not that of the file.",
        ),
        "description" => described(or_null(&text()), "What the tool does, for the model."),
        "inputSchema" => described(
            input(),
            "The arguments, in Picoschema or as a JSON Schema, or the name of a schema.",
        ),
        "outputSchema" => described(json!({}), "The result. No API takes it."),
        _ => None,
    });
    tool["definitions"] = json!({ "picoschema": picoschema(), "schema": json_schema() });
    tool
}

/// A JSON Schema where it has a type, properties or a reference, and Picoschema otherwise.
fn input() -> Value {
    let has = |key: &str, value: &Value| json!({ "required": [key], "properties": { key: value } });
    json!({
        "if": { "type": "object", "anyOf": [
            has("type", &choice(TYPES)),
            has("properties", &json!({ "type": "object" })),
            has("allOf", &json!({ "type": "array" })),
            has("anyOf", &json!({ "type": "array" })),
            has("oneOf", &json!({ "type": "array" })),
            has("$ref", &json!({})),
            has("$defs", &json!({})),
        ] },
        "then": { "$ref": "#/definitions/schema" },
        "else": { "$ref": "#/definitions/picoschema" },
    })
}

/// A type, or types by their names.
fn picoschema() -> Value {
    let choices = json!({
        "type": "array",
        "minItems": 1,
        "items": { "type": ["string", "number", "boolean", "null"] },
    });
    let is_enum = r"\(\s*enum\s*[,)]";
    json!({
        "type": ["string", "null", "object"],
        "patternProperties": {
            is_enum: choices,
            format!("^(?!.*{is_enum})"): { "$ref": "#/definitions/picoschema" },
        },
    })
}

fn json_schema() -> Value {
    let keywords = KEYWORDS.iter().map(|(keyword, shape)| {
        let schema = described(keyword_value(*shape), KEYWORD);
        ((*keyword).to_owned(), schema.unwrap_or_default())
    });
    json!({
        "type": "object",
        "properties": keywords.collect::<Map<_, _>>(),
        "patternProperties": { "^x-": {} },
        "additionalProperties": false,
    })
}

fn keyword_value(shape: Shape) -> Value {
    // A string is the name of a schema.
    let schema = json!({
        "anyOf": [{ "$ref": "#/definitions/schema" }, { "type": ["boolean", "string"] }]
    });
    match shape {
        Shape::Schemas => json!({ "type": "array", "minItems": 1, "items": schema }),
        Shape::NamedSchemas | Shape::PatternSchemas => {
            json!({ "type": "object", "additionalProperties": schema })
        }
        Shape::Schema => schema,
        Shape::Types => {
            json!({ "anyOf": [choice(TYPES), { "type": "array", "items": choice(TYPES) }] })
        }
        Shape::Choices => json!({ "type": "array", "minItems": 1 }),
        Shape::Anything => json!({}),
        Shape::Text | Shape::RootText | Shape::Pattern | Shape::Reference => text(),
        Shape::Count => json!({ "type": "integer", "minimum": 0 }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Positive => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Shape::Bool => boolean(),
        Shape::Names => names(),
        Shape::NamedNames => json!({ "type": "object", "additionalProperties": names() }),
    }
}

fn names() -> Value {
    json!({ "type": "array", "uniqueItems": true, "items": text() })
}
