//! The secrets of a call: marked in the judge's inputs, so that their positions in the rendering
//! are known, and as the texts that a log must not contain.

use std::cell::RefCell;

use serde_json::{Map, Value, json};

use super::case::Case;
use super::judge::SECRET;
use super::judge_functions::FUNCTIONS;

pub const REDACTED: &str = "[redacted]";
pub const HISTORY: &str = "history";

/// The case and the inputs with marks around each value of the secret; `None` where something is
/// printed that the judge cannot take for true or false as it is, and mark.
pub fn marked_call(case: &Case, secret: &str, inputs: &Value) -> Option<(Case, Value)> {
    let (mut case, mut inputs) = (case.clone(), inputs.clone());
    if secret == HISTORY {
        case.history
            .iter_mut()
            .for_each(|(_, text)| REDACTED.clone_into(text));
    } else {
        let prints_nothing_as = has_expression(&case.prompt)
            || ["{{json", "\n  default:"]
                .iter()
                .any(|text| case.prompt.contains(text));
        let is_printed = prints_nothing_as && holds_nothing(&inputs[secret]);
        inputs[secret] = marked(&inputs[secret]).filter(|_| !is_printed)?;
    }
    Some((case, inputs))
}

/// Returns whether a prompt has an expression.
pub fn has_expression(prompt: &str) -> bool {
    FUNCTIONS.iter().any(|(name, _)| {
        prompt.contains(&format!("({name} ")) || prompt.contains(&format!("{{{{{name} "))
    })
}

fn marked(value: &Value) -> Option<Value> {
    match value {
        Value::Bool(false) => None,
        Value::Number(number) if number.as_f64() == Some(0.0) => None,
        Value::Array(items) => items.iter().map(marked).collect(),
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| Some((name.clone(), marked(value)?)));
            fields.collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        value if is_nothing(value) => Some(value.clone()),
        value => Some(json!(format!("{}{value}{}", SECRET[0], SECRET[1]))),
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value == ""
}

/// Returns whether the judge can mark the whole value. It cannot mark missing items or fields,
/// which print as nothing.
pub fn is_whole(value: &Value) -> bool {
    !is_nothing(value) && !value.is_array() && !value.is_object()
}

/// Nothing as JSON is printed as something, and so is a default; there is no place for a mark.
fn holds_nothing(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty() || items.iter().any(holds_nothing),
        Value::Object(fields) => fields.is_empty() || fields.values().any(holds_nothing),
        value => is_nothing(value),
    }
}

/// Logged messages with what stands for a secret in the place of each that is marked, and the texts
/// that were there.
pub fn closed(messages: Value) -> (Value, Vec<String>) {
    let printed = RefCell::default();
    let messages = with_texts(messages, |text| {
        let mut pieces = text.split(SECRET[0]);
        let mut closed = pieces.next().unwrap_or_default().to_owned();
        for (json, rest) in pieces.filter_map(|piece| piece.split_once(SECRET[1])) {
            collect(
                &serde_json::from_str(json).unwrap(),
                false,
                &mut printed.borrow_mut(),
            );
            printed
                .borrow_mut()
                .extend(["true", "false"].contains(&json).then(|| json.to_owned()));
            closed.extend([REDACTED, rest]);
        }
        closed
    });
    (messages, printed.into_inner())
}

/// Logged messages with other texts.
fn with_texts(mut messages: Value, other: impl Fn(&str) -> String) -> Value {
    let parts = messages
        .as_array_mut()
        .into_iter()
        .flatten()
        .filter_map(|message| message["parts"].as_array_mut());
    for part in parts.flatten() {
        for name in ["content", "uri", "mime_type"] {
            if let Some(Value::String(text)) = part.get_mut(name) {
                *text = other(text);
            }
        }
    }
    messages
}

/// Logged messages without what stands for secrets, which the judge does not mark where nothing is
/// printed of them.
pub fn bare(messages: Value) -> Value {
    let mut messages = with_texts(messages, |text| text.replace(REDACTED, ""));
    for message in messages.as_array_mut().into_iter().flatten() {
        let parts = message["parts"].as_array_mut().unwrap();
        parts.retain(|part| {
            part.get("content")
                .is_none_or(|text| !text.as_str().unwrap().trim().is_empty())
        });
    }
    messages
        .as_array_mut()
        .unwrap()
        .retain(|message| message["parts"] != json!([]));
    messages
}

/// The texts that a secret is made of, longest first.
pub struct Secrets(Vec<String>);

impl Secrets {
    /// Of an input of a call, and of what is printed of it.
    pub fn of(case: &Case, secret: &str, inputs: &Value, printed: Vec<String>) -> Self {
        let mut texts = printed;
        if secret == HISTORY {
            texts.extend(case.history.iter().map(|(_, text)| text.trim().to_owned()));
        } else {
            collect(
                &inputs[secret],
                case.maps.iter().chain(&case.pairs).any(|map| map == secret),
                &mut texts,
            );
        }
        texts.retain(|text| !text.is_empty());
        let in_json = texts
            .iter()
            .map(|text| json!(text).to_string())
            .collect::<Vec<_>>();
        texts.extend(
            in_json
                .iter()
                .map(|json| json[1..json.len() - 1].to_owned()),
        );
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(texts)
    }

    fn redacted(&self, text: &str) -> String {
        let without = |text: String, secret: &String| {
            let pieces = text.split(REDACTED).map(|piece| replaced(piece, secret));
            pieces.collect::<Vec<_>>().join(REDACTED)
        };
        self.0.iter().fold(text.to_owned(), without)
    }

    pub fn redacted_messages(&self, messages: Value) -> Value {
        with_texts(messages, |text| self.redacted(text))
    }

    pub fn redacted_inputs(&self, secret: &str, data: &Value) -> Value {
        let redacted = |(name, input): (&String, &Value)| {
            let input = if name == secret {
                json!(REDACTED)
            } else {
                self.redacted_value(input)
            };
            // The call names its inputs: no name is a secret.
            (name.clone(), input)
        };
        data.as_object().unwrap().iter().map(redacted).collect()
    }

    /// A list or an object that a prompt prints as JSON is a secret as a whole.
    fn redacted_value(&self, value: &Value) -> Value {
        let json = value.to_string();
        if !is_whole(value) && self.0.contains(&json) {
            return json!(REDACTED);
        }
        match value {
            Value::String(text) => json!(self.redacted(text)),
            Value::Number(number) => {
                let redacted = self.redacted(&number.to_string());
                if redacted == number.to_string() {
                    value.clone()
                } else {
                    json!(redacted)
                }
            }
            Value::Array(items) => items.iter().map(|item| self.redacted_value(item)).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, value)| (self.redacted(name), self.redacted_value(value)))
                .collect(),
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }
}

/// A text with what stands for a secret in its place: in any case of letters, unless it is so short
/// that it is everywhere.
fn replaced(text: &str, secret: &str) -> String {
    if secret.len() < 4 {
        return text.replace(secret, REDACTED);
    }
    let (lower, secret) = (text.to_ascii_lowercase(), secret.to_ascii_lowercase());
    match lower.find(&secret) {
        Some(at) => [
            &text[..at],
            REDACTED,
            &replaced(&text[at + secret.len()..], &secret),
        ]
        .concat(),
        None => text.to_owned(),
    }
}

/// The texts in a value, as they are printed: the keys of a map, or of each map in a list, are among
/// them, the names of fields are not.
fn collect(value: &Value, is_map: bool, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.trim().to_owned()),
        Value::Number(number) => {
            let number = number.to_string();
            texts.extend(number.strip_suffix(".0").map(str::to_owned));
            texts.push(number);
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, is_map, texts)),
        Value::Object(fields) => {
            texts.extend(fields.keys().filter(|_| is_map).cloned());
            fields
                .values()
                .for_each(|value| collect(value, false, texts));
        }
        Value::Null | Value::Bool(_) => {}
    }
}
