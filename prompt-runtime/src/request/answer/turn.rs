//! The model's turn, to be sent back.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use prompt_core::js::Json;
use prompt_core::tool_call::ToolCall;
use prompt_core::turn::{Turn, TurnParts};

use super::Answer;
use super::fields::{Object, member};
use super::finish_reason::Ending;
use crate::{Api, Content, Message, Role};

impl Answer {
    /// Returns the model's turn as a message that goes back to the same API as it came: with the calls
    /// of tools and their ids, and with the reasoning and its signatures.
    ///
    /// The results of the calls come behind it:
    ///
    /// ```
    /// # #[cfg(feature = "serde")] {
    /// use prompt_runtime::{Answer, Message, Role};
    ///
    /// let body = r#"{"type":"message","role":"assistant","stop_reason":"tool_use","content":[
    ///     {"type":"thinking","thinking":"","signature":"EqQB"},
    ///     {"type":"tool_use","id":"toolu_7","name":"look-up-order","input":{"order":"4711"}}]}"#;
    /// let answer = serde_json::from_str::<Answer>(body).unwrap();
    /// let mut history = vec![Message::new(Role::User, "Where is my order 4711?"), answer.turn()];
    /// for call in answer.tool_calls() {
    ///     history.push(Message::tool_result(call, "It left Hamburg on Monday."));
    /// }
    /// assert_eq!(history[1].tool_calls(), answer.tool_calls());
    /// # }
    /// ```
    ///
    /// To keep a conversation outside of the program, store the response of the API: the answer that
    /// is read from it again has the same turn. The turn of an answer that is not read from a
    /// response is its text.
    ///
    /// Another API gets the text of the turn and its calls.
    /// [`Request::check`](crate::Request::check) refuses a turn of another API that has more than a
    /// text: take `Message::new(Role::Model, answer.text)` instead if the text is enough.
    #[must_use]
    pub fn turn(&self) -> Message {
        let Some(turn) = &self.turn else {
            return Message::new(Role::Model, self.text.clone());
        };
        Message {
            role: Role::Model,
            content: Content::Turn(turn.clone()),
        }
    }

    /// Adds what was read of the turn. The last call of an answer that is not complete may not be
    /// whole, if it is the last thing in the answer.
    pub(super) fn with_turn(self, api: Api, read: TurnReader) -> Self {
        let mut calls = read.calls;
        let ending = self.finish_reason.as_deref().map(Ending::of);
        let is_unfinished = ending.is_some_and(|ending| ending != Ending::Complete);
        if let Some(last) = calls.last_mut()
            && is_unfinished
            && read.ends_with_call
        {
            last.set_cut_off();
        }
        let is_text = read.is_text && calls.is_empty() && self.refusal.is_none();
        let turn = Turn::new(TurnParts {
            api,
            json: read.json,
            text: self.text.clone(),
            calls,
            is_text,
        });
        Self {
            turn: Some(turn),
            ..self
        }
    }
}

/// The parts of a turn while an answer is read.
pub(super) struct TurnReader {
    pub(super) json: String,
    pub(super) calls: Vec<ToolCall>,
    /// Nothing comes behind the last call.
    pub(super) ends_with_call: bool,
    /// All that was read is text.
    pub(super) is_text: bool,
}

impl TurnReader {
    pub(super) fn new() -> Self {
        Self {
            json: String::new(),
            calls: Vec::new(),
            ends_with_call: false,
            is_text: true,
        }
    }

    pub(super) fn push_call(&mut self, call: ToolCall) {
        self.calls.push(call);
        self.ends_with_call = true;
    }

    /// Notes a part that is no call.
    pub(super) fn pass(&mut self, is_text: bool) {
        self.ends_with_call = false;
        self.is_text &= is_text;
    }
}

/// Returns the JSON of an object, with a role where it has none: without one no API takes it back.
pub(super) fn json_with_role(object: &Object, role: &str) -> String {
    let role = match member(object, "role") {
        None => Some(format!(r#""role":"{role}""#)),
        Some(_) => None,
    };
    let members = object
        .iter()
        .map(|(key, value)| format!("{}:{value}", Json::text(key)));
    let members = role.into_iter().chain(members).collect::<Vec<_>>();
    format!("{{{}}}", members.join(","))
}

/// Returns the JSON of values, with commas between.
pub(super) fn joined<'a>(values: impl IntoIterator<Item = &'a Json>) -> String {
    let values = values.into_iter().map(Json::to_string);
    values.collect::<Vec<_>>().join(",")
}
