//! Messages and paths of Google's Gemini API.

use alloc::string::String;

use prompt_core::js::is_blank;
use prompt_core::media::{Media, Source};
use prompt_core::tool_call::{ToolCall, ToolResult};
use prompt_core::turn::Turn;

use super::blocks::{Block, Entry, MarkedMessage, entries};
use super::data_url::{write_base64, write_type};
use super::json::Sink;
use super::object::Object;
use crate::{Api, Role};

pub(super) fn write<'a, S: Sink>(
    messages: impl Iterator<Item = MarkedMessage<'a>> + Clone,
    body: &mut Object<'_, S>,
) {
    // There is no mark for a cache.
    let messages = messages.map(MarkedMessage::without_mark);
    let is_system = |message: &MarkedMessage<'_>| message.role == Role::System;
    let system = messages.clone().filter(is_system);
    if system.clone().next().is_some() {
        body.member("systemInstruction", |to| {
            to.raw(r#"{"parts":"#);
            to.list(system.flat_map(MarkedMessage::blocks), write_part);
            to.raw("}");
        });
    }
    let contents = messages.filter(|message| !is_system(message));
    body.member("contents", |to| to.list(entries(contents), write_entry));
}

fn write_entry(to: &mut impl Sink, entry: Entry<'_>) {
    match entry {
        Entry::Message(message) => write_content(to, message),
        Entry::Turn(turn) if turn.api() == Api::Gemini => to.raw(turn.json()),
        Entry::Turn(turn) => write_turn(to, turn),
        Entry::Results(results) => {
            to.raw(r#"{"role":"user","parts":"#);
            to.list(results, write_result);
            to.raw("}");
        }
    }
}

/// Writes a result under the key that Google's documentation of `FunctionResponse` has for it.
fn write_result(to: &mut impl Sink, result: &ToolResult) {
    to.raw(r#"{"functionResponse":{"#);
    write_id(to, result.call_id());
    to.raw(r#""name":"#);
    to.string(result.name());
    to.raw(if result.is_error() {
        r#","response":{"error":"#
    } else {
        r#","response":{"output":"#
    });
    to.string(result.text());
    to.raw("}}}");
}

/// Writes the text and the calls of a turn of another API.
fn write_turn(to: &mut impl Sink, turn: &Turn) {
    to.raw(r#"{"role":"model","parts":["#);
    if !is_blank(turn.text()) {
        write_text(to, turn.text());
        to.raw(if turn.tool_calls().is_empty() {
            ""
        } else {
            ","
        });
    }
    to.items(turn.tool_calls(), write_call);
    to.raw("]}");
}

fn write_call(to: &mut impl Sink, call: &ToolCall) {
    to.raw(r#"{"functionCall":{"#);
    write_id(to, &call.id);
    to.raw(r#""name":"#);
    to.string(&call.name);
    to.raw(r#","args":"#);
    to.arguments(&call.arguments);
    to.raw("}}");
}

/// Writes the id of a call, which not all calls have.
fn write_id(to: &mut impl Sink, id: &str) {
    if !id.is_empty() {
        to.raw(r#""id":"#);
        to.string(id);
        to.raw(",");
    }
}

fn write_text(to: &mut impl Sink, text: &str) {
    to.raw(r#"{"text":"#);
    to.string(text);
    to.raw("}");
}

fn write_content(to: &mut impl Sink, message: MarkedMessage<'_>) {
    to.raw(if message.role == Role::Model {
        r#"{"role":"model","parts":"#
    } else {
        r#"{"role":"user","parts":"#
    });
    to.list(message.blocks(), write_part);
    to.raw("}");
}

fn write_part(to: &mut impl Sink, block: Block<'_>) {
    match block {
        Block::Media(media) => write_media(to, media),
        Block::Text { text, .. } => write_text(to, text),
    }
}

fn write_media(to: &mut impl Sink, media: Media<'_>) {
    let is_remote = media.source == Source::Remote;
    to.raw(if is_remote {
        r#"{"fileData":{"#
    } else {
        r#"{"inlineData":{"#
    });
    if !media.content_type.is_empty() {
        to.raw(r#""mimeType":""#);
        write_type(to, &media);
        to.raw("\",");
    }
    if is_remote {
        to.raw(r#""fileUri":"#);
        to.string(media.url);
    } else {
        to.raw(r#""data":""#);
        write_base64(to, media.source);
        to.raw("\"");
    }
    to.raw("}}");
}

/// Returns the path of a call of a model.
pub(super) fn path(model: &str, is_streamed: bool) -> String {
    let mut path = String::from("/v1beta/");
    if is_resource_name(model) {
        push_encoded(&mut path, model, "/");
    } else {
        path.push_str("models/");
        push_encoded(&mut path, model, "");
    }
    path.push_str(if is_streamed {
        ":streamGenerateContent?alt=sse"
    } else {
        ":generateContent"
    });
    path
}

/// Returns whether a name is a path such as `tunedModels/sales-7`. A segment `..` would lead out of
/// it.
fn is_resource_name(model: &str) -> bool {
    model.contains('/')
        && model
            .split('/')
            .all(|segment| !matches!(segment, "" | "." | ".."))
}

/// Appends a text in percent-encoding, all but the characters that are unreserved in a URL and
/// those in `kept`.
fn push_encoded(path: &mut String, text: &str, kept: &str) {
    for byte in text.bytes() {
        let char = char::from(byte);
        if byte.is_ascii_alphanumeric() || "-._~".contains(char) || kept.contains(char) {
            path.push(char);
        } else {
            path.push('%');
            let digits = [byte >> 4, byte & 0xf].map(|nibble| char::from_digit(nibble.into(), 16));
            path.extend(
                digits
                    .into_iter()
                    .flatten()
                    .map(|digit| digit.to_ascii_uppercase()),
            );
        }
    }
}
