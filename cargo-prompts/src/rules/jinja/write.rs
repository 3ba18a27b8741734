//! Writes a text with tags so that it is read as it was meant.

use super::item::{Block, Item};

const BREAK: &str = "{{! }}";
/// A brace in front of a tag, which would begin it otherwise.
const BRACE: &str = "{{concat \"{\" \"\"}}";

pub(super) fn write(items: &[Item]) -> String {
    let mut writer = Writer::default();
    writer.items(items);
    writer.text_ends();
    writer.written
}

#[derive(Default)]
struct Writer {
    written: String,
    /// The text since the last tag.
    text: String,
    /// The text follows a tag whose end a brace would be counted to.
    follows_tag: bool,
}

impl Writer {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Text(text) => self.text.push_str(text),
                Item::Output(call) => self.tag(call),
                Item::Comment(text) => self.comment(text),
                Item::Break => self.raw(BREAK),
                Item::Block(block) => self.block(block),
            }
        }
    }

    fn block(&mut self, block: &Block) {
        for (tag, body) in &block.branches {
            self.tag(tag);
            self.items(body);
        }
        self.tag(&format!("/{}", block.helper));
    }

    fn tag(&mut self, inner: &str) {
        self.raw(&format!("{{{{{inner}}}}}"));
        self.follows_tag = true;
    }

    fn comment(&mut self, text: &str) {
        let text = text.trim();
        if !text.contains("}}") {
            return self.raw(&format!("{{{{! {text} }}}}"));
        }
        let text = text.replace("--}}", "-- }}").replace("--~}}", "--~ }}");
        self.raw(&format!("{{{{!-- {text} --}}}}"));
    }

    /// Writes a tag as it stands, after the text in front of it.
    fn raw(&mut self, tag: &str) {
        self.text_before_tag();
        self.written.push_str(tag);
    }

    fn text_before_tag(&mut self) {
        let has_brace = self.text_ends();
        if has_brace {
            self.written.pop();
            self.double_backslash();
            self.written.push_str(BRACE);
        } else {
            self.double_backslash();
        }
    }

    /// A backslash in front of a tag would escape it, and two stand for one.
    fn double_backslash(&mut self) {
        if self.written.ends_with('\\') {
            self.written.push('\\');
        }
    }

    /// Writes the text since the last tag. Returns true if it ends with a brace that is no part of
    /// an escaped pair.
    fn text_ends(&mut self) -> bool {
        let text = std::mem::take(&mut self.text);
        let follows_tag = std::mem::take(&mut self.follows_tag);
        if follows_tag && text.starts_with('}') {
            self.written.push_str(BREAK);
        }
        let mut rest = text.as_str();
        while let Some(at) = rest.find("{{") {
            self.written.push_str(&rest[..at]);
            if self.written.ends_with('\\') {
                self.double_backslash();
                self.written.push_str(BREAK);
            }
            self.written.push_str("\\{{");
            rest = &rest[at + 2..];
        }
        self.written.push_str(rest);
        rest.ends_with('{')
    }
}
