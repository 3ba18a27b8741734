//! The classes of characters of ECMA-262, as the insides of classes of the `regex` crate.

pub const DIGIT: &str = "0-9";
pub const WORD: &str = "0-9A-Za-z_";
pub const SPACE: &str = r"\t\n\x0b\x0c\r\x20\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";
pub const LINE_END: &str = r"\n\r\u{2028}\u{2029}";
pub const ANY: &str = r"\x00-\u{10ffff}";

/// Adds a literal character.
pub fn push_escaped(pattern: &mut String, character: char) {
    if character.is_ascii_alphanumeric() {
        pattern.push(character);
    } else {
        pattern.extend(["\\x{", &format!("{:x}", u32::from(character)), "}"]);
    }
}
