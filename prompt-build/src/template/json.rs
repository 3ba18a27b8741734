use prompt_core::js::{Json, Number};

use crate::yaml::{Node, Value};

/// Converts YAML to JSON.
pub fn from_yaml(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(value) => Json::Number(Number::from(*value)),
        Value::Float(value) => Json::number(*value),
        Value::Text(text) => Json::text(text.as_str()),
        Value::List(items) => Json::List(items.iter().map(from_yaml).collect()),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|entry| (entry.key.value.to_string(), from_yaml(&entry.value)));
            Json::Object(entries.collect())
        }
    }
}
