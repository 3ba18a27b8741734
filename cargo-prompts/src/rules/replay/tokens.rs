use std::ops::Range;

use super::declared_names::DeclaredNames;
use crate::rules::personal::is_neutral;

/// The most keys above each other that are looked at.
const MOST_KEYS: usize = 4;

/// A string or a number in a line of JSON.
#[derive(Debug)]
pub struct Token {
    /// The range in the line, in bytes, including quotes.
    pub raw: Range<usize>,
    /// The text without quotes and escapes.
    pub text: String,
    /// True for the name of a value.
    pub is_key: bool,
    /// The number of the object or list that contains it, in the order of their starts; the line's
    /// own object is the first.
    pub container: usize,
    /// True for a name that the prompt declares, and for the role of a message.
    pub is_declared: bool,
    /// The index of the key of that object or list.
    under: Option<usize>,
}

impl Token {
    /// Returns true for a key of the line's own object.
    pub fn is_key_of_line(&self, name: &str) -> bool {
        self.is_key && self.container == 1 && self.text == name
    }

    /// The ranges in the line of parts of the text. The parts are in order and do not overlap.
    pub fn places(
        &self,
        line: &str,
        parts: impl IntoIterator<Item = Range<usize>>,
    ) -> Vec<Range<usize>> {
        let raw = &line[self.raw.clone()];
        if !raw.starts_with('"') {
            return parts.into_iter().map(|_| self.raw.clone()).collect();
        }
        // One pass for all of them: from the start for each it would take hours where there are
        // many in a long text.
        let mut cursor = Cursor {
            raw,
            at: 1,
            said: 0,
        };
        let mut place = |offset| self.raw.start + cursor.advance(offset);
        parts
            .into_iter()
            .map(|part| place(part.start)..place(part.end))
            .collect()
    }
}

/// The tokens in which personal data may stand, each value with its key. An item of a list has the key
/// of the list, and a value of which the key says nothing has that of the object around it.
pub fn searched(tokens: &[Token]) -> impl Iterator<Item = (Option<&str>, &Token)> {
    let mut key = None;
    let with_keys = tokens.iter().enumerate().map(move |(at, token)| {
        if token.is_key {
            key = Some(telling(tokens, at));
            return (None, token);
        }
        (key, token)
    });
    with_keys.filter(|(_, token)| !token.is_declared)
}

/// The key at an index, or the nearest key around it that says what a value is.
fn telling(tokens: &[Token], mut at: usize) -> &str {
    for _ in 0..MOST_KEYS {
        let Some(outer) = tokens[at].under.filter(|_| is_neutral(&tokens[at].text)) else {
            break;
        };
        at = outer;
    }
    &tokens[at].text
}

/// An object or list that has not ended yet.
#[derive(Clone, Copy)]
struct Open<'n> {
    container: usize,
    /// The index of the nearest key around it.
    under: Option<usize>,
    /// The index of its own key whose value has not ended yet.
    key: Option<usize>,
    /// The names that are declared in it.
    names: Option<&'n DeclaredNames>,
}

impl<'n> Open<'n> {
    /// The names that are declared in the value that comes next.
    fn names_of_value(&self, tokens: &[Token]) -> Option<&'n DeclaredNames> {
        let names = self.names?;
        match self.key {
            Some(key) => names.under(&tokens[key].text),
            None => names.each(),
        }
    }
}

/// The strings and numbers of a line that is JSON, in order.
pub fn tokens(line: &str, names: &DeclaredNames) -> Vec<Token> {
    let bytes = line.as_bytes();
    let mut tokens = Vec::<Token>::new();
    let (mut at, mut begun) = (0, 0);
    let mut open = Vec::<Open<'_>>::new();
    while at < bytes.len() {
        let end = match bytes[at] {
            b'"' => string_end(bytes, at),
            b'-' | b'0'..=b'9' => number_end(bytes, at),
            byte => {
                match byte {
                    b'{' | b'[' => {
                        begun += 1;
                        open.push(opened(begun, open.last(), &tokens, names));
                    }
                    b'}' | b']' => drop(open.pop()),
                    b',' => {
                        if let Some(open) = open.last_mut() {
                            open.key = None;
                        }
                    }
                    _ => {}
                }
                at += 1;
                continue;
            }
        };
        let raw = &line[at..end];
        let is_key = raw.starts_with('"') && line[end..].trim_start().starts_with(':');
        let token = token(raw, at..end, is_key, open.last(), &tokens);
        if let Some(open) = open.last_mut().filter(|_| is_key) {
            open.key = Some(tokens.len());
        }
        tokens.push(token);
        at = end;
    }
    tokens
}

/// The object or list that begins within another one, or that is the line's own.
fn opened<'n>(
    container: usize,
    outer: Option<&Open<'n>>,
    tokens: &[Token],
    names: &'n DeclaredNames,
) -> Open<'n> {
    Open {
        container,
        under: outer.and_then(|outer| outer.key.or(outer.under)),
        key: None,
        names: match outer {
            Some(outer) => outer.names_of_value(tokens),
            None => Some(names),
        },
    }
}

fn token(
    raw: &str,
    range: Range<usize>,
    is_key: bool,
    open: Option<&Open<'_>>,
    before: &[Token],
) -> Token {
    let text = serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned());
    let is_declared = open.is_some_and(|open| {
        if is_key {
            open.names.is_some_and(|names| names.has(&text))
        } else {
            let names = open.names_of_value(before);
            names.is_some_and(|names| names.is_given(&text))
        }
    });
    Token {
        raw: range,
        text,
        is_key,
        container: open.map_or(0, |open| open.container),
        is_declared,
        under: open.and_then(|open| open.under),
    }
}

/// The object that a key of the line's own object has as its value, as it stands in the line.
pub fn object_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let tokens = tokens(line, &DeclaredNames::default());
    let key = tokens.iter().find(|token| token.is_key_of_line(key))?;
    let start = key.raw.end + line[key.raw.end..].find('{')?;
    let bytes = line.as_bytes();
    let (mut at, mut depth) = (start, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return line.get(start..=at),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    let is_of_number = |byte: &u8| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9' | b'E' | b'e');
    start
        + bytes[start..]
            .iter()
            .take_while(|byte| is_of_number(byte))
            .count()
}

/// A position in a string with quotes and escapes, and in the string without them.
struct Cursor<'a> {
    raw: &'a str,
    at: usize,
    said: usize,
}

impl Cursor<'_> {
    /// Advances to an offset in the unescaped string, and returns the offset in the escaped one.
    fn advance(&mut self, offset: usize) -> usize {
        while self.said < offset && self.at < self.raw.len() {
            let (length, says) = unit(&self.raw[self.at..]);
            self.at += length;
            self.said += says;
        }
        self.at
    }
}

/// The length of the first character or escape of a text, and the length of the character.
fn unit(raw: &str) -> (usize, usize) {
    let code = |at: usize| {
        raw.get(at..at + 4)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .unwrap_or(0)
    };
    match raw.as_bytes() {
        [b'\\', b'u', ..] => match code(2) {
            // A surrogate pair.
            0xd800..=0xdbff => (12, 4),
            code => (6, char::from_u32(code).map_or(3, char::len_utf8)),
        },
        [b'\\', _, ..] => (2, 1),
        _ => raw
            .chars()
            .next()
            .map_or((1, 1), |c| (c.len_utf8(), c.len_utf8())),
    }
}
