use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;

use prompt_core::js::{Digits, Json};

use super::redaction::Redaction;
use super::{REDACTED, TARGET};
use crate::messages::Messages;
use crate::{Content, Message, Part};

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
    inputs: Option<Json>,
    /// The messages without what is secret; `None` where nothing is.
    shown: Option<Messages>,
    /// Of what is not to be shown anywhere.
    redaction: Redaction,
}

impl Record {
    /// Takes down what is shown, if there is anyone to show it to.
    pub fn taken(
        has_secrets: bool,
        take: impl FnOnce(&Secrets) -> (Option<Json>, Option<Messages>),
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
    pub(super) fn inputs(&self) -> Option<&Json> {
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

    /// Returns the inputs with those of these names hidden.
    #[must_use]
    pub fn hide_inputs(&self, mut inputs: Json, names: &[&str]) -> Json {
        if let Json::Object(entries) = &mut inputs {
            let secret = |entry: &&mut (String, Json)| names.contains(&entry.0.as_str());
            for (_, input) in entries.iter_mut().filter(secret) {
                self.hide_value(input);
                *input = Json::text(REDACTED);
            }
        }
        inputs
    }

    fn hide_value(&self, value: &Json) {
        match value {
            Json::Text(text) => _ = self.hide(text),
            Json::Number(number) => {
                self.hide(&Digits::of(*number));
                // A log writes `12.0` where a prompt has `12`.
                self.hide(&super::content::number(*number).to_string());
            }
            Json::List(items) => items.iter().for_each(|item| self.hide_value(item)),
            Json::Object(fields) => fields.iter().for_each(|(_, value)| self.hide_value(value)),
            Json::Null | Json::Bool(_) => {}
        }
    }
}
