//! The names of answers, and their numbers of tokens.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::read;

/// The names of an answer, and its numbers of tokens: input, output, cached, written to the cache,
/// reasoning.
fn labels(response: &Value) -> (Vec<Option<String>>, [Option<u64>; 5]) {
    let answer = read(response);
    let tokens = [
        answer.input_tokens,
        answer.output_tokens,
        answer.cached_tokens,
        answer.cache_write_tokens,
        answer.reasoning_tokens,
    ];
    ([answer.id, answer.model].into(), tokens)
}

#[test]
fn names_and_numbers_of_tokens() {
    let rows = [
        (
            json!({
                "id": "r-1", "model": "m-1", "choices": [{ "message": {} }],
                "usage": {
                    "prompt_tokens": 120, "completion_tokens": 40,
                    "prompt_tokens_details": { "cached_tokens": 64, "cache_write_tokens": 16 },
                    "completion_tokens_details": { "reasoning_tokens": 30 },
                },
            }),
            [120, 40, 64, 16, 30].map(Some),
        ),
        (
            json!({
                "id": "r-1", "model": "m-1", "output": [], "status": "completed",
                "usage": {
                    "input_tokens": 120, "output_tokens": 40,
                    "input_tokens_details": { "cached_tokens": 64, "cache_write_tokens": 16 },
                    "output_tokens_details": { "reasoning_tokens": 30 },
                },
            }),
            [120, 40, 64, 16, 30].map(Some),
        ),
        (
            json!({
                "id": "r-1", "model": "m-1", "type": "message", "content": [], "stop_reason": "end_turn",
                "usage": {
                    "input_tokens": 40, "output_tokens": 40,
                    "cache_read_input_tokens": 64, "cache_creation_input_tokens": 16,
                    "output_tokens_details": { "thinking_tokens": 30 },
                },
            }),
            [120, 40, 64, 16, 30].map(Some),
        ),
        (
            json!({
                "responseId": "r-1", "modelVersion": "m-1", "candidates": [{ "finishReason": "STOP" }],
                "usageMetadata": {
                    "promptTokenCount": 100, "toolUsePromptTokenCount": 20, "candidatesTokenCount": 10,
                    "thoughtsTokenCount": 30, "cachedContentTokenCount": 64, "totalTokenCount": 160,
                },
            }),
            [Some(120), Some(40), Some(64), None, Some(30)],
        ),
    ];
    for (response, tokens) in rows {
        let names = ["r-1", "m-1"].map(|name| Some(name.to_owned()));
        assert_eq!(labels(&response), (names.into(), tokens), "{response}");
    }
}

#[test]
fn names_and_numbers_of_other_types_are_none() {
    let odd = [
        json!(null),
        json!("12"),
        json!(-1),
        json!(1.5),
        json!([12]),
        json!({}),
    ];
    for value in odd {
        let response = json!({
            "id": [1], "model": { "name": "m-1" }, "choices": [{ "message": {} }],
            "usage": { "prompt_tokens": value, "completion_tokens_details": value },
        });
        assert_eq!(labels(&response), ([None, None].into(), [None; 5]));
    }
    let huge = json!({ "type": "message", "content": [], "stop_reason": "end_turn", "usage": {
        "input_tokens": u64::MAX, "cache_read_input_tokens": 1,
    } });
    assert_eq!(read(&huge).input_tokens, Some(u64::MAX));
    let list = json!({ "output": [], "status": "completed", "usage": [["input_tokens", 5]] });
    assert_eq!(labels(&list).1, [None; 5]);
}

/// Servers with OpenAI's API have the number of tokens from a cache in places of their own.
#[test]
fn tokens_from_a_cache() {
    let rows = [
        (
            json!({ "prompt_tokens_details": { "cached_tokens": 4 } }),
            Some(4),
        ),
        (json!({ "cached_tokens": 5 }), Some(5)),
        (
            json!({ "prompt_cache_hit_tokens": 6, "prompt_cache_miss_tokens": 1 }),
            Some(6),
        ),
        (
            json!({ "prompt_tokens_details": { "cached_tokens": 0 }, "cached_tokens": 5 }),
            Some(0),
        ),
        (
            json!({ "prompt_tokens_details": null, "cached_tokens": null }),
            None,
        ),
        (json!({ "cached_tokens": "5" }), None),
    ];
    for (usage, expected) in rows {
        let choice = json!({ "message": { "content": "Dear Mara" } });
        let completion = json!({ "choices": [choice], "usage": usage });
        assert_eq!(read(&completion).cached_tokens, expected, "{usage}");
    }
}
