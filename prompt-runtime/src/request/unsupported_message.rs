use core::error::Error;
use core::fmt;

use prompt_core::media::Media;
use prompt_core::message_limits::{untaken_media, untaken_media_of, untaken_role};

use crate::{Api, Content, Message, Part};

/// A message that the API of a call does not take.
///
/// [`Request::check`](super::Request::check) returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsupportedMessage {
    api: Api,
    position: usize,
    untaken: &'static str,
}

impl UnsupportedMessage {
    /// Returns the first message that the API does not take.
    pub(super) fn find(api: Api, messages: &[Message]) -> Option<Self> {
        let untaken = |message| untaken_of_message(api, message);
        let mut messages = messages.iter().enumerate();
        messages.find_map(|(position, message)| {
            let untaken = untaken(message)?;
            Some(Self {
                api,
                position,
                untaken,
            })
        })
    }

    /// Returns the index of the message.
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
        } = self;
        write!(f, "`messages[{position}]`: `{api}` takes no {untaken}")
    }
}

impl Error for UnsupportedMessage {}

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
