use alloc::borrow::ToOwned;
use alloc::string::String;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What a model answered: the first choice of a chat completion, without what nobody asks for.
///
/// It is [`Deserialize`], so any client that takes types of your own reads it: `async-openai`
/// (`create_byot`), `reqwest` (`.json::<Answer>()`), `ureq` (`.read_json::<Answer>()`), …
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
    /// What the model said; empty where it called a tool instead.
    pub text: String,
    /// The id that the endpoint gave the completion.
    pub id: Option<String>,
    /// The model that answered, which may have a longer name than the one that was asked.
    pub model: Option<String>,
    /// Why the model stopped, for example `stop` or `length`.
    pub finish_reason: Option<String>,
    /// How many tokens the messages came to.
    pub input_tokens: Option<u64>,
    /// How many tokens the answer came to.
    pub output_tokens: Option<u64>,
}

impl Answer {
    /// An answer of which nothing but the text is known.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// `None` where there is no choice in the completion.
    fn of(completion: &Value) -> Option<Self> {
        let choice = completion.get("choices")?.get(0)?;
        let usage = |name: &str| completion.get("usage")?.get(name)?.as_u64();
        Some(Self {
            text: text(choice.get("message")?),
            id: string(completion, "id"),
            model: string(completion, "model"),
            finish_reason: string(choice, "finish_reason"),
            input_tokens: usage("prompt_tokens"),
            output_tokens: usage("completion_tokens"),
        })
    }
}

/// Some servers answer with parts, and a model that refuses says so in a field of its own.
fn text(message: &Value) -> String {
    match message.get("content") {
        Some(Value::Array(parts)) => parts
            .iter()
            .filter_map(|part| part.get("text")?.as_str())
            .collect(),
        Some(Value::String(text)) => text.clone(),
        _ => string(message, "refusal").unwrap_or_default(),
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
