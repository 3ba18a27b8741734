//! Calls of tools and their results, in the order in which the APIs take them.

use alloc::vec::Vec;

use prompt_core::tool_call::ToolCall;

use super::blocks::is_sent;
use crate::{Api, Content, Message};

/// The position of a message, or `None` for the end, and what the API does not take there.
pub(super) type Untaken = (Option<usize>, &'static str);

const WITHOUT_RESULT: &str = "call of a tool without its result behind it";
const WITHOUT_CALL: &str = "result of a tool without its call in a turn of the model before it";
const SECOND_RESULT: &str = "second result of the same call";

/// Returns the first place where a call lacks its result, or a result its call.
pub(super) fn untaken(api: Api, messages: &[Message]) -> Option<Untaken> {
    let mut turns = Turns::default();
    let sent = messages.iter().enumerate();
    for (position, message) in sent.filter(|(_, message)| is_sent(api, message)) {
        let untaken = match &message.content {
            Content::ToolResult(result) => turns.answer(|call| result.is_of(call)),
            // Responses take a result later as well.
            _ if !turns.open.is_empty() && api != Api::Responses => Some(WITHOUT_RESULT),
            _ => {
                turns.begin(message.tool_calls());
                None
            }
        };
        if let Some(untaken) = untaken {
            return Some((Some(position), untaken));
        }
    }
    (!turns.open.is_empty()).then_some((None, WITHOUT_RESULT))
}

/// The calls so far that results can be of.
#[derive(Default)]
struct Turns<'a> {
    open: Vec<&'a ToolCall>,
    answered: Vec<&'a ToolCall>,
}

impl<'a> Turns<'a> {
    fn begin(&mut self, calls: &'a [ToolCall]) {
        self.open.extend(calls);
    }

    fn answer(&mut self, is_of: impl Fn(&ToolCall) -> bool) -> Option<&'static str> {
        if let Some(at) = self.open.iter().position(|call| is_of(call)) {
            self.answered.push(self.open.remove(at));
            return None;
        }
        let is_second = self.answered.iter().any(|call| is_of(call));
        Some(if is_second {
            SECOND_RESULT
        } else {
            WITHOUT_CALL
        })
    }
}
