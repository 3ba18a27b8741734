//! What several schemas have.

use prompt_core::parameters::{Kind, NESTED, Parameter, Place};
use prompt_core::signer::LONGEST;
use prompt_core::vocabulary::Api;
use serde_json::{Map, Value, json};

/// A mapping with known keys. `property` has the schema of each key, with its description; a key for
/// which it has none takes any value.
pub fn object<'a>(
    keys: impl IntoIterator<Item = &'a str>,
    required: &[&str],
    property: impl Fn(&str) -> Option<Value>,
) -> Value {
    let properties = keys.into_iter().map(|key| {
        let schema = property(key).or_else(|| parameter_property(key));
        (key.to_owned(), schema.unwrap_or_else(|| json!({})))
    });
    json!({
        "type": "object",
        "properties": properties.collect::<Map<_, _>>(),
        "required": required,
        "additionalProperties": false,
    })
}

/// A mapping whose keys the user chooses.
pub fn named(pattern: &str, value: &Value) -> Value {
    json!({
        "type": "object",
        "propertyNames": { "pattern": pattern },
        "additionalProperties": value,
    })
}

/// The schema with a description.
pub fn described(schema: Value, description: &str) -> Option<Value> {
    let Value::Object(mut schema) = schema else {
        return None;
    };
    schema.insert("description".to_owned(), description.into());
    Some(Value::Object(schema))
}

/// The schema, or `null`.
pub fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

pub fn list(item: &Value) -> Value {
    json!({ "type": "array", "items": item })
}

pub fn text() -> Value {
    json!({ "type": "string" })
}

/// A string that is not blank.
pub fn words() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

pub fn boolean() -> Value {
    json!({ "type": "boolean" })
}

pub fn choice(words: impl IntoIterator<Item = &'static str>) -> Value {
    json!({ "type": "string", "enum": words.into_iter().collect::<Vec<_>>() })
}

/// The share of the cases that must pass.
pub fn share() -> Value {
    json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 })
}

pub fn sha256() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
}

/// The name of a person.
pub fn signer() -> Value {
    json!({ "type": "string", "pattern": format!("^[A-Za-z0-9._@+-]{{1,{LONGEST}}}$") })
}

pub fn api() -> Value {
    choice(Api::ALL.iter().map(|api| api.as_str()))
}

/// The key `parameters`, or a parameter beside `model`. It can be `null`.
fn parameter_property(key: &str) -> Option<Value> {
    if key == NESTED {
        let names = Place::Nested.rows().map(|row| row.name);
        let nested = object(names, &[], |name| parameter(Place::Nested, name));
        return described(or_null(&nested), "Parameters of the model by their names.");
    }
    parameter(Place::TopLevel, key)
}

fn parameter(place: Place, name: &str) -> Option<Value> {
    let row = place.rows().find(|row| row.name == name)?;
    let description = format!("The parameter `{name}`. With `null` it is not sent.");
    described(or_null(&value_of(row)), &description)
}

fn value_of(row: &Parameter) -> Value {
    match row.kind {
        Kind::Number { least, most } => {
            json!({ "type": "number", "minimum": least, "maximum": most })
        }
        Kind::Integer { least, most } => {
            let mut schema = json!({ "type": "integer" });
            // Editors hold numbers as floats, which round the limits of 64 bits.
            if least > i64::MIN {
                schema["minimum"] = least.into();
            }
            if most < i64::MAX {
                schema["maximum"] = most.into();
            }
            schema
        }
        Kind::Bool => boolean(),
        Kind::Word => json!({ "type": "string", "pattern": "^[A-Za-z0-9_./-]+$" }),
        Kind::Choice(words) => choice(words.iter().copied()),
        Kind::Texts => {
            json!({ "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } })
        }
        Kind::Object => json!({ "type": "object" }),
    }
}
