use prompt_build::library::Run;
use serde_json::{Value, json};

use super::{
    api, choice, count, failed_calls, latencies, list_of, object, or_null, parameters, text,
    text_or_null, tokens,
};

/// The runs of `test` and `validate`.
pub fn schema() -> Value {
    let share = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let case = object([
        ("number", count()),
        ("name", text()),
        ("calls", count()),
        ("calls_passed", count()),
        ("latency_ms", count()),
        ("reasons", list_of(&text())),
    ]);
    let run = object([
        ("run", choice(Run::ALL.map(Run::as_str))),
        ("prompt", text()),
        ("version", text_or_null()),
        ("environment", text()),
        ("api", api()),
        ("model", text()),
        ("answered_by", list_of(&text())),
        ("parameters", parameters()),
        ("judge", or_null(&judge())),
        ("repeat", count()),
        ("threshold", share.clone()),
        ("calls", count()),
        ("calls_passed", count()),
        ("is_passed", json!({ "type": "boolean" })),
        ("at_least", share),
        ("failed", failed_calls()),
        ("latency_ms", latencies()),
        ("tokens", tokens()),
        ("cases", list_of(&case)),
        ("evidence", text()),
    ]);
    object([("runs", list_of(&run))])
}

fn judge() -> Value {
    object([
        ("prompt", text()),
        ("version", text_or_null()),
        ("api", api()),
        ("model", text()),
        ("parameters", parameters()),
        ("answered_by", list_of(&text())),
        ("calls", count()),
        ("tokens", tokens()),
    ])
}
