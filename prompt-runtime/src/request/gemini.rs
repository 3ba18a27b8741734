//! Messages and paths of Google's Gemini API.

use alloc::string::String;

use prompt_core::media::{Media, Source};

use super::blocks::{Block, MarkedMessage};
use super::data_url::{write_base64, write_type};
use super::json::Sink;
use super::object::Object;
use crate::Role;

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
    body.member("contents", |to| to.list(contents, write_content));
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
        Block::Text { text, .. } => {
            to.raw(r#"{"text":"#);
            to.string(text);
            to.raw("}");
        }
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
