//! A body to text, so that what is text is read as text again.

use super::item::{Body, NOTHING, Piece, Run, Sides};

pub(super) fn write(body: &Body) -> String {
    let mut writer = Writer {
        text: String::new(),
        after: After::Comment,
    };
    let last = body.runs.len() - 1;
    for (at, run) in body.runs.iter().enumerate() {
        writer.run(
            run,
            Sides {
                before: at == 0,
                after: at == last,
            },
        );
        if let Some(tag) = body.tags.get(at) {
            writer.tag(tag);
        }
    }
    writer.text
}

struct Writer {
    text: String,
    after: After,
}

/// The kind of the part that was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Text,
    Tag,
    Comment,
}

impl Writer {
    /// A tag beside an isolated run sees a comment, and does not stand on a line of its own.
    /// Neither does the comment: at the edges of the body, which count as line ends, two of
    /// them are needed.
    fn run(&mut self, run: &Run, edges: Sides) {
        let comments = |edge: bool| usize::from(!run.value.is_empty()) + usize::from(edge);
        if run.isolated.before {
            self.nothing(comments(edges.before));
        }
        for piece in &run.pieces {
            match piece {
                Piece::Text(text) => self.text(text),
                Piece::Comment(comment) => self.comment(comment),
            }
        }
        if run.isolated.after {
            self.nothing(comments(edges.after));
        }
    }

    fn nothing(&mut self, times: usize) {
        for _ in 0..times {
            self.comment(NOTHING);
        }
    }

    fn text(&mut self, text: &str) {
        if self.after == After::Tag && text.starts_with('}') {
            self.comment(NOTHING);
        }
        let mut rest = text;
        while let Some(at) = rest.find("{{") {
            self.push(&rest[..at]);
            if self.after == After::Text && self.text.ends_with('\\') {
                // A second backslash would make a tag of the braces.
                self.comment(NOTHING);
            }
            self.push("\\{{");
            rest = &rest[at + 2..];
        }
        self.push(rest);
    }

    fn push(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.after = After::Text;
        }
    }

    fn tag(&mut self, tag: &str) {
        self.separate();
        self.text.push_str(tag);
        self.after = After::Tag;
    }

    fn comment(&mut self, comment: &str) {
        self.separate();
        self.text.push_str(comment);
        self.after = After::Comment;
    }

    /// Ends a text: a tag makes one backslash of two before it, and takes a brace before it for its
    /// own.
    fn separate(&mut self) {
        if self.after != After::Text {
            return;
        }
        self.after = After::Comment;
        if self.text.ends_with('\\') {
            self.text.push('\\');
        } else if self.text.ends_with('{') {
            self.text.push_str(" {{~!}}");
        }
    }
}
