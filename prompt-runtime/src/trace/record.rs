use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;

use serde_json::Value;

use super::redaction::Redaction;
use super::{REDACTED, TARGET};
use crate::messages::Messages;
use crate::value::Digits;
use crate::{Content, Message, Number, Part};

/// What is known of a rendering beyond the messages that are sent.
#[doc(hidden)]
#[derive(Clone, Default)]
pub enum Record {
    /// Nothing, and there is no need to: nothing in it is secret.
    #[default]
    Nothing,
    /// Nothing, though there are secrets in it: so none of it is shown.
    Withheld,
    Taken(Box<Taken>),
}

#[doc(hidden)]
#[derive(Clone)]
pub struct Taken {
    inputs: Option<Value>,
    /// The messages without what is secret; `None` where nothing is.
    shown: Option<Messages>,
    /// Of what is not to be shown anywhere.
    redaction: Redaction,
}

impl Record {
    /// Takes down what is shown, if there is anyone to show it to.
    pub fn taken(
        has_secrets: bool,
        take: impl FnOnce(&Secrets) -> (Option<Value>, Option<Messages>),
    ) -> Self {
        if !tracing::enabled!(target: TARGET, tracing::Level::DEBUG) {
            return if has_secrets {
                Self::Withheld
            } else {
                Self::Nothing
            };
        }
        let secrets = Secrets::default();
        let (inputs, shown) = take(&secrets);
        Self::Taken(Box::new(Taken {
            inputs,
            shown,
            redaction: Redaction::of(&secrets.0.into_inner()),
        }))
    }

    /// The inputs, where they were taken down.
    pub(super) fn inputs(&self) -> Option<&Value> {
        match self {
            Self::Taken(taken) => taken.inputs.as_ref(),
            Self::Nothing | Self::Withheld => None,
        }
    }

    /// What may be shown of the messages that are sent; `None` where none may.
    pub(super) fn messages<'a>(&'a self, sent: &'a [Message]) -> Option<&'a [Message]> {
        match self {
            Self::Nothing => Some(sent),
            Self::Withheld => None,
            Self::Taken(taken) => Some(taken.shown.as_ref().map_or(sent, Messages::as_slice)),
        }
    }

    /// A text without the secrets.
    pub(super) fn redacted<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self {
            Self::Nothing => Cow::Borrowed(text),
            Self::Withheld => Cow::Borrowed(REDACTED),
            Self::Taken(taken) => taken.redaction.apply(text),
        }
    }

    /// Whether there is anything in the rendering that no log may have.
    pub(crate) fn has_secrets(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Withheld => true,
            Self::Taken(taken) => taken.shown.is_some(),
        }
    }
}

/// What is hidden while a prompt is rendered for a log.
#[doc(hidden)]
#[derive(Default)]
pub struct Secrets(RefCell<Vec<String>>);

impl Secrets {
    /// Keeps a secret, and gives what is shown in its place.
    pub fn hide(&self, secret: &str) -> &'static str {
        let secret = secret.trim();
        let mut found = self.0.borrow_mut();
        if !secret.is_empty() && !found.iter().any(|known| known == secret) {
            found.push(secret.into());
        }
        REDACTED
    }

    /// The same for what was said so far.
    #[must_use]
    pub fn hide_messages(&self, messages: &[Message]) -> Vec<Message> {
        messages
            .iter()
            .map(|message| Message::new(message.role, self.hide_content(&message.content)))
            .collect()
    }

    fn hide_content(&self, content: &Content) -> &'static str {
        match content {
            Content::Text(text) => self.hide(text),
            Content::Parts(parts) => {
                parts
                    .iter()
                    .filter_map(Part::as_text)
                    .for_each(|text| _ = self.hide(text));
                REDACTED
            }
        }
    }

    /// The inputs, of which those of these names are hidden.
    #[must_use]
    pub fn hide_inputs(&self, mut inputs: Value, names: &[&str]) -> Value {
        for name in names {
            if let Some(input) = inputs.get_mut(*name) {
                self.hide_value(input);
                *input = Value::from(REDACTED);
            }
        }
        inputs
    }

    fn hide_value(&self, value: &Value) {
        match value {
            Value::String(text) => _ = self.hide(text),
            Value::Number(number) => {
                self.hide(&number.to_string());
                // What JSON writes as `12.0` stands in prompts as `12`.
                if let Some(float) = number.as_f64().filter(|_| number.is_f64()) {
                    self.hide(&Digits::of(Number::from(float)));
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.hide_value(item)),
            Value::Object(fields) => fields.values().for_each(|value| self.hide_value(value)),
            Value::Null | Value::Bool(_) => {}
        }
    }
}
