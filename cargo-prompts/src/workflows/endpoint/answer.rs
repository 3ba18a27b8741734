use serde_json::{Value, error::Category};

use super::error_detail::ErrorDetail;

/// The answer to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Text(String),
    /// The model refused to answer. The client puts its reason in backticks.
    Refusal(String),
    /// There is no complete answer, for this reason. The endpoint itself works.
    Nothing(&'static str),
}

/// A body that is not a chat completion.
#[derive(Debug, PartialEq, Eq)]
pub enum InvalidBody {
    Html,
    /// The body is cut off.
    Half,
    NotJson,
    /// JSON of another shape: the problem, and what is shown of the endpoint's error, if any.
    OtherShape(&'static str, Option<String>),
}

/// An object of a completion. Where one is expected, a list is none: a derived reader would take its
/// items for the fields.
type Object = serde_json::Map<String, Value>;

const NOT_A_COMPLETION: &str = "not a chat completion";

impl Answer {
    /// Reads the body of a response that reports success.
    pub fn read(body: &[u8], detail: ErrorDetail) -> Result<Self, InvalidBody> {
        let value =
            serde_json::from_slice::<Value>(body).map_err(|error| not_json(body, &error))?;
        Self::of(&value).map_err(|problem| InvalidBody::OtherShape(problem, detail.of_json(&value)))
    }

    /// Reads the first choice of a completion. An error says what is wrong with it.
    fn of(completion: &Value) -> Result<Self, &'static str> {
        let completion = object(completion)?;
        let choices = match completion.get("choices") {
            None | Some(Value::Null) => return Err("no `choices`"),
            Some(choices) => choices.as_array().ok_or(NOT_A_COMPLETION)?,
        };
        let choice = object(choices.first().ok_or("empty `choices`")?)?;
        let message = match choice.get("message") {
            None | Some(Value::Null) => return Err("a choice without `message`"),
            Some(message) => object(message)?,
        };
        let finish_reason = text(choice, "finish_reason")?;
        let (content, refusal) = (text(message, "content")?, text(message, "refusal")?);
        Ok(Self::said(content, refusal, finish_reason))
    }

    fn said(content: Option<&str>, refusal: Option<&str>, finish_reason: Option<&str>) -> Self {
        if let Some(refusal) = refusal.filter(|refusal| !refusal.is_empty()) {
            return Self::Refusal(refusal.to_owned());
        }
        match finish_reason {
            Some("length") => Self::Nothing("the answer was cut off at the token limit"),
            Some("content_filter") => {
                Self::Nothing("the endpoint's content filter blocked the answer")
            }
            _ => match content.filter(|content| !content.trim().is_empty()) {
                Some(content) => Self::Text(content.to_owned()),
                None => Self::Nothing("the answer is empty"),
            },
        }
    }
}

fn object(value: &Value) -> Result<&Object, &'static str> {
    value.as_object().ok_or(NOT_A_COMPLETION)
}

/// Returns a text that may be left out or null.
fn text<'a>(object: &'a Object, key: &str) -> Result<Option<&'a str>, &'static str> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(NOT_A_COMPLETION),
    }
}

fn not_json(body: &[u8], error: &serde_json::Error) -> InvalidBody {
    let start = body.trim_ascii_start().first();
    match (start, error.classify()) {
        (Some(b'<'), _) => InvalidBody::Html,
        (Some(b'{'), Category::Eof) => InvalidBody::Half,
        _ => InvalidBody::NotJson,
    }
}

/// The message of an endpoint about an error, in one of the common shapes.
pub fn error_message(value: &Value) -> Option<String> {
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
}

#[cfg(test)]
mod tests {
    use super::{Answer, ErrorDetail, InvalidBody};

    #[test]
    fn what_bodies_come_to() {
        let text = |text: &str| Ok(Answer::Text(text.to_owned()));
        let nothing = |why| Ok(Answer::Nothing(why));
        let other = |what, error_message: Option<&str>| {
            Err(InvalidBody::OtherShape(
                what,
                error_message.map(str::to_owned),
            ))
        };
        let rows = [
            (
                r#"{"choices":[{"message":{"content":"Dear Mara"},"finish_reason":"stop"}]}"#,
                text("Dear Mara"),
            ),
            (
                r#"{"choices":[{"message":{"content":"Dear Mara","refusal":null,"tool_calls":[]}}]}"#,
                text("Dear Mara"),
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
                other("no `choices`", Some("overloaded")),
            ),
            (
                r#"{"detail":"overloaded"}"#,
                other("no `choices`", Some("overloaded")),
            ),
            ("[]", other("not a chat completion", None)),
            (
                r#"[[[["Dear Mara",null],"stop"]]]"#,
                other("not a chat completion", None),
            ),
            (
                r#"{"choices":[[["Dear Mara",null],"stop"]]}"#,
                other("not a chat completion", None),
            ),
            ("null", other("not a chat completion", None)),
            ("<!doctype html>", Err(InvalidBody::Html)),
            (r#"{"choices":[{"mess"#, Err(InvalidBody::Half)),
            ("", Err(InvalidBody::NotJson)),
            ("data: {}", Err(InvalidBody::NotJson)),
            ("{choices}", Err(InvalidBody::NotJson)),
        ];
        for (body, expected) in rows {
            assert_eq!(
                Answer::read(body.as_bytes(), ErrorDetail::Message),
                expected,
                "{body}"
            );
        }
    }

    #[test]
    fn nesting_that_never_ends_is_no_json() {
        let body = "[".repeat(1_000_000);
        assert_eq!(
            Answer::read(body.as_bytes(), ErrorDetail::Message),
            Err(InvalidBody::NotJson)
        );
    }
}
