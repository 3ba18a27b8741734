//! The text in a `data:` URL, decoded piece by piece: nothing is allocated.

use crate::media::{Media, Source};

/// The text in a `data:` URL. Every character of it is known to be valid.
#[derive(Clone, Copy)]
pub struct DataText<'a>(Source<'a>);

impl<'a> DataText<'a> {
    /// Returns `None` if the media part is no text, the content is not in the encoding that the URL
    /// names, or it is no UTF-8.
    #[must_use]
    pub fn of(media: &Media<'a>) -> Option<Self> {
        let is_valid = media.is_text()
            && media.is_utf8()
            && match media.source {
                Source::Remote => false,
                Source::Base64(data) => Chars(base64(data)).all(|char| char.is_some()),
                Source::Percent(data) => Chars(percent(data).map(Some)).all(|char| char.is_some()),
            };
        is_valid.then_some(Self(media.source))
    }

    /// Passes each character to `write`.
    pub fn for_each(self, write: impl FnMut(char)) {
        match self.0 {
            Source::Remote => {}
            Source::Base64(data) => Chars(base64(data)).flatten().for_each(write),
            Source::Percent(data) => Chars(percent(data).map(Some)).flatten().for_each(write),
        }
    }
}

/// The characters of bytes in UTF-8. An item is `None` where the bytes, or their encoding, are
/// invalid.
struct Chars<I>(I);

impl<I: Iterator<Item = Option<u8>>> Iterator for Chars<I> {
    type Item = Option<char>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.0.next()?;
        Some(first.and_then(|first| self.char(first)))
    }
}

impl<I: Iterator<Item = Option<u8>>> Chars<I> {
    /// Reads the other bytes of a character.
    fn char(&mut self, first: u8) -> Option<char> {
        let mut bytes = [first, 0, 0, 0];
        let length = match first.leading_ones() {
            0 => 1,
            length @ 2..=4 => length as usize,
            _ => return None,
        };
        for byte in bytes.get_mut(1..length)? {
            *byte = self.0.next()??;
        }
        core::str::from_utf8(bytes.get(..length)?)
            .ok()?
            .chars()
            .next()
    }
}

/// Returns what the APIs do not take of the content of a `data:` URL. They decode base 64 in the
/// standard alphabet and with padding.
#[must_use]
pub fn untaken_content(source: Source<'_>) -> Option<&'static str> {
    match source {
        Source::Base64("") | Source::Percent("") => Some("`data:` URL without content"),
        Source::Base64(data) => untaken_base64(data),
        Source::Percent(_) | Source::Remote => None,
    }
}

fn untaken_base64(data: &str) -> Option<&'static str> {
    let digits = data.trim_end_matches('=');
    let padding = data.len() - digits.len();
    let whole_padding = digits.len().wrapping_neg() % 4;
    if !base64(data).all(|byte| byte.is_some()) || padding > whole_padding {
        Some("`data:` URL whose content is no base 64")
    } else if digits.contains(['-', '_']) {
        Some("`data:` URL with the URL-safe alphabet of base 64")
    } else if padding < whole_padding {
        Some("`data:` URL with base 64 without padding")
    } else {
        None
    }
}

/// Decodes base 64 in either alphabet, with or without padding.
fn base64(data: &str) -> impl Iterator<Item = Option<u8>> {
    let mut digits = data.trim_end_matches('=').bytes();
    let (mut bits, mut count) = (0_u32, 0);
    core::iter::from_fn(move || {
        while count < 8 {
            let Some(digit) = digits.next() else {
                // What is left over is padding, if it is less than a digit.
                return (core::mem::take(&mut count) >= 6).then_some(None);
            };
            let Some(value) = base64_value(digit) else {
                return Some(None);
            };
            bits = bits << 6 | value;
            count += 6;
        }
        count -= 8;
        Some(u8::try_from(bits >> count & 0xff).ok())
    })
}

fn base64_value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// Decodes percent-encoding. A `%` without two digits stands for itself, as browsers have it.
pub fn percent(data: &str) -> impl Iterator<Item = u8> {
    let mut rest = data.as_bytes();
    core::iter::from_fn(move || {
        let (first, after) = rest.split_first()?;
        let escaped = (*first == b'%').then(|| escaped(after)).flatten();
        let (byte, after) = escaped.unwrap_or((*first, after));
        rest = after;
        Some(byte)
    })
}

/// Reads the two digits after a `%`.
fn escaped(text: &[u8]) -> Option<(u8, &[u8])> {
    let ([high, low], rest) = text.split_first_chunk()?;
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let byte = u8::try_from(digit(high)? << 4 | digit(low)?).ok()?;
    Some((byte, rest))
}
