//! Prompts rendered with inputs that are data: what `prompt!` compiles, worked out here.
//!
//! It gives exactly what the macro gives; both are held against the cases of `tests/rendered`.

mod evaluate;
mod fault;
mod inputs;
mod json;
mod message;
#[cfg(test)]
mod tests;
mod write;

use prompt_build::template::{Message as Source, Template};

pub use fault::Fault;
pub use inputs::Inputs;
pub use json::{from_serde, to_serde};
pub use message::{Message, Part};

use evaluate::Values;
use message::Parts;
use write::Writer;

/// Renders a prompt to its messages; those that come out blank are left out.
///
/// A `{{history}}` stands for no messages: inputs that are data hold no conversation.
pub fn render(template: &Template, inputs: &Inputs) -> Result<Vec<Message>, Fault> {
    let mut writer = Writer::new(Values::new(inputs));
    let mut messages = Vec::new();
    for message in &template.messages {
        let Source::Text { role, ops, .. } = message else {
            continue;
        };
        let mut parts = Parts::default();
        writer.ops(ops, &mut parts)?;
        messages.extend(parts.finish(*role));
    }
    Ok(messages)
}
