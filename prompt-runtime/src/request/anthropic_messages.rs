//! Messages of Anthropic's API.

use super::blocks::{Block, MarkedMessage};
use super::data_text::DataText;
use super::json::Sink;
use super::media::{Media, Source};
use super::object::Object;
use crate::Role;

pub(super) fn write<'a, S: Sink>(
    messages: impl Iterator<Item = MarkedMessage<'a>> + Clone,
    body: &mut Object<'_, S>,
) {
    let is_system = |message: &MarkedMessage<'_>| message.role == Role::System;
    let system = messages.clone().take_while(is_system);
    match system.clone().count() {
        0 => {}
        1 => body.member("system", |to| {
            system.for_each(|message| write_content(to, message));
        }),
        _ => body.member("system", |to| {
            to.list(system.flat_map(MarkedMessage::blocks), write_block);
        }),
    }
    body.member("messages", |to| {
        to.list(messages.skip_while(is_system), write_message);
    });
}

fn write_message(to: &mut impl Sink, message: MarkedMessage<'_>) {
    to.raw(r#"{"role":""#);
    to.raw(role(message.role));
    to.raw(r#"","content":"#);
    write_content(to, message);
    to.raw("}");
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Model => "assistant",
        Role::System => "system",
        Role::User | Role::Tool => "user",
    }
}

fn write_content(to: &mut impl Sink, message: MarkedMessage<'_>) {
    if message.is_list() {
        to.list(message.blocks(), write_block);
    } else {
        message.write_text(to);
    }
}

fn write_block(to: &mut impl Sink, block: Block<'_>) {
    match block {
        Block::Media(media) => write_media(to, media),
        Block::Text { text, is_marked } => {
            to.raw(r#"{"type":"text","text":"#);
            to.string(text);
            if is_marked {
                to.raw(r#","cache_control":{"type":"ephemeral"}"#);
            }
            to.raw("}");
        }
    }
}

fn write_media(to: &mut impl Sink, media: Media<'_>) {
    to.raw(if media.is_image() {
        r#"{"type":"image","source":{"type":""#
    } else {
        r#"{"type":"document","source":{"type":""#
    });
    let text = media.is_text().then(|| DataText::of(media.source));
    match (text.flatten(), media.source) {
        (Some(text), _) => write_text_source(to, text),
        (None, Source::Base64(data)) => write_base64_source(to, &media, data),
        (None, Source::Remote | Source::Percent(_)) => {
            to.raw(r#"url","url":"#);
            to.string(media.url);
        }
    }
    to.raw("}}");
}

/// Every kind of text is plain text to this API.
fn write_text_source(to: &mut impl Sink, text: DataText<'_>) {
    to.raw(r#"text","media_type":"text/plain","data":""#);
    text.for_each(|char| to.escaped(char.encode_utf8(&mut [0; 4])));
    to.raw("\"");
}

fn write_base64_source(to: &mut impl Sink, media: &Media<'_>, data: &str) {
    to.raw("base64\"");
    if !media.content_type.is_empty() {
        to.raw(r#","media_type":"#);
        to.string(media.content_type);
    }
    to.raw(r#","data":"#);
    to.string(data);
}
