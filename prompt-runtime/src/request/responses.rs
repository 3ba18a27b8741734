//! Messages of OpenAI's responses.

use super::blocks::{Block, MarkedMessage};
use super::json::Sink;
use super::media::{Media, Source};
use super::object::Object;
use crate::Role;

pub(super) fn write<'a, S: Sink>(
    mut messages: impl Iterator<Item = MarkedMessage<'a>> + Clone,
    body: &mut Object<'_, S>,
) {
    let mut rest = messages.clone();
    // The instructions are one text. A list stays in the input.
    let first = rest
        .next()
        .filter(|message| message.role == Role::System && !message.is_list());
    if let Some(instructions) = first {
        body.member("instructions", |to| instructions.write_text(to));
        messages.next();
    }
    body.member("input", |to| to.list(messages, write_message));
}

fn write_message(to: &mut impl Sink, message: MarkedMessage<'_>) {
    to.raw(r#"{"role":""#);
    to.raw(role(message.role));
    to.raw(r#"","content":"#);
    // Blocks of input take a mark, but an answer of the model has none of them.
    let is_list = match message.role {
        Role::Model => message.has_media(),
        Role::System | Role::User | Role::Tool => message.is_list(),
    };
    if is_list {
        to.list(message.blocks(), write_block);
    } else {
        message.write_text(to);
    }
    to.raw("}");
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Model => "assistant",
        Role::System => "system",
        Role::User | Role::Tool => "user",
    }
}

fn write_block(to: &mut impl Sink, block: Block<'_>) {
    match block {
        Block::Media(media) => write_media(to, media),
        Block::Text { text, is_marked } => {
            to.raw(r#"{"type":"input_text","text":"#);
            to.string(text);
            if is_marked {
                to.raw(r#","prompt_cache_breakpoint":{"mode":"explicit"}"#);
            }
            to.raw("}");
        }
    }
}

fn write_media(to: &mut impl Sink, media: Media<'_>) {
    if media.is_image() {
        to.raw(r#"{"type":"input_image","detail":"auto","image_url":"#);
    } else if media.source == Source::Remote {
        to.raw(r#"{"type":"input_file","file_url":"#);
    } else {
        to.raw(r#"{"type":"input_file","filename":"#);
        to.string(media.file_name());
        to.raw(r#","file_data":"#);
    }
    to.string(media.url);
    to.raw("}");
}
