//! Nested lists of words and texts.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// Stands for a value that is missing.
pub(super) const NONE: &str = "-";

/// Lists nested deeper than this are refused, so that no file exhausts the stack of a thread, which
/// has 2 MiB. The programs of the deepest prompts have half as many.
const DEEPEST: usize = 512;

pub(super) struct Writer<'a> {
    file: &'a mut String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(file: &'a mut String) -> Self {
        Self { file }
    }

    pub(super) fn word(&mut self, word: &str) {
        if !self.file.is_empty() && !self.file.ends_with(['(', '\n']) {
            self.file.push(' ');
        }
        self.file.push_str(word);
    }

    pub(super) fn number(&mut self, number: usize) {
        self.word(&number.to_string());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len());
        self.file.push(':');
        self.file.push_str(text);
    }

    pub(super) fn list(&mut self, name: &str, items: impl FnOnce(&mut Self)) {
        self.word("(");
        self.word(name);
        items(self);
        self.file.push(')');
    }

    pub(super) fn unnamed_list(&mut self, items: impl FnOnce(&mut Self)) {
        self.word("(");
        items(self);
        self.file.push(')');
    }
}

pub(super) enum Node<'a> {
    Word(&'a str),
    Text(&'a str),
    List(Vec<Node<'a>>),
}

impl<'a> Node<'a> {
    pub(super) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(nodes) => Some(nodes),
            _ => None,
        }
    }

    /// Returns the items of a list that begins with this word.
    pub(super) fn named(&self, name: &str) -> Option<&[Self]> {
        let (head, items) = self.list()?.split_first()?;
        (head.word()? == name).then_some(items)
    }

    pub(super) fn word(&self) -> Option<&'a str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is_none(&self) -> bool {
        self.word() == Some(NONE)
    }

    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some((*text).into()),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<usize> {
        self.word()?.parse().ok()
    }
}

/// Reads all lists of a file.
pub(super) fn read(text: &str) -> Option<Vec<Node<'_>>> {
    let mut reader = Reader { text, at: 0 };
    let mut nodes = Vec::new();
    while reader.skip_blanks() {
        nodes.push(reader.node(0)?);
    }
    Some(nodes)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn node(&mut self, depth: usize) -> Option<Node<'a>> {
        match self.text.as_bytes().get(self.at)? {
            b')' => None,
            b'(' if depth == DEEPEST => None,
            b'(' => {
                self.at += 1;
                self.items(depth + 1).map(Node::List)
            }
            _ => self.word_or_text(),
        }
    }

    /// Reads the items of a list up to its closing parenthesis.
    fn items(&mut self, depth: usize) -> Option<Vec<Node<'a>>> {
        let mut nodes = Vec::new();
        while self.skip_blanks() {
            if self.text.as_bytes()[self.at] == b')' {
                self.at += 1;
                return Some(nodes);
            }
            nodes.push(self.node(depth)?);
        }
        None
    }

    /// Returns whether anything follows.
    fn skip_blanks(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let blanks = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\n'))
            .count();
        self.at += blanks;
        blanks < rest.len()
    }

    fn word_or_text(&mut self) -> Option<Node<'a>> {
        let rest = self.text.get(self.at..)?;
        let is_end = |byte: &u8| matches!(byte, b' ' | b'\n' | b'(' | b')' | b':');
        let length = rest
            .bytes()
            .position(|byte| is_end(&byte))
            .unwrap_or(rest.len());
        let word = &rest[..length];
        self.at += length;
        if !rest[length..].starts_with(':') {
            return Some(Node::Word(word));
        }
        let start = length + 1;
        let text = rest.get(start..start.checked_add(word.parse::<usize>().ok()?)?)?;
        self.at += 1 + text.len();
        Some(Node::Text(text))
    }
}
