use std::time::Duration;

use prompt_core::hidden::hidden;
use serde_json::{Value, error::Category};

use super::error_detail::ErrorDetail;
use crate::rules::call_result::Tokens;
use prompt_runtime::__private::{known_finish_reason, read_answer};
use prompt_runtime::ToolCall;

/// The answer to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Text(String),
    /// The model calls tools, perhaps beside a text.
    Calls {
        text: String,
        calls: Vec<ToolCall>,
    },
    /// The model refused to answer. The client puts its reason in backticks.
    Refusal(String),
    /// There is no complete answer, for a reason that the prompt and its settings decide.
    Nothing(&'static str),
}

/// An answer, and what its response says of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub answer: Answer,
    pub tokens: Tokens,
    /// The model that answered, as the endpoint names it.
    pub model: Option<String>,
    /// From the request to the whole response.
    pub latency: Duration,
}

/// A body without an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum InvalidBody {
    Html,
    /// The body is cut off.
    Half,
    NotJson,
    /// JSON of another shape: the problem, and what is shown of the endpoint's error, if any.
    OtherShape(&'static str, Option<String>),
    /// The model gave no answer, or not all of it, for this known reason.
    Failed(&'static str),
    /// It is unknown whether the answer is complete: the finish reason, if it may be shown.
    UnknownEnd(Option<String>),
}

impl Reply {
    /// Reads the body of a response that reports success, and that took this long.
    pub fn read(body: &[u8], detail: ErrorDetail, latency: Duration) -> Result<Self, InvalidBody> {
        let value =
            serde_json::from_slice::<Value>(body).map_err(|error| not_json(body, &error))?;
        let answer = read_answer(&value)
            .map_err(|problem| InvalidBody::OtherShape(problem, detail.of_json(&value)))?;
        if answer.is_failed() {
            return Err(failed(&answer.finish_reason.unwrap_or_default(), detail));
        }
        Ok(Self {
            tokens: Tokens {
                input: answer.input_tokens,
                output: answer.output_tokens,
                cached: answer.cached_tokens,
            },
            model: answer.model.clone(),
            latency,
            answer: Answer::of(answer),
        })
    }
}

impl Answer {
    fn of(answer: prompt_runtime::Answer) -> Self {
        let (is_truncated, is_filtered) = (answer.is_truncated(), answer.is_filtered());
        match answer.refusal {
            Some(refusal) if !is_filtered => Self::Refusal(refusal),
            _ if is_truncated => Self::Nothing("the answer was cut off at the token limit"),
            _ if is_filtered => Self::Nothing("the endpoint's content filter blocked the answer"),
            _ if !answer.tool_calls().is_empty() => Self::Calls {
                calls: answer.tool_calls().to_vec(),
                text: answer.text,
            },
            _ if !is_visible(&answer.text) => Self::Nothing("the answer is empty"),
            _ => Self::Text(answer.text),
        }
    }
}

/// Returns `true` if a reader sees anything of a text.
fn is_visible(text: &str) -> bool {
    let mut hidden = hidden(text).map(|(at, _)| at).peekable();
    let mut shown = text.char_indices().filter(|(at, c)| {
        let is_hidden = hidden.next_if_eq(at).is_some();
        !is_hidden && !c.is_whitespace()
    });
    shown.next().is_some()
}

/// The endpoint can put anything into a reason that is unknown.
fn failed(reason: &str, detail: ErrorDetail) -> InvalidBody {
    let unknown = || InvalidBody::UnknownEnd(detail.of_word(reason).map(str::to_owned));
    known_finish_reason(reason).map_or_else(unknown, InvalidBody::Failed)
}

fn not_json(body: &[u8], error: &serde_json::Error) -> InvalidBody {
    let start = body.trim_ascii_start().first();
    match (start, error.classify()) {
        (Some(b'<'), _) => InvalidBody::Html,
        (Some(b'{'), Category::Eof) => InvalidBody::Half,
        _ => InvalidBody::NotJson,
    }
}

/// The message of an endpoint about an error, in one of the common shapes. Google's API can send a
/// list of one.
pub fn error_message(value: &Value) -> Option<String> {
    let value = match value {
        Value::Array(errors) => errors.first()?,
        value => value,
    };
    let candidates = [
        &value["error"]["message"],
        &value["error"],
        &value["message"],
        &value["detail"],
    ];
    let text = candidates
        .into_iter()
        .find_map(Value::as_str)
        .filter(|text| !text.trim().is_empty());
    text.map(str::to_owned)
        .or_else(|| invalid_field(&value["detail"]))
        .or_else(|| invalid_field(&value["message"]["detail"]))
}

/// The first message about a field of the body, as servers on `FastAPI` send it: a list of objects with
/// `loc` and `msg`.
fn invalid_field(detail: &Value) -> Option<String> {
    let error = detail.get(0)?;
    let message = error["msg"].as_str()?;
    let path = error["loc"].as_array().into_iter().flatten();
    let path = path
        .map(|step| match step.as_str() {
            Some(name) => name.to_owned(),
            None => step.to_string(),
        })
        .collect::<Vec<_>>()
        .join(".");
    Some(if path.is_empty() {
        message.to_owned()
    } else {
        format!("{path}: {message}")
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Answer, ErrorDetail, InvalidBody, Reply};

    fn read(body: &[u8], detail: ErrorDetail) -> Result<Answer, InvalidBody> {
        Reply::read(body, detail, Duration::ZERO).map(|reply| reply.answer)
    }

    #[test]
    fn what_bodies_come_to() {
        let text = |text: &str| Ok(Answer::Text(text.to_owned()));
        let nothing = |why| Ok(Answer::Nothing(why));
        let rows = [
            (
                r#"{"choices":[{"message":{"content":"Dear Mara"},"finish_reason":"stop"}]}"#,
                text("Dear Mara"),
            ),
            (
                r#"{"choices":[{"message":{"content":"Dear Mara","refusal":null,"tool_calls":[]}}]}"#,
                text("Dear Mara"),
            ),
            // Some servers send a list of parts.
            (
                r#"{"choices":[{"message":{"content":[{"type":"text","text":"Dear "},{"type":"text","text":"Mara"}]}}]}"#,
                text("Dear Mara"),
            ),
            (
                r#"{"candidates":[{"finishReason":"SAFETY"}]}"#,
                nothing("the endpoint's content filter blocked the answer"),
            ),
            (
                r#"{"type":"message","content":[{"type":"text","text":"Dear"}],"stop_reason":"max_tokens"}"#,
                nothing("the answer was cut off at the token limit"),
            ),
            (
                r#"{"choices":[{"message":{"content":" "}}]}"#,
                nothing("the answer is empty"),
            ),
            (
                r#"{"choices":[{"message":{"content":null}}]}"#,
                nothing("the answer is empty"),
            ),
            (
                r#"{"choices":[{"message":{"content":"\u200b"}}]}"#,
                nothing("the answer is empty"),
            ),
            (
                r#"{"choices":[{"message":{"content":"\u0000\n\ufeff \udb40\udc41\udb40\udc42"}}]}"#,
                nothing("the answer is empty"),
            ),
            (
                r#"{"choices":[{"message":{"content":"\u200ba"}}]}"#,
                text("\u{200b}a"),
            ),
            (
                r#"{"choices":[{"message":{"content":null,"refusal":"I cannot\nhelp."}}]}"#,
                Ok(Answer::Refusal("I cannot\nhelp.".to_owned())),
            ),
            (
                r#"{"choices":[{"message":{"content":"Dear"},"finish_reason":"length"}]}"#,
                nothing("the answer was cut off at the token limit"),
            ),
            (
                r#"{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]}"#,
                nothing("the endpoint's content filter blocked the answer"),
            ),
        ];
        for (body, expected) in rows {
            let read = read(body.as_bytes(), ErrorDetail::Message);
            assert_eq!(read, expected, "{body}");
        }
    }

    #[test]
    fn bodies_that_are_no_answer() {
        let other = |what, error_message: Option<&str>| {
            Err(InvalidBody::OtherShape(
                what,
                error_message.map(str::to_owned),
            ))
        };
        let rows = [
            (r#"{"choices":[]}"#, other("empty `choices`", None)),
            (
                r#"{"choices":[{"index":0}]}"#,
                other("a choice without `message`", None),
            ),
            (
                r#"{"choices":[{"message":{"content":["a"]}}]}"#,
                other("not a chat completion", None),
            ),
            (
                r#"{"choices":"none"}"#,
                other("not a chat completion", None),
            ),
            (
                r#"{"error":{"message":"overloaded"}}"#,
                other("not an answer", Some("overloaded")),
            ),
            (
                r#"{"detail":"overloaded"}"#,
                other("not an answer", Some("overloaded")),
            ),
            (
                r#"{"detail":[{"type":"missing","loc":["body","messages",0],"msg":"Field required"}]}"#,
                other("not an answer", Some("body.messages.0: Field required")),
            ),
            (
                r#"{"object":"error","message":{"detail":[{"msg":"Field required"}]}}"#,
                other("not an answer", Some("Field required")),
            ),
            (
                r#"[{"error":{"code":400,"message":"overloaded","status":"UNAVAILABLE"}}]"#,
                other("not an answer", Some("overloaded")),
            ),
            (
                r#"{"detail":[{"loc":["body"]}]}"#,
                other("not an answer", None),
            ),
            (r#"{"detail":{"0":1}}"#, other("not an answer", None)),
            ("[]", other("not an answer", None)),
            (
                r#"[[[["Dear Mara",null],"stop"]]]"#,
                other("not an answer", None),
            ),
            (
                r#"{"choices":[[["Dear Mara",null],"stop"]]}"#,
                other("not a chat completion", None),
            ),
            ("null", other("not an answer", None)),
            ("<!doctype html>", Err(InvalidBody::Html)),
            (r#"{"choices":[{"mess"#, Err(InvalidBody::Half)),
            ("", Err(InvalidBody::NotJson)),
            ("data: {}", Err(InvalidBody::NotJson)),
            ("{choices}", Err(InvalidBody::NotJson)),
        ];
        for (body, expected) in rows {
            assert_eq!(
                read(body.as_bytes(), ErrorDetail::Message),
                expected,
                "{body}"
            );
        }
    }

    #[test]
    fn a_call_without_an_answer_is_no_answer_of_the_model() {
        let failed = |reason| Err(InvalidBody::Failed(reason));
        let rows = [
            (
                r#"{"choices":[{"message":{"content":"Dear"},"finish_reason":"ERROR"}]}"#,
                failed("error"),
            ),
            (
                r#"{"choices":[{"message":{"content":"Dear"},"finish_reason":"halted"}]}"#,
                Err(InvalidBody::UnknownEnd(Some("halted".to_owned()))),
            ),
            (
                r#"{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}"#,
                failed("MALFORMED_FUNCTION_CALL"),
            ),
            (
                r#"{"type":"message","content":[{"type":"text","text":"Dear"}],"stop_reason":"pause_turn"}"#,
                failed("pause_turn"),
            ),
            (
                r#"{"promptFeedback":{"blockReason":"OTHER"}}"#,
                Ok(Answer::Nothing(
                    "the endpoint's content filter blocked the answer",
                )),
            ),
        ];
        for (body, expected) in rows {
            let read = read(body.as_bytes(), ErrorDetail::Message);
            assert_eq!(read, expected, "{body}");
        }
        let unknown = br#"{"choices":[{"message":{"content":"A"},"finish_reason":"Mara"}]}"#;
        assert_eq!(
            read(unknown, ErrorDetail::Code),
            Err(InvalidBody::UnknownEnd(None))
        );
    }

    #[test]
    fn nesting_that_never_ends_is_no_json() {
        let body = "[".repeat(1_000_000);
        assert_eq!(
            read(body.as_bytes(), ErrorDetail::Message),
            Err(InvalidBody::NotJson)
        );
    }
}
