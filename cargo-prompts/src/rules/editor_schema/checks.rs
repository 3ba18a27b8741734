use serde_json::{Value, json};

use super::golden::{JUDGE, assertion};
use super::parts::{described, list, object, or_null, share, text};
use crate::rules::replay::CHECKS_KEYS;

/// What every realistic answer must meet. An empty file is one without checks.
pub fn schema() -> Value {
    let checks = object(CHECKS_KEYS.iter().copied(), &[], |key| match key {
        "assert" => described(
            or_null(&list(&assertion())),
            "What every answer must be like.",
        ),
        "judge" => described(text(), JUDGE),
        "repeat" => described(
            json!({ "type": "integer", "minimum": 1 }),
            "The number of calls for each line.",
        ),
        "threshold" => described(share(), "The share of the calls that must pass."),
        _ => None,
    });
    json!({ "if": { "type": "null" }, "then": true, "else": checks })
}
