//! Messages of Anthropic's API.

use prompt_core::data_text::DataText;
use prompt_core::js::is_blank;
use prompt_core::media::{Media, Source};
use prompt_core::tool_call::{ToolCall, ToolResult};
use prompt_core::turn::Turn;

use super::blocks::{Block, Entry, MarkedMessage, entries};
use super::data_url::{write_base64, write_type};
use super::json::Sink;
use super::message_object::{self, TextBlock};
use super::object::Object;
use crate::{Api, Role};

const TEXT: TextBlock = TextBlock {
    start: r#"{"type":"text","text":"#,
    mark: r#","cache_control":{"type":"ephemeral"}"#,
};

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
        to.list(entries(messages.skip_while(is_system)), write_entry);
    });
}

fn write_entry(to: &mut impl Sink, entry: Entry<'_>) {
    match entry {
        Entry::Message(message) => write_message(to, message),
        Entry::Turn(turn) => {
            to.raw(r#"{"role":"assistant","content":"#);
            if turn.api() == Api::AnthropicMessages {
                to.raw(turn.json());
            } else {
                write_turn(to, turn);
            }
            to.raw("}");
        }
        Entry::Results(results) => {
            to.raw(r#"{"role":"user","content":"#);
            to.list(results, write_result);
            to.raw("}");
        }
    }
}

fn write_result(to: &mut impl Sink, result: &ToolResult) {
    to.raw(r#"{"type":"tool_result","tool_use_id":"#);
    to.string(result.call_id());
    to.raw(r#","content":"#);
    to.string(result.text());
    to.raw(if result.is_error() {
        r#","is_error":true}"#
    } else {
        "}"
    });
}

/// Writes the text and the calls of a turn of another API.
fn write_turn(to: &mut impl Sink, turn: &Turn) {
    to.raw("[");
    if !is_blank(turn.text()) {
        TEXT.write(to, turn.text(), false);
        to.raw(if turn.tool_calls().is_empty() {
            ""
        } else {
            ","
        });
    }
    to.items(turn.tool_calls(), write_call);
    to.raw("]");
}

fn write_call(to: &mut impl Sink, call: &ToolCall) {
    to.raw(r#"{"type":"tool_use","id":"#);
    to.string(&call.id);
    to.raw(r#","name":"#);
    to.string(&call.name);
    to.raw(r#","input":"#);
    to.arguments(&call.arguments);
    to.raw("}");
}

fn write_message(to: &mut impl Sink, message: MarkedMessage<'_>) {
    message_object::write_message(to, message, message.is_list(), write_block);
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
        Block::Text { text, is_marked } => TEXT.write(to, text, is_marked),
    }
}

fn write_media(to: &mut impl Sink, media: Media<'_>) {
    to.raw(if media.is_image() {
        r#"{"type":"image","source":{"type":""#
    } else {
        r#"{"type":"document","source":{"type":""#
    });
    match (DataText::of(&media), media.source) {
        (Some(text), _) => write_text_source(to, text),
        (None, Source::Base64(_) | Source::Percent(_)) => write_base64_source(to, &media),
        (None, Source::Remote) => {
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

fn write_base64_source(to: &mut impl Sink, media: &Media<'_>) {
    to.raw("base64\"");
    if !media.content_type.is_empty() {
        to.raw(r#","media_type":""#);
        write_type(to, media);
        to.raw("\"");
    }
    to.raw(r#","data":""#);
    write_base64(to, media.source);
    to.raw("\"");
}
