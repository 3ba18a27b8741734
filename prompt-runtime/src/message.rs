//! The messages that the macros make.

use alloc::borrow::Cow;

use crate::measured::Measured;
use crate::{Content, Message, Role};

/// Makes a message in which nothing is filled in.
#[doc(hidden)]
#[inline]
#[must_use]
pub const fn fixed(role: Role, text: &'static str) -> Message {
    Message {
        role,
        content: Content::Text(Cow::Borrowed(text)),
    }
}

/// Makes a message from a text that was filled in.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn written(role: Role, text: Measured) -> Message {
    Message {
        role,
        content: Content::Text(Cow::Owned(text.into_string())),
    }
}
