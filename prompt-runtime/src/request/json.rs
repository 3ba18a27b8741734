//! JSON that is measured before it is written.

use alloc::string::{String, ToString as _};

use prompt_core::bytes;
use prompt_core::js::Json;

/// A destination of JSON.
pub(super) trait Sink {
    /// Appends text that is JSON already.
    fn raw(&mut self, json: &str);

    /// Appends text that stands within the quotes of a JSON string.
    fn escaped(&mut self, text: &str);

    /// Appends a JSON string.
    fn string(&mut self, text: &str) {
        self.raw("\"");
        self.escaped(text);
        self.raw("\"");
    }

    /// Appends a JSON array.
    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Self, T)) {
        self.raw("[");
        self.items(items, write);
        self.raw("]");
    }

    /// Appends the items of an array.
    fn items<T>(&mut self, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Self, T)) {
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                self.raw(",");
            }
            write(self, item);
        }
    }

    /// Appends arguments that have to be a JSON object. A text that is none becomes a member.
    fn arguments(&mut self, arguments: &str) {
        if let Some(object @ Json::Object(_)) = Json::parse(arguments) {
            self.raw(&object.to_string());
        } else {
            self.raw(r#"{"input":"#);
            self.string(arguments);
            self.raw("}");
        }
    }
}

/// Counts the bytes.
#[derive(Default)]
pub(super) struct Length(pub(super) usize);

impl Sink for Length {
    fn raw(&mut self, json: &str) {
        self.0 += json.len();
    }

    fn escaped(&mut self, text: &str) {
        let (chunks, rest) = text.as_bytes().as_chunks::<CHUNK>();
        let grown = chunks.iter().map(|chunk| usize::from(growth_of(chunk)));
        self.0 += text.len() + grown.sum::<usize>() + usize::from(growth_of(rest));
    }
}

impl Sink for String {
    fn raw(&mut self, json: &str) {
        self.push_str(json);
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some((plain, byte, after)) = split_at_escape(rest) {
            self.push_str(plain);
            push_escape(self, byte);
            rest = after;
        }
        self.push_str(rest);
    }
}

/// The number of bytes that are looked at together. The growth of so many is less than 256.
const CHUNK: usize = 32;

/// Returns the number of bytes that the escapes of at most [`CHUNK`] bytes are longer than these.
fn growth_of(bytes: &[u8]) -> u8 {
    bytes.iter().map(|byte| growth(*byte)).sum()
}

/// Returns the number of bytes that the escape of a byte is longer than the byte: 0 if it is not
/// escaped.
///
/// It has no branches, so the compiler turns it into instructions that take 16 bytes at once.
fn growth(byte: u8) -> u8 {
    let is_control = u8::from(byte < b' ');
    // All controls from `\x08` to `\r` but `\x0b` have an escape of two bytes, others one of six.
    let is_short = u8::from(byte.wrapping_sub(b'\x08') < 6) - u8::from(byte == b'\x0b');
    u8::from(byte == b'"') + u8::from(byte == b'\\') + 5 * is_control - 4 * is_short
}

/// Returns whether a byte is escaped, without branches as well.
fn is_escaped(byte: u8) -> bool {
    u8::from(byte < b' ') | u8::from(byte == b'"') | u8::from(byte == b'\\') == 1
}

/// Splits a text at the first byte that is escaped: what comes before it, the byte, and what comes
/// after it.
fn split_at_escape(text: &str) -> Option<(&str, u8, &str)> {
    let position = bytes::position(text.as_bytes(), is_escaped)?;
    let (plain, from) = text.split_at_checked(position)?;
    let (escaped, after) = from.split_at_checked(1)?;
    Some((plain, *escaped.as_bytes().first()?, after))
}

/// Appends the escape that `serde_json` writes.
fn push_escape(json: &mut String, byte: u8) {
    let short = match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        b'\x08' => "\\b",
        b'\x0c' => "\\f",
        _ => {
            json.push_str("\\u00");
            json.extend([byte >> 4, byte & 0xf].map(hex_digit));
            return;
        }
    };
    json.push_str(short);
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}
