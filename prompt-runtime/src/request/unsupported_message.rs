use core::error::Error;
use core::fmt;

use prompt_core::media::Media;
use prompt_core::message_limits::{untaken_media, untaken_media_of, untaken_place, untaken_role};
use prompt_core::turn::Turn;

use super::blocks::{is_sent, role};
use super::tool_rounds;
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
        let of_calls = || {
            let (position, untaken) = tool_rounds::untaken(api, messages)?;
            let end = messages.len();
            Some(unsupported(
                position.unwrap_or(end),
                untaken,
                position.is_none(),
            ))
        };
        first.or_else(misplaced).or_else(of_calls).or_else(|| {
            let is_of_user =
                |message: &Message| role(message) == Role::User && is_sent(api, message);
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
    let sent = messages.iter().enumerate();
    let sent = sent.filter(|(_, message)| is_sent(api, message));
    let mut roles = sent
        .map(|(position, message)| (position, sent_role(message)))
        .skip_while(|(_, role)| *role == Role::System)
        .peekable();
    let mut before = None;
    while let Some((position, role)) = roles.next() {
        let after = roles.peek().map(|(_, role)| *role);
        if let (Role::System, Some(before)) = (role, before)
            && let Some(untaken) = untaken_place(api, before, after)
        {
            return Some((position, untaken));
        }
        before = Some(role);
    }
    None
}

/// The results of tools are a message of the user.
fn sent_role(message: &Message) -> Role {
    match role(message) {
        Role::Tool => Role::User,
        role => role,
    }
}

fn untaken_of_message(api: Api, message: &Message) -> Option<&'static str> {
    let parts = match &message.content {
        Content::Text(_) => &[][..],
        Content::Parts(parts) => parts,
        Content::Turn(turn) => return untaken_turn(api, turn),
        Content::ToolResult(_) => return None,
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

/// A turn of another API is taken if it is a text: then nothing of it is lost.
fn untaken_turn(api: Api, turn: &Turn) -> Option<&'static str> {
    let is_taken = turn.api() == api || turn.is_text();
    (!is_taken).then_some("turn of another API that has more than a text")
}
