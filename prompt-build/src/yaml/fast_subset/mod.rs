//! A fast reader for the part of YAML that most files keep to: block mappings and sequences,
//! scalars and flow collections on one line, comments.
//!
//! For a text with anything else (anchors, tags, block scalars, escapes, scalars over several
//! lines, errors) it returns `None`, and `full` reads the text.

mod flow;
mod scalar;

use std::ops::Range;

use self::flow::FlowReader;
use self::scalar::{LONGEST_KEY, find, key_length, scalar, scalar_length};
use super::node::{Entry, NODES, Node, Value};
use crate::source::Mark;

/// The most levels of a tree. `full`, which has a higher limit, reads deeper ones or reports them.
const DEPTH: usize = 64;

/// Reads a text. `None` if any part of it is outside the subset.
pub(super) fn parse(text: &str) -> Option<Node> {
    let start = if text.starts_with("---\n") { 4 } else { 0 };
    parse_part(text, &(start..text.len()))
}

/// Reads a part of a text, which consists of whole lines and could be a document of its own.
pub(super) fn parse_part(text: &str, part: &Range<usize>) -> Option<Node> {
    if has_odd_characters(&text[part.clone()]) {
        return None;
    }
    let mut reader = BlockReader {
        text: &text[..part.end],
        line: Line::default(),
        next: part.start,
        nodes: 0,
    };
    reader.advance()?;
    if reader.line.is_end() {
        return None;
    }
    let root = reader.block(DEPTH)?;
    reader.line.is_end().then_some(root)
}

/// Reads a value and, at most, a comment after it. Adds its nodes to those read so far.
fn value_to_the_end(content: &str, start: usize, depth: usize, nodes: &mut usize) -> Option<Node> {
    if content.starts_with(['{', '[']) {
        let mut flow = FlowReader::new(content, start, nodes);
        let node = flow.value(depth)?;
        return is_blank(&content[flow.at..]).then_some(node);
    }
    let length = scalar_length(content)?;
    is_blank(&content[length..]).then_some(())?;
    scalar(&content[..length], start)
}

/// Finds tabs, control characters, and line ends other than LF.
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

/// A line that is not blank. At the end of the text the range is empty.
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

struct BlockReader<'a> {
    text: &'a str,
    /// The current line, or the rest of it.
    line: Line,
    /// The offset of the line after it.
    next: usize,
    /// At least the number of nodes read so far.
    nodes: usize,
}

impl<'a> BlockReader<'a> {
    /// Goes to the next line that is neither blank nor a comment.
    fn advance(&mut self) -> Option<()> {
        // A line has a key, a value, and collections that begin at it.
        self.nodes += 2;
        (self.nodes <= NODES).then_some(())?;
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

    /// Reads a mapping or a sequence that begins at the current line.
    fn block(&mut self, depth: usize) -> Option<Node> {
        self.nodes += 1;
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
        let length = key_length(content).filter(|length| *length <= LONGEST_KEY)?;
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

    /// Reads the value of a key at the end of its line: an indented block below, a list just below,
    /// or nothing.
    fn value_below_key(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let end = self.line.end;
        self.advance()?;
        if self.is_at(indent) && is_item(self.content()) {
            self.nodes += 1;
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

    /// Reads a value on the rest of the line. It is outside the subset if an indented line
    /// continues it.
    fn value_here(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let node = value_to_the_end(self.content(), self.line.start, depth, &mut self.nodes)?;
        self.advance()?;
        (self.line.is_end() || self.line.indent <= indent).then_some(node)
    }

    fn is_at(&self, indent: usize) -> bool {
        !self.line.is_end() && self.line.indent == indent
    }

    /// A collection must be followed by the end, or by a line with less indentation.
    fn closes(&self, indent: usize) -> Option<()> {
        (self.line.is_end() || self.line.indent < indent).then_some(())
    }
}

fn is_item(content: &str) -> bool {
    content == "-" || content.starts_with("- ")
}

/// Returns `true` for nothing and for a comment.
fn is_blank(rest: &str) -> bool {
    rest.is_empty()
        || (rest.starts_with(' ')
            && matches!(rest.trim_start_matches(' ').as_bytes(), [] | [b'#', ..]))
}
