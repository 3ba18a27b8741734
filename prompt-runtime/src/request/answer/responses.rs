use alloc::borrow::ToOwned;
use alloc::string::String;

use prompt_core::js::Json;
use prompt_core::tool_call::ToolCall;

use super::Answer;
use super::fields::{Fields, Object};
use super::finish_reason::{Ending, is_same};
use super::tool_calls::{custom, function};
use super::turn::{TurnReader, joined};
use crate::Api;

/// The status of a response that has another reason.
const INCOMPLETE: &str = "incomplete";

/// Reads the messages and calls in the output of a response.
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
    let mut of_items = None;
    let mut turn = TurnReader::new();
    if let Some(Json::List(items)) = response.value("output") {
        turn.json = joined(items);
    }
    for item in response.list("output")? {
        let item = item?;
        // Comments are not the answer.
        let is_answer =
            item.text("type")? == Some("message") && item.text("phase")? != Some("commentary");
        if is_answer {
            of_items = of_items.or(item.text("status")?.filter(is_no_end));
            read_message(item, &mut text, &mut refusal)?;
        }
        match call(item)? {
            Some(call) => {
                of_items = of_items.or(item.text("status")?.filter(is_no_end));
                turn.push_call(call);
            }
            None => turn.pass(is_answer),
        }
    }
    let answer = Answer {
        text,
        refusal: (!refusal.is_empty()).then_some(refusal),
        id: response.label("id"),
        model: response.label("model"),
        finish_reason: Some(finish_reason(response, status, of_items)?.to_owned()),
        input_tokens: response.tokens(&["usage", "input_tokens"]),
        output_tokens: response.tokens(&["usage", "output_tokens"]),
        cached_tokens: response.tokens(&["usage", "input_tokens_details", "cached_tokens"]),
        cache_write_tokens: response.tokens(&[
            "usage",
            "input_tokens_details",
            "cache_write_tokens",
        ]),
        reasoning_tokens: response.tokens(&["usage", "output_tokens_details", "reasoning_tokens"]),
        turn: None,
    };
    Ok(answer.with_turn(Api::Responses, turn))
}

/// Reads an item that is a call of a tool. Other items are messages, reasoning, and calls that the
/// provider runs itself.
fn call(item: Fields<'_>) -> Result<Option<ToolCall>, &'static str> {
    let mut call = match item.text("type")? {
        Some("function_call") => function(item.text("call_id")?, item, "arguments")?,
        Some("custom_tool_call") => custom(item.text("call_id")?, item)?,
        _ => return Ok(None),
    };
    if item
        .text("status")?
        .is_some_and(|status| is_no_end(&status))
    {
        call.set_cut_off();
    }
    Ok(Some(call))
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

/// Returns the reason why a response is incomplete, else the status of a message or call that is, else
/// the response's. An item can be incomplete in a response that says to be complete.
fn finish_reason<'a>(
    response: Fields<'a>,
    status: &'a str,
    of_item: Option<&'a str>,
) -> Result<&'a str, &'static str> {
    let reason = match response.object("incomplete_details")? {
        Some(details) => details.text("reason")?.filter(is_no_end),
        None => None,
    };
    let of_response = Some(status).filter(is_no_end);
    Ok(reason.or(of_response).or(of_item).unwrap_or(status))
}

/// Returns whether a word does not say that the answer is complete.
fn is_no_end(word: &&str) -> bool {
    Ending::of(word) != Ending::Complete
}
