//! Escapes: what stands behind a backslash.

use super::cursor::Cursor;
use crate::rules::ecma_classes::{DIGIT, SPACE, WORD};

/// The meaning of an escape.
#[derive(Debug)]
pub(super) enum Escape<'a> {
    /// A character, or half of a surrogate pair, which no text has.
    CodePoint(u32),
    /// The inside of a class, and whether it is negated.
    Class(&'static str, bool),
    /// `{Lu}`, and whether it is negated.
    Property(&'a str, bool),
    /// `\b`, or `\B` if it is negated.
    Boundary(bool),
    /// A back-reference by number.
    Number(usize),
    /// A back-reference by name.
    Name(String),
}

impl<'a> Escape<'a> {
    /// Reads an escape after its backslash.
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Self {
        let character = cursor.next().unwrap_or('\\');
        match character {
            'd' | 'D' => Self::Class(DIGIT, character == 'D'),
            'w' | 'W' => Self::Class(WORD, character == 'W'),
            's' | 'S' => Self::Class(SPACE, character == 'S'),
            'p' | 'P' => {
                cursor.eat("{");
                Self::Property(cursor.until('}'), character == 'P')
            }
            'b' | 'B' => Self::Boundary(character == 'B'),
            '1'..='9' => {
                let rest = cursor.take_while(usize::MAX, char::is_ascii_digit);
                let number = format!("{character}{rest}");
                Self::Number(number.parse().unwrap_or(usize::MAX))
            }
            'k' => {
                cursor.eat("<");
                Self::Name(group_name(cursor))
            }
            character => Self::CodePoint(code_point(cursor, character)),
        }
    }
}

/// Reads the name of a group with its `>`.
pub(super) fn group_name(cursor: &mut Cursor<'_>) -> String {
    let mut name = String::new();
    while let Some(character) = cursor.next() {
        match character {
            '>' => break,
            '\\' => {
                cursor.eat("u");
                name.extend(char::from_u32(unicode(cursor)));
            }
            character => name.push(character),
        }
    }
    name
}

/// Reads an escaped character after its first character.
fn code_point(cursor: &mut Cursor<'_>, character: char) -> u32 {
    match character {
        'n' => 0x0a,
        'r' => 0x0d,
        't' => 0x09,
        'v' => 0x0b,
        'f' => 0x0c,
        '0' => 0,
        'c' => cursor.next().map_or(0, |letter| u32::from(letter) % 32),
        'x' => hexadecimal(cursor, 2),
        'u' => unicode(cursor),
        character => u32::from(character),
    }
}

/// Reads `{1F600}` or four digits. Two escapes that are a surrogate pair are one character.
fn unicode(cursor: &mut Cursor<'_>) -> u32 {
    if cursor.eat("{") {
        return u32::from_str_radix(cursor.until('}'), 16).unwrap_or(u32::MAX);
    }
    let first = hexadecimal(cursor, 4);
    let mut behind = *cursor;
    if (0xd800..0xdc00).contains(&first) && behind.eat("\\u") {
        let second = hexadecimal(&mut behind, 4);
        if (0xdc00..0xe000).contains(&second) {
            *cursor = behind;
            return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        }
    }
    first
}

fn hexadecimal(cursor: &mut Cursor<'_>, digits: usize) -> u32 {
    let text = cursor.take_while(digits, char::is_ascii_hexdigit);
    u32::from_str_radix(text, 16).unwrap_or(u32::MAX)
}
