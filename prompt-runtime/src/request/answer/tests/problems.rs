//! Responses that are no answers.

use super::check_problems;

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
