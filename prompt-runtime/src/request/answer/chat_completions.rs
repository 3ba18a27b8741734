use alloc::borrow::ToOwned;
use alloc::string::String;

use prompt_core::js::{Json, is_blank};

use super::Answer;
use super::fields::{Fields, Object, WITH_AN_ERROR, first};
use super::tool_calls::{custom, function};
use super::turn::{TurnReader, json_with_role};
use crate::Api;

/// The places of the number of tokens from a cache: OpenAI's, Moonshot's and that of `DeepSeek`.
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
    let answer = Answer {
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
        turn: None,
    };
    let mut turn = turn(message)?;
    // No server takes a message that says nothing.
    if is_blank(&answer.text) && answer.refusal.is_none() && turn.calls.is_empty() {
        turn.json.clear();
    }
    Ok(answer.with_turn(Api::ChatCompletions, turn))
}

/// Reads the calls of a message, and all of it as it goes back. Reasoning that some servers send has
/// to go back as well.
fn turn(message: Fields<'_>) -> Result<TurnReader, &'static str> {
    let mut turn = TurnReader::new();
    turn.json = json_with_role(message.members(), "assistant");
    let mut others = message.members().iter();
    turn.pass(others.all(|(key, value)| is_text(key, value)));
    for call in message.list("tool_calls")? {
        let call = call?;
        let id = call.text("id")?;
        turn.push_call(if let Some(of) = call.object("custom")? {
            custom(id, of)?
        } else {
            let of = call
                .object("function")?
                .ok_or("a call without a function")?;
            function(id, of, "arguments")?
        });
    }
    Ok(turn)
}

/// Returns whether a member of a message says no more than its text.
fn is_text(key: &str, value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::List(items) if items.is_empty() => true,
        Json::Text(text) => key == "role" || key == "content" || text.is_empty(),
        _ => key == "content",
    }
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
        if let Some(Json::Text(text)) = message.value("content") {
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
