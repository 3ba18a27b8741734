//! Messages of OpenAI's chat completions, which many other servers take as well.

use prompt_core::media::{Media, Source};
use prompt_core::tool_call::{ToolCall, ToolKind, ToolResult};
use prompt_core::turn::Turn;

use super::blocks::{Block, Entry, MarkedMessage, entries};
use super::data_url::{write_base64, write_file_name, write_url};
use super::json::Sink;
use super::message_object::{self, TextBlock};
use super::object::Object;
use crate::Api;

const TEXT: TextBlock = TextBlock {
    start: r#"{"type":"text","text":"#,
    mark: r#","prompt_cache_breakpoint":{"mode":"explicit"}"#,
};

pub(super) fn write<'a, S: Sink>(
    messages: impl Iterator<Item = MarkedMessage<'a>>,
    body: &mut Object<'_, S>,
) {
    body.member("messages", |to| to.list(entries(messages), write_entry));
}

fn write_entry(to: &mut impl Sink, entry: Entry<'_>) {
    match entry {
        Entry::Message(message) => {
            message_object::write_message(to, message, message.is_list(), write_block);
        }
        Entry::Turn(turn) if turn.api() == Api::ChatCompletions => to.raw(turn.json()),
        Entry::Turn(turn) => write_turn(to, turn),
        Entry::Results(results) => to.items(results, write_result),
    }
}

fn write_result(to: &mut impl Sink, result: &ToolResult) {
    to.raw(r#"{"role":"tool","tool_call_id":"#);
    to.string(result.call_id());
    to.raw(r#","content":"#);
    to.string(result.text());
    to.raw("}");
}

/// Writes the text and the calls of a turn of another API.
fn write_turn(to: &mut impl Sink, turn: &Turn) {
    to.raw(r#"{"role":"assistant","content":"#);
    to.string(turn.text());
    if !turn.tool_calls().is_empty() {
        to.raw(r#","tool_calls":"#);
        to.list(turn.tool_calls(), write_call);
    }
    to.raw("}");
}

fn write_call(to: &mut impl Sink, call: &ToolCall) {
    to.raw(r#"{"id":"#);
    to.string(&call.id);
    let (start, arguments) = match call.kind() {
        ToolKind::Function => (
            r#","type":"function","function":{"name":"#,
            r#","arguments":"#,
        ),
        ToolKind::Custom => (r#","type":"custom","custom":{"name":"#, r#","input":"#),
    };
    to.raw(start);
    to.string(&call.name);
    to.raw(arguments);
    to.string(&call.arguments);
    to.raw("}}");
}

fn write_block(to: &mut impl Sink, block: Block<'_>) {
    match block {
        Block::Media(media) => write_media(to, media),
        Block::Text { text, is_marked } => TEXT.write(to, text, is_marked),
    }
}

fn write_media(to: &mut impl Sink, media: Media<'_>) {
    let is_remote = media.source == Source::Remote;
    if media.is_image() {
        to.raw(r#"{"type":"image_url","image_url":{"url":"#);
        write_url(to, &media);
    } else if let Some(format) = media.sound_format().filter(|_| !is_remote) {
        to.raw(r#"{"type":"input_audio","input_audio":{"data":""#);
        write_base64(to, media.source);
        to.raw(r#"","format":"#);
        to.string(format);
    } else {
        // There is no member for the URL of a file. Some servers take one as its data.
        to.raw(r#"{"type":"file","file":{"filename":"#);
        write_file_name(to, &media);
        to.raw(r#","file_data":"#);
        write_url(to, &media);
    }
    to.raw("}}");
}
