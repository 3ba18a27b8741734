//! What a prompt renders to.

use prompt_build::template::Role;

/// A message: who speaks, and what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub role: Role,
    /// In order; no text among them is blank.
    pub parts: Vec<Part>,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Media {
        url: String,
        /// Its MIME type, for example `image/png`.
        content_type: Option<String>,
    },
    /// A place that the caller fills in, by its name.
    Section(String),
}

/// A message while it is written.
#[derive(Debug, Default)]
pub(super) struct Parts {
    done: Vec<Part>,
    text: String,
}

impl Parts {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a part that is no text.
    pub(super) fn part(&mut self, part: Part) {
        self.end_text();
        self.done.push(part);
    }

    /// The text at hand.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The message; `None` where there is nothing in it but whitespace.
    pub(super) fn finish(mut self, role: Role) -> Option<Message> {
        self.end_text();
        let parts = self.done;
        (!parts.is_empty()).then_some(Message { role, parts })
    }

    /// A text that is blank is left out, as in Dotprompt.
    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !is_blank(&text) {
            self.done.push(Part::Text(text));
        }
    }
}

/// Whether a text is nothing but whitespace, as JavaScript has it.
fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}'))
}
