use serde_json::{Value, json};

use super::parts::{boolean, choice, described, list, object, or_null, share, text};
use crate::rules::golden::{ASSERTION_KEYS, CASE_KEYS, DATASET_KEYS, EXPANSION, KINDS, LATENCY};

/// The keys of a case that only promptfoo supports.
const OTHERS_OF_CASE: [&str; 6] = [
    "assertScoringFunction",
    "metadata",
    "prompts",
    "provider",
    "providerOutput",
    "providers",
];
/// The keys of an assertion that only promptfoo supports.
const OTHERS_OF_ASSERTION: [&str; 8] = [
    "config",
    "contextTransform",
    "metric",
    "provider",
    "rubricPrompt",
    "threshold",
    "transform",
    "weight",
];
pub const JUDGE: &str = "The id of the prompt whose answers are the verdicts of `llm-rubric`.";
pub const FOR_PROMPTFOO: &str = "Only promptfoo supports this key.";

/// A list of cases, or a mapping with such a list.
pub fn schema() -> Value {
    let mut cases = list(&json!({ "$ref": "#/definitions/case" }));
    cases["minItems"] = 1.into();
    let dataset = object(DATASET_KEYS.iter().copied(), &["tests"], |key| match key {
        "judge" => described(text(), JUDGE),
        "repeat" => described(
            json!({ "type": "integer", "minimum": 1 }),
            "The number of calls for each case.",
        ),
        "threshold" => described(share(), "The share of the calls that must pass."),
        "tests" => described(cases.clone(), "The cases."),
        _ => None,
    });
    json!({
        "if": { "type": "array" },
        "then": cases,
        "else": dataset,
        "definitions": { "case": case() },
    })
}

fn case() -> Value {
    let keys = CASE_KEYS.into_iter().chain(OTHERS_OF_CASE);
    object(keys, &[], |key| match key {
        "assert" => described(
            or_null(&list(&assertion())),
            "What the answer must be like.",
        ),
        "description" => described(text(), "The name of the case."),
        "options" => described(options(), "Options of promptfoo."),
        "threshold" => described(share(), "The share of the assertions that must hold."),
        "vars" => described(
            json!({ "type": ["object", "null"] }),
            "The inputs by their names.",
        ),
        key if OTHERS_OF_CASE.contains(&key) => described(json!({}), FOR_PROMPTFOO),
        _ => None,
    })
}

/// Other options are promptfoo's, which has many.
fn options() -> Value {
    let whole = described(
        boolean(),
        "`true` keeps a list among the inputs in one case.",
    );
    json!({ "type": "object", "properties": { EXPANSION: whole } })
}

/// Also of `checks.yaml`.
pub fn assertion() -> Value {
    let keys = ASSERTION_KEYS.into_iter().chain(OTHERS_OF_ASSERTION);
    let mut assertion = object(keys, &["type"], |key| match key {
        // Other types are promptfoo's, which has many.
        "type" => described(
            json!({ "anyOf": [kinds(), text()] }),
            "The kind of condition; `not-` before it is its opposite.",
        ),
        "value" => described(json!({}), "What the answer is held against."),
        "threshold" => described(
            json!({}),
            "For `latency`, the milliseconds of the slowest call; for `llm-rubric`, the least score. Some types of promptfoo have it, too.",
        ),
        key if OTHERS_OF_ASSERTION.contains(&key) => described(json!({}), FOR_PROMPTFOO),
        _ => None,
    });
    let latency = [LATENCY.to_owned(), format!("not-{LATENCY}")];
    assertion["if"] =
        json!({ "properties": { "type": { "enum": latency } }, "required": ["type"] });
    assertion["then"] = json!({
        "properties": { "threshold": { "type": "number", "minimum": 0 } },
        "required": ["threshold"],
    });
    assertion
}

fn kinds() -> Value {
    let negative = KINDS.map(|kind| format!("not-{kind}"));
    let mut kinds = choice(KINDS);
    if let Some(Value::Array(words)) = kinds.get_mut("enum") {
        words.extend(negative.map(Value::from));
    }
    kinds
}
