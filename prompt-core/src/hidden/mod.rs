//! Characters that a reader does not see: they hide a text from review, or command a terminal.
//!
//! Where writing needs such a character it is none of them: within emoji, after letters of scripts
//! that join, after an ideograph of which there are variants. Where there are more of them than
//! writing needs, they can carry a text, and those are hidden characters again.
//!
//! Blanks that a reader sees as blanks are none of them, whatever their width: U+00A0, U+1680, U+2000
//! to U+200A, U+202F, U+205F and U+3000. Neither are single code points of the first planes that have
//! no character yet: a later version of Unicode may have one there, and a font shows a box for them.

mod allowance;
mod commands;
mod escape;
#[cfg(test)]
mod tests;
mod writing;

pub use commands::escape_commands;
pub use escape::{escape_json, escape_line, escape_lines};

use crate::digest::word;

use self::allowance::Allowance;
use self::writing::{is_allowed_after, is_flag};

/// The hidden characters of a text with their offsets. Line ends and tabs are none.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    // Most files are of visible ASCII, and are looked through several times as fast by bytes.
    let text = if is_visible_ascii(text) { "" } else { text };
    let mut before = Before::default();
    let mut allowance = Allowance::default();
    let mut flag_end = 0;
    text.char_indices().filter(move |(at, c)| {
        if *c == '\u{1f3f4}' {
            flag_end = at + c.len_utf8() + flag_length(&text[at + c.len_utf8()..]);
        }
        let rest = &text[at + c.len_utf8()..];
        let is_invisible = is_invisible(*c);
        let is_found = is_invisible && *at >= flag_end && {
            let is_used = is_allowed_after(*c, before.last, before.visible, rest);
            !is_used || !allowance.takes(*c, before.visible, rest)
        };
        if !is_invisible {
            allowance.add(*c, rest);
        }
        before.add(*c);
        is_found
    })
}

fn is_visible_ascii(text: &str) -> bool {
    if !text.is_ascii() {
        return false;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    // A build script is compiled without optimisation: eight bytes at a time take a third of the
    // instructions.
    while at + 8 <= bytes.len() {
        let word = word(bytes, at);
        if may_have_control(u64::from_le_bytes(word)) && !word.into_iter().all(is_visible) {
            return false;
        }
        at += 8;
    }
    bytes[at..].iter().copied().all(is_visible)
}

fn is_visible(byte: u8) -> bool {
    byte >= b' ' && byte != 0x7f || matches!(byte, b'\n' | b'\t')
}

/// Returns `false` only if none of eight ASCII characters is a control character. Each byte is
/// compared in its own eight bits; what one borrows from the next can only add a `true`.
const fn may_have_control(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let below_space = word.wrapping_sub(ONES * 0x20);
    let delete = (word ^ (ONES * 0x7f)).wrapping_sub(ONES);
    (below_space | delete) & (ONES * 0x80) != 0
}

/// The characters before one.
#[derive(Default)]
struct Before {
    last: Option<char>,
    /// The last one that is not a variation selector.
    visible: Option<char>,
}

impl Before {
    fn add(&mut self, c: char) {
        self.last = Some(c);
        if !matches!(c, '\u{fe00}'..='\u{fe0f}') {
            self.visible = Some(c);
        }
    }
}

/// The length of the tag characters after a black flag that make it the flag of a subdivision.
fn flag_length(rest: &str) -> usize {
    let is_tag = |c: &char| matches!(c, '\u{e0020}'..='\u{e007f}');
    let length = rest.chars().take_while(is_tag).map(char::len_utf8).sum();
    if is_flag(&rest[..length]) { length } else { 0 }
}

/// Returns whether a character is invisible, or commands a terminal, whatever stands around it.
fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !matches!(c, '\n' | '\t');
    }
    matches!(c,
        // Controls; soft hyphen, joiners and fillers.
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{3164}' | '\u{ffa0}'
        // Spaces of no width, directions, line separators, operators that are not seen.
        | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
        // Joiners of Tifinagh and Brahmi; controls of hieroglyphs, of shorthand and of music; variation
        // selectors.
        | '\u{2d7f}' | '\u{1107f}' | '\u{13430}'..='\u{13440}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        // Private use: a font that does not know them shows nothing, or any sign. From the fourth plane
        // on there are only tags, variation selectors, private use, and what no font has.
        | '\u{e000}'..='\u{f8ff}' | '\u{40000}'..='\u{10ffff}'
        // Blanks that are no spaces, the place of an object, and what is no character.
        | '\u{2800}' | '\u{fffc}' | '\u{16fe4}' | '\u{1d159}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}
