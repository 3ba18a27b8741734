use alloc::string::String;
use alloc::vec::Vec;

use super::{BUDGET, Inputs, Op, Renderer, Secrets, TooLong};
use crate::js::Data;
use crate::message::Message;
use crate::program::{self, with_positions};
use crate::vocabulary::Role;

/// Messages that are ready to be rendered many times: inputs and fields are known by positions.
#[derive(Debug)]
pub struct Plan {
    messages: Vec<PlannedMessage>,
    names: Vec<String>,
}

#[derive(Debug)]
pub(super) enum PlannedMessage {
    Text {
        role: Role,
        ops: Vec<Op>,
        /// About the length of the texts that the program has, so that the message grows rarely.
        length: usize,
    },
    History,
}

/// A loop is expected to run as often.
const ITERATIONS: usize = 4;

/// What messages are rendered to. One alone needs no list.
pub trait Rendering: From<[Message; 1]> + From<Vec<Message>> {}

impl<T: From<[Message; 1]> + From<Vec<Message>>> Rendering for T {}

impl Plan {
    /// Makes a plan. The first positions are those of these names.
    #[must_use]
    pub fn new(messages: &[program::Message], mut names: Vec<String>) -> Self {
        let messages = with_positions(messages, &mut names);
        let messages = messages.into_iter().map(PlannedMessage::new).collect();
        Self { messages, names }
    }

    /// Renders the messages, as [`render`](super::render) does.
    ///
    /// # Errors
    ///
    /// Fails where the text would be longer than 64 MiB.
    pub fn render<'a, M: Rendering>(
        &self,
        inputs: Inputs<'a, impl Data<'a>>,
        history: Vec<Message>,
    ) -> Result<M, TooLong> {
        self.render_within(BUDGET, inputs, history)
    }

    /// Renders messages for a log: as [`render`](Self::render) does, with another text in place of what
    /// is printed of secrets. Conditions and loops are those of the inputs.
    ///
    /// # Errors
    ///
    /// Fails where the text would be longer than 64 MiB.
    pub fn render_without_secrets<'a, M: Rendering>(
        &self,
        inputs: Inputs<'a, impl Data<'a>>,
        history: Vec<Message>,
        secrets: &Secrets<'_>,
    ) -> Result<M, TooLong> {
        let mut renderer = Renderer::new(inputs, &self.names, BUDGET);
        renderer.secrets = Some(secrets);
        renderer.messages(&self.messages, history)
    }

    pub(super) fn render_within<'a, M: Rendering>(
        &self,
        budget: usize,
        inputs: Inputs<'a, impl Data<'a>>,
        history: Vec<Message>,
    ) -> Result<M, TooLong> {
        Renderer::new(inputs, &self.names, budget).messages(&self.messages, history)
    }
}

impl PlannedMessage {
    fn new(message: program::Message<usize>) -> Self {
        match message {
            program::Message::Text { role, ops, .. } => Self::Text {
                role,
                length: length(&ops),
                ops,
            },
            program::Message::History => Self::History,
        }
    }
}

/// Adds up the texts, as if all conditions held.
fn length(ops: &[Op]) -> usize {
    let lengths = ops.iter().map(|op| match op {
        Op::Text(text) => text.len(),
        Op::If { then, .. } => length(then),
        Op::Each(each) => length(&each.body).saturating_mul(ITERATIONS),
        _ => 0,
    });
    lengths.fold(0, usize::saturating_add)
}
