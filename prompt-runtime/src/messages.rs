//! A list of messages that needs no memory of its own as long as it is short.

use alloc::vec;
use alloc::vec::Vec;

use crate::{Message, Role};

/// Up to four messages in place, more of them on the heap.
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

    /// The message, where there is one and no other.
    pub(crate) fn into_only(self) -> Result<Message, Self> {
        match self {
            Self::One([message]) => Ok(message),
            messages => Err(messages),
        }
    }

    /// The messages that are not blank.
    fn present(messages: impl Iterator<Item = Message>) -> Self {
        let mut present = messages.filter(|message| !message.is_blank());
        let first = [present.next(), present.next(), present.next(), present.next(), present.next()];
        match first {
            [None, ..] => Self::Many(Vec::new()),
            [Some(a), None, ..] => Self::One([a]),
            [Some(a), Some(b), None, ..] => Self::Two([a, b]),
            [Some(a), Some(b), Some(c), None, _] => Self::Three([a, b, c]),
            [Some(a), Some(b), Some(c), Some(d), None] => Self::Four([a, b, c, d]),
            [Some(a), Some(b), Some(c), Some(d), Some(e)] => {
                let mut messages = vec![a, b, c, d, e];
                messages.extend(present);
                Self::Many(messages)
            }
        }
    }
}

impl PartialEq for Messages {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Messages {}

impl core::fmt::Debug for Messages {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl From<[Message; 1]> for Messages {
    #[inline]
    fn from(messages: [Message; 1]) -> Self {
        Self::One(messages)
    }
}

impl From<[Message; 2]> for Messages {
    #[inline]
    fn from(messages: [Message; 2]) -> Self {
        Self::Two(messages)
    }
}

/// Messages of which some may turn out blank.
#[doc(hidden)]
pub fn present<const N: usize>(messages: [Message; N]) -> Messages {
    Messages::present(messages.into_iter())
}

/// Messages around the conversation so far, where the prompt says where it goes.
#[doc(hidden)]
pub fn around<const B: usize, const A: usize>(
    before: [Message; B],
    history: Vec<Message>,
    after: [Message; A],
) -> Messages {
    let before = before.into_iter().filter(|message| !message.is_blank());
    let after = after.into_iter().filter(|message| !message.is_blank());
    Messages::Many(before.chain(history).chain(after).collect())
}

/// Messages with the conversation so far, where the prompt does not say where it goes: before what the user says last,
/// or else at the end.
#[doc(hidden)]
pub fn with<const N: usize>(messages: [Message; N], history: Vec<Message>) -> Messages {
    let mut messages = Messages::present(messages.into_iter()).into_vec();
    let ends_with_user = messages.last().is_some_and(|message| message.role == Role::User);
    let at = messages.len() - usize::from(ends_with_user);
    messages.splice(at..at, history);
    Messages::Many(messages)
}

/// The caller's messages.
#[doc(hidden)]
pub fn history<M: Into<Message>>(messages: impl IntoIterator<Item = M>) -> Vec<Message> {
    messages.into_iter().map(Into::into).collect()
}
