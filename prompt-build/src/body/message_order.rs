//! Messages of the system behind others, as far as an API does not take them there.

use std::ops::Range;

use prompt_core::message_limits::untaken_place;
use prompt_core::program::Message;
use prompt_core::vocabulary::{Api, Role};

use super::problem::{Problem, Subject};
use super::role_order::RoleOrder;
use super::writer::Writer;
use crate::report::Code;
use crate::source::Mark;

const HELP: &str = "move it to the start of the prompt, or make it a message of the user";

impl Writer<'_> {
    /// Reports the first message of the system that does not stand where the API takes it.
    pub(super) fn check_order(&mut self) {
        match self.api {
            Api::Gemini => self.warn_of_moved(),
            Api::AnthropicMessages => self.check_places(),
            Api::ChatCompletions | Api::Responses => {}
        }
    }

    /// Reports a message of the system that all models of Anthropic refuse, or else one that the
    /// older ones do.
    fn check_places(&mut self) {
        let messages = self.query.messages;
        // The conversation so far may be empty, and may have messages.
        let (mut without_history, mut order) = (RoleOrder::default(), RoleOrder::default());
        let mut taken = None;
        for (at, message) in messages.iter().enumerate() {
            let Message::Text { range, .. } = message else {
                order.begin();
                continue;
            };
            if without_history.is_begun()
                && let Some(untaken) = untaken_at(self.api, messages, at)
            {
                return self.refuse_message(range, untaken, HELP);
            }
            without_history.add(message);
            if order.add(message) {
                taken = taken.or(Some(range));
            }
        }
        if let Some(range) = taken {
            let sentence =
                "models before Claude Opus 4.8 refuse a message of the system behind others";
            self.warn_of_order(range, sentence.to_owned());
        }
    }

    /// Warns of a message of the system that is sent before those above it: Gemini has one place for
    /// all of them, before the conversation.
    fn warn_of_moved(&mut self) {
        let mut order = RoleOrder::default();
        for message in self.query.messages {
            let Message::Text { range, .. } = message else {
                order.begin();
                continue;
            };
            if order.add(message) {
                let sentence = format!(
                    "`{}` sends all messages of the system before the others: this one moves before those above it",
                    self.api
                );
                return self.warn_of_order(range, sentence);
            }
        }
    }

    fn warn_of_order(&mut self, range: &Range<usize>, sentence: String) {
        let subject = Subject::Text(Mark::at(range.start, range.end));
        let problem = Problem::warning(subject, Code::UnsupportedMessage, sentence);
        self.problems.push(problem.help(HELP));
    }
}

/// The role of a message, if no part of it may have another one.
fn sole_role(message: &Message) -> Option<Role> {
    match message.roles().as_slice() {
        [role] => Some(*role),
        _ => None,
    }
}

/// Returns what the API does not take of the place of a message, if its neighbours are known.
fn untaken_at(api: Api, messages: &[Message], at: usize) -> Option<&'static str> {
    if sole_role(&messages[at]) != Some(Role::System) {
        return None;
    }
    let before = at.checked_sub(1).and_then(|at| sole_role(&messages[at]));
    let after = messages.get(at + 1);
    // A neighbour that is not known may be one of those with which the place is taken.
    untaken_place(
        api,
        before.unwrap_or(Role::User),
        after.map(|message| sole_role(message).unwrap_or(Role::Model)),
    )
}
