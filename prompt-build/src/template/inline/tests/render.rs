//! Renders a program, to compare programs by their results.

use prompt_core::interpret::{self, Inputs};
use prompt_core::message::Message;

use crate::template::{Json, Role, Template};

/// Renders the messages. One message stands for the conversation so far.
pub(super) fn render(template: &Template, inputs: &Json) -> Vec<Message> {
    let history = vec![Message::new(Role::Tool, "the conversation so far")];
    interpret::render(&template.messages, Inputs::new(inputs), history).unwrap()
}
