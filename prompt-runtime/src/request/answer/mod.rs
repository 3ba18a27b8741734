//! The answer of a model, in the form of any API.

mod anthropic_messages;
mod chat_completions;
mod fields;
mod finish_reason;
mod gemini;
mod json_tree;
mod parse;
mod responses;
#[cfg(test)]
mod tests;
mod tool_calls;
mod turn;

use alloc::string::String;

use prompt_core::js::Json;
use prompt_core::turn::Turn;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use self::fields::{Object, as_object, member};
use self::finish_reason::Ending;
pub use self::finish_reason::known as known_finish_reason;
use self::json_tree::JsonTree;
pub use self::parse::{AnswerError, AnswerErrorKind, parse_call};

/// The answer of a model. It is read from the response of each API that a
/// [`Request`](crate::Request) is for; the shape of the response tells which one that is.
///
/// It implements [`Deserialize`]. Read it with any client that takes such a type: `async-openai`
/// (`create_byot`), `reqwest` (`.json::<Answer>()`), `ureq` (`.read_json::<Answer>()`), … Of chat
/// completions and of Gemini's candidates, the first one counts. JSON without an answer, such as a
/// completion without a choice, is an error of the deserializer. So is an answer that does not say why
/// it ended, except for a chat completion, where small servers leave that out.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// let body = r#"{
///     "id": "chatcmpl-81", "model": "kimi-k2-5-0711",
///     "choices": [{ "index": 0, "message": { "role": "assistant", "content": "Good morning." }, "finish_reason": "stop" }],
///     "usage": { "prompt_tokens": 12, "completion_tokens": 4, "total_tokens": 16 }
/// }"#;
/// let answer = serde_json::from_str::<prompt_runtime::Answer>(body).unwrap();
/// assert_eq!(answer.text, "Good morning.");
/// assert_eq!((answer.input_tokens, answer.output_tokens), (Some(12), Some(4)));
/// # }
/// ```
///
/// Numbers of tokens mean the same for all APIs. Anthropic counts the tokens of caches apart from the
/// input, and Gemini those of reasoning apart from the output; here they are added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The text of the answer, without the model's reasoning. It is empty if the model refused, or
    /// called a tool instead.
    pub text: String,
    /// The model's own words if it refused to answer, else the provider's reason for the refusal.
    pub refusal: Option<String>,
    /// The id of the response, from the endpoint.
    pub id: Option<String>,
    /// The model that answered. Its name may be longer than that of the request.
    pub model: Option<String>,
    /// The reason why the model stopped, in the provider's word: for example `stop`, `completed`,
    /// `end_turn` or `STOP`. It is `None` for a chat completion without one, which counts as
    /// complete.
    pub finish_reason: Option<String>,
    /// The number of tokens of the input, those from and to a cache included.
    pub input_tokens: Option<u64>,
    /// The number of tokens of the answer, those of the reasoning included.
    pub output_tokens: Option<u64>,
    /// The number of input tokens that the provider read from its cache.
    pub cached_tokens: Option<u64>,
    /// The number of input tokens that the provider wrote to its cache.
    pub cache_write_tokens: Option<u64>,
    /// The number of output tokens that the model spent on reasoning.
    pub reasoning_tokens: Option<u64>,
    /// What goes back to the API. It is `None` for an answer that is not read from a response.
    turn: Option<Turn>,
}

impl Answer {
    /// Makes an answer from its text. The other fields are `None`.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Returns whether the model said all that it had to say, or called a tool. It did not if the
    /// answer is [cut off](Self::is_truncated), [filtered](Self::is_filtered),
    /// [failed](Self::is_failed) or a [refusal](Self::refusal).
    ///
    /// Finish reasons are compared in any case, with `-` for `_`. One that is unknown does not stand
    /// for a complete answer. The guide lists those that are known.
    ///
    /// ```
    /// # #[cfg(feature = "serde")] {
    /// let body = r#"{"choices":[{"message":{"content":"Dear Mara"},"finish_reason":"stop"}]}"#;
    /// let answer = serde_json::from_str::<prompt_runtime::Answer>(body).unwrap();
    /// assert!(answer.is_complete());
    ///
    /// let unknown = body.replace("stop", "halted");
    /// let answer = serde_json::from_str::<prompt_runtime::Answer>(&unknown).unwrap();
    /// assert!(!answer.is_complete() && answer.is_failed());
    /// # }
    /// ```
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.refusal.is_none() && self.ending() == Ending::Complete
    }

    /// Returns whether the answer was cut off at a limit of tokens: that of the call, or that of the
    /// model.
    ///
    /// ```
    /// # #[cfg(feature = "serde")] {
    /// let body = r#"{"choices":[{"message":{"content":"Dear Ma"},"finish_reason":"length"}]}"#;
    /// let answer = serde_json::from_str::<prompt_runtime::Answer>(body).unwrap();
    /// assert!(answer.is_truncated());
    /// # }
    /// ```
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.ending() == Ending::CutOff
    }

    /// Returns whether a filter of the provider blocked the prompt, or stopped the answer. A model
    /// that refuses is no filter: [`refusal`](Self::refusal) is set then.
    ///
    /// ```
    /// # #[cfg(feature = "serde")] {
    /// let body = r#"{"candidates":[{"finishReason":"SAFETY"}]}"#;
    /// let answer = serde_json::from_str::<prompt_runtime::Answer>(body).unwrap();
    /// assert!(answer.is_filtered());
    /// assert_eq!(answer.refusal.as_deref(), Some("SAFETY"));
    /// # }
    /// ```
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        // A prompt that was blocked for another reason has a refusal as well.
        let is_blocked = self.refusal.is_some() && self.is_unfinished();
        self.ending() == Ending::Filtered || is_blocked
    }

    /// Returns whether the model gave no answer, or not all of it, for a reason that is neither a
    /// limit nor a refusal: a malformed call of a tool, an error of the provider, or a turn that the
    /// provider paused. The same call may have an answer later. An unknown
    /// [`finish_reason`](Self::finish_reason) counts as a failure, too.
    ///
    /// ```
    /// # #[cfg(feature = "serde")] {
    /// let body = r#"{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}"#;
    /// let answer = serde_json::from_str::<prompt_runtime::Answer>(body).unwrap();
    /// assert!(answer.is_failed());
    /// # }
    /// ```
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.refusal.is_none() && self.is_unfinished()
    }

    fn is_unfinished(&self) -> bool {
        matches!(self.ending(), Ending::Failed | Ending::Unknown)
    }

    fn ending(&self) -> Ending {
        let reason = self.finish_reason.as_deref();
        reason.map_or(Ending::Complete, Ending::of)
    }
}

/// Reads the response of any API. An error says what is wrong with it. Where an object is expected, a
/// list is none.
///
/// # Errors
///
/// Fails if the JSON is not an answer.
#[doc(hidden)]
pub fn read_answer(response: &Value) -> Result<Answer, &'static str> {
    let response = JsonTree::deserialize(response).map_err(|_| fields::NOT_AN_ANSWER)?;
    read(&response.0)
}

fn read(response: &Json) -> Result<Answer, &'static str> {
    let response = as_object(response).ok_or(fields::NOT_AN_ANSWER)?;
    let has = |key: &str| member(response, key).is_some_and(|value| !matches!(value, Json::Null));
    let is = |key: &str, word: &str| matches!(member(response, key), Some(Json::Text(text)) if text == word);
    let has_list = |key: &str| matches!(member(response, key), Some(Json::List(_)));
    let read: fn(&Object) -> Result<Answer, &'static str> = if has("choices") {
        chat_completions::read
    } else if has_list("output") || is("object", "response") {
        responses::read
    } else if is("type", "message") || has_list("content") && has("stop_reason") {
        anthropic_messages::read
    } else if has("candidates") || has("promptFeedback") {
        gemini::read
    } else if member(response, "choices").is_some() || is("object", "chat.completion") {
        return Err("no `choices`");
    } else {
        return Err(fields::NOT_AN_ANSWER);
    };
    // What stands beside an error is no answer, or a part of one.
    if has("error") {
        return Err(fields::WITH_AN_ERROR);
    }
    read(response)
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let JsonTree(response) = JsonTree::deserialize(deserializer)?;
        read(&response).map_err(D::Error::custom)
    }
}
