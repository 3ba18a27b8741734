//! The content of a call in the form of OpenTelemetry's conventions: messages with a role and
//! parts, as JSON.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use prompt_core::js::Json;
use serde_json::{Value, json};

use super::media;
use super::record::Record;
use super::shown_value::shown_value;
use crate::redaction::REDACTED;
use crate::{Answer, Content, Message, Part, Prompt, Request, Role, Tool, ToolCall, ToolResult};

/// What is sent to the model, as far as it may be shown.
pub(super) struct Input {
    /// The parts of the messages of the system that the API gets apart from the conversation. `None`
    /// if there are none.
    pub(super) instructions: Option<Value>,
    pub(super) messages: Value,
}

impl Input {
    pub(super) fn of(record: &Record, prompt: &'static Prompt, sent: &[Message]) -> Self {
        let known = record.messages(sent);
        let shown = known.unwrap_or(sent);
        let positions = Request::new(prompt, shown).instructions();
        let shown_parts = |message: &Message| match known {
            Some(_) => parts(record, message),
            None => Vec::from([text(REDACTED)]),
        };
        let (mut instructions, mut messages) = (Vec::new(), Vec::new());
        for (position, message) in shown.iter().enumerate() {
            if positions.contains(&position) {
                instructions.extend(shown_parts(message));
            } else {
                messages.push(with_parts(message.role, &shown_parts(message)));
            }
        }
        Self {
            instructions: (!instructions.is_empty()).then_some(Value::Array(instructions)),
            messages: Value::Array(messages),
        }
    }
}

/// Returns the definitions of the tools. `None` if the prompt has none.
pub(super) fn tools(prompt: &Prompt) -> Option<Value> {
    let definition = |tool: Tool| {
        let mut definition = json!({ "type": "function", "name": tool.name });
        if !tool.description.is_empty() {
            definition["description"] = json!(tool.description);
        }
        let schema = serde_json::from_str::<Value>(tool.input_schema);
        definition["parameters"] = schema.unwrap_or_default();
        definition
    };
    let definitions = prompt.tools().map(definition).collect::<Vec<_>>();
    (!definitions.is_empty()).then_some(Value::Array(definitions))
}

/// Returns the answer, as far as it may be shown.
pub(super) fn output(record: &Record, answer: &Answer) -> Value {
    let refusal = answer.refusal.as_deref();
    let refused =
        refusal.map(|words| json!({ "type": "refusal", "content": record.redacted(words) }));
    let mut parts = said(record, &answer.text, answer.tool_calls())
        .chain(refused)
        .collect::<Vec<_>>();
    if parts.is_empty() {
        parts.push(text(&record.redacted("")));
    }
    json!([with_parts(Role::Model, &parts)])
}

/// Returns the text of the model, if there is one, and its calls of tools.
fn said<'a>(
    record: &'a Record,
    said: &'a str,
    calls: &'a [ToolCall],
) -> impl Iterator<Item = Value> + 'a {
    let text = (!said.is_empty()).then(|| text(&record.redacted(said)));
    text.into_iter()
        .chain(calls.iter().map(|call| self::call(record, call)))
}

fn call(record: &Record, call: &ToolCall) -> Value {
    let mut part = json!({
        "type": "tool_call",
        "name": record.redacted(&call.name),
        "arguments": json_or_text(record, &call.arguments),
    });
    if !call.id.is_empty() {
        part["id"] = json!(record.redacted(&call.id));
    }
    part
}

fn result(record: &Record, result: &ToolResult) -> Value {
    let mut part = json!({
        "type": "tool_call_response",
        "response": json_or_text(record, result.text()),
    });
    if !result.call_id().is_empty() {
        part["id"] = json!(record.redacted(result.call_id()));
    }
    part
}

/// Returns what a model or a tool wrote: as JSON, or as a text.
fn json_or_text(record: &Record, text: &str) -> Value {
    match Json::parse(text) {
        Some(json) => shown_value(record, &json, Some(text)),
        None => json!(record.redacted(text)),
    }
}

/// Returns the text of an input without the secrets in it: a text as it is, another value as JSON.
/// Returns `None` for nothing.
pub(super) fn variable(record: &Record, input: &Json) -> Option<String> {
    match shown_value(record, input, None) {
        Value::Null => None,
        Value::String(text) => Some(text),
        value => Some(value.to_string()),
    }
}

fn parts(record: &Record, message: &Message) -> Vec<Value> {
    match &message.content {
        Content::Text(content) => Vec::from([text(&record.redacted(content))]),
        Content::Parts(parts) => parts.iter().map(|part| self::part(record, part)).collect(),
        Content::Turn(turn) => said(record, turn.text(), turn.tool_calls()).collect(),
        Content::ToolResult(result) => Vec::from([self::result(record, result)]),
    }
}

fn with_parts(role: Role, parts: &[Value]) -> Value {
    let role = match role {
        Role::Model => "assistant",
        role => role.as_str(),
    };
    json!({ "role": role, "parts": parts })
}

fn part(record: &Record, part: &Part) -> Value {
    match part {
        Part::Text(content) => text(&record.redacted(content)),
        Part::Media { url, content_type } => media::part(record, url, content_type.as_deref()),
        Part::Section(name) => json!({ "type": "section", "name": record.redacted(name) }),
    }
}

fn text(content: &str) -> Value {
    json!({ "type": "text", "content": content })
}

#[cfg(test)]
mod tests {
    use alloc::borrow::Cow;

    use super::*;

    fn input(record: &Record, sent: &[Message]) -> Value {
        let input = Input::of(record, crate::prompt::NO_PROMPT, sent);
        assert_eq!(input.instructions, None);
        input.messages
    }

    /// Two messages, and the texts of them that a log shows.
    fn sent() -> [Message; 2] {
        let media = |url: &'static str, content_type: Option<&'static str>| Part::Media {
            url: url.into(),
            content_type: content_type.map(Cow::Borrowed),
        };
        let parts = Vec::from([
            Part::Text("What is on it?".into()),
            media("DATA:image/png;base64,iVBORw0K", Some("image/png")),
            media("https://sales.example/a,b.png", None),
            Part::Section("history".into()),
        ]);
        let question = Message {
            role: Role::User,
            content: Content::Parts(parts),
        };
        [Message::new(Role::Model, "Send me the picture."), question]
    }

    #[test]
    fn messages_are_shown_with_their_parts() {
        let of_model = json!({ "role": "assistant", "parts": [
            { "type": "text", "content": "Send me the picture." },
        ] });
        let of_user = json!({ "role": "user", "parts": [
            { "type": "text", "content": "What is on it?" },
            { "type": "blob", "modality": "image", "content": "", "mime_type": "image/png" },
            { "type": "uri", "modality": "image", "mime_type": "image/png", "uri": "https://sales.example/a,b.png" },
            { "type": "section", "name": "history" },
        ] });
        let shown = input(&Record::Nothing, &sent());
        assert_eq!(shown, json!([of_model, of_user]));
    }

    #[test]
    fn an_input_has_no_bytes_of_a_data_url() {
        let url = || Json::text("data:image/png;base64,iVBORw0K");
        let scan = Json::Object(Vec::from([("scan".into(), url())]));
        let rows = [
            (url(), "data:image/png;base64,"),
            (
                Json::List(Vec::from([scan])),
                "[{\"scan\":\"data:image/png;base64,\"}]",
            ),
        ];
        for (input, expected) in rows {
            let shown = variable(&Record::Nothing, &input);
            assert_eq!(shown.as_deref(), Some(expected));
        }
    }

    #[test]
    fn of_what_is_withheld_the_roles_alone_are_shown() {
        let redacted =
            |role| json!({ "role": role, "parts": [{ "type": "text", "content": REDACTED }] });
        let shown = input(&Record::Withheld, &sent());
        assert_eq!(shown, json!([redacted("assistant"), redacted("user")]));
        let answer = output(&Record::Withheld, &Answer::new("A desk lamp."));
        assert_eq!(answer, json!([redacted("assistant")]));
    }

    #[test]
    fn an_answer_has_its_text_or_its_refusal() {
        let text = json!({ "type": "text", "content": "A desk lamp." });
        let refusal = json!({ "type": "refusal", "content": "I cannot help." });
        let mut refused = Answer::default();
        refused.refusal = Some("I cannot help.".into());
        for (answer, part) in [(Answer::new("A desk lamp."), text), (refused, refusal)] {
            let shown = output(&Record::Nothing, &answer);
            assert_eq!(shown, json!([{ "role": "assistant", "parts": [part] }]));
        }
    }

    #[test]
    fn calls_of_tools_and_their_results_are_parts() {
        let message = r#"{"content":"I look.","tool_calls":[{"id":"c","function":{"name":"look","arguments":"{\"order\":4711}"}}]}"#;
        let response = alloc::format!(r#"{{"choices":[{{"message":{message}}}]}}"#);
        let answer = serde_json::from_str::<Answer>(&response).unwrap();
        let call = &answer.tool_calls()[0];
        let of_model = |text: &str, argument: Value| {
            json!({ "role": "assistant", "parts": [
                { "type": "text", "content": text },
                { "type": "tool_call", "id": "c", "name": "look", "arguments": { "order": argument } },
            ] })
        };
        let of_tool = |response: &str| json!({ "role": "tool", "parts": [{ "type": "tool_call_response", "id": "c", "response": response }] });
        let messages = [
            answer.turn(),
            Message::tool_result(call, "order 4711 is lost."),
        ];
        let shown = input(&Record::Nothing, &messages);
        let expected = json!([
            of_model("I look.", json!(4711)),
            of_tool("order 4711 is lost.")
        ]);
        assert_eq!(shown, expected);
        assert_eq!(
            output(&Record::Nothing, &answer),
            json!([of_model("I look.", json!(4711))])
        );
        // A secret is one as a number, too.
        let record = Record::of_secrets(&["4711"]);
        let expected = json!([
            of_model("I look.", json!(REDACTED)),
            of_tool("order [redacted] is lost.")
        ]);
        assert_eq!(input(&record, &messages), expected);
    }

    #[test]
    fn an_input_is_a_text_or_json() {
        let tags = Json::List(Vec::from([Json::Null, Json::Bool(true)]));
        let fields = Vec::from([("name".to_string(), Json::text("Mara"))]);
        let rows = [
            (Json::text("Mara"), Some("Mara")),
            (tags, Some("[null,true]")),
            (Json::Number(41.into()), Some("41")),
            (Json::Object(fields), Some(r#"{"name":"Mara"}"#)),
            (Json::Null, None),
        ];
        for (input, expected) in rows {
            assert_eq!(variable(&Record::Nothing, &input).as_deref(), expected);
        }
        let number = variable(&Record::Withheld, &Json::Number(41.into()));
        assert_eq!(number.as_deref(), Some(REDACTED));
    }
}
