//! A review as JSON.

use prompt_core::secret::masked;
use serde_json::{Value, json};

use super::model::Review;

/// The review as JSON, without secrets in its texts.
pub fn json(review: &Review) -> Value {
    without_secrets(json!(review))
}

fn without_secrets(value: Value) -> Value {
    match value {
        Value::String(text) => json!(masked(&text)),
        Value::Array(items) => items.into_iter().map(without_secrets).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            Value::Object(
                fields
                    .map(|(name, value)| (name, without_secrets(value)))
                    .collect(),
            )
        }
        single => single,
    }
}
