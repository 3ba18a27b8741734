//! Answers, read from the responses of all APIs.

mod finish_reasons;
mod labels;
mod made_up;
mod problems;
mod texts;
mod tool_calls;

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

/// Checks what is wrong with responses.
fn check_problems(rows: &[(&str, &str)]) {
    for (response, problem) in rows {
        let value = serde_json::from_str::<Value>(response).unwrap();
        assert_eq!(read_answer(&value), Err(*problem), "{response}");
        let error = serde_json::from_value::<Answer>(value).unwrap_err();
        assert_eq!(&alloc::format!("{error}"), problem);
    }
}
