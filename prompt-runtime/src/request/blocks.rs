//! The content of messages as a list of blocks, split where the static prefix ends.

use alloc::vec::Vec;

use prompt_core::digest::digest;
use prompt_core::js::is_blank;
use prompt_core::media::Media;
use prompt_core::tool_call::ToolResult;
use prompt_core::turn::Turn;

use super::json::Sink;
use crate::{Api, Content, Message, Part, Role};

/// The end of the static prefix of a prompt. Providers keep such a prefix in a cache.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The index of the message in which the prefix ends.
    message: usize,
    /// The number of bytes of its text that belong to the prefix.
    bytes: usize,
    /// The digest of these bytes.
    digest: u64,
}

impl Mark {
    /// Reads the value of a header line, for example `0 5120 00f3a1c2d4e5b697`.
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        Some(Self {
            message: words.next()?.parse().ok()?,
            bytes: words.next()?.parse().ok()?,
            digest: u64::from_str_radix(words.next()?, 16).ok()?,
        })
    }

    /// Returns whether the prefix stands in these messages. It does not where a conversation was
    /// inserted before its end, or where the caller has changed the messages.
    pub(super) fn fits(self, messages: &[Message]) -> bool {
        let content = messages.get(self.message).map(|message| &message.content);
        let text = content.and_then(|content| texts(content).next());
        let prefix = text.and_then(|text| text.get(..self.bytes));
        prefix.is_some_and(|prefix| digest(prefix.as_bytes()) == self.digest)
    }
}

/// A part of a message's content that is sent.
#[derive(Clone, Copy)]
pub(super) enum Block<'a> {
    Text {
        text: &'a str,
        /// The static prefix ends with this block.
        is_marked: bool,
    },
    Media(Media<'a>),
}

/// A message with the end of the static prefix, if that is in it.
#[derive(Clone, Copy)]
pub(super) struct MarkedMessage<'a> {
    pub(super) role: Role,
    content: &'a Content,
    /// The number of bytes of the text before the end of the prefix.
    prefix: Option<usize>,
}

/// Returns whether a message has something to send. Most providers refuse one without.
pub(super) fn is_sent(api: Api, message: &Message) -> bool {
    match &message.content {
        Content::Turn(turn) if turn.api() == api => !turn.json().is_empty(),
        Content::Turn(turn) => !is_blank(turn.text()) || !turn.tool_calls().is_empty(),
        Content::ToolResult(_) => true,
        Content::Text(_) | Content::Parts(_) => pieces(&message.content).any(|piece| match piece {
            Piece::Text(text) => !is_blank(text),
            Piece::Media { .. } => true,
        }),
    }
}

/// Returns the role by which a message is sent. A turn and a result have only one.
pub(super) fn role(message: &Message) -> Role {
    match message.content {
        Content::Turn(_) => Role::Model,
        Content::ToolResult(_) => Role::Tool,
        Content::Text(_) | Content::Parts(_) => message.role,
    }
}

/// Returns the messages that are sent, in order.
pub(super) fn messages(
    api: Api,
    messages: &[Message],
    mark: Option<Mark>,
) -> impl Iterator<Item = MarkedMessage<'_>> + Clone {
    marked_messages(api, messages, mark).map(|(_, message)| message)
}

/// Returns the messages that are sent, in order, with their positions.
pub(super) fn marked_messages(
    api: Api,
    messages: &[Message],
    mark: Option<Mark>,
) -> impl Iterator<Item = (usize, MarkedMessage<'_>)> + Clone {
    let sent = messages.iter().enumerate();
    let sent = sent.filter(move |(_, message)| is_sent(api, message));
    sent.map(move |(position, message)| {
        let mark = mark.filter(|mark| mark.message == position);
        let message = MarkedMessage {
            role: role(message),
            content: &message.content,
            prefix: mark.map(|mark| mark.bytes),
        };
        (position, message)
    })
}

/// What an API gets of one message, or of the results of one turn.
pub(super) enum Entry<'a> {
    Message(MarkedMessage<'a>),
    Turn(&'a Turn),
    Results(Vec<&'a ToolResult>),
}

/// Puts results that stand together into one entry: Anthropic and Gemini take them in one message.
pub(super) fn entries<'a>(
    messages: impl Iterator<Item = MarkedMessage<'a>>,
) -> impl Iterator<Item = Entry<'a>> {
    let mut messages = messages.peekable();
    core::iter::from_fn(move || {
        let message = messages.next()?;
        Some(match message.content {
            Content::Turn(turn) => Entry::Turn(turn),
            Content::ToolResult(first) => {
                let mut results = Vec::from([first]);
                while let Some(next) = messages.peek().and_then(MarkedMessage::result) {
                    results.push(next);
                    messages.next();
                }
                Entry::Results(results)
            }
            Content::Text(_) | Content::Parts(_) => Entry::Message(message),
        })
    })
}

impl<'a> MarkedMessage<'a> {
    fn result(&self) -> Option<&'a ToolResult> {
        match self.content {
            Content::ToolResult(result) => Some(result),
            _ => None,
        }
    }

    pub(super) fn without_mark(self) -> Self {
        Self {
            prefix: None,
            ..self
        }
    }

    /// Returns whether the content has to be sent as a list. Many servers accept lists for media
    /// only.
    pub(super) fn is_list(self) -> bool {
        self.prefix.is_some() || self.has_media()
    }

    /// Returns whether responses get the message as their instructions, if it is the first. These are
    /// one text: a list stays in the input.
    pub(super) fn is_instructions(self) -> bool {
        self.role == Role::System && !self.is_list()
    }

    pub(super) fn has_media(self) -> bool {
        pieces(self.content).any(|piece| matches!(piece, Piece::Media { .. }))
    }

    /// Writes the texts, one after the other, as one JSON string.
    pub(super) fn write_text(self, to: &mut impl Sink) {
        to.raw("\"");
        texts(self.content).for_each(|text| to.escaped(text));
        to.raw("\"");
    }

    pub(super) fn blocks(self) -> impl Iterator<Item = Block<'a>> {
        let mut left = self.prefix.unwrap_or_default();
        pieces(self.content)
            .flat_map(move |piece| match piece {
                Piece::Media { url, content_type } => {
                    [Some(Block::Media(Media::of(url, content_type))), None]
                }
                Piece::Text(text) => text_blocks(text, core::mem::take(&mut left)),
            })
            .flatten()
    }
}

/// Splits a text behind the prefix. Anthropic refuses a block of whitespace alone, so no part becomes
/// one. A prefix of whitespace stays with the text: there is nothing to keep in a cache.
fn text_blocks(text: &str, prefix: usize) -> [Option<Block<'_>>; 2] {
    let (prefix, rest) = text.split_at_checked(prefix).unwrap_or((text, ""));
    match text_block(prefix, true) {
        Some(prefix) => [Some(prefix), text_block(rest, false)],
        None => [text_block(text, false), None],
    }
}

fn text_block(text: &str, is_marked: bool) -> Option<Block<'_>> {
    (!is_blank(text)).then_some(Block::Text { text, is_marked })
}

/// A part of a message, or all of one that is a text.
enum Piece<'a> {
    Text(&'a str),
    Media {
        url: &'a str,
        content_type: Option<&'a str>,
    },
}

/// Returns the parts of a content that are sent: all but the sections.
fn pieces(content: &Content) -> impl Iterator<Item = Piece<'_>> {
    let (text, parts) = match content {
        Content::Text(text) => (Some(Piece::Text(text)), &[][..]),
        Content::Parts(parts) => (None, &parts[..]),
        // They are entries of their own.
        Content::Turn(_) | Content::ToolResult(_) => (None, &[][..]),
    };
    let parts = parts.iter().filter_map(|part| match part {
        Part::Text(text) => Some(Piece::Text(text)),
        Part::Media { url, content_type } => Some(Piece::Media {
            url,
            content_type: content_type.as_deref(),
        }),
        Part::Section(_) => None,
    });
    text.into_iter().chain(parts)
}

fn texts(content: &Content) -> impl Iterator<Item = &str> {
    pieces(content).filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Media { .. } => None,
    })
}
