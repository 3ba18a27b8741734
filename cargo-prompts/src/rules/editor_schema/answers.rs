use serde_json::{Value, json};

use super::parts::{boolean, described, list, object, sha256, text};
use crate::rules::saved_answers::KEYS;

/// The answers that a comparison has kept. An empty file is one without answers.
pub fn schema() -> Value {
    let required = KEYS.into_iter().filter(|key| *key != "version");
    let answer = object(KEYS, &required.collect::<Vec<_>>(), |key| match key {
        "answer" => described(text(), "The answer of the model."),
        "call" => described(
            sha256(),
            "The hash of the call: of its API, its model and its body.",
        ),
        "case" => described(text(), "The name of the golden case."),
        "model" => described(text(), "The model that was asked."),
        "passed" => described(boolean(), "Whether each call for the case passed."),
        "sha256" => described(sha256(), "The hash of the prompt's text."),
        "version" => described(
            text(),
            "The version of the prompt. A working copy has none.",
        ),
        _ => None,
    });
    json!({ "if": { "type": "null" }, "then": true, "else": list(&answer) })
}
