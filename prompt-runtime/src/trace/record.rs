use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;

use prompt_core::js::{Digits, Json};

use super::redaction::Redaction;
use super::variables::Variables;
use super::{REDACTED, TARGET};
use crate::messages::Messages;
use crate::{Content, Message, Part};

/// The part of a rendering that is for logs alone.
#[doc(hidden)]
#[derive(Clone, Default)]
pub enum Record {
    /// Nothing was recorded, and no input is secret: all messages may be shown.
    #[default]
    Nothing,
    /// Nothing was recorded, and some inputs are secret: no message may be shown.
    Withheld,
    Recorded(Box<Recorded>),
}

#[doc(hidden)]
#[derive(Clone)]
pub struct Recorded {
    variables: Option<Variables>,
    /// The messages without the secrets, or `None` if there are no secrets.
    shown: Option<Messages>,
    /// Removes the secrets from other texts.
    redaction: Redaction,
}

impl Record {
    /// Records what logs show, if anything listens at debug level.
    pub fn new(
        has_secrets: bool,
        record: impl FnOnce(&Secrets) -> (Option<Variables>, Option<Messages>),
    ) -> Self {
        if !tracing::enabled!(target: TARGET, tracing::Level::DEBUG) {
            return if has_secrets {
                Self::Withheld
            } else {
                Self::Nothing
            };
        }
        let secrets = Secrets::default();
        let (variables, shown) = record(&secrets);
        Self::Recorded(Box::new(Recorded {
            variables,
            shown,
            redaction: Redaction::of(&secrets.0.into_inner()),
        }))
    }

    /// Returns the inputs, if they were recorded.
    pub(super) fn variables(&self) -> Option<&Variables> {
        match self {
            Self::Recorded(recorded) => recorded.variables.as_ref(),
            Self::Nothing | Self::Withheld => None,
        }
    }

    /// Returns the messages that may be shown for those that are sent, or `None` if none may.
    pub(super) fn messages<'a>(&'a self, sent: &'a [Message]) -> Option<&'a [Message]> {
        match self {
            Self::Nothing => Some(sent),
            Self::Withheld => None,
            Self::Recorded(recorded) => {
                Some(recorded.shown.as_ref().map_or(sent, Messages::as_slice))
            }
        }
    }

    /// Records messages that come behind the prompt's. The secrets in them are removed when they are
    /// shown.
    pub(crate) fn extend(&mut self, messages: &[Message]) {
        if let Self::Recorded(recorded) = self
            && let Some(shown) = &mut recorded.shown
        {
            shown.extend(messages.iter().cloned());
        }
    }

    /// Removes the secrets from a text.
    pub(super) fn redacted<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self {
            Self::Nothing => Cow::Borrowed(text),
            Self::Withheld => Cow::Borrowed(REDACTED),
            Self::Recorded(recorded) => recorded.redaction.apply(text),
        }
    }

    /// Returns whether a word holds no secret.
    pub(super) fn shows_word(&self, word: &str) -> bool {
        matches!(self.redacted(word), Cow::Borrowed(shown) if shown == word)
    }

    /// Returns whether secrets cannot be removed from a text, because none were recorded.
    pub(super) fn is_withheld(&self) -> bool {
        matches!(self, Self::Withheld)
    }
}

/// The secrets that were found while a prompt was rendered for a log.
#[doc(hidden)]
#[derive(Default)]
pub struct Secrets(RefCell<Vec<String>>);

impl Secrets {
    /// Adds a secret, and returns the text that is shown instead.
    pub fn hide(&self, secret: &str) -> &'static str {
        let secret = secret.trim();
        let mut found = self.0.borrow_mut();
        if !secret.is_empty() && !found.iter().any(|known| known == secret) {
            found.push(secret.into());
        }
        REDACTED
    }

    /// Adds the texts of a conversation, and returns the messages that are shown instead.
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
            Content::Turn(turn) => {
                for call in turn.tool_calls() {
                    self.hide_arguments(&call.arguments);
                }
                self.hide(turn.text())
            }
            Content::ToolResult(result) => {
                self.hide_arguments(result.text());
                self.hide(result.text())
            }
        }
    }

    /// Adds each value in a text that is JSON, which may stand elsewhere without the rest.
    fn hide_arguments(&self, text: &str) {
        match Json::parse(text) {
            Some(json) => self.hide_value(&json),
            None => _ = self.hide(text),
        }
    }

    /// Adds the values of the inputs with these names, and returns the inputs that are shown
    /// instead.
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

#[cfg(test)]
impl Record {
    /// Makes the record of a rendering with these secrets.
    pub(super) fn of_secrets(secrets: &[&str]) -> Self {
        let secrets = secrets.iter().map(ToString::to_string).collect::<Vec<_>>();
        Self::Recorded(Box::new(Recorded {
            variables: None,
            shown: None,
            redaction: Redaction::of(&secrets),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answer, Role};

    fn recorded(inputs: Option<Json>, shown: Option<Messages>, secrets: &[&str]) -> Record {
        let variables = inputs.map(|inputs| Variables::new(inputs, |_, _| {}));
        let secrets = secrets.iter().map(ToString::to_string).collect::<Vec<_>>();
        Record::Recorded(Box::new(Recorded {
            variables,
            shown,
            redaction: Redaction::of(&secrets),
        }))
    }

    #[test]
    fn what_is_withheld_is_not_shown() {
        let sent = [Message::new(Role::User, "Ask Mara Lindqvist.")];
        assert_eq!(Record::Nothing.messages(&sent), Some(&sent[..]));
        assert_eq!(Record::Withheld.messages(&sent), None);
        assert!(Record::Withheld.is_withheld() && !Record::Nothing.is_withheld());
        assert!(Record::Withheld.variables().is_none());
        assert!(Record::Nothing.variables().is_none());
        assert_eq!(Record::Nothing.redacted("Mara Lindqvist"), "Mara Lindqvist");
        assert_eq!(Record::Withheld.redacted("Mara Lindqvist"), REDACTED);
    }

    #[test]
    fn what_is_recorded_is_shown_without_the_secrets() {
        let sent = [Message::new(Role::User, "Ask Mara Lindqvist.")];
        let record = recorded(Some(Json::Bool(true)), None, &["Mara Lindqvist"]);
        assert!(!record.is_withheld());
        assert!(record.variables().is_some());
        assert_eq!(record.messages(&sent), Some(&sent[..]));
        assert_eq!(record.redacted("for Mara Lindqvist"), "for [redacted]");
    }

    #[test]
    fn each_secret_is_found_once_and_without_blanks_around_it() {
        let secrets = Secrets::default();
        for text in [" Mara ", "Mara", "", "  ", "Jonas"] {
            assert_eq!(secrets.hide(text), REDACTED);
        }
        let parts = [Part::Text("Ines".into()), Part::Section("history".into())];
        let messages = [
            Message::new(Role::User, "Leon"),
            Message {
                role: Role::Model,
                content: Content::Parts(parts.into()),
            },
        ];
        let hidden = secrets.hide_messages(&messages);
        let expected = [
            Message::new(Role::User, REDACTED),
            Message::new(Role::Model, REDACTED),
        ];
        assert_eq!(hidden, expected);
        assert_eq!(secrets.0.into_inner(), ["Mara", "Jonas", "Leon", "Ines"]);
    }

    #[test]
    fn the_calls_and_results_of_a_secret_history_are_hidden() {
        let message = r#"{"content":"I look.","tool_calls":[{"id":"c","function":{"name":"look","arguments":"{\"name\":\"Mara\"}"}}]}"#;
        let response = alloc::format!(r#"{{"choices":[{{"message":{message}}}]}}"#);
        let answer = serde_json::from_str::<Answer>(&response).unwrap();
        let result = Message::tool_result(&answer.tool_calls()[0], r#"{"city":"Hamburg"}"#);
        let secrets = Secrets::default();
        let hidden = secrets.hide_messages(&[answer.turn(), result]);
        let expected = [Role::Model, Role::Tool].map(|role| Message::new(role, REDACTED));
        assert_eq!(hidden, expected);
        let found = ["Mara", "I look.", "Hamburg", r#"{"city":"Hamburg"}"#];
        assert_eq!(secrets.0.into_inner(), found);
    }

    #[test]
    fn messages_behind_the_prompt_are_shown_as_well() {
        let shown = Messages::from([Message::new(Role::User, "Ask [redacted].")]);
        let mut record = recorded(None, Some(shown), &["Mara"]);
        record.extend(&[Message::new(Role::Model, "I ask Mara.")]);
        let shown = record.messages(&[]).unwrap();
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[1].text(), "I ask Mara.");
    }

    #[test]
    fn the_inputs_with_these_names_are_hidden_with_all_that_is_in_them() {
        let secrets = Secrets::default();
        let object = |fields: &[(&str, Json)]| {
            let fields = fields.iter();
            Json::Object(
                fields
                    .map(|(name, value)| (name.to_string(), value.clone()))
                    .collect(),
            )
        };
        let lead = object(&[
            ("name", Json::text("Mara")),
            (
                "ages",
                Json::List(Vec::from([Json::Number(41.into()), Json::Null])),
            ),
        ]);
        let inputs = object(&[("lead", lead), ("tone", Json::text("formal"))]);
        let shown = secrets.hide_inputs(inputs, &["lead", "agent"]);
        let expected = object(&[
            ("lead", Json::text(REDACTED)),
            ("tone", Json::text("formal")),
        ]);
        assert_eq!(shown.to_string(), expected.to_string());
        assert_eq!(secrets.0.into_inner(), ["Mara", "41"]);
    }
}
