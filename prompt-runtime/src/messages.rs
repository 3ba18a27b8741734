//! A list of messages that allocates only if it is long.

use alloc::vec::Vec;

use prompt_core::message::history_index;

use crate::Message;

/// A list of messages: up to four are stored inline, more on the heap.
#[doc(hidden)]
#[derive(Clone)]
pub enum Messages {
    One([Message; 1]),
    Two([Message; 2]),
    Three([Message; 3]),
    Four([Message; 4]),
    Many(Vec<Message>),
}

impl Messages {
    #[inline]
    pub(crate) fn as_slice(&self) -> &[Message] {
        match self {
            Self::One(messages) => messages,
            Self::Two(messages) => messages,
            Self::Three(messages) => messages,
            Self::Four(messages) => messages,
            Self::Many(messages) => messages,
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Message> {
        match self {
            Self::One(messages) => messages.into(),
            Self::Two(messages) => messages.into(),
            Self::Three(messages) => messages.into(),
            Self::Four(messages) => messages.into(),
            Self::Many(messages) => messages,
        }
    }
}

impl Extend<Message> for Messages {
    fn extend<I: IntoIterator<Item = Message>>(&mut self, messages: I) {
        let mut all = core::mem::replace(self, Self::Many(Vec::new())).into_vec();
        all.extend(messages);
        *self = Self::Many(all);
    }
}

impl PartialEq for Messages {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Messages {}

macro_rules! from_arrays {
    ($($length:literal => $variant:ident),*) => {$(
        impl From<[Message; $length]> for Messages {
            #[inline]
            fn from(messages: [Message; $length]) -> Self {
                Self::$variant(messages)
            }
        }
    )*};
}

from_arrays!(1 => One, 2 => Two, 3 => Three, 4 => Four);

impl From<Vec<Message>> for Messages {
    fn from(messages: Vec<Message>) -> Self {
        Self::Many(messages)
    }
}

/// Leaves out the blank messages.
#[doc(hidden)]
pub fn present<M>(messages: M) -> Messages
where
    M: AsRef<[Message]> + IntoIterator<Item = Message> + Into<Messages>,
{
    if messages.as_ref().iter().any(Message::is_blank) {
        Messages::Many(
            messages
                .into_iter()
                .filter(|message| !message.is_blank())
                .collect(),
        )
    } else {
        messages.into()
    }
}

/// Inserts the conversation so far at `{{history}}`.
#[doc(hidden)]
#[must_use]
pub fn around(
    before: impl IntoIterator<Item = Message>,
    history: Vec<Message>,
    after: impl IntoIterator<Item = Message>,
) -> Messages {
    let before = before.into_iter().filter(|message| !message.is_blank());
    let after = after.into_iter().filter(|message| !message.is_blank());
    Messages::Many(before.chain(history).chain(after).collect())
}

/// Inserts the conversation so far into a prompt without `{{history}}`: before the last message if
/// that is the user's, else at the end.
#[doc(hidden)]
#[must_use]
pub fn with(messages: impl IntoIterator<Item = Message>, history: Vec<Message>) -> Messages {
    let mut messages = messages
        .into_iter()
        .filter(|message| !message.is_blank())
        .collect::<Vec<_>>();
    let at = history_index(&messages);
    messages.splice(at..at, history);
    Messages::Many(messages)
}

/// Joins lists of messages.
#[doc(hidden)]
#[must_use]
pub fn joined<const N: usize>(lists: [Vec<Message>; N]) -> Vec<Message> {
    lists.into_iter().flatten().collect()
}

/// A value for the argument `history`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected messages for `history`, found `{Self}`",
    label = "expected a list of `prompt_runtime::Message`s, or of references to them"
)]
pub trait History {
    /// Converts the value to messages.
    fn into_messages(self) -> Vec<Message>;
}

#[diagnostic::do_not_recommend]
impl<M: Into<Message>, I: IntoIterator<Item = M>> History for I {
    fn into_messages(self) -> Vec<Message> {
        self.into_iter().map(Into::into).collect()
    }
}

/// Converts the caller's messages.
#[doc(hidden)]
pub fn history(messages: impl History) -> Vec<Message> {
    messages.into_messages()
}
