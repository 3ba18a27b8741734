use alloc::borrow::ToOwned;
use alloc::string::String;

use serde_json::Value;

use super::Answer;
use super::fields::{Fields, Object, WITH_AN_ERROR, first};

/// The places of the number of tokens from a cache: OpenAI's, Moonshot's and DeepSeek's.
const CACHED: [&[&str]; 3] = [
    &["usage", "prompt_tokens_details", "cached_tokens"],
    &["usage", "cached_tokens"],
    &["usage", "prompt_cache_hit_tokens"],
];

const NOT_A_COMPLETION: &str = "not a chat completion";

/// Reads the first choice of a completion.
pub(super) fn read(completion: &Object) -> Result<Answer, &'static str> {
    let completion = Fields::new(completion, NOT_A_COMPLETION);
    let choice = first(completion.list("choices")?)?.ok_or("empty `choices`")?;
    if choice.value("error").is_some() {
        return Err(WITH_AN_ERROR);
    }
    let message = choice
        .object("message")?
        .ok_or("a choice without `message`")?;
    let content = Content::read(message)?;
    Ok(Answer {
        text: content.text,
        refusal: message
            .words("refusal")?
            .or((!content.refusal.is_empty()).then_some(content.refusal)),
        id: completion.label("id"),
        model: completion.label("model"),
        finish_reason: choice.text("finish_reason")?.map(ToOwned::to_owned),
        input_tokens: completion.tokens(&["usage", "prompt_tokens"]),
        output_tokens: completion.tokens(&["usage", "completion_tokens"]),
        cached_tokens: CACHED.iter().find_map(|path| completion.tokens(path)),
        cache_write_tokens: completion.tokens(&[
            "usage",
            "prompt_tokens_details",
            "cache_write_tokens",
        ]),
        reasoning_tokens: completion.tokens(&[
            "usage",
            "completion_tokens_details",
            "reasoning_tokens",
        ]),
    })
}

/// The content of a message: a text, or parts, which some servers send.
#[derive(Default)]
struct Content {
    text: String,
    refusal: String,
}

impl Content {
    fn read(message: Fields<'_>) -> Result<Self, &'static str> {
        let mut content = Self::default();
        if let Some(Value::String(text)) = message.value("content") {
            content.text.push_str(text);
            return Ok(content);
        }
        for part in message.list("content")? {
            let part = part?;
            match part.text("type")? {
                None | Some("text" | "output_text") => {
                    content
                        .text
                        .push_str(part.text("text")?.unwrap_or_default());
                }
                Some("refusal") => {
                    content
                        .refusal
                        .push_str(part.text("refusal")?.unwrap_or_default());
                }
                // Reasoning, for example.
                Some(_) => {}
            }
        }
        Ok(content)
    }
}
