//! A message and a block of text, as all APIs but Gemini's have them.

use super::blocks::{Block, MarkedMessage};
use super::json::Sink;
use crate::Role;

/// The JSON around the text of a block.
#[derive(Clone, Copy)]
pub(super) struct TextBlock {
    pub(super) start: &'static str,
    /// The member for the end of the static prefix.
    pub(super) mark: &'static str,
}

/// Writes a message whose content is a text or a list of blocks.
pub(super) fn write_message<S: Sink>(
    to: &mut S,
    message: MarkedMessage<'_>,
    is_list: bool,
    write_block: impl Fn(&mut S, Block<'_>),
) {
    to.raw(r#"{"role":""#);
    to.raw(role(message.role));
    to.raw(r#"","content":"#);
    if is_list {
        to.list(message.blocks(), write_block);
    } else {
        message.write_text(to);
    }
    to.raw("}");
}

/// A text of the role `tool` is a message of the user: it lacks the id of the call that it answers.
fn role(role: Role) -> &'static str {
    match role {
        Role::Model => "assistant",
        Role::System => "system",
        Role::User | Role::Tool => "user",
    }
}

impl TextBlock {
    pub(super) fn write(self, to: &mut impl Sink, text: &str, is_marked: bool) {
        to.raw(self.start);
        to.string(text);
        if is_marked {
            to.raw(self.mark);
        }
        to.raw("}");
    }
}
