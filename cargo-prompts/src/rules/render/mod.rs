//! Prompts rendered with inputs that are data: the inputs are checked against the declarations, and
//! the interpreter of `prompt-core` renders the text that `prompt!` would.

mod fault;
mod history;
mod inputs;
mod json;
#[cfg(test)]
mod tests;

use prompt_build::template::Template;
use prompt_core::interpret;
use prompt_core::message::Message;

pub use fault::Fault;
pub use history::take_history;
pub use inputs::Inputs;
pub use json::{from_serde, to_serde};

/// Renders a prompt to its messages, with the conversation so far. Blank messages are left out.
pub fn render(
    template: &Template,
    inputs: &Inputs,
    history: Vec<Message>,
) -> Result<Vec<Message>, Fault> {
    let inputs = interpret::Inputs::new(inputs.values());
    interpret::render(&template.messages, inputs, history)
        .map_err(|error| Fault::whole(error.to_string()))
}
