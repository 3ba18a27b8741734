//! Schemas that no value can meet, as far as keywords beside each other say so.

use std::cmp::Ordering;

use crate::report::quoted;
use crate::source::Mark;
use crate::yaml::{Entry, Node, Value};

/// Keywords of a least and a greatest value, and whether the same value in both is too much.
const LIMITS: [(&str, &str, bool); 8] = [
    ("minimum", "maximum", false),
    ("minimum", "exclusiveMaximum", true),
    ("exclusiveMinimum", "maximum", true),
    ("exclusiveMinimum", "exclusiveMaximum", true),
    ("minLength", "maxLength", false),
    ("minItems", "maxItems", false),
    ("minProperties", "maxProperties", false),
    ("minContains", "maxContains", false),
];

/// What contradicts itself in a schema, with the way out.
#[derive(Debug)]
pub(super) struct Contradiction {
    pub(super) mark: Mark,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Finds the contradictions between the keywords of a schema. Schemas within are not looked at.
pub(super) fn contradictions(schema: &[Entry]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    limits(schema, &mut found);
    choices(schema, &mut found);
    required(schema, &mut found);
    found
}

fn value_of<'a>(schema: &'a [Entry], keyword: &str) -> Option<&'a Node> {
    let mut entries = schema.iter();
    let entry = entries.find(|entry| entry.key.value.to_string() == keyword)?;
    Some(&entry.value)
}

fn limits(schema: &[Entry], found: &mut Vec<Contradiction>) {
    for (least, most, excludes_equal) in LIMITS {
        let (Some(low), Some(high)) = (value_of(schema, least), value_of(schema, most)) else {
            continue;
        };
        let is_contradiction = match compare(&low.value, &high.value) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => excludes_equal,
            _ => false,
        };
        if is_contradiction {
            found.push(Contradiction {
                mark: high.mark,
                message: format!(
                    "no value meets both `{least}: {}` and `{most}: {}`",
                    low.value, high.value
                ),
                help: None,
            });
        }
    }
}

fn compare(low: &Value, high: &Value) -> Option<Ordering> {
    match (low, high) {
        (Value::Integer(low), Value::Integer(high)) => Some(low.cmp(high)),
        _ => as_float(low)?.partial_cmp(&as_float(high)?),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "it is compared with a float, and 64 bits of it are exact enough"
)]
fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

/// Values of `enum` and `const` that are of none of the types.
fn choices(schema: &[Entry], found: &mut Vec<Contradiction>) {
    let types = match value_of(schema, "type").map(|types| &types.value) {
        Some(Value::Text(name)) => vec![name.as_str()],
        Some(Value::List(names)) => names.iter().filter_map(text).collect(),
        _ => return,
    };
    let choices = value_of(schema, "enum").map(|choices| ("enum", choices));
    let constant = value_of(schema, "const").map(|constant| ("const", constant));
    for (keyword, node) in choices.into_iter().chain(constant) {
        let values = match &node.value {
            Value::List(values) if keyword == "enum" => values.as_slice(),
            _ if keyword == "const" => std::slice::from_ref(node),
            _ => continue,
        };
        let others = values
            .iter()
            .filter(|value| !types.iter().any(|name| is_of_type(&value.value, name)));
        found.extend(others.map(|value| Contradiction {
            mark: value.mark,
            message: format!(
                "`{keyword}` has {}, which is not of the type {}",
                shown(&value.value),
                types.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(" or ")
            ),
            help: Some(way_out(&value.value, &types)),
        }));
    }
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Integer(_) => matches!(name, "integer" | "number"),
        // `1.0` is an integer in JSON Schema.
        Value::Float(number) => name == "number" || name == "integer" && number.fract() == 0.0,
        Value::Text(_) => name == "string",
        Value::List(_) => name == "array",
        Value::Map(_) => name == "object",
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::List(_) | Value::Map(_) => value.kind().to_owned(),
        scalar => quoted(&scalar.to_string()),
    }
}

fn way_out(value: &Value, types: &[&str]) -> String {
    match value {
        Value::Null => "allow it in `type`, as in `type: [string, \"null\"]`".to_owned(),
        Value::Bool(_) | Value::Integer(_) | Value::Float(_) if types.contains(&"string") => {
            "a string that YAML would read as another value has quotes".to_owned()
        }
        _ => "take it out, or add its type to `type`".to_owned(),
    }
}

/// Properties that must be there and may not.
fn required(schema: &[Entry], found: &mut Vec<Contradiction>) {
    let additional = value_of(schema, "additionalProperties");
    let is_closed = additional.is_some_and(|value| matches!(value.value, Value::Bool(false)));
    if !is_closed || value_of(schema, "patternProperties").is_some() {
        return;
    }
    let Some(Value::List(names)) = value_of(schema, "required").map(|names| &names.value) else {
        return;
    };
    let properties = match value_of(schema, "properties").map(|properties| &properties.value) {
        Some(Value::Map(properties)) => properties.as_slice(),
        Some(_) => return,
        None => &[],
    };
    let missing = names
        .iter()
        .filter_map(|name| Some((name.mark, text(name)?)))
        .filter(|(_, name)| value_of(properties, name).is_none());
    found.extend(missing.map(|(mark, name)| Contradiction {
        mark,
        message: format!(
            "{} is required, and `additionalProperties: false` excludes it",
            quoted(name)
        ),
        help: Some(format!("add {} to `properties`", quoted(name))),
    }));
}
