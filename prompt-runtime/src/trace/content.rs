//! What is said in a call, as OpenTelemetry's conventions have it: messages with a role and parts,
//! as JSON.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use serde_json::{Value, json};

use super::REDACTED;
use super::record::Record;
use crate::{Content, Message, Part, Role};

/// The messages that are sent, as far as they may be shown.
pub(super) fn input(record: &Record, sent: &[Message]) -> Value {
    match record.messages(sent) {
        Some(messages) => messages
            .iter()
            .map(|message| self::message(record, message))
            .collect(),
        None => sent
            .iter()
            .map(|message| with_parts(message.role, &json!([text(REDACTED)])))
            .collect(),
    }
}

/// The answer, as far as it may be shown.
pub(super) fn output(record: &Record, answer: &str, finish_reason: Option<&str>) -> Value {
    let mut message = with_parts(Role::Model, &json!([text(&record.redacted(answer))]));
    if let Some(reason) = finish_reason {
        message["finish_reason"] = json!(reason);
    }
    json!([message])
}

/// The inputs without what stands in the secret ones.
pub(super) fn inputs(record: &Record, inputs: &Value) -> Value {
    match inputs {
        Value::String(text) => json!(record.redacted(text)),
        // A number may be a secret, too.
        Value::Number(number) => match record.redacted(&number.to_string()) {
            Cow::Owned(redacted) => json!(redacted),
            Cow::Borrowed(_) => inputs.clone(),
        },
        Value::Array(items) => items
            .iter()
            .map(|item| self::inputs(record, item))
            .collect(),
        Value::Object(fields) => {
            let shown = |(name, value): (&String, &Value)| {
                (
                    record.redacted(name).into_owned(),
                    self::inputs(record, value),
                )
            };
            Value::Object(fields.iter().map(shown).collect())
        }
        value => value.clone(),
    }
}

fn message(record: &Record, message: &Message) -> Value {
    let parts = match &message.content {
        Content::Text(content) => json!([text(&record.redacted(content))]),
        Content::Parts(parts) => parts.iter().map(|part| self::part(record, part)).collect(),
    };
    with_parts(message.role, &parts)
}

fn with_parts(role: Role, parts: &Value) -> Value {
    let role = match role {
        Role::Model => "assistant",
        role => role.as_str(),
    };
    json!({ "role": role, "parts": parts })
}

fn part(record: &Record, part: &Part) -> Value {
    match part {
        Part::Text(content) => text(&record.redacted(content)),
        Part::Media { url, content_type } => {
            let mime_type = content_type.as_deref().map(|of| record.redacted(of));
            json!({ "type": "uri", "uri": record.redacted(&shortened(url)), "mime_type": mime_type })
        }
        Part::Section(name) => json!({ "type": "section", "name": name }),
    }
}

fn text(content: &str) -> Value {
    json!({ "type": "text", "content": content })
}

/// A `data:` URL without its data: nobody reads a picture in a log.
fn shortened(url: &str) -> Cow<'_, str> {
    match url.split_once(',') {
        Some((head, _))
            if head
                .get(..5)
                .is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) =>
        {
            Cow::Owned(alloc::format!("{head},…"))
        }
        _ => Cow::Borrowed(url),
    }
}
