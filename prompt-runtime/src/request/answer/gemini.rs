use alloc::borrow::ToOwned;
use alloc::string::String;

use prompt_core::js::Json;

use super::Answer;
use super::fields::{Fields, Object, first, sum};
use super::finish_reason::Ending;
use super::tool_calls::function;
use super::turn::{TurnReader, json_with_role};
use crate::Api;

/// Reads the first candidate, or the reason why there is none.
pub(super) fn read(response: &Object) -> Result<Answer, &'static str> {
    let response = Fields::new(response, "not a Gemini response");
    let is_blocked = match response.object("promptFeedback")? {
        Some(feedback) => feedback.text("blockReason")?.is_some(),
        None => false,
    };
    let answer = match first(response.list("candidates")?)? {
        Some(candidate) if !is_blocked => read_candidate(candidate)?,
        _ => read_feedback(response)?,
    };
    let usage = |key| response.tokens(&["usageMetadata", key]);
    let reasoning_tokens = usage("thoughtsTokenCount");
    Ok(Answer {
        id: response.label("responseId"),
        model: response.label("modelVersion"),
        // What tools gave back is counted apart from the prompt, and reasoning apart from the answer.
        input_tokens: sum([usage("promptTokenCount"), usage("toolUsePromptTokenCount")]),
        output_tokens: sum([usage("candidatesTokenCount"), reasoning_tokens]),
        cached_tokens: usage("cachedContentTokenCount"),
        reasoning_tokens,
        ..answer
    })
}

fn read_candidate(candidate: Fields<'_>) -> Result<Answer, &'static str> {
    let finish_reason = candidate.text("finishReason")?.ok_or("no `finishReason`")?;
    let content = candidate.object("content")?;
    let (text, turn) = match content {
        Some(content) => read_content(content)?,
        None => (String::new(), TurnReader::new()),
    };
    let answer = if Ending::of(finish_reason) == Ending::Filtered {
        refused(finish_reason, candidate.words("finishMessage")?)
    } else {
        Answer {
            finish_reason: Some(finish_reason.to_owned()),
            ..Answer::new(text)
        }
    };
    Ok(answer.with_turn(Api::Gemini, turn))
}

/// Reads why a prompt was blocked.
fn read_feedback(response: Fields<'_>) -> Result<Answer, &'static str> {
    let feedback = response
        .object("promptFeedback")?
        .ok_or("no `candidates`")?;
    let reason = feedback.text("blockReason")?.ok_or("no `candidates`")?;
    Ok(refused(reason, feedback.words("blockReasonMessage")?))
}

/// Makes an answer without a text.
fn refused(reason: &str, explanation: Option<String>) -> Answer {
    Answer {
        refusal: explanation.or_else(|| Some(reason.to_owned())),
        finish_reason: Some(reason.to_owned()),
        ..Answer::default()
    }
}

/// Reads the text of a candidate, without thoughts, and its calls.
fn read_content(content: Fields<'_>) -> Result<(String, TurnReader), &'static str> {
    let mut text = String::new();
    let mut turn = TurnReader::new();
    for part in content.list("parts")? {
        let part = part?;
        let is_thought = part.value("thought") == Some(&Json::Bool(true));
        if !is_thought {
            text.push_str(part.text("text")?.unwrap_or_default());
        }
        match part.object("functionCall")? {
            Some(call) => turn.push_call(function(call.text("id")?, call, "args")?),
            None => turn.pass(!is_thought && part.members().iter().all(|(key, _)| key == "text")),
        }
    }
    if content.list("parts")?.len() > 0 {
        turn.json = json_with_role(content.members(), "model");
    }
    Ok((text, turn))
}
