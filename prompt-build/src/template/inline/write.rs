//! A body to text, so that what is text is read as text again.

use super::item::{Body, NOTHING, Piece, Run};

pub(super) fn write(body: &Body) -> String {
    let mut writer = Writer { text: String::new(), after: After::Comment };
    let last = body.runs.len() - 1;
    for (at, run) in body.runs.iter().enumerate() {
        if run.is_isolated {
            writer.isolated(run, Edges { is_first: at == 0, is_last: at == last });
        } else {
            writer.run(run);
        }
        body.tags.get(at).into_iter().for_each(|tag| writer.tag(tag));
    }
    writer.text
}

#[derive(Clone, Copy)]
struct Edges {
    is_first: bool,
    is_last: bool,
}

struct Writer {
    text: String,
    after: After,
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Text,
    Tag,
    Comment,
}

impl Writer {
    fn run(&mut self, run: &Run) {
        for piece in &run.pieces {
            match piece {
                Piece::Text(text) => self.text(text),
                Piece::Comment(comment) => self.comment(comment),
            }
        }
    }

    /// A tag beside it sees a comment, and does not stand on a line of its own. Neither does the comment: at the edges
    /// of the body, which count as line ends, two of them are needed.
    fn isolated(&mut self, run: &Run, edges: Edges) {
        let is_empty = run.value.is_empty();
        self.nothing(usize::from(!is_empty) + usize::from(edges.is_first));
        self.text(&run.value);
        self.nothing(usize::from(!is_empty) + usize::from(edges.is_last));
    }

    fn nothing(&mut self, times: usize) {
        (0..times).for_each(|_| self.comment(NOTHING));
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

    /// Ends a text: a tag makes one backslash of two before it, and takes a brace before it for its own.
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
