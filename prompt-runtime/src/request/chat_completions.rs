//! Messages of OpenAI's chat completions, which many other servers take as well.

use super::blocks::{Block, MarkedMessage};
use super::json::Sink;
use super::media::{Media, Source};
use super::object::Object;
use crate::Role;

pub(super) fn write<'a, S: Sink>(
    messages: impl Iterator<Item = MarkedMessage<'a>>,
    body: &mut Object<'_, S>,
) {
    body.member("messages", |to| to.list(messages, write_message));
}

fn write_message(to: &mut impl Sink, message: MarkedMessage<'_>) {
    to.raw(r#"{"role":""#);
    to.raw(role(message.role));
    to.raw(r#"","content":"#);
    if message.is_list() {
        to.list(message.blocks(), write_block);
    } else {
        message.write_text(to);
    }
    to.raw("}");
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Model => "assistant",
        role => role.as_str(),
    }
}

fn write_block(to: &mut impl Sink, block: Block<'_>) {
    match block {
        Block::Media(media) => write_media(to, media),
        Block::Text { text, is_marked } => {
            to.raw(r#"{"type":"text","text":"#);
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
        to.raw(r#"{"type":"image_url","image_url":{"url":"#);
        to.string(media.url);
    } else if let (Some(format), Source::Base64(data)) = (audio_format(&media), media.source) {
        to.raw(r#"{"type":"input_audio","input_audio":{"data":"#);
        to.string(data);
        to.raw(r#","format":"#);
        to.string(format);
    } else {
        // There is no member for the URL of a file. Some servers take one as its data.
        to.raw(r#"{"type":"file","file":{"filename":"#);
        to.string(media.file_name());
        to.raw(r#","file_data":"#);
        to.string(media.url);
    }
    to.raw("}}");
}

/// Returns the name of a format of sound.
fn audio_format(media: &Media<'_>) -> Option<&'static str> {
    let is = |types: &[&str]| {
        types
            .iter()
            .any(|known| media.content_type.eq_ignore_ascii_case(known))
    };
    if is(&["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"]) {
        return Some("wav");
    }
    is(&["audio/mpeg", "audio/mp3"]).then_some("mp3")
}
