//! URLs of media, and the content of `data:` URLs, as the APIs take them: in base 64.

use prompt_core::media::{Media, Source};

use super::data_text::percent;
use super::json::Sink;

/// Writes the URL as a JSON string. A `data:` URL gets the type that the prompt gives, and base 64.
pub(super) fn write_url(to: &mut impl Sink, media: &Media<'_>) {
    let lacks_type = has_no_type(media) && !media.content_type.is_empty();
    if !(lacks_type || matches!(media.source, Source::Percent(_))) {
        return to.string(media.url);
    }
    to.raw("\"data:");
    to.escaped(media.content_type);
    to.raw(";base64,");
    write_base64(to, media.source);
    to.raw("\"");
}

fn has_no_type(media: &Media<'_>) -> bool {
    media.source != Source::Remote && media.has_scheme(&["data:;"])
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
