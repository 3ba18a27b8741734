//! The YAML that people write by hand and tools write for people: block mappings and sequences,
//! one-line scalars, one-line flow collections, comments.
//!
//! Whatever else it meets (anchors, tags, block scalars, escapes, text over several lines, an
//! error), this reader answers `None`, and `full` reads the text instead. So it need not know YAML,
//! only what it is certain of.

mod flow;
mod scalar;

use std::ops::Range;

use self::flow::Flow;
use self::scalar::{find, key_length, scalar, scalar_length};
use super::{Entry, Node, Value};
use crate::source::Mark;

/// How deep a tree may be before `full`, which has a limit of its own, says what there is to say
/// about it.
const DEPTH: usize = 64;

/// Reads a text that is everyday YAML throughout.
pub(super) fn parse(text: &str) -> Option<Node> {
    let start = if text.starts_with("---\n") { 4 } else { 0 };
    parse_part(text, &(start..text.len()))
}

/// Reads a part of a text, of whole lines, that could stand alone and is everyday YAML throughout.
pub(super) fn parse_part(text: &str, part: &Range<usize>) -> Option<Node> {
    if has_odd_characters(&text[part.clone()]) {
        return None;
    }
    let mut reader = Reader {
        text: &text[..part.end],
        line: Line::default(),
        next: part.start,
    };
    reader.advance()?;
    if reader.line.is_end() {
        return None;
    }
    let root = reader.block(DEPTH)?;
    reader.line.is_end().then_some(root)
}

/// Tabs, control characters, and what YAML takes for a line end besides LF.
fn has_odd_characters(text: &str) -> bool {
    if find(text, |byte| (byte < b' ' && byte != b'\n') || byte == 0x7f).is_some() {
        return true;
    }
    let is_odd = |c| {
        matches!(
            c,
            '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
    };
    !text.is_ascii() && text.chars().any(is_odd)
}

/// A line with something on it. At the end of the text the indentation is `usize::MAX` and the
/// range is empty.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    indent: usize,
    start: usize,
    end: usize,
}

impl Line {
    fn is_end(self) -> bool {
        self.start == self.end
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The line at hand, or what is left of it.
    line: Line,
    /// Where the line after it begins.
    next: usize,
}

impl<'a> Reader<'a> {
    /// Takes the next line that has something on it.
    fn advance(&mut self) -> Option<()> {
        while self.next < self.text.len() {
            let rest = &self.text[self.next..];
            let length = rest.find('\n').unwrap_or(rest.len());
            let line = rest[..length].trim_end_matches(' ');
            let content = line.trim_start_matches(' ');
            let indent = line.len() - content.len();
            let start = self.next + indent;
            self.next += length + 1;
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if indent == 0
                && (content.starts_with("---")
                    || content.starts_with("...")
                    || content.starts_with('%'))
            {
                return None;
            }
            self.line = Line {
                indent,
                start,
                end: start + content.len(),
            };
            return Some(());
        }
        self.line = Line {
            indent: 0,
            start: self.text.len(),
            end: self.text.len(),
        };
        Some(())
    }

    fn content(&self) -> &'a str {
        &self.text[self.line.start..self.line.end]
    }

    /// A mapping or a sequence that begins at the line at hand.
    fn block(&mut self, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        if is_item(self.content()) {
            self.sequence(depth)
        } else {
            self.mapping(depth)
        }
    }

    fn sequence(&mut self, depth: usize) -> Option<Node> {
        let indent = self.line.indent;
        let list = self.items(depth)?;
        self.closes(indent)?;
        Some(list)
    }

    fn items(&mut self, depth: usize) -> Option<Node> {
        let Line { indent, start, .. } = self.line;
        let mut items = Vec::new();
        while self.is_at(indent) && is_item(self.content()) {
            items.push(self.item(indent, depth)?);
        }
        Some(Node {
            value: Value::List(items),
            mark: Mark::at(start, start + 1),
        })
    }

    fn item(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let rest = self.content()[1..].trim_start_matches(' ');
        if rest.is_empty() || rest.starts_with('#') {
            return self.value_below(indent + 1, depth);
        }
        let skipped = self.content().len() - rest.len();
        self.line.indent += skipped;
        self.line.start += skipped;
        if is_item(rest) || key_length(rest).is_some() {
            return self.block(depth);
        }
        self.value_here(indent, depth)
    }

    fn mapping(&mut self, depth: usize) -> Option<Node> {
        let Line { indent, start, .. } = self.line;
        let first = self.content().chars().next().map_or(0, char::len_utf8);
        let mut entries = Vec::new();
        while self.is_at(indent) && !is_item(self.content()) {
            entries.push(self.entry(indent, depth)?);
        }
        self.closes(indent)?;
        Some(Node {
            value: Value::Map(entries),
            mark: Mark::at(start, start + first),
        })
    }

    fn entry(&mut self, indent: usize, depth: usize) -> Option<Entry> {
        let content = self.content();
        let length = key_length(content)?;
        let key = scalar(&content[..length], self.line.start)?;
        let rest = content[length + 1..].trim_start_matches(' ');
        if rest.is_empty() || rest.starts_with('#') {
            let value = self.value_below_key(indent, depth)?;
            return Some(Entry { key, value });
        }
        self.line.start += content.len() - rest.len();
        let value = self.value_here(indent, depth)?;
        Some(Entry { key, value })
    }

    /// The value of a key that ends its line: below it and further in, or a list just below it, or
    /// nothing.
    fn value_below_key(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let end = self.line.end;
        self.advance()?;
        if self.is_at(indent) && is_item(self.content()) {
            return self.items(depth.checked_sub(1)?);
        }
        self.block_or_null(indent + 1, end, depth)
    }

    fn value_below(&mut self, least_indent: usize, depth: usize) -> Option<Node> {
        let end = self.line.end;
        self.advance()?;
        self.block_or_null(least_indent, end, depth)
    }

    fn block_or_null(&mut self, least_indent: usize, end: usize, depth: usize) -> Option<Node> {
        if self.line.is_end() || self.line.indent < least_indent {
            return Some(Node {
                value: Value::Null,
                mark: Mark::at(end, end),
            });
        }
        self.block(depth)
    }

    /// A value on the rest of the line; a line further in after it would continue it.
    fn value_here(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let (start, content) = (self.line.start, self.content());
        let node = if content.starts_with(['{', '[']) {
            let mut flow = Flow::new(content, start);
            let node = flow.value(depth)?;
            is_blank(&content[flow.at..]).then_some(node)?
        } else {
            let length = scalar_length(content)?;
            is_blank(&content[length..]).then_some(())?;
            scalar(&content[..length], start)?
        };
        self.advance()?;
        (self.line.is_end() || self.line.indent <= indent).then_some(node)
    }

    fn is_at(&self, indent: usize) -> bool {
        !self.line.is_end() && self.line.indent == indent
    }

    /// After a collection comes the end, or a line further out.
    fn closes(&self, indent: usize) -> Option<()> {
        (self.line.is_end() || self.line.indent < indent).then_some(())
    }
}

fn is_item(content: &str) -> bool {
    content == "-" || content.starts_with("- ")
}

/// Nothing, or a comment.
fn is_blank(rest: &str) -> bool {
    rest.is_empty()
        || (rest.starts_with(' ')
            && matches!(rest.trim_start_matches(' ').as_bytes(), [] | [b'#', ..]))
}
