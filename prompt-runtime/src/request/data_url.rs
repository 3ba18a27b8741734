//! URLs of media, and the content of `data:` URLs, as the APIs take them: in base 64.

use prompt_core::data_text::percent;
use prompt_core::media::{Media, Source};

use super::json::Sink;

/// The start of the name of a file that has none. APIs require one.
const FILE_NAME: &str = "attachment";

/// Writes the URL as a JSON string. A `data:` URL gets the type that the prompt gives, in lower case
/// and with its parameters, such as `charset`, and base 64.
pub(super) fn write_url(to: &mut impl Sink, media: &Media<'_>) {
    if media.source == Source::Remote || has_sent_form(media) {
        return to.string(media.url);
    }
    to.raw("\"data:");
    write_type(to, media);
    to.escaped(media.parameters);
    to.raw(";base64,");
    write_base64(to, media.source);
    to.raw("\"");
}

/// Returns whether a `data:` URL is sent as it stands.
fn has_sent_form(media: &Media<'_>) -> bool {
    let head = media.url.split(',').next().unwrap_or_default();
    let after_type = head
        .strip_prefix("data:")
        .and_then(|head| head.strip_prefix(media.content_type));
    let is_lower = !media
        .content_type
        .bytes()
        .any(|byte| byte.is_ascii_uppercase());
    let after_parameters = after_type.and_then(|rest| rest.strip_prefix(media.parameters));
    is_lower && after_parameters == Some(";base64")
}

/// Writes the MIME type within the quotes of a JSON string. Some APIs compare types with case.
pub(super) fn write_type(to: &mut impl Sink, media: &Media<'_>) {
    for char in media.content_type.chars() {
        to.escaped(char.to_ascii_lowercase().encode_utf8(&mut [0; 4]));
    }
}

/// Writes the name of a file as a JSON string. Its ending says the type.
pub(super) fn write_file_name(to: &mut impl Sink, media: &Media<'_>) {
    if let Some(name) = media.file_name() {
        return to.string(name);
    }
    to.raw("\"");
    to.raw(FILE_NAME);
    if let Some(extension) = media.extension() {
        to.raw(".");
        to.raw(extension);
    }
    to.raw("\"");
}

/// Writes the content of a `data:` URL in base 64, within the quotes of a JSON string.
pub(super) fn write_base64(to: &mut impl Sink, source: Source<'_>) {
    match source {
        Source::Remote => {}
        Source::Base64(data) => to.escaped(data),
        Source::Percent(data) => encode(to, percent(data)),
    }
}

fn encode(to: &mut impl Sink, mut bytes: impl Iterator<Item = u8>) {
    while let Some(first) = bytes.next() {
        let (second, third) = (bytes.next(), bytes.next());
        let bits = u32::from(first) << 16
            | u32::from(second.unwrap_or_default()) << 8
            | u32::from(third.unwrap_or_default());
        let third = third.map(|_| bits);
        let second = second.map(|_| bits >> 6);
        for digit in [Some(bits >> 18), Some(bits >> 12), second, third] {
            to.raw(digit_of(digit).encode_utf8(&mut [0; 4]));
        }
    }
}

/// Returns the character for the lowest six bits, or the one for no byte.
fn digit_of(bits: Option<u32>) -> char {
    let Some(value) = bits.and_then(|bits| u8::try_from(bits & 0x3f).ok()) else {
        return '=';
    };
    char::from(match value {
        0..26 => b'A' + value,
        26..52 => b'a' + (value - 26),
        52..62 => b'0' + (value - 52),
        62 => b'+',
        _ => b'/',
    })
}
