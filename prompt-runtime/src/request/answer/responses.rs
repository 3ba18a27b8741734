use alloc::borrow::ToOwned;
use alloc::string::String;

use super::Answer;
use super::fields::{Fields, Object};
use super::finish_reason::{Ending, is_same};

/// The status of a response that has another reason.
const INCOMPLETE: &str = "incomplete";

/// Reads the messages in the output of a response.
pub(super) fn read(response: &Object) -> Result<Answer, &'static str> {
    let response = Fields::new(response, "not a response");
    if response.value("output").is_none() {
        return Err("no `output`");
    }
    let status = response.text("status")?.ok_or("no `status`")?;
    if Ending::of(status) == Ending::Failed && !is_same(status, INCOMPLETE) {
        return Err("a response that was not completed");
    }
    let (mut text, mut refusal) = (String::new(), String::new());
    let mut of_messages = None;
    for item in response.list("output")? {
        let item = item?;
        // Other items are reasoning and calls of tools. Comments are not the answer.
        if item.text("type")? == Some("message") && item.text("phase")? != Some("commentary") {
            of_messages = of_messages.or(item.text("status")?.filter(is_no_end));
            read_message(item, &mut text, &mut refusal)?;
        }
    }
    Ok(Answer {
        text,
        refusal: (!refusal.is_empty()).then_some(refusal),
        id: response.label("id"),
        model: response.label("model"),
        finish_reason: Some(finish_reason(response, status, of_messages)?.to_owned()),
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

/// Returns the reason why a response is incomplete, else the status of a message that is, else the
/// response's. A message can be incomplete in a response that says to be complete.
fn finish_reason<'a>(
    response: Fields<'a>,
    status: &'a str,
    of_messages: Option<&'a str>,
) -> Result<&'a str, &'static str> {
    let reason = match response.object("incomplete_details")? {
        Some(details) => details.text("reason")?.filter(is_no_end),
        None => None,
    };
    let of_response = Some(status).filter(is_no_end);
    Ok(reason.or(of_response).or(of_messages).unwrap_or(status))
}

/// Returns whether a word does not say that the answer is complete.
fn is_no_end(word: &&str) -> bool {
    Ending::of(word) != Ending::Complete
}
