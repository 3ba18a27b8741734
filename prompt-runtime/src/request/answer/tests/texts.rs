//! The texts of answers, and refusals in their place.

use serde_json::{Value, json};

use super::super::Answer;
use super::{anthropic, chat, gemini, message, read};

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
    let Answer { text, refusal, .. } = read(&empty);
    assert_eq!((&*text, refusal), ("Dear Mara", None));
}
