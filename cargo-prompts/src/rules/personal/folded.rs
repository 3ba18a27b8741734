use std::borrow::Cow;
use std::ops::Range;

use super::encoded::decoded;

/// A text with similar characters replaced by one of them, invisible ones removed, and some encoded
/// ones decoded. Text copied from mails and web pages contains many kinds of blanks and hyphens, and
/// links encode an `@`.
pub struct Folded<'a> {
    pub text: Cow<'a, str>,
    /// For each byte, the original character; empty if both are equal.
    originals: Vec<Range<usize>>,
}

impl<'a> Folded<'a> {
    pub fn new(original: &'a str) -> Self {
        if original.is_ascii() && !original.contains(['%', '&', '\\']) {
            return Self {
                text: Cow::Borrowed(original),
                originals: Vec::new(),
            };
        }
        let mut text = String::with_capacity(original.len());
        let mut originals = Vec::with_capacity(original.len());
        let mut at = 0;
        while let Some(c) = original[at..].chars().next() {
            let (c, length) = decoded(&original[at..]).unwrap_or((c, c.len_utf8()));
            text.extend(folded(c));
            originals.resize(text.len(), at..at + length);
            at += length;
        }
        Self {
            text: Cow::Owned(text),
            originals,
        }
    }

    /// The range in the original text. It is not empty.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        match (
            self.originals.get(range.start),
            self.originals.get(range.end.saturating_sub(1)),
        ) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => range.clone(),
        }
    }

    /// The text with a blank in place of each `+` after a word, as the bodies of forms have it.
    /// An encoded `+` stays. `None` if there is no such `+`.
    pub fn with_blanks(&self) -> Option<String> {
        let is_literal = |at: usize| self.originals.get(at).is_none_or(|range| range.len() == 1);
        let mut is_after_word = false;
        let blank = |(at, c): (usize, char)| {
            let is_blank = c == '+' && is_after_word && is_literal(at);
            is_after_word = is_blank || !matches!(c, '=' | '+' | ' ');
            if is_blank { ' ' } else { c }
        };
        let text = self.text.char_indices().map(blank).collect::<String>();
        (text != *self.text).then_some(text)
    }
}

/// The character that replaces a similar one. `None` if it is invisible.
pub fn folded(c: char) -> Option<char> {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some(' ')
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => Some('-'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => None,
        '\u{fe6b}' => Some('@'),
        '\u{fe62}' => Some('+'),
        // Full-width ASCII characters, as used with Chinese and Japanese.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        c => Some(c),
    }
}
