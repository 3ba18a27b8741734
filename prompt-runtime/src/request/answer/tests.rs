use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Answer, read_answer};

fn read(response: &Value) -> Answer {
    let answer = read_answer(response).unwrap();
    assert_eq!(
        serde_json::from_value::<Answer>(response.clone()).unwrap(),
        answer
    );
    answer
}

fn chat(content: &Value) -> Value {
    json!({ "choices": [{ "message": { "content": content } }] })
}

fn message(output: &Value) -> Value {
    json!({ "output": [{ "type": "message", "content": [output] }], "status": "completed" })
}

fn anthropic(content: &Value) -> Value {
    json!({ "type": "message", "content": content, "stop_reason": "end_turn" })
}

fn gemini(parts: &Value) -> Value {
    let content = json!({ "role": "model", "parts": parts });
    json!({ "candidates": [{ "content": content, "finishReason": "STOP" }] })
}

fn check_texts<const N: usize>(rows: [(Value, &str); N]) {
    for (response, text) in rows {
        let answer = read(&response);
        assert_eq!(answer.text, text, "{response}");
        assert_eq!(answer.refusal, None, "{response}");
    }
}

#[test]
fn texts_without_reasoning_of_openai() {
    check_texts([
        (chat(&json!("Dear Mara")), "Dear Mara"),
        (chat(&json!(null)), ""),
        (
            json!({ "choices": [
                { "index": 1, "message": { "content": "Hi Mara" } },
                { "index": 0, "message": { "content": "Dear Mara" } },
            ] }),
            "Dear Mara",
        ),
        (
            json!({ "choices": [{ "message": { "role": "assistant" } }] }),
            "",
        ),
        (
            chat(&json!([
                { "type": "thinking", "thinking": [{ "type": "text", "text": "Who?" }] },
                { "type": "reasoning", "text": "A lead." },
                { "type": "text", "text": "Dear " },
                { "text": "Mara" },
            ])),
            "Dear Mara",
        ),
        (
            message(&json!({ "type": "output_text", "text": "Dear Mara", "annotations": [] })),
            "Dear Mara",
        ),
        (
            json!({ "object": "response", "status": "completed", "output": [
                { "type": "reasoning", "summary": [{ "type": "summary_text", "text": "Who?" }],
                  "content": [{ "type": "reasoning_text", "text": "A lead." }] },
                { "type": "message", "phase": "commentary", "content": [{ "type": "output_text", "text": "I look." }] },
                { "type": "function_call", "name": "look_up", "arguments": "{}" },
                { "type": "message", "phase": "final_answer", "content": [
                    { "type": "output_text", "text": "Dear " },
                    { "type": "output_text", "text": "Mara" },
                ] },
            ] }),
            "Dear Mara",
        ),
        (json!({ "output": [], "status": "completed" }), ""),
    ]);
}

#[test]
fn texts_without_reasoning_of_others() {
    check_texts([
        (
            anthropic(&json!([
                { "type": "thinking", "thinking": "Who?", "signature": "E1" },
                { "type": "text", "text": "Dear " },
                { "type": "tool_use", "id": "toolu_1", "name": "look_up", "input": {} },
                { "type": "text", "text": "Mara" },
            ])),
            "Dear Mara",
        ),
        (
            json!({ "content": [{ "type": "text", "text": "Hi" }], "stop_reason": "end_turn" }),
            "Hi",
        ),
        (
            gemini(&json!([
                { "text": "A lead.", "thought": true },
                { "text": "Dear ", "thought": false },
                { "functionCall": { "name": "look_up" } },
                { "text": "Mara", "thoughtSignature": "E1" },
            ])),
            "Dear Mara",
        ),
        (
            json!({ "candidates": [{ "finishReason": "MAX_TOKENS" }] }),
            "",
        ),
        (
            json!({ "candidates": [{ "content": { "role": "model" }, "finishReason": "STOP" }] }),
            "",
        ),
    ]);
}

#[test]
fn refusals() {
    let explained = json!({ "type": "refusal", "explanation": "I may not." });
    let anthropic = |details: Value, text: &str| {
        let content = json!([{ "type": "text", "text": text }]);
        json!({ "type": "message", "content": content, "stop_reason": "refusal", "stop_details": details })
    };
    let candidate = |reason: &str, message: Value| {
        let content = json!({ "parts": [{ "text": "Dear" }] });
        json!({ "candidates": [{ "finishReason": reason, "finishMessage": message, "content": content }] })
    };
    let feedback = |message: Value| json!({ "promptFeedback": { "blockReason": "OTHER", "blockReasonMessage": message } });
    let rows = [
        (
            json!({ "choices": [{ "message": { "content": null, "refusal": "I cannot\nhelp." } }] }),
            "I cannot\nhelp.",
        ),
        (
            chat(&json!([{ "type": "refusal", "refusal": "I cannot." }])),
            "I cannot.",
        ),
        (
            message(&json!({ "type": "refusal", "refusal": "I cannot." })),
            "I cannot.",
        ),
        (anthropic(explained, "Dear"), "I may not."),
        (
            anthropic(json!({ "explanation": null }), "I cannot."),
            "I cannot.",
        ),
        (anthropic(json!(null), ""), "refusal"),
        (candidate("SAFETY", json!(null)), "SAFETY"),
        (
            candidate("PROHIBITED_CONTENT", json!("")),
            "PROHIBITED_CONTENT",
        ),
        (
            candidate("BLOCKLIST", json!("A word is on the list.")),
            "A word is on the list.",
        ),
        (candidate("SPII", json!(null)), "SPII"),
        (candidate("RECITATION", json!(null)), "RECITATION"),
        (feedback(json!("It was blocked.")), "It was blocked."),
        (feedback(json!(null)), "OTHER"),
    ];
    for (response, refusal) in rows {
        let answer = read(&response);
        assert_eq!(answer.refusal.as_deref(), Some(refusal), "{response}");
        assert_eq!(answer.text, "", "{response}");
    }
    let empty = json!({ "choices": [{ "message": { "content": "Dear Mara", "refusal": "" } }] });
    assert_eq!(read(&empty), Answer::new("Dear Mara"));
}

/// The response of an API with a finish reason.
type Reasoned = fn(&str) -> Value;

const CHAT: Reasoned =
    |reason| json!({ "choices": [{ "message": { "content": "A" }, "finish_reason": reason }] });
const INCOMPLETE: Reasoned = |reason| json!({ "output": [], "status": "incomplete", "incomplete_details": { "reason": reason } });
const STATUS: Reasoned = |status| json!({ "output": [], "status": status });
/// A message that is incomplete, in a response that says to be complete.
const MESSAGE: Reasoned = |status| {
    let part = json!({ "type": "output_text", "text": "A" });
    json!({ "output": [{ "type": "message", "status": status, "content": [part] }], "status": "completed" })
};
const ANTHROPIC: Reasoned = |reason| json!({ "content": [], "stop_reason": reason });
const CANDIDATE: Reasoned = |reason| json!({ "candidates": [{ "finishReason": reason }] });
const BLOCKED: Reasoned = |reason| json!({ "promptFeedback": { "blockReason": reason } });
const BLOCKED_WITH_A_TEXT: Reasoned = |reason| {
    let candidate = json!({ "content": { "parts": [{ "text": "A" }] }, "finishReason": "STOP" });
    json!({ "candidates": [candidate], "promptFeedback": { "blockReason": reason } })
};

/// What each reason of each API means: the answer is `complete`, `cut off`, `filtered`, `refused` or
/// `failed`.
const REASONS: &[(Reasoned, &str, &str)] = &[
    (
        CHAT,
        "complete",
        "stop tool_calls function_call eos_token eos complete Stop TOOL-CALLS",
    ),
    (CHAT, "cut off", "length model_length LENGTH Length"),
    (
        CHAT,
        "filtered",
        "content_filter content-filter CONTENT_FILTER",
    ),
    (
        CHAT,
        "failed",
        "error insufficient_system_resource abort ERROR some_word stopped not-complete",
    ),
    (STATUS, "complete", "completed COMPLETED"),
    (STATUS, "failed", "incomplete INCOMPLETE expired"),
    (MESSAGE, "complete", "completed"),
    (MESSAGE, "failed", "incomplete in_progress halted"),
    (INCOMPLETE, "cut off", "max_output_tokens MAX-OUTPUT-TOKENS"),
    (INCOMPLETE, "filtered", "content_filter"),
    (INCOMPLETE, "failed", "some_word"),
    (ANTHROPIC, "complete", "end_turn stop_sequence tool_use"),
    (
        ANTHROPIC,
        "cut off",
        "max_tokens model_context_window_exceeded",
    ),
    (ANTHROPIC, "refused", "refusal"),
    (ANTHROPIC, "refused", "REFUSAL"),
    (ANTHROPIC, "failed", "pause_turn compaction some_word"),
    (CANDIDATE, "complete", "STOP stop"),
    (CANDIDATE, "cut off", "MAX_TOKENS max-tokens"),
    (
        CANDIDATE,
        "filtered",
        "SAFETY RECITATION LANGUAGE BLOCKLIST PROHIBITED_CONTENT SPII IMAGE_SAFETY \
         IMAGE_PROHIBITED_CONTENT IMAGE_RECITATION",
    ),
    (
        CANDIDATE,
        "failed",
        "OTHER IMAGE_OTHER NO_IMAGE MALFORMED_FUNCTION_CALL MALFORMED_RESPONSE \
         UNEXPECTED_TOOL_CALL TOO_MANY_TOOL_CALLS MISSING_THOUGHT_SIGNATURE \
         FINISH_REASON_UNSPECIFIED A_REASON_OF_2027",
    ),
    (
        BLOCKED,
        "filtered",
        "SAFETY OTHER BLOCKLIST PROHIBITED_CONTENT IMAGE_SAFETY MODEL_ARMOR JAILBREAK \
         A_REASON_OF_2027",
    ),
    (BLOCKED_WITH_A_TEXT, "filtered", "SAFETY"),
];

#[test]
fn an_error_beside_a_text_is_no_answer() {
    let answers = [
        json!({ "choices": [{ "message": { "content": "A" }, "finish_reason": "stop" }] }),
        json!({ "output": [], "status": "completed" }),
        json!({ "type": "message", "content": [{ "type": "text", "text": "A" }], "stop_reason": "end_turn" }),
        json!({ "candidates": [{ "content": { "parts": [{ "text": "A" }] }, "finishReason": "STOP" }] }),
    ];
    for mut answer in answers {
        answer["error"] = Value::Null;
        assert!(
            serde_json::from_value::<Answer>(answer.clone()).is_ok(),
            "{answer}"
        );
        answer["error"] = json!({ "code": 502 });
        assert!(
            serde_json::from_value::<Answer>(answer.clone()).is_err(),
            "{answer}"
        );
    }
    let choice = json!({ "message": { "content": "A" }, "error": { "code": 502 } });
    let answer = serde_json::from_value::<Answer>(json!({ "choices": [choice] }));
    assert!(answer.is_err());
}

#[test]
fn what_finish_reasons_mean() {
    for (response, meaning, reasons) in REASONS {
        for reason in reasons.split_whitespace() {
            let answer = read(&response(reason));
            let told = answer.finish_reason.as_deref();
            assert!(told == Some(reason) || *meaning == "complete", "{reason}");
            assert_eq!(answer.is_complete(), *meaning == "complete", "{reason}");
            let found = [
                ("cut off", answer.is_truncated()),
                ("filtered", answer.is_filtered()),
                ("failed", answer.is_failed()),
                ("refused", answer.refusal.is_some() && !answer.is_filtered()),
            ];
            let found = found.iter().filter(|(_, holds)| *holds);
            let found = found.map(|(meaning, _)| *meaning).collect::<Vec<_>>();
            let found = if found.is_empty() {
                "complete".into()
            } else {
                found.join(", ")
            };
            assert_eq!(found, *meaning, "{reason}");
        }
    }
    let answer = Answer::new("Good morning.");
    assert!(!answer.is_truncated() && !answer.is_filtered() && !answer.is_failed());
    assert!(answer.is_complete());
    // A reason for a complete answer does not complete a response that says to be incomplete.
    let incomplete = read(&INCOMPLETE("stop"));
    assert_eq!(incomplete.finish_reason.as_deref(), Some("incomplete"));
    assert!(!incomplete.is_complete());
    let refused =
        json!({ "choices": [{ "message": { "refusal": "I may not." }, "finish_reason": "stop" }] });
    assert!(!read(&refused).is_complete());
}

#[test]
fn an_answer_that_does_not_say_why_it_ended() {
    let message = json!({ "content": "A" });
    assert!(read(&json!({ "choices": [{ "message": message }] })).is_complete());
    let choice = json!({ "message": message, "finish_reason": null });
    assert!(read(&json!({ "choices": [choice] })).is_complete());
    check_problems(&[
        (r#"{"output":[]}"#, "no `status`"),
        (r#"{"output":[],"status":null}"#, "no `status`"),
        (r#"{"type":"message","content":[]}"#, "no `stop_reason`"),
        (
            r#"{"type":"message","content":[],"stop_reason":null}"#,
            "no `stop_reason`",
        ),
        (r#"{"candidates":[{}]}"#, "no `finishReason`"),
        (
            r#"{"candidates":[{"finishReason":null}]}"#,
            "no `finishReason`",
        ),
    ]);
}

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

/// Checks what is wrong with responses.
fn check_problems(rows: &[(&str, &str)]) {
    for (response, problem) in rows {
        let value = serde_json::from_str::<Value>(response).unwrap();
        assert_eq!(read_answer(&value), Err(*problem), "{response}");
        let error = serde_json::from_value::<Answer>(value).unwrap_err();
        assert_eq!(&alloc::format!("{error}"), problem);
    }
}

#[test]
fn json_of_another_shape() {
    check_problems(&[
        ("null", "not an answer"),
        ("[]", "not an answer"),
        (r#"[[[["Dear Mara",null],"stop"]]]"#, "not an answer"),
        (r#""Dear Mara""#, "not an answer"),
        ("{}", "not an answer"),
        (r#"{"content":[]}"#, "not an answer"),
        (r#"{"error":{"message":"overloaded"}}"#, "not an answer"),
        (
            r#"{"type":"error","error":{"type":"overloaded_error"}}"#,
            "not an answer",
        ),
        (
            r#"{"content":"Dear Mara","stop_reason":"end_turn"}"#,
            "not an answer",
        ),
        (r#"{"output":"Dear Mara"}"#, "not an answer"),
    ]);
}

#[test]
fn chat_completions_that_are_none() {
    check_problems(&[
        (r#"{"choices":null}"#, "no `choices`"),
        (r#"{"object":"chat.completion"}"#, "no `choices`"),
        (r#"{"choices":[]}"#, "empty `choices`"),
        (r#"{"choices":[{"index":0}]}"#, "a choice without `message`"),
        (r#"{"choices":"none"}"#, "not a chat completion"),
        (r#"{"choices":{"0":{}}}"#, "not a chat completion"),
        (
            r#"{"choices":[[["Dear Mara",null],"stop"]]}"#,
            "not a chat completion",
        ),
        (
            r#"{"choices":[{"message":["Dear Mara"]}]}"#,
            "not a chat completion",
        ),
        (
            r#"{"choices":[{"message":{"content":["a"]}}]}"#,
            "not a chat completion",
        ),
        (
            r#"{"choices":[{"message":{"content":5}}]}"#,
            "not a chat completion",
        ),
        (
            r#"{"choices":[{"message":{"content":[{"text":5}]}}]}"#,
            "not a chat completion",
        ),
        (
            r#"{"choices":[{"message":{"refusal":true}}]}"#,
            "not a chat completion",
        ),
        (
            r#"{"choices":[{"message":{},"finish_reason":5}]}"#,
            "not a chat completion",
        ),
    ]);
}

#[test]
fn responses_that_are_none() {
    check_problems(&[
        (r#"{"object":"response"}"#, "no `output`"),
        (
            r#"{"object":"response","status":"completed","output":{}}"#,
            "not a response",
        ),
        (
            r#"{"output":["Dear Mara"],"status":"completed"}"#,
            "not a response",
        ),
        (
            r#"{"output":[{"type":"message","content":["a"]}],"status":"completed"}"#,
            "not a response",
        ),
        (
            r#"{"output":[{"type":"message","content":"a"}],"status":"completed"}"#,
            "not a response",
        ),
        (r#"{"output":[],"status":5}"#, "not a response"),
        (
            r#"{"output":[],"status":"incomplete","incomplete_details":"max"}"#,
            "not a response",
        ),
    ]);
}

#[test]
fn messages_of_anthropic_that_are_none() {
    check_problems(&[
        (r#"{"type":"message"}"#, "no `content`"),
        (
            r#"{"type":"message","content":"Dear Mara"}"#,
            "not a message",
        ),
        (r#"{"type":"message","content":["a"]}"#, "not a message"),
        (r#"{"content":[],"stop_reason":5}"#, "not a message"),
        (
            r#"{"content":[],"stop_reason":"refusal","stop_details":"a"}"#,
            "not a message",
        ),
    ]);
}

#[test]
fn responses_of_gemini_that_are_none() {
    check_problems(&[
        (r#"{"candidates":[]}"#, "no `candidates`"),
        (r#"{"promptFeedback":{}}"#, "no `candidates`"),
        (r#"{"candidates":{}}"#, "not a Gemini response"),
        (r#"{"candidates":["a"]}"#, "not a Gemini response"),
        (
            r#"{"candidates":[{"content":["a"],"finishReason":"STOP"}]}"#,
            "not a Gemini response",
        ),
        (
            r#"{"candidates":[{"content":{"parts":["a"]},"finishReason":"STOP"}]}"#,
            "not a Gemini response",
        ),
        (
            r#"{"candidates":[{"finishReason":5}]}"#,
            "not a Gemini response",
        ),
        (
            r#"{"promptFeedback":{"blockReason":5}}"#,
            "not a Gemini response",
        ),
    ]);
}

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
        }
    }
}
