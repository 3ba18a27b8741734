use alloc::borrow::ToOwned;
use alloc::string::String;

use super::Answer;
use super::fields::{Fields, Object};

/// Reads the messages in the output of a response.
pub(super) fn read(response: &Object) -> Result<Answer, &'static str> {
    let response = Fields::new(response, "not a response");
    if response.value("output").is_none() {
        return Err("no `output`");
    }
    if let Some("failed" | "cancelled" | "queued" | "in_progress") = response.text("status")? {
        return Err("a response that was not completed");
    }
    let (mut text, mut refusal) = (String::new(), String::new());
    let mut is_incomplete = false;
    for item in response.list("output")? {
        let item = item?;
        // Other items are reasoning and calls of tools. Comments are not the answer.
        if item.text("type")? == Some("message") && item.text("phase")? != Some("commentary") {
            is_incomplete |= item.text("status")? == Some("incomplete");
            read_message(item, &mut text, &mut refusal)?;
        }
    }
    Ok(Answer {
        text,
        refusal: (!refusal.is_empty()).then_some(refusal),
        id: response.label("id"),
        model: response.label("model"),
        finish_reason: finish_reason(response, is_incomplete)?,
        input_tokens: response.tokens(&["usage", "input_tokens"]),
        output_tokens: response.tokens(&["usage", "output_tokens"]),
        cached_tokens: response.tokens(&["usage", "input_tokens_details", "cached_tokens"]),
        cache_write_tokens: response.tokens(&[
            "usage",
            "input_tokens_details",
            "cache_write_tokens",
        ]),
        reasoning_tokens: response.tokens(&["usage", "output_tokens_details", "reasoning_tokens"]),
    })
}

fn read_message(
    message: Fields<'_>,
    text: &mut String,
    refusal: &mut String,
) -> Result<(), &'static str> {
    for part in message.list("content")? {
        let part = part?;
        match part.text("type")? {
            Some("output_text") => text.push_str(part.text("text")?.unwrap_or_default()),
            Some("refusal") => refusal.push_str(part.text("refusal")?.unwrap_or_default()),
            _ => {}
        }
    }
    Ok(())
}

/// Returns the reason why a response is incomplete, else its status. A message can be incomplete in a
/// response that says to be complete.
fn finish_reason(
    response: Fields<'_>,
    is_incomplete: bool,
) -> Result<Option<String>, &'static str> {
    let reason = match response.object("incomplete_details")? {
        Some(details) => details.text("reason")?,
        None => None,
    };
    let status = if is_incomplete {
        Some("incomplete")
    } else {
        response.text("status")?
    };
    Ok(reason.or(status).map(ToOwned::to_owned))
}
