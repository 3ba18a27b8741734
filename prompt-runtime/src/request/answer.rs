use alloc::borrow::ToOwned;
use alloc::string::String;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The answer of a model: the first choice of a chat completion.
///
/// It implements [`Deserialize`]. Read it with any client that takes such a type: `async-openai`
/// (`create_byot`), `reqwest` (`.json::<Answer>()`), `ureq` (`.read_json::<Answer>()`), … A
/// completion without a choice is an error of the deserializer.
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The text of the answer. It is empty if the model refused, or called a tool instead.
    pub text: String,
    /// The model's own words if it refused to answer.
    pub refusal: Option<String>,
    /// The id of the completion, from the endpoint.
    pub id: Option<String>,
    /// The model that answered. Its name may be longer than that of the request.
    pub model: Option<String>,
    /// The reason why the model stopped, for example `stop` or `length`.
    pub finish_reason: Option<String>,
    /// The number of tokens of the messages, those from a cache included.
    pub input_tokens: Option<u64>,
    /// The number of tokens of the answer, those of the reasoning included.
    pub output_tokens: Option<u64>,
    /// The number of input tokens that the provider read from its cache.
    pub cached_tokens: Option<u64>,
    /// The number of input tokens that the provider wrote to its cache.
    pub cache_write_tokens: Option<u64>,
    /// The number of output tokens that the model spent on reasoning.
    pub reasoning_tokens: Option<u64>,
}

impl Answer {
    /// Makes an answer from its text. The other fields are `None`.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Reads the first choice of a completion.
    fn of(completion: &Value) -> Option<Self> {
        let choice = completion.get("choices")?.get(0)?;
        let usage = |path: &str| completion.pointer(path)?.as_u64();
        let message = choice.get("message")?;
        Some(Self {
            text: text(message),
            refusal: string(message, "refusal"),
            id: string(completion, "id"),
            model: string(completion, "model"),
            finish_reason: string(choice, "finish_reason"),
            input_tokens: usage("/usage/prompt_tokens"),
            output_tokens: usage("/usage/completion_tokens"),
            cached_tokens: usage("/usage/prompt_tokens_details/cached_tokens"),
            cache_write_tokens: usage("/usage/prompt_tokens_details/cache_write_tokens"),
            reasoning_tokens: usage("/usage/completion_tokens_details/reasoning_tokens"),
        })
    }
}

/// Returns the text of a message. Some servers send parts.
fn text(message: &Value) -> String {
    match message.get("content") {
        Some(Value::Array(parts)) => parts
            .iter()
            .filter_map(|part| part.get("text")?.as_str())
            .collect(),
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    }
}

fn string(object: &Value, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(ToOwned::to_owned)
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let completion = Value::deserialize(deserializer)?;
        Self::of(&completion)
            .ok_or_else(|| D::Error::custom("no message of a first choice in the chat completion"))
    }
}
