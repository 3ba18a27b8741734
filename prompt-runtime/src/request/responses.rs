//! Messages of OpenAI's responses.

use prompt_core::media::{Media, Source};

use super::blocks::{Block, MarkedMessage};
use super::data_url::{write_file_name, write_url};
use super::json::Sink;
use super::message_object::{self, TextBlock};
use super::object::Object;
use crate::Role;

const TEXT: TextBlock = TextBlock {
    start: r#"{"type":"input_text","text":"#,
    mark: r#","prompt_cache_breakpoint":{"mode":"explicit"}"#,
};

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
    // Blocks of input take a mark, but an answer of the model has none of them.
    let is_list = match message.role {
        Role::Model => message.has_media(),
        Role::System | Role::User | Role::Tool => message.is_list(),
    };
    message_object::write_message(to, message, is_list, write_block);
}

fn write_block(to: &mut impl Sink, block: Block<'_>) {
    match block {
        Block::Media(media) => write_media(to, media),
        Block::Text { text, is_marked } => TEXT.write(to, text, is_marked),
    }
}

fn write_media(to: &mut impl Sink, media: Media<'_>) {
    if media.is_image() {
        to.raw(r#"{"type":"input_image","detail":"auto","image_url":"#);
    } else if media.source == Source::Remote {
        to.raw(r#"{"type":"input_file","file_url":"#);
    } else {
        to.raw(r#"{"type":"input_file","filename":"#);
        write_file_name(to, &media);
        to.raw(r#","file_data":"#);
    }
    write_url(to, &media);
    to.raw("}");
}
