//! JSON as readable YAML: one entry a line, and every text in double quotes, so that it is not
//! read as a date or a number.

use serde_json::Value;

use crate::project::edit::with_escapes;

pub(super) fn write(value: &Value) -> String {
    let mut text = String::new();
    block(&mut text, value, 0);
    text
}

fn block(text: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            for (position, (key, value)) in entries.iter().enumerate() {
                if position > 0 {
                    text.push_str(&" ".repeat(indent));
                }
                text.push_str(&scalar(&Value::from(key.as_str())));
                text.push(':');
                nested(text, value, indent + 2);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    text.push_str(&" ".repeat(indent));
                }
                text.push_str("- ");
                block(text, item, indent + 2);
            }
        }
        value => {
            text.push_str(&scalar(value));
            text.push('\n');
        }
    }
}

/// Writes a value after its key, on the same line or below it.
fn nested(text: &mut String, value: &Value, indent: usize) {
    let is_below = match value {
        Value::Object(entries) => !entries.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    if is_below {
        text.push('\n');
        text.push_str(&" ".repeat(indent));
    } else {
        text.push(' ');
    }
    block(text, value, indent);
}

/// A scalar, or an empty collection. Characters that YAML does not allow are escaped.
fn scalar(value: &Value) -> String {
    with_escapes(&value.to_string())
}
