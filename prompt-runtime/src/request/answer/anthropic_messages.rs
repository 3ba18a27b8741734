use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use prompt_core::js::{Json, is_blank};

use super::Answer;
use super::fields::{Fields, Object, sum};
use super::finish_reason::Ending;
use super::tool_calls::function;
use super::turn::{TurnReader, joined};
use crate::Api;

/// The stop reason of a refusal.
const REFUSAL: &str = "refusal";

/// Reads the text and the calls of a message.
pub(super) fn read(message: &Object) -> Result<Answer, &'static str> {
    let message = Fields::new(message, "not a message");
    if message.value("content").is_none() {
        return Err("no `content`");
    }
    let mut text = String::new();
    let mut turn = TurnReader::new();
    for block in message.list("content")? {
        let block = block?;
        match block.text("type")? {
            Some("tool_use") => turn.push_call(function(block.text("id")?, block, "input")?),
            Some("text") => {
                text.push_str(block.text("text")?.unwrap_or_default());
                turn.pass(block.value("citations").is_none());
            }
            // Reasoning, for example, or a call that the provider runs itself.
            _ => turn.pass(false),
        }
    }
    turn.json = blocks(message);
    let finish_reason = message.text("stop_reason")?.ok_or("no `stop_reason`")?;
    let (text, refusal) = if Ending::of(finish_reason) == Ending::Refused {
        (String::new(), Some(refusal(message, text)?))
    } else {
        (text, None)
    };
    let cached_tokens = message.tokens(&["usage", "cache_read_input_tokens"]);
    let cache_write_tokens = message.tokens(&["usage", "cache_creation_input_tokens"]);
    let uncached_tokens = message.tokens(&["usage", "input_tokens"]);
    let answer = Answer {
        text,
        refusal,
        id: message.label("id"),
        model: message.label("model"),
        finish_reason: Some(finish_reason.to_owned()),
        input_tokens: sum([uncached_tokens, cached_tokens, cache_write_tokens]),
        output_tokens: message.tokens(&["usage", "output_tokens"]),
        cached_tokens,
        cache_write_tokens,
        reasoning_tokens: message.tokens(&["usage", "output_tokens_details", "thinking_tokens"]),
        turn: None,
    };
    Ok(answer.with_turn(Api::AnthropicMessages, turn))
}

/// Returns the list of blocks that go back: all but texts of whitespace alone, which the API writes
/// and does not take. It is empty if there are none.
fn blocks(message: Fields<'_>) -> String {
    let Some(Json::List(blocks)) = message.value("content") else {
        return String::new();
    };
    let kept = joined(blocks.iter().filter(|block| !is_blank_text(block)));
    if kept.is_empty() {
        kept
    } else {
        format!("[{kept}]")
    }
}

fn is_blank_text(block: &Json) -> bool {
    let is_text = matches!(block.field("type"), Json::Text(word) if word == "text");
    is_text && matches!(block.field("text"), Json::Text(text) if is_blank(text))
}

/// Returns the explanation of a refusal, else what the model wrote, else the stop reason.
fn refusal(message: Fields<'_>, text: String) -> Result<String, &'static str> {
    let explanation = match message.object("stop_details")? {
        Some(details) => details.words("explanation")?,
        None => None,
    };
    let text = Some(text).filter(|text| !text.is_empty());
    Ok(explanation.or(text).unwrap_or_else(|| REFUSAL.to_owned()))
}
