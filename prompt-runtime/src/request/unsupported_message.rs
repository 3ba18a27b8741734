use core::error::Error;
use core::fmt;

use prompt_core::media::Media;
use prompt_core::message_limits::{untaken_media, untaken_media_of, untaken_place, untaken_role};

use super::blocks::is_sent;
use crate::{Api, Content, Message, Part, Role};

/// A message that the API of a call does not take, or the lack of one that it needs.
///
/// [`Request::check`](super::Request::check) returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsupportedMessage {
    api: Api,
    position: usize,
    untaken: &'static str,
    /// A message is missing behind the last one.
    is_missing: bool,
}

const WITHOUT_USER: &str = "call without a message of the user";

impl UnsupportedMessage {
    /// Returns the first message that the API does not take. If there is none, returns the lack of
    /// a message of the user.
    pub(super) fn find(api: Api, messages: &[Message]) -> Option<Self> {
        let unsupported = |position, untaken, is_missing| Self {
            api,
            position,
            untaken,
            is_missing,
        };
        let mut positions = messages.iter().enumerate();
        let first = positions.find_map(|(position, message)| {
            let untaken = untaken_of_message(api, message)?;
            Some(unsupported(position, untaken, false))
        });
        let misplaced = || {
            let (position, untaken) = misplaced(api, messages)?;
            Some(unsupported(position, untaken, false))
        };
        first.or_else(misplaced).or_else(|| {
            let is_of_user = |message: &Message| message.role == Role::User && is_sent(message);
            let is_missing = !messages.iter().any(is_of_user);
            is_missing.then(|| unsupported(messages.len(), WITHOUT_USER, true))
        })
    }

    /// Returns the index of the message. It is the number of messages where one is missing.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }
}

/// Says what the API does not take, without a word of the message.
impl fmt::Display for UnsupportedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            api,
            position,
            untaken,
            is_missing,
        } = self;
        if *is_missing {
            return write!(f, "`messages`: `{api}` takes no {untaken}");
        }
        write!(f, "`messages[{position}]`: `{api}` takes no {untaken}")
    }
}

impl Error for UnsupportedMessage {}

/// Returns the position of a message of the system that stands where the API takes none. The messages
/// that are not sent do not count.
fn misplaced(api: Api, messages: &[Message]) -> Option<(usize, &'static str)> {
    let is_sent = |(_, message): &(usize, &Message)| is_sent(message);
    let is_system = |(_, message): &(usize, &Message)| message.role == Role::System;
    let sent = messages.iter().enumerate().filter(is_sent);
    let mut before = None;
    let mut ahead = sent.skip_while(is_system).peekable();
    while let Some((position, message)) = ahead.next() {
        let after = ahead.peek().map(|(_, message)| message.role);
        if let (Role::System, Some(before)) = (message.role, before)
            && let Some(untaken) = untaken_place(api, before, after)
        {
            return Some((position, untaken));
        }
        before = Some(message.role);
    }
    None
}

fn untaken_of_message(api: Api, message: &Message) -> Option<&'static str> {
    let parts = match &message.content {
        Content::Text(_) => &[][..],
        Content::Parts(parts) => parts,
    };
    let mut media = parts.iter().filter_map(|part| match part {
        Part::Media { url, content_type } => Some(Media::of(url, content_type.as_deref())),
        Part::Text(_) | Part::Section(_) => None,
    });
    untaken_role(api, message.role).or_else(|| {
        media.find_map(|media| {
            untaken_media_of(api, message.role).or_else(|| untaken_media(api, &media))
        })
    })
}
