//! JSON values that are known when the call is compiled: the defaults of inputs.

use std::fmt::Write as _;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// A number as JavaScript prints it.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// As `JSON.stringify` prints it, with an indent.
    pub(crate) fn print(&self, indent: usize) -> String {
        let mut text = String::new();
        self.write(&mut text, indent, 0);
        text
    }

    /// What `#if` asks: neither nothing nor false, zero or empty.
    pub(crate) fn is_true(&self) -> bool {
        self.is_given() && !matches!(self, Self::Number(number) if number == "0")
    }

    /// What `#with` asks: the same, but zero passes.
    pub(crate) fn is_given(&self) -> bool {
        match self {
            Self::Null | Self::Bool(false) => false,
            Self::Text(text) => !text.is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Bool(true) | Self::Number(_) | Self::Object(_) => true,
        }
    }

    /// As a tag prints it; the build script lets no list and no object get here.
    pub(crate) fn printed(&self) -> &str {
        match self {
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Number(text) | Self::Text(text) => text,
            Self::Null | Self::List(_) | Self::Object(_) => "",
        }
    }

    pub(crate) fn field(&self, name: &str) -> Option<&Self> {
        let Self::Object(entries) = self else {
            return None;
        };
        entries
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    fn write(&self, text: &mut String, indent: usize, depth: usize) {
        match self {
            Self::List(items) if !items.is_empty() => {
                text.push('[');
                for (position, item) in items.iter().enumerate() {
                    begin_line(text, position, indent, depth + 1);
                    item.write(text, indent, depth + 1);
                }
                end_lines(text, indent, depth);
                text.push(']');
            }
            Self::Object(entries) if !entries.is_empty() => {
                text.push('{');
                for (position, (key, value)) in entries.iter().enumerate() {
                    begin_line(text, position, indent, depth + 1);
                    write_text(text, key);
                    text.push_str(if indent == 0 { ":" } else { ": " });
                    value.write(text, indent, depth + 1);
                }
                end_lines(text, indent, depth);
                text.push('}');
            }
            Self::List(_) => text.push_str("[]"),
            Self::Object(_) => text.push_str("{}"),
            Self::Text(value) => write_text(text, value),
            Self::Null => text.push_str("null"),
            Self::Bool(_) | Self::Number(_) => text.push_str(self.printed()),
        }
    }
}

fn begin_line(text: &mut String, position: usize, indent: usize, depth: usize) {
    if position > 0 {
        text.push(',');
    }
    end_lines(text, indent, depth);
}

fn end_lines(text: &mut String, indent: usize, depth: usize) {
    if indent > 0 {
        text.push('\n');
        text.push_str(&" ".repeat(indent * depth));
    }
}

fn write_text(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            c if c < ' ' => _ = write!(text, "\\u{:04x}", u32::from(c)),
            c => text.push(c),
        }
    }
    text.push('"');
}
