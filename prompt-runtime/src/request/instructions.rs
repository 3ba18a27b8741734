//! The messages of the system that an API gets apart from the conversation.

use alloc::vec::Vec;

use super::Request;
use super::blocks::{MarkedMessage, marked_messages};
use crate::{Api, Role};

impl Request<'_> {
    /// Returns the positions of the messages that are the instructions of the call.
    pub(crate) fn instructions(&self) -> Vec<usize> {
        let api = self.settings.api;
        let sent = marked_messages(api, self.messages, self.mark());
        let is_system = |(_, message): &(usize, MarkedMessage<'_>)| message.role == Role::System;
        let position = |(position, _)| position;
        match api {
            Api::ChatCompletions => Vec::new(),
            Api::Responses => {
                let first = sent
                    .take(1)
                    .filter(|(_, message)| message.is_instructions());
                first.map(position).collect()
            }
            Api::AnthropicMessages => sent.take_while(is_system).map(position).collect(),
            Api::Gemini => sent.filter(is_system).map(position).collect(),
        }
    }
}
