use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::tool_call::ToolCall;
use crate::vocabulary::Api;

/// A turn of a model, as its API sent it: with the calls of tools, and with the reasoning that the API
/// wants back, signed or encrypted.
///
/// It goes back to the same API as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn(Box<TurnParts>);

/// The parts of a [`Turn`].
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnParts {
    pub api: Api,
    /// What the API takes back, as JSON: the message of a chat completion, the items of a response
    /// without the brackets of their list, the list of Anthropic's blocks, or the content of Gemini's
    /// candidate. Empty if there is nothing to send.
    pub json: String,
    pub text: String,
    pub calls: Vec<ToolCall>,
    /// There is nothing beside the text that another API would not get.
    pub is_text: bool,
}

impl Turn {
    #[doc(hidden)]
    #[must_use]
    pub fn new(parts: TurnParts) -> Self {
        Self(Box::new(parts))
    }

    /// Returns the API that sent the turn.
    #[must_use]
    pub fn api(&self) -> Api {
        self.0.api
    }

    /// Returns the text of the turn, without the model's reasoning.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Returns the calls of tools, in order.
    #[must_use]
    pub fn tool_calls(&self) -> &[ToolCall] {
        &self.0.calls
    }

    #[doc(hidden)]
    #[must_use]
    pub fn json(&self) -> &str {
        &self.0.json
    }

    #[doc(hidden)]
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.0.is_text
    }
}
