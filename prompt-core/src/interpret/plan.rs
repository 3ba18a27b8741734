use alloc::string::String;
use alloc::vec::Vec;

use super::piece::Piece;
use super::{BUDGET, Inputs, Renderer, Secrets, TooLong};
use crate::js::Data;
use crate::message::Message;
use crate::program::{self, Positions};
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
        pieces: Vec<Piece>,
        /// About the length of the texts that the program has, so that the message grows rarely.
        length: usize,
    },
    History,
}

/// What messages are rendered to. One alone needs no list.
pub trait Rendering: From<[Message; 1]> + From<Vec<Message>> {}

impl<T: From<[Message; 1]> + From<Vec<Message>>> Rendering for T {}

impl Plan {
    /// Makes a plan. The first positions are those of these names.
    #[must_use]
    pub fn new(messages: &[program::Message], mut names: Vec<String>) -> Self {
        let mut positions = Positions(&mut names);
        let messages = messages.iter().map(|message| match message {
            program::Message::Text { role, ops, .. } => {
                let pieces = Piece::all(ops, &mut positions);
                PlannedMessage::Text {
                    role: *role,
                    length: Piece::length(&pieces),
                    pieces,
                }
            }
            program::Message::History => PlannedMessage::History,
        });
        let messages = messages.collect();
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
