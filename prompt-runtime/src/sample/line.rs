//! The line of a call: its inputs without the secrets.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use prompt_core::js::{Digits, Json};
use prompt_core::program::HISTORY;

use crate::redaction::{REDACTED, Redaction, Secrets};
use crate::{Content, Message, Part};

/// The number of characters from which on a secret must not be found in a line. A shorter one is also
/// part of other words, such as the names of inputs.
const LONG: usize = 8;

/// What a call passes.
pub(crate) struct Passed<'a> {
    /// The inputs, by name.
    pub(crate) inputs: Json,
    /// All that is known of the secret ones, by name.
    pub(crate) known: Json,
    pub(crate) secrets: &'a [Secret<'a>],
    /// The conversation so far, and whether it is secret.
    pub(crate) history: Option<(&'a [Message], bool)>,
}

/// A secret input.
pub struct Secret<'a> {
    /// The name of the input.
    pub name: &'a str,
    /// `true` if a text may stand in the place of the value.
    pub takes_any_text: bool,
    /// The names of the fields in the value, if it has a map: every other key is a part of the secret.
    pub fields_beside_keys: Option<&'a [&'a str]>,
}

/// Makes the line. Returns `None` if the conversation is more than texts, or if a secret would still be
/// found in the line.
pub(super) fn line(id: &str, passed: Passed<'_>) -> Option<String> {
    let secrets = Secrets::default();
    hide(&passed.known, passed.secrets, &secrets);
    let mut vars = without_secrets(passed.inputs, passed.secrets, &secrets);
    if let Some((messages, is_secret)) = passed.history {
        let turns = messages.iter().map(|message| turn(message, is_secret));
        vars.push((HISTORY.into(), Json::List(turns.collect::<Option<_>>()?)));
        if is_secret {
            _ = secrets.hide_messages(messages);
        }
    }
    let secrets = secrets.into_texts();
    if !secrets.is_empty() {
        let redaction = Redaction::of(&secrets);
        for (_, value) in &mut vars {
            redact(value, &redaction);
        }
    }
    let line = Json::Object(Vec::from([
        ("prompt".into(), Json::text(id)),
        ("vars".into(), Json::Object(vars)),
    ]));
    let line = line.to_string();
    is_free_of(&line, secrets).then_some(line)
}

/// Adds the values of secret inputs, and the keys of maps in them.
fn hide(inputs: &Json, hidden: &[Secret<'_>], secrets: &Secrets) {
    let Json::Object(entries) = inputs else {
        return;
    };
    for (name, value) in entries {
        if let Some(secret) = hidden.iter().find(|secret| secret.name == name) {
            secrets.hide_input(value, secret.fields_beside_keys);
        }
    }
}

/// Returns the inputs with a replacement for each secret, or without it.
fn without_secrets(inputs: Json, hidden: &[Secret<'_>], secrets: &Secrets) -> Vec<(String, Json)> {
    let Json::Object(entries) = inputs else {
        return Vec::new();
    };
    let entries = entries.into_iter().filter_map(|(name, value)| {
        let Some(secret) = hidden.iter().find(|secret| secret.name == name) else {
            return Some((name, value));
        };
        secrets.hide_input(&value, secret.fields_beside_keys);
        let shown = || (name, Json::text(REDACTED));
        secret.takes_any_text.then(shown)
    });
    entries.collect()
}

/// Returns a message as an input has it, or `None` if it is more than a text.
fn turn(message: &Message, is_secret: bool) -> Option<Json> {
    let is_text = |part: &Part| matches!(part, Part::Text(_));
    match &message.content {
        Content::Text(_) => {}
        Content::Parts(parts) if parts.iter().all(is_text) => {}
        Content::Parts(_) | Content::Turn(_) | Content::ToolResult(_) => return None,
    }
    let text = if is_secret {
        Json::text(REDACTED)
    } else {
        Json::text(message.text())
    };
    Some(Json::Object(Vec::from([
        ("role".into(), Json::text(message.role.as_str())),
        ("content".into(), text),
    ])))
}

/// Replaces the secrets in a value, and in the keys of what is in it.
fn redact(value: &mut Json, redaction: &Redaction) {
    match value {
        Json::Text(text) => *text = redaction.apply(text).into_owned(),
        Json::Number(number) => {
            let digits = Digits::of(*number);
            let shown = redaction.apply(&digits);
            if *shown != *digits {
                *value = Json::text(shown);
            }
        }
        Json::List(items) => items.iter_mut().for_each(|item| redact(item, redaction)),
        Json::Object(fields) => {
            for (name, field) in fields {
                *name = redaction.apply(name).into_owned();
                redact(field, redaction);
            }
        }
        Json::Null | Json::Bool(_) => {}
    }
}

/// Returns whether no long secret is in the line. One could be that joins two values, or that is a name.
fn is_free_of(line: &str, mut secrets: Vec<String>) -> bool {
    secrets.retain(|secret| secret.chars().count() >= LONG);
    let is_shown = |secret: &String| line.contains(secret.as_str());
    secrets.is_empty()
        || !secrets.iter().any(is_shown) && *Redaction::of(&secrets).apply(line) == *line
}
