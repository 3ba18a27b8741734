//! Calls of tools in answers.

use alloc::vec::Vec;

use serde_json::{Value, json};

use super::super::{Answer, read_answer};
use super::{check_problems, read};

/// A response of each API with the calls of functions with these ids, names and arguments, behind a
/// text, and with the finish reason for calls or for a limit.
type WithCalls = fn(&str, &[(&str, &str, Value)], bool) -> Value;

const CHAT: WithCalls = |text, calls, is_cut| {
    let calls = calls.iter().map(|(id, name, arguments)| {
        json!({ "id": id, "type": "function", "function": { "name": name, "arguments": arguments } })
    });
    let message =
        json!({ "role": "assistant", "content": text, "tool_calls": calls.collect::<Vec<_>>() });
    let reason = if is_cut { "length" } else { "tool_calls" };
    json!({ "choices": [{ "message": message, "finish_reason": reason }] })
};
const RESPONSES: WithCalls = |text, calls, is_cut| {
    let text = json!({ "type": "message", "content": [{ "type": "output_text", "text": text }] });
    let calls = calls.iter().map(|(id, name, arguments)| {
        json!({ "type": "function_call", "call_id": id, "name": name, "arguments": arguments })
    });
    let output = [text].into_iter().chain(calls).collect::<Vec<_>>();
    if is_cut {
        json!({ "output": output, "status": "incomplete", "incomplete_details": { "reason": "max_output_tokens" } })
    } else {
        json!({ "output": output, "status": "completed" })
    }
};
const ANTHROPIC: WithCalls = |text, calls, is_cut| {
    let text = json!({ "type": "text", "text": text });
    let calls = calls.iter().map(|(id, name, input)| {
        json!({ "type": "tool_use", "id": id, "name": name, "input": object(input) })
    });
    let content = [text].into_iter().chain(calls).collect::<Vec<_>>();
    let reason = if is_cut { "max_tokens" } else { "tool_use" };
    json!({ "type": "message", "content": content, "stop_reason": reason })
};
const GEMINI: WithCalls = |text, calls, is_cut| {
    let calls = calls.iter().map(|(id, name, args)| {
        json!({ "functionCall": { "id": id, "name": name, "args": object(args) } })
    });
    let parts = [json!({ "text": text })].into_iter().chain(calls);
    let content = json!({ "role": "model", "parts": parts.collect::<Vec<_>>() });
    let reason = if is_cut { "MAX_TOKENS" } else { "STOP" };
    json!({ "candidates": [{ "content": content, "finishReason": reason }] })
};

const ALL: [WithCalls; 4] = [CHAT, RESPONSES, ANTHROPIC, GEMINI];

/// Arguments as the APIs have them that send an object.
fn object(arguments: &Value) -> Value {
    let text = arguments.as_str().unwrap_or_default();
    serde_json::from_str(text).unwrap_or_default()
}

fn calls(answer: &Answer) -> Vec<(&str, &str, &str)> {
    let calls = answer.tool_calls().iter();
    let calls = calls.map(|call| (&*call.id, &*call.name, &*call.arguments));
    calls.collect()
}

#[test]
fn parallel_calls_beside_a_text() {
    let given = [
        ("call_7", "look-up-order", json!(r#"{"order":"4711"}"#)),
        (
            "call_8",
            "look-up-order",
            json!(r#"{"order":"4712","lines":[1,2]}"#),
        ),
    ];
    for response in ALL {
        let answer = read(&response("I look.", &given, false));
        let expected = [
            ("call_7", "look-up-order", r#"{"order":"4711"}"#),
            (
                "call_8",
                "look-up-order",
                r#"{"order":"4712","lines":[1,2]}"#,
            ),
        ];
        if calls(&answer)[1].2.starts_with(r#"{"lines""#) {
            // The objects of these tests are sorted.
            assert_eq!(calls(&answer)[1].2, r#"{"lines":[1,2],"order":"4712"}"#);
        } else {
            assert_eq!(calls(&answer), expected);
        }
        assert_eq!(answer.text, "I look.");
        assert!(answer.is_complete());
        assert!(answer.tool_calls().iter().all(|call| !call.is_cut_off()));
    }
}

#[test]
fn arguments_that_are_left_out() {
    for empty in [json!(""), json!(" \n"), json!("{}"), json!(null)] {
        for response in ALL {
            let answer = read(&response(
                "",
                &[("call_7", "list-orders", empty.clone())],
                false,
            ));
            assert_eq!(calls(&answer), [("call_7", "list-orders", "{}")], "{empty}");
        }
    }
    let missing = [
        json!({ "choices": [{ "message": { "tool_calls": [{ "id": "c", "function": { "name": "list" } }] } }] }),
        json!({ "output": [{ "type": "function_call", "call_id": "c", "name": "list" }], "status": "completed" }),
        json!({ "content": [{ "type": "tool_use", "id": "c", "name": "list" }], "stop_reason": "tool_use" }),
        json!({ "candidates": [{ "content": { "parts": [{ "functionCall": { "id": "c", "name": "list" } }] }, "finishReason": "STOP" }] }),
    ];
    for response in missing {
        assert_eq!(calls(&read(&response)), [("c", "list", "{}")], "{response}");
    }
    // Some servers send an object where OpenAI sends its text.
    let call = json!({ "id": "c", "function": { "name": "look", "arguments": { "order": 7 } } });
    let answer = read(&json!({ "choices": [{ "message": { "tool_calls": [call] } }] }));
    assert_eq!(calls(&answer), [("c", "look", r#"{"order":7}"#)]);
}

/// Gemini's older models give calls no id.
#[test]
fn a_call_without_an_id() {
    let parts = json!([{ "functionCall": { "name": "look", "args": {} } }]);
    assert_eq!(calls(&read(&super::gemini(&parts))), [("", "look", "{}")]);
}

#[test]
fn the_last_call_of_an_answer_that_is_cut_off() {
    let given = [
        ("call_7", "look-up-order", json!(r#"{"order":"4711"}"#)),
        ("call_8", "look-up-order", json!(r#"{"order":"47"#)),
    ];
    for response in ALL {
        let answer = read(&response("", &given, true));
        let cut = answer.tool_calls().iter().map(crate::ToolCall::is_cut_off);
        assert_eq!(cut.collect::<Vec<_>>(), [false, true]);
        assert!(answer.is_truncated());
    }
    // The text behind the call is cut off, and the call is whole.
    let content = json!([
        { "type": "tool_use", "id": "c", "name": "look", "input": {} },
        { "type": "text", "text": "I loo" },
    ]);
    let answer = read(&json!({ "content": content, "stop_reason": "max_tokens" }));
    assert!(!answer.tool_calls()[0].is_cut_off());
}

#[test]
fn a_call_that_is_incomplete_in_a_response_that_is_complete() {
    let item = |status: &str| json!({ "type": "function_call", "call_id": "c", "name": "look", "arguments": "{", "status": status });
    for (status, is_cut_off) in [
        ("completed", false),
        ("incomplete", true),
        ("in_progress", true),
    ] {
        let answer = read(&json!({ "output": [item(status)], "status": "completed" }));
        assert_eq!(answer.tool_calls()[0].is_cut_off(), is_cut_off, "{status}");
        assert_eq!(answer.is_complete(), !is_cut_off, "{status}");
    }
}

#[test]
fn custom_tools_of_openai() {
    let call =
        json!({ "id": "c", "type": "custom", "custom": { "name": "sql", "input": "select 1" } });
    let item =
        json!({ "type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "select 1" });
    for response in [
        json!({ "choices": [{ "message": { "tool_calls": [call] } }] }),
        json!({ "output": [item], "status": "completed" }),
    ] {
        assert_eq!(calls(&read(&response)), [("c", "sql", "select 1")]);
    }
}

#[test]
fn what_the_provider_runs_itself_is_no_call() {
    let content =
        json!([{ "type": "server_tool_use", "id": "s", "name": "web_search", "input": {} }]);
    let output = json!([{ "type": "web_search_call", "id": "ws_1", "status": "completed" }]);
    let parts = json!([{ "executableCode": { "language": "PYTHON", "code": "1" } }]);
    for response in [
        super::anthropic(&content),
        json!({ "output": output, "status": "completed" }),
        super::gemini(&parts),
    ] {
        assert_eq!(calls(&read(&response)), [], "{response}");
    }
}

#[test]
fn calls_that_are_none() {
    let without_name = "a call of a tool without a name";
    check_problems(&[
        (
            r#"{"choices":[{"message":{"tool_calls":[{"id":"c"}]}}]}"#,
            "a call without a function",
        ),
        (
            r#"{"choices":[{"message":{"tool_calls":[{"id":"c","function":{}}]}}]}"#,
            without_name,
        ),
        (
            r#"{"choices":[{"message":{"tool_calls":[{"id":7,"function":{"name":"a"}}]}}]}"#,
            "not a chat completion",
        ),
        (
            r#"{"choices":[{"message":{"tool_calls":{}}}]}"#,
            "not a chat completion",
        ),
        (
            r#"{"output":[{"type":"function_call","call_id":"c"}],"status":"completed"}"#,
            without_name,
        ),
        (
            r#"{"content":[{"type":"tool_use","id":"c","name":""}],"stop_reason":"tool_use"}"#,
            without_name,
        ),
        (
            r#"{"candidates":[{"content":{"parts":[{"functionCall":{}}]},"finishReason":"STOP"}]}"#,
            without_name,
        ),
        (
            r#"{"candidates":[{"content":{"parts":[{"functionCall":"a"}]},"finishReason":"STOP"}]}"#,
            "not a Gemini response",
        ),
    ]);
    assert!(read_answer(&json!({ "choices": [{ "message": { "tool_calls": null } }] })).is_ok());
}
