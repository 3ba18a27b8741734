//! Messages of OpenAI's chat completions, which many other servers take as well.

use prompt_core::media::{Media, Source};

use super::blocks::{Block, MarkedMessage};
use super::data_url::{write_base64, write_file_name, write_url};
use super::json::Sink;
use super::message_object::{self, TextBlock};
use super::object::Object;

const TEXT: TextBlock = TextBlock {
    start: r#"{"type":"text","text":"#,
    mark: r#","prompt_cache_breakpoint":{"mode":"explicit"}"#,
};

pub(super) fn write<'a, S: Sink>(
    messages: impl Iterator<Item = MarkedMessage<'a>>,
    body: &mut Object<'_, S>,
) {
    body.member("messages", |to| {
        to.list(messages, |to, message: MarkedMessage<'_>| {
            message_object::write_message(to, message, message.is_list(), write_block);
        });
    });
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
