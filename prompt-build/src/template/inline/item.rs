//! A body as a sequence of tags, with texts and comments between them.

use crate::template::syntax::{is_space, trim};

/// An empty comment. Between a text and a tag, it keeps the tag from trimming the text.
pub(super) const NOTHING: &str = "{{!}}";

/// A part of a body whose partials are expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Text {
        /// The text in its file, without the whitespace that was trimmed beside a partial's tag
        /// and without a backslash before a tag.
        raw: String,
        /// The text that must be left after trimming.
        value: String,
    },
    Comment(String),
    Tag {
        kind: Kind,
        raw: String,
    },
}

/// The effect of a tag on the current line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Prints a value, or calls a partial that is not expanded.
    Print,
    /// Begins a block; its body may be written several times, or once.
    OpenLoop,
    OpenBranch,
    /// Begins another branch: the last, or one with a condition of its own.
    LastElse,
    ElseIf,
    Close,
}

/// The texts and comments between two tags.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) pieces: Vec<Piece>,
    pub(super) value: String,
    /// The sides on which an empty comment keeps tags from trimming it.
    pub(super) isolated: Sides,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) before: bool,
    pub(super) after: bool,
}

#[derive(Debug)]
pub(super) enum Piece {
    Text(String),
    Comment(String),
}

/// A body: one run more than there are tags.
pub(super) struct Body {
    pub(super) runs: Vec<Run>,
    pub(super) tags: Vec<String>,
}

impl Body {
    pub(super) fn of(items: Vec<Item>) -> Self {
        let mut body = Self {
            runs: vec![Run::default()],
            tags: Vec::new(),
        };
        for item in items {
            let last = body.runs.len() - 1;
            match item {
                Item::Text { raw, value } => body.runs[last].push(raw, &value),
                Item::Comment(raw) => body.runs[last].pieces.push(Piece::Comment(raw)),
                Item::Tag { raw, .. } => {
                    body.tags.push(raw);
                    body.runs.push(Run::default());
                }
            }
        }
        body
    }

    /// Keeps the blanks at the edges of a body that is trimmed when it is read.
    pub(super) fn keep_edges(&mut self) {
        let (first, last) = (0, self.runs.len() - 1);
        if self.runs[first].value.starts_with(is_space) {
            self.runs[first]
                .pieces
                .insert(0, Piece::Comment(NOTHING.to_owned()));
        }
        if self.runs[last].value.ends_with(is_space) {
            self.runs[last]
                .pieces
                .push(Piece::Comment(NOTHING.to_owned()));
        }
    }
}

impl Run {
    fn push(&mut self, raw: String, value: &str) {
        self.value.push_str(value);
        match self.pieces.last_mut() {
            // Texts side by side are one: braces that meet are no tag.
            Some(Piece::Text(text)) => text.push_str(&raw),
            _ => self.pieces.push(Piece::Text(raw)),
        }
    }

    /// Isolates a run that was misread, on the side that was misread if that is one side.
    pub(super) fn isolate(&mut self, found: &str) {
        let core = trim(&self.value);
        let [Piece::Text(raw)] = self.pieces.as_slice() else {
            return self.isolate_wholly();
        };
        if core.is_empty() || trim(raw) != core || trim(found) != core {
            return self.isolate_wholly();
        }
        let (raw, meant, found) = (blanks(raw), blanks(&self.value), blanks(found));
        let before = self.isolated.before || meant.0 != found.0;
        let after = self.isolated.after || meant.1 != found.1;
        let isolated = Sides { before, after };
        if isolated == self.isolated {
            return self.isolate_wholly();
        }
        let (start, end) = (
            if before { meant.0 } else { raw.0 },
            if after { meant.1 } else { raw.1 },
        );
        self.pieces = vec![Piece::Text(format!("{start}{core}{end}"))];
        self.isolated = isolated;
    }

    pub(super) fn isolate_wholly(&mut self) {
        self.pieces = vec![Piece::Text(self.value.clone())];
        self.isolated = Sides {
            before: true,
            after: true,
        };
    }
}

/// The blanks before and after a text that is not blank.
fn blanks(text: &str) -> (&str, &str) {
    let start = text.len() - text.trim_start_matches(is_space).len();
    let end = text.trim_end_matches(is_space).len();
    (&text[..start], &text[end..])
}
