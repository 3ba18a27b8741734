use serde::Deserialize;
use serde_json::{Value, error::Category};

/// What came of one call that the endpoint took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Text(String),
    /// The model refuses to answer: what it says of that; in backticks, where it comes from a
    /// client.
    Refusal(String),
    /// There is no whole answer: why, as a sentence. The endpoint itself is well.
    Nothing(&'static str),
}

/// A body that is no chat completion.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    Html,
    /// It ends in the middle.
    Half,
    NotJson,
    /// JSON of another shape: what is amiss, and what the endpoint says, if anything.
    OtherShape(&'static str, Option<String>),
}

#[derive(Deserialize)]
struct Completion {
    choices: Option<Vec<Choice>>,
}

#[derive(Deserialize)]
struct Choice {
    message: Option<Reply>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Reply {
    content: Option<String>,
    refusal: Option<String>,
}

impl Answer {
    /// Reads the body of a response that reports success.
    pub fn read(body: &[u8]) -> Result<Self, Unreadable> {
        let value =
            serde_json::from_slice::<Value>(body).map_err(|error| not_json(body, &error))?;
        let said = said(&value);
        let other_shape = |what| Unreadable::OtherShape(what, said.clone());
        let completion =
            Completion::deserialize(&value).map_err(|_| other_shape("it is no chat completion"))?;
        let choices = completion
            .choices
            .ok_or_else(|| other_shape("it has no `choices`"))?;
        let choice = choices
            .into_iter()
            .next()
            .ok_or_else(|| other_shape("its `choices` are empty"))?;
        let message = choice
            .message
            .ok_or_else(|| other_shape("its choice has no `message`"))?;
        Ok(Self::of(message, choice.finish_reason.as_deref()))
    }

    fn of(message: Reply, finish_reason: Option<&str>) -> Self {
        if let Some(refusal) = message.refusal.filter(|refusal| !refusal.is_empty()) {
            return Self::Refusal(refusal);
        }
        match finish_reason {
            Some("length") => {
                Self::Nothing("the answer was cut off at the model's limit of tokens")
            }
            Some("content_filter") => {
                Self::Nothing("the answer was held back by the endpoint's filter")
            }
            _ => match message.content.filter(|content| !content.trim().is_empty()) {
                Some(content) => Self::Text(content),
                None => Self::Nothing("the answer is empty"),
            },
        }
    }
}

fn not_json(body: &[u8], error: &serde_json::Error) -> Unreadable {
    let start = body.trim_ascii_start().first();
    match (start, error.classify()) {
        (Some(b'<'), _) => Unreadable::Html,
        (Some(b'{'), Category::Eof) => Unreadable::Half,
        _ => Unreadable::NotJson,
    }
}

/// What an endpoint says of an error, in one of the shapes that are common.
pub fn said(value: &Value) -> Option<String> {
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
    use super::{Answer, Unreadable};

    #[test]
    fn what_bodies_come_to() {
        let text = |text: &str| Ok(Answer::Text(text.to_owned()));
        let nothing = |why| Ok(Answer::Nothing(why));
        let other =
            |what, said: Option<&str>| Err(Unreadable::OtherShape(what, said.map(str::to_owned)));
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
                nothing("the answer was cut off at the model's limit of tokens"),
            ),
            (
                r#"{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]}"#,
                nothing("the answer was held back by the endpoint's filter"),
            ),
            (r#"{"choices":[]}"#, other("its `choices` are empty", None)),
            (
                r#"{"choices":[{"index":0}]}"#,
                other("its choice has no `message`", None),
            ),
            (
                r#"{"choices":[{"message":{"content":["a"]}}]}"#,
                other("it is no chat completion", None),
            ),
            (
                r#"{"choices":"none"}"#,
                other("it is no chat completion", None),
            ),
            (
                r#"{"error":{"message":"overloaded"}}"#,
                other("it has no `choices`", Some("overloaded")),
            ),
            (
                r#"{"detail":"overloaded"}"#,
                other("it has no `choices`", Some("overloaded")),
            ),
            ("[]", other("it is no chat completion", None)),
            ("null", other("it is no chat completion", None)),
            ("<!doctype html>", Err(Unreadable::Html)),
            (r#"{"choices":[{"mess"#, Err(Unreadable::Half)),
            ("", Err(Unreadable::NotJson)),
            ("data: {}", Err(Unreadable::NotJson)),
            ("{choices}", Err(Unreadable::NotJson)),
        ];
        for (body, expected) in rows {
            assert_eq!(Answer::read(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn nesting_that_never_ends_is_no_json() {
        let body = "[".repeat(1_000_000);
        assert_eq!(Answer::read(body.as_bytes()), Err(Unreadable::NotJson));
    }
}
