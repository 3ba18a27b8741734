//! A text as its readers decode it: escapes of JSON and of Rust's `{:?}`, and percent-encoded bytes,
//! become characters.

use alloc::vec::Vec;
use core::ops::Range;

/// The number of encodings that may lie over each other in a text: JSON in JSON, a URL in JSON.
pub(super) const LAYERS: usize = 2;

/// A character, and the place of what it was decoded from, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) char: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The characters that something stands for, and the number of those that it is written with.
type Decoded = (Vec<Glyph>, usize);

/// A text as it stands, or decoded.
#[derive(PartialEq, Eq)]
pub(super) struct Reading(Vec<Glyph>);

impl Reading {
    /// Reads a text as it stands.
    pub(super) fn plain(text: &str) -> Self {
        let glyphs = text.char_indices().map(|(start, char)| Glyph {
            char,
            start,
            end: start + char.len_utf8(),
        });
        Self(glyphs.collect())
    }

    /// Visits each way to decode the text, up to a number of encodings. There are at most 12 ways for
    /// two encodings and 39 for three, however long the text is.
    pub(super) fn visit_decoded(&self, layers: usize, visit: &mut impl FnMut(&Self)) {
        if layers == 0 {
            return;
        }
        for decoded in self.decoded() {
            visit(&decoded);
            decoded.visit_decoded(layers - 1, visit);
        }
    }

    pub(super) fn glyphs(&self) -> &[Glyph] {
        &self.0
    }

    fn decoded(&self) -> impl Iterator<Item = Self> {
        let has = |char| self.0.iter().any(|glyph| glyph.char == char);
        let escaped = has('\\').then(|| self.with_each(escape));
        let percent = has('%').then(|| self.with_each(percent_encoded));
        // In a form, `+` is a blank.
        let form = has('+').then(|| self.with_each(form_encoded));
        [escaped, percent, form].into_iter().flatten()
    }

    /// Replaces what `decode` takes from the start of the rest, again and again.
    fn with_each(&self, decode: fn(&[Glyph]) -> Option<Decoded>) -> Self {
        let mut decoded = Vec::with_capacity(self.0.len());
        let mut rest = self.0.as_slice();
        while let [first, after @ ..] = rest {
            if let Some((glyphs, length)) = decode(rest) {
                decoded.extend(glyphs);
                rest = &rest[length..];
            } else {
                decoded.push(*first);
                rest = after;
            }
        }
        Self(decoded)
    }
}

/// Decodes one escape of JSON or Rust, or a run of bytes as Rust has them. Returns the characters, and the
/// number of those that they stood in.
fn escape(text: &[Glyph]) -> Option<Decoded> {
    let [slash, kind, ..] = text else { return None };
    if slash.char != '\\' {
        return None;
    }
    let (char, length) = match kind.char {
        'b' => ('\u{8}', 2),
        'f' => ('\u{c}', 2),
        'n' => ('\n', 2),
        'r' => ('\r', 2),
        't' => ('\t', 2),
        '0' => ('\0', 2),
        '"' | '\'' | '\\' | '/' => (kind.char, 2),
        'x' => return encoded_bytes(text, &['\\', 'x']),
        _ => unicode_escape(text).or_else(|| braced_escape(text))?,
    };
    Some((Vec::from([joined(&text[..length], char)]), length))
}

/// Decodes `\u00f6`, or two of them that are one character.
fn unicode_escape(text: &[Glyph]) -> Option<(char, usize)> {
    let first = unit(text)?;
    let units = [Some(first), text.get(6..).and_then(unit)];
    let next = char::decode_utf16(units.into_iter().flatten()).next()?;
    let char = next.ok()?;
    Some((char, 6 * char.len_utf16()))
}

/// Decodes `\u{f6}`.
fn braced_escape(text: &[Glyph]) -> Option<(char, usize)> {
    /// The most digits of a character.
    const MOST: usize = 6;
    let [_, u, brace, rest @ ..] = text else {
        return None;
    };
    if u.char != 'u' || brace.char != '{' {
        return None;
    }
    let length = rest
        .iter()
        .take(MOST + 1)
        .position(|glyph| glyph.char == '}')?;
    let char = char::from_u32(number(&rest[..length])?)?;
    (length > 0).then_some((char, length + 4))
}

fn unit(text: &[Glyph]) -> Option<u16> {
    let [slash, u, digits @ ..] = text.get(..6)? else {
        return None;
    };
    let value = (slash.char == '\\' && u.char == 'u').then(|| number(digits))?;
    value.and_then(|value| value.try_into().ok())
}

/// Decodes a run of bytes such as `%C3%B6`, each of two digits behind a prefix. Bytes that are no UTF-8 stay
/// as they are.
fn encoded_bytes(text: &[Glyph], prefix: &[char]) -> Option<Decoded> {
    let width = prefix.len() + 2;
    let bytes = text.chunks(width).map_while(|text| byte(text, prefix));
    let bytes = bytes.collect::<Vec<_>>();
    if bytes.is_empty() {
        return None;
    }
    let places = |range: Range<usize>| &text[width * range.start..width * range.end];
    let (mut decoded, mut at) = (Vec::new(), 0);
    for chunk in bytes.utf8_chunks() {
        for char in chunk.valid().chars() {
            decoded.push(joined(places(at..at + char.len_utf8()), char));
            at += char.len_utf8();
        }
        decoded.extend(places(at..at + chunk.invalid().len()));
        at += chunk.invalid().len();
    }
    Some((decoded, width * bytes.len()))
}

fn percent_encoded(text: &[Glyph]) -> Option<Decoded> {
    encoded_bytes(text, &['%'])
}

fn form_encoded(text: &[Glyph]) -> Option<Decoded> {
    match text {
        [plus, ..] if plus.char == '+' => Some((Vec::from([Glyph { char: ' ', ..*plus }]), 1)),
        _ => percent_encoded(text),
    }
}

fn byte(text: &[Glyph], prefix: &[char]) -> Option<u8> {
    let (before, digits) = text.split_at_checked(prefix.len())?;
    let is_byte = digits.len() == 2 && before.iter().map(|glyph| &glyph.char).eq(prefix);
    number(digits).filter(|_| is_byte)?.try_into().ok()
}

/// Returns the value of hexadecimal digits.
fn number(digits: &[Glyph]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| {
        Some(value * 16 + digit.char.to_digit(16)?)
    })
}

fn joined(glyphs: &[Glyph], char: char) -> Glyph {
    let (start, end) = (
        glyphs.first().map_or(0, |glyph| glyph.start),
        glyphs.last().map_or(0, |glyph| glyph.end),
    );
    Glyph { char, start, end }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    #[test]
    fn a_text_has_few_readings() {
        let ways = |text: &str, layers| {
            let mut ways = 0;
            Reading::plain(text).visit_decoded(layers, &mut |_| ways += 1);
            ways
        };
        let text = r"%5C%25\u0025+%2B\\+%5C%255C\\\\+%252B%25252B".repeat(9);
        assert_eq!((ways(&text, 0), ways(&text, 1)), (0, 3));
        assert_eq!((ways(&text, LAYERS), ways(&text, LAYERS + 1)), (12, 39));
        assert_eq!(ways("Mara Lindqvist", LAYERS), 0);
    }

    /// A text with escapes, and what its reader makes of it.
    const ESCAPES: &[(&str, &str)] = &[
        (r#"\b\f\n\r\t\0\"\'\\\/"#, "\u{8}\u{c}\n\r\t\0\"'\\/"),
        (r"M\u00e4ra \ud83d\ude00", "Mära 😀"),
        (r"M\u{e4}ra \u{1f600} \u{01F600}", "Mära 😀 😀"),
        (r"M\xc3\xa4ra\x1b \xF0\x9f\x98\x80", "Mära\u{1b} 😀"),
        (r"\xe4\x41\xc3 \xg1 \x4", r"\xe4A\xc3 \xg1 \x4"),
        // What is no escape stays as it is.
        (
            r"\u{} \u{001F600} \u{d800} \u(e4} \x{e4}",
            r"\u{} \u{001F600} \u{d800} \u(e4} \x{e4}",
        ),
        (r"\x0ge4 \u00g4 \ud83d\x \q", r"\x0ge4 \u00g4 \ud83d\x \q"),
    ];

    #[test]
    fn escapes_become_characters() {
        for (text, expected) in ESCAPES {
            let plain = Reading::plain(text);
            let escaped = plain.decoded().next().expect("a text with escapes");
            let decoded = escaped.glyphs().iter().map(|glyph| glyph.char);
            assert_eq!(decoded.collect::<String>(), *expected, "{text}");
        }
    }
}
