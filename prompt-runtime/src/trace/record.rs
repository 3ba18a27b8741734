use alloc::borrow::Cow;
use alloc::boxed::Box;
#[cfg(test)]
use alloc::{string::ToString, vec::Vec};

use super::TARGET;
use super::variables::Variables;
use crate::Message;
use crate::messages::Messages;
use crate::redaction::{REDACTED, Redaction, Secrets};

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
            redaction: Redaction::of(&secrets.into_texts()),
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

    /// Removes the secrets from a text that is JSON.
    pub(super) fn redacted_json<'a>(&self, json: &'a str) -> Cow<'a, str> {
        match self {
            Self::Recorded(recorded) => recorded.redaction.apply_escaped(json),
            Self::Nothing | Self::Withheld => self.redacted(json),
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
    use prompt_core::js::Json;

    use super::*;
    use crate::Role;

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
    fn messages_behind_the_prompt_are_shown_as_well() {
        let shown = Messages::from([Message::new(Role::User, "Ask [redacted].")]);
        let mut record = recorded(None, Some(shown), &["Mara"]);
        record.extend(&[Message::new(Role::Model, "I ask Mara.")]);
        let shown = record.messages(&[]).unwrap();
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[1].text(), "I ask Mara.");
    }
}
