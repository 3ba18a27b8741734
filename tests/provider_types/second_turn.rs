//! What the providers refuse of a second turn, with their words. A test target of any package can use
//! this file, by a `#[path]`, so that a server of a test refuses the same.
//!
//! A provider signs what the model thought, and knows its signatures. Here the first response is what
//! it knows.

use std::collections::BTreeSet;

use prompt_core::vocabulary::Api;
use serde_json::Value;

/// Returns the error with which a provider refuses a body behind its first response.
pub fn refusal(api: Api, first: &Value, body: &Value) -> Option<String> {
    match api {
        Api::ChatCompletions => chat_completions(&body["messages"]),
        Api::Responses => responses(&first["output"], &body["input"]),
        Api::AnthropicMessages => anthropic_messages(&first["content"], &body["messages"]),
        Api::Gemini => gemini(
            &first["candidates"][0]["content"]["parts"],
            &body["contents"],
        ),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The texts of a key in those items of a list that `is` chooses.
fn texts(items: &[Value], key: &str, is: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let items = items.iter().filter(|item| is(item));
    items.map(|item| text(&item[key])).collect()
}

fn is(word: &'static str) -> impl Fn(&Value) -> bool {
    move |item| item["type"] == word
}

fn chat_completions(messages: &Value) -> Option<String> {
    let messages = list(messages);
    let mut open = BTreeSet::new();
    for message in messages {
        let id = text(&message["tool_call_id"]);
        if message["role"] == "tool" {
            if !open.remove(&id) {
                return Some("messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.".to_owned());
            }
            continue;
        }
        if !open.is_empty() {
            break;
        }
        open = texts(list(&message["tool_calls"]), "id", |_| true);
    }
    (!open.is_empty()).then(|| {
        format!("An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: {open:?}")
    })
}

fn responses(first: &Value, input: &Value) -> Option<String> {
    let (first, input) = (list(first), list(input));
    let calls = texts(input, "call_id", is("function_call"));
    let outputs = texts(input, "call_id", is("function_call_output"));
    if let Some(id) = outputs.difference(&calls).next() {
        return Some(format!(
            "No tool call found for function call output with call_id {id}."
        ));
    }
    if let Some(id) = calls.difference(&outputs).next() {
        return Some(format!("No tool output found for function call {id}."));
    }
    for reasoning in first.iter().filter(|item| is("reasoning")(item)) {
        let Some(item) = input.iter().find(|item| item["id"] == reasoning["id"]) else {
            return Some(format!(
                "Item of type 'function_call' was provided without its required 'reasoning' item: {}.",
                reasoning["id"]
            ));
        };
        if item["encrypted_content"] != reasoning["encrypted_content"] {
            return Some("The encrypted content could not be verified.".to_owned());
        }
    }
    None
}

fn anthropic_messages(first: &Value, messages: &Value) -> Option<String> {
    let mut open = BTreeSet::new();
    for (position, message) in list(messages).iter().enumerate() {
        let content = list(&message["content"]);
        let results = texts(content, "tool_use_id", is("tool_result"));
        if let Some(id) = open.difference(&results).next() {
            return Some(format!(
                "messages.{position}: `tool_use` ids were found without `tool_result` blocks immediately after: {id}."
            ));
        }
        if let Some(id) = results.difference(&open).next() {
            return Some(format!(
                "messages.{position}: unexpected `tool_use_id` found in `tool_result` blocks: {id}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
            ));
        }
        let is_result = is("tool_result");
        if content
            .iter()
            .skip_while(|block| is_result(block))
            .any(&is_result)
        {
            return Some(format!(
                "messages.{position}: `tool_result` blocks must come first."
            ));
        }
        open = texts(content, "id", is("tool_use"));
        if !open.is_empty()
            && let Some(error) = thinking(first, content)
        {
            return Some(format!("messages.{position}.content.0: {error}"));
        }
    }
    (!open.is_empty()).then(|| "`tool_use` ids were found without `tool_result` blocks.".to_owned())
}

/// With thinking, a turn with calls begins with the thinking that the provider signed.
fn thinking(first: &Value, content: &[Value]) -> Option<&'static str> {
    let signed = list(first).iter().filter(|block| is("thinking")(block));
    let sent = content.iter().take_while(|block| is("thinking")(block));
    if signed.clone().count() > 0 && sent.clone().count() == 0 {
        return Some("Expected `thinking` or `redacted_thinking`, but found `tool_use`.");
    }
    (!signed.eq(sent)).then_some("Invalid `signature` in `thinking` block")
}

fn gemini(first: &Value, contents: &Value) -> Option<String> {
    let mut open = Vec::new();
    for content in list(contents) {
        let parts = list(&content["parts"]);
        let of = |key: &str| {
            let named = parts.iter().filter(|part| part.get(key).is_some());
            named
                .map(|part| part[key]["id"].clone())
                .collect::<Vec<_>>()
        };
        let responses = of("functionResponse");
        if responses.len() != open.len() {
            return Some("Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.".to_owned());
        }
        if !responses.iter().all(|id| open.contains(id)) {
            return Some(
                "The id of a function response is not that of a function call.".to_owned(),
            );
        }
        open = of("functionCall");
        if !open.is_empty() && signatures(parts) != signatures(list(first)) {
            return Some(
                "Function call is missing a thought_signature in functionCall parts.".to_owned(),
            );
        }
    }
    (!open.is_empty()).then(|| {
        "Please ensure that function call turn comes before a function response turn.".to_owned()
    })
}

fn signatures(parts: &[Value]) -> Vec<&Value> {
    parts.iter().map(|part| &part["thoughtSignature"]).collect()
}
