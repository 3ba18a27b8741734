//! Flow collections: `{ by: prompt-owner, at: 2026-10-02 }`, `[one, two]`.

use super::scalar::{LONGEST_KEY, find, find_colon, quoted_length, scalar, starts_plain};
use crate::source::Mark;
use crate::yaml::node::{Entry, NODES, Node, Value};

/// A flow collection on one line.
pub(super) struct FlowReader<'a> {
    text: &'a str,
    /// The offset of the text in the file.
    start: usize,
    /// The number of bytes read so far.
    pub(super) at: usize,
    /// At least the number of nodes of the file that were read so far.
    nodes: &'a mut usize,
}

impl<'a> FlowReader<'a> {
    /// The collection that a text begins with, which stands at `start` in the file.
    pub(super) fn new(text: &'a str, start: usize, nodes: &'a mut usize) -> Self {
        Self {
            text,
            start,
            at: 0,
            nodes,
        }
    }

    pub(super) fn value(&mut self, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        // The node, and its key where it has one.
        *self.nodes += 2;
        (*self.nodes <= NODES).then_some(())?;
        match self.text.as_bytes().get(self.at)? {
            b'{' => self.mapping(depth),
            b'[' => self.sequence(depth),
            _ => self.scalar(),
        }
    }

    fn mapping(&mut self, depth: usize) -> Option<Node> {
        let start = self.open();
        let mut entries = Vec::new();
        while !self.take('}') {
            if !entries.is_empty() {
                self.comma()?;
            }
            let begin = self.at;
            let key = self.scalar()?;
            if self.at - begin > LONGEST_KEY {
                return None;
            }
            self.text[self.at..].starts_with(": ").then_some(())?;
            self.at += 1;
            self.skip_spaces();
            entries.push(Entry {
                key,
                value: self.value(depth)?,
            });
            self.skip_spaces();
        }
        Some(Node {
            value: Value::Map(entries),
            mark: Mark::at(start, self.start + self.at),
        })
    }

    fn sequence(&mut self, depth: usize) -> Option<Node> {
        let start = self.open();
        let mut items = Vec::new();
        while !self.take(']') {
            if !items.is_empty() {
                self.comma()?;
            }
            items.push(self.value(depth)?);
            self.skip_spaces();
        }
        Some(Node {
            value: Value::List(items),
            mark: Mark::at(start, self.start + self.at),
        })
    }

    fn scalar(&mut self) -> Option<Node> {
        let rest = &self.text[self.at..];
        let length = if rest.starts_with(['"', '\'']) {
            quoted_length(rest)?
        } else {
            flow_scalar_length(rest)?
        };
        let node = scalar(&rest[..length], self.start + self.at)?;
        self.at += length;
        Some(node)
    }

    fn open(&mut self) -> usize {
        let start = self.start + self.at;
        self.at += 1;
        self.skip_spaces();
        start
    }

    fn take(&mut self, bracket: char) -> bool {
        let found = self.text[self.at..].starts_with(bracket);
        self.at += usize::from(found);
        found
    }

    fn comma(&mut self) -> Option<()> {
        self.take(',').then(|| self.skip_spaces())
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }
}

fn flow_scalar_length(rest: &str) -> Option<usize> {
    let bracket = find(rest, |byte| {
        matches!(byte, b',' | b']' | b'}' | b'[' | b'{' | b'#' | b'"' | b'\'')
    })?;
    let end = find_colon(&rest[..bracket]).unwrap_or(bracket);
    let text = rest[..end].trim_end_matches(' ');
    let certain = starts_plain(text) && rest[end..].starts_with([',', ']', '}', ':']);
    certain.then_some(text.len())
}
