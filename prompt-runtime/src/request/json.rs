//! JSON that is measured before it is written.

use alloc::string::String;

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
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                self.raw(",");
            }
            write(self, item);
        }
        self.raw("]");
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
        self.0 += text.len() + text.bytes().map(growth).sum::<usize>();
    }
}

impl Sink for String {
    fn raw(&mut self, json: &str) {
        self.push_str(json);
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some(position) = rest.bytes().position(|byte| growth(byte) > 0) {
            let (plain, from) = rest.split_at(position);
            let (escaped, after) = from.split_at(1);
            self.push_str(plain);
            escaped.bytes().for_each(|byte| push_escape(self, byte));
            rest = after;
        }
        self.push_str(rest);
    }
}

/// Returns the number of bytes that the escape of a byte is longer than the byte: 0 if it is not
/// escaped.
const fn growth(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | b'\x08' | b'\x0c' => 1,
        b'\0'..b' ' => 5,
        _ => 0,
    }
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
