//! The reasons why answers end.

use alloc::vec::Vec;

use serde_json::{Value, json};

use super::super::Answer;
use super::{check_problems, read};

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
    (
        INCOMPLETE,
        "cut off",
        "max_output_tokens MAX-OUTPUT-TOKENS max_messages",
    ),
    (INCOMPLETE, "filtered", "content_filter"),
    (INCOMPLETE, "failed", "steered some_word"),
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
         UNEXPECTED_TOOL_CALL TOO_MANY_TOOL_CALLS MISSING_THOUGHT_SIGNATURE PUP_LIMITED_DISABLED \
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
