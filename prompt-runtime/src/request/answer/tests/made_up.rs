//! Responses made at random.

use alloc::borrow::ToOwned;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::read_answer;

/// Keys and words of all four APIs.
const WORDS: &[&str] = &[
    "choices",
    "message",
    "content",
    "text",
    "type",
    "output",
    "output_text",
    "refusal",
    "candidates",
    "parts",
    "promptFeedback",
    "blockReason",
    "finishReason",
    "stop_reason",
    "stop_details",
    "finish_reason",
    "usage",
    "usageMetadata",
    "thought",
    "status",
    "role",
    "tool_calls",
    "function",
    "function_call",
    "custom",
    "name",
    "arguments",
    "tool_use",
    "input",
    "functionCall",
    "args",
];

/// JSON made of these words.
fn responses() -> impl Strategy<Value = Value> {
    let word = proptest::sample::select(WORDS);
    let leaf = prop_oneof![
        word.clone().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        Just(json!(null)),
        Just(json!(true)),
    ];
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::hash_map(word.clone().prop_map(ToOwned::to_owned), inner, 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_an_answer_or_an_error(response in responses()) {
        if let Ok(answer) = read_answer(&response) {
            prop_assert_ne!(answer.refusal.as_deref(), Some(""));
            prop_assert!(answer.tool_calls().iter().all(|call| !call.name.is_empty()));
            let turn = answer.turn();
            prop_assert_eq!(turn.text(), &*answer.text);
        }
    }
}
