use alloc::borrow::ToOwned;
use alloc::string::String;

use super::Answer;
use super::fields::{Fields, Object, sum};
use super::finish_reason::Ending;

/// The stop reason of a refusal.
const REFUSAL: &str = "refusal";

/// Reads the text blocks of a message.
pub(super) fn read(message: &Object) -> Result<Answer, &'static str> {
    let message = Fields::new(message, "not a message");
    if message.value("content").is_none() {
        return Err("no `content`");
    }
    let mut text = String::new();
    for block in message.list("content")? {
        let block = block?;
        // Other blocks are reasoning and calls of tools.
        if block.text("type")? == Some("text") {
            text.push_str(block.text("text")?.unwrap_or_default());
        }
    }
    let finish_reason = message.text("stop_reason")?.ok_or("no `stop_reason`")?;
    let (text, refusal) = if Ending::of(finish_reason) == Ending::Refused {
        (String::new(), Some(refusal(message, text)?))
    } else {
        (text, None)
    };
    let cached_tokens = message.tokens(&["usage", "cache_read_input_tokens"]);
    let cache_write_tokens = message.tokens(&["usage", "cache_creation_input_tokens"]);
    let uncached_tokens = message.tokens(&["usage", "input_tokens"]);
    Ok(Answer {
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
    })
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
