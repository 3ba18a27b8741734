use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::json_reader::Reader;
use super::{Digits, Number, View};

/// A JSON value. Objects keep the order of their keys.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json {
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Stands for a value that does not exist.
static NULL: Json = Json::Null;

/// `JSON.stringify` indents by ten blanks at most.
const WIDEST_INDENT: usize = 10;

impl Json {
    /// Makes a string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Makes a number. JSON has neither NaN nor infinity: `JSON.stringify` writes `null` for them.
    ///
    /// It is the number that its digits are read as, so that it is equal to the same numbers before
    /// and after it is written to a file: whole numbers are compared exactly.
    #[must_use]
    pub fn number(value: f64) -> Self {
        if value.is_finite() {
            let number = Number::from(value);
            Self::Number(Number::parse(&Digits::of(number)).unwrap_or(number))
        } else {
            Self::Null
        }
    }

    /// Parses JSON text. Whole numbers keep all their digits.
    ///
    /// Returns `None` where the text is not JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Reader::read(text)
    }

    /// Returns the value of a key of an object, or `Null`.
    #[must_use]
    pub fn field(&self, name: &str) -> &Self {
        let Self::Object(entries) = self else {
            return &NULL;
        };
        entries
            .iter()
            .find(|(key, _)| key == name)
            .map_or(&NULL, |(_, value)| value)
    }

    /// Returns an item of a list, or `Null`.
    #[must_use]
    pub fn item(&self, index: usize) -> &Self {
        let Self::List(items) = self else {
            return &NULL;
        };
        items.get(index).unwrap_or(&NULL)
    }

    /// Returns what the value is.
    #[inline]
    #[must_use]
    pub const fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Bool(value) => View::Bool(*value),
            Self::Number(number) => View::Number(*number),
            Self::Text(text) => View::Text(text.as_str()),
            Self::List(items) => View::List(items.len()),
            Self::Object(entries) => View::Object(entries.len()),
        }
    }

    /// Returns whether `{{#if}}` passes: see [`View::is_true`].
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.view().is_true()
    }

    /// Returns whether `{{#with}}` passes: see [`View::is_given`].
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.view().is_given()
    }

    /// Appends the value as a tag prints it: see [`View::print`].
    pub fn print(&self, text: &mut String) {
        self.view().print(text);
    }

    /// Appends the value as `JSON.stringify` writes it: on one line, or with an indent on several.
    pub fn stringify(&self, text: &mut String, indent: usize) {
        // Writing to a string cannot fail.
        _ = Printer {
            out: text,
            indent: indent.min(WIDEST_INDENT),
            depth: 0,
        }
        .value(self);
    }

    /// Returns the kind of the value, as messages name it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.view().kind()
    }
}

/// Writes the value on one line, as `JSON.stringify` does.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printer {
            out: f,
            indent: 0,
            depth: 0,
        }
        .value(self)
    }
}

struct Printer<'a, W> {
    out: &'a mut W,
    indent: usize,
    depth: usize,
}

impl<W: Write> Printer<'_, W> {
    fn value(&mut self, json: &Json) -> fmt::Result {
        match json {
            Json::Bool(value) => self.out.write_str(if *value { "true" } else { "false" }),
            Json::Number(number) if number.is_finite() => self.out.write_str(&Digits::of(*number)),
            Json::Null | Json::Number(_) => self.out.write_str("null"),
            Json::Text(text) => self.string(text),
            Json::List(items) => self.list(items),
            Json::Object(entries) => self.object(entries),
        }
    }

    fn list(&mut self, items: &[Json]) -> fmt::Result {
        self.out.write_char('[')?;
        self.depth += 1;
        for (position, item) in items.iter().enumerate() {
            self.begin_member(position)?;
            self.value(item)?;
        }
        self.depth -= 1;
        self.end_members(items.is_empty())?;
        self.out.write_char(']')
    }

    fn object(&mut self, entries: &[(String, Json)]) -> fmt::Result {
        self.out.write_char('{')?;
        self.depth += 1;
        for (position, (key, value)) in entries.iter().enumerate() {
            self.begin_member(position)?;
            self.string(key)?;
            self.out
                .write_str(if self.indent == 0 { ":" } else { ": " })?;
            self.value(value)?;
        }
        self.depth -= 1;
        self.end_members(entries.is_empty())?;
        self.out.write_char('}')
    }

    fn begin_member(&mut self, position: usize) -> fmt::Result {
        if position > 0 {
            self.out.write_char(',')?;
        }
        self.new_line()
    }

    fn end_members(&mut self, is_empty: bool) -> fmt::Result {
        if is_empty { Ok(()) } else { self.new_line() }
    }

    fn new_line(&mut self) -> fmt::Result {
        if self.indent == 0 {
            return Ok(());
        }
        self.out.write_char('\n')?;
        (0..self.indent * self.depth).try_for_each(|_| self.out.write_char(' '))
    }

    /// Writes what stands between two escapes at once. Build scripts write large schemas and are not
    /// optimised: so this goes by index.
    fn string(&mut self, text: &str) -> fmt::Result {
        self.out.write_char('"')?;
        let bytes = text.as_bytes();
        let (mut start, mut end) = (0, 0);
        while end < bytes.len() {
            let byte = bytes[end];
            if byte < b' ' || byte == b'"' || byte == b'\\' {
                self.out.write_str(&text[start..end])?;
                self.escape(byte)?;
                start = end + 1;
            }
            end += 1;
        }
        self.out.write_str(&text[start..])?;
        self.out.write_char('"')
    }

    fn escape(&mut self, byte: u8) -> fmt::Result {
        match byte {
            b'"' => self.out.write_str("\\\""),
            b'\\' => self.out.write_str("\\\\"),
            b'\n' => self.out.write_str("\\n"),
            b'\r' => self.out.write_str("\\r"),
            b'\t' => self.out.write_str("\\t"),
            8 => self.out.write_str("\\b"),
            0xc => self.out.write_str("\\f"),
            control => write!(self.out, "\\u{control:04x}"),
        }
    }
}
