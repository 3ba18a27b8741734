//! JSON in the two forms that there are: the core's, which knows how JavaScript prints a number,
//! and serde's.

use prompt_build::template::Json;
use serde_json::{Map, Number, Value};

/// What serde has read. A float that is whole is a whole number, as it is in JavaScript.
pub fn from_serde(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) if number.is_f64() => {
            Json::number(number.as_f64().unwrap_or_default())
        }
        Value::Number(number) => Json::Number(number.to_string()),
        Value::String(text) => Json::text(text.as_str()),
        Value::Array(items) => Json::List(items.iter().map(from_serde).collect()),
        Value::Object(entries) => Json::Object(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), from_serde(value)))
                .collect(),
        ),
    }
}

/// What serde writes. A whole number beyond 64 bits is a float there, as it is in JavaScript.
pub fn to_serde(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => to_number(number),
        Json::Text(text) => Value::String(text.clone()),
        Json::List(items) => Value::Array(items.iter().map(to_serde).collect()),
        Json::Object(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), to_serde(value)))
                .collect::<Map<_, _>>(),
        ),
    }
}

fn to_number(number: &str) -> Value {
    if let Ok(whole) = number.parse::<i64>() {
        return Value::from(whole);
    }
    if let Ok(whole) = number.parse::<u64>() {
        return Value::from(whole);
    }
    number
        .parse()
        .ok()
        .and_then(Number::from_f64)
        .map_or(Value::Null, Value::Number)
}

/// As `JSON.stringify` writes it: on one line, or with an indent on several.
pub(super) fn print(json: &Json, indent: usize) -> String {
    if indent == 0 {
        return json.to_string();
    }
    let mut text = String::new();
    write(&mut text, json, indent, 0);
    text
}

fn write(text: &mut String, json: &Json, indent: usize, depth: usize) {
    match json {
        Json::List(items) if !items.is_empty() => {
            text.push('[');
            for (position, item) in items.iter().enumerate() {
                begin_line(text, position, indent * (depth + 1));
                write(text, item, indent, depth + 1);
            }
            end_lines(text, indent * depth);
            text.push(']');
        }
        Json::Object(entries) if !entries.is_empty() => {
            text.push('{');
            for (position, (key, value)) in entries.iter().enumerate() {
                begin_line(text, position, indent * (depth + 1));
                text.push_str(&Json::text(key.as_str()).to_string());
                text.push_str(": ");
                write(text, value, indent, depth + 1);
            }
            end_lines(text, indent * depth);
            text.push('}');
        }
        json => text.push_str(&json.to_string()),
    }
}

fn begin_line(text: &mut String, position: usize, blanks: usize) {
    if position > 0 {
        text.push(',');
    }
    end_lines(text, blanks);
}

fn end_lines(text: &mut String, blanks: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', blanks));
}
