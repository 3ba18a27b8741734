//! Messages of OpenAI's responses.

use prompt_core::js::is_blank;
use prompt_core::media::{Media, Source};
use prompt_core::tool_call::{ToolCall, ToolKind, ToolResult};
use prompt_core::turn::Turn;

use super::blocks::{Block, Entry, MarkedMessage, entries};
use super::data_url::{write_file_name, write_url};
use super::json::Sink;
use super::message_object::{self, TextBlock};
use super::object::Object;
use crate::{Api, Role};

const TEXT: TextBlock = TextBlock {
    start: r#"{"type":"input_text","text":"#,
    mark: r#","prompt_cache_breakpoint":{"mode":"explicit"}"#,
};

pub(super) fn write<'a, S: Sink>(
    mut messages: impl Iterator<Item = MarkedMessage<'a>> + Clone,
    body: &mut Object<'_, S>,
) {
    let mut rest = messages.clone();
    let first = rest.next().filter(|message| message.is_instructions());
    if let Some(instructions) = first {
        body.member("instructions", |to| instructions.write_text(to));
        messages.next();
    }
    body.member("input", |to| to.list(entries(messages), write_entry));
}

fn write_entry(to: &mut impl Sink, entry: Entry<'_>) {
    match entry {
        Entry::Message(message) => write_message(to, message),
        Entry::Turn(turn) if turn.api() == Api::Responses => to.raw(turn.json()),
        Entry::Turn(turn) => write_turn(to, turn),
        Entry::Results(results) => to.items(results, write_result),
    }
}

fn write_result(to: &mut impl Sink, result: &ToolResult) {
    to.raw(match result.kind() {
        ToolKind::Function => r#"{"type":"function_call_output","call_id":"#,
        ToolKind::Custom => r#"{"type":"custom_tool_call_output","call_id":"#,
    });
    to.string(result.call_id());
    to.raw(r#","output":"#);
    to.string(result.text());
    to.raw("}");
}

/// Writes the text and the calls of a turn of another API.
fn write_turn(to: &mut impl Sink, turn: &Turn) {
    if !is_blank(turn.text()) {
        to.raw(r#"{"role":"assistant","content":"#);
        to.string(turn.text());
        to.raw(if turn.tool_calls().is_empty() {
            "}"
        } else {
            "},"
        });
    }
    to.items(turn.tool_calls(), write_call);
}

fn write_call(to: &mut impl Sink, call: &ToolCall) {
    let (start, arguments) = match call.kind() {
        ToolKind::Function => (r#"{"type":"function_call","call_id":"#, r#","arguments":"#),
        ToolKind::Custom => (r#"{"type":"custom_tool_call","call_id":"#, r#","input":"#),
    };
    to.raw(start);
    to.string(&call.id);
    to.raw(r#","name":"#);
    to.string(&call.name);
    to.raw(arguments);
    to.string(&call.arguments);
    to.raw("}");
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
