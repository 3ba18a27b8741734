use prompt_build::library::Run;
use serde_json::{Value, json};

use super::{
    api, choice, count, count_or_null, failed_calls, latencies, list_of, object, parameters, text,
    text_or_null, tokens,
};

/// Two texts over the same cases.
pub fn schema() -> Value {
    let side = object([
        ("name", text()),
        ("version", text_or_null()),
        ("environment", text()),
        ("api", api()),
        ("model", text()),
        ("parameters", parameters()),
        ("sha256", text()),
    ]);
    object([
        ("id", text()),
        ("a", side.clone()),
        ("b", side),
        ("datasets", list_of(&dataset_comparison())),
        ("saved", text_or_null()),
    ])
}

fn dataset_comparison() -> Value {
    let case_side = object([
        ("calls", count()),
        ("calls_passed", count()),
        ("latency_ms", count()),
        ("reasons", list_of(&text())),
        ("answer", text_or_null()),
    ]);
    let case = object([
        ("number", count()),
        ("name", text()),
        ("a", case_side.clone()),
        ("b", case_side),
    ]);
    let unsent = object([
        ("number", count()),
        ("name", text()),
        ("side", choice(["a", "b"])),
        ("reason", text()),
    ]);
    let pairs = ["both", "only_a", "only_b", "neither"].map(|name| (name, count()));
    object([
        ("run", choice(Run::ALL.map(Run::as_str))),
        ("repeat", count()),
        ("a", sums()),
        ("b", sums()),
        ("pairs", object(pairs)),
        (
            "p_value",
            json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        ),
        ("better", choice(["a", "b", "cannot-tell"])),
        ("least_differing", count_or_null()),
        ("cases", list_of(&case)),
        ("not_sent", list_of(&unsent)),
    ])
}

/// The calls of one side, added up.
fn sums() -> Value {
    object([
        ("calls", count()),
        ("calls_passed", count()),
        ("cases_passed", count()),
        ("failed", failed_calls()),
        ("answered_by", list_of(&text())),
        ("latency_ms", latencies()),
        ("tokens", tokens()),
    ])
}
