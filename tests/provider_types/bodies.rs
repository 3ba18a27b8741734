//! Bodies by hand, which show that each schema takes what it should and refuses the rest.

use prompt_core::vocabulary::Api::{AnthropicMessages, ChatCompletions, Gemini, Responses};
use serde_json::{Value, json};

use crate::check::{check, violations};

fn answer() -> Value {
    json!({ "type": "object", "properties": { "subject": { "type": "string" } } })
}

fn chat_completions() -> Value {
    json!({
        "model": "gpt-5.2",
        "temperature": 0.2,
        "top_p": 0.9,
        "max_completion_tokens": 400,
        "stop": ["END"],
        "seed": 7,
        "presence_penalty": 0.5,
        "frequency_penalty": -0.5,
        "reasoning_effort": "xhigh",
        "verbosity": "low",
        "service_tier": "priority",
        "store": false,
        "stream": true,
        "parallel_tool_calls": false,
        "prompt_cache_key": "sales-email-007",
        "response_format": {
            "type": "json_schema",
            "json_schema": { "name": "answer", "strict": true, "schema": answer() },
        },
        "tools": [{
            "type": "function",
            "function": { "name": "find_price", "parameters": answer(), "strict": true },
        }],
        "tool_choice": { "type": "function", "function": { "name": "find_price" } },
        "messages": [
            {
                "role": "system",
                "content": [{
                    "type": "text",
                    "text": "You write first-contact emails.",
                    "prompt_cache_breakpoint": { "mode": "explicit" },
                }],
            },
            {
                "role": "user",
                "content": [
                    { "type": "text", "text": "What is this plan?" },
                    { "type": "image_url", "image_url": { "url": "data:image/png;base64,AAAA" } },
                    { "type": "input_audio", "input_audio": { "data": "UklG", "format": "wav" } },
                ],
            },
            { "role": "assistant", "content": "The team plan." },
            { "role": "user", "content": "Write to Mara Lindqvist." },
        ],
    })
}

fn responses() -> Value {
    json!({
        "model": "gpt-5.2",
        "instructions": "You write first-contact emails.",
        "temperature": 0.2,
        "max_output_tokens": 400,
        "reasoning": { "effort": "none" },
        "service_tier": "flex",
        "store": false,
        "text": {
            "verbosity": "high",
            "format": { "type": "json_schema", "name": "answer", "strict": true, "schema": answer() },
        },
        "tool_choice": { "type": "function", "name": "find_price" },
        "tools": [{
            "type": "function", "name": "find_price", "parameters": answer(), "strict": true,
        }],
        "input": [
            { "role": "developer", "content": "You write first-contact emails." },
            {
                "role": "user",
                "content": [
                    { "type": "input_text", "text": "What is this plan?" },
                    { "type": "input_image", "image_url": "data:image/png;base64,AAAA", "detail": "auto" },
                    { "type": "input_file", "filename": "plan.pdf", "file_data": "data:application/pdf;base64,JVBE" },
                ],
            },
            { "role": "assistant", "content": "The team plan." },
            { "type": "message", "role": "user", "content": "Write to Mara Lindqvist." },
        ],
    })
}

fn anthropic_messages() -> Value {
    json!({
        "model": "claude-opus-4-6",
        "max_tokens": 400,
        "temperature": 0.2,
        "top_k": 40,
        "top_p": 0.9,
        "stop_sequences": ["END"],
        "service_tier": "standard_only",
        "thinking": { "type": "enabled", "budget_tokens": 1024 },
        "output_config": {
            "effort": "max",
            "format": { "type": "json_schema", "schema": answer() },
        },
        "tools": [{ "name": "find_price", "input_schema": { "type": "object" } }],
        "tool_choice": { "type": "any", "disable_parallel_tool_use": true },
        "system": [{
            "type": "text",
            "text": "You write first-contact emails.",
            "cache_control": { "type": "ephemeral", "ttl": "1h" },
        }],
        "messages": [
            {
                "role": "user",
                "content": [
                    { "type": "text", "text": "What is this plan?" },
                    { "type": "image", "source": { "type": "url", "url": "https://example.com/plan.png" } },
                    {
                        "type": "image",
                        "source": { "type": "base64", "media_type": "image/png", "data": "AAAA" },
                    },
                    {
                        "type": "document",
                        "source": { "type": "base64", "media_type": "application/pdf", "data": "JVBE" },
                    },
                ],
            },
            { "role": "assistant", "content": "The team plan." },
            { "role": "user", "content": "Write to Mara Lindqvist." },
        ],
    })
}

fn gemini() -> Value {
    json!({
        "systemInstruction": { "parts": [{ "text": "You write first-contact emails." }] },
        "cachedContent": "cachedContents/4c7f",
        "serviceTier": "flex",
        "store": false,
        "safetySettings": [{
            "category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH",
        }],
        "tools": [{
            "functionDeclarations": [{ "name": "find_price", "parametersJsonSchema": answer() }],
        }],
        "toolConfig": {
            "functionCallingConfig": { "mode": "ANY", "allowedFunctionNames": ["find_price"] },
        },
        "generationConfig": {
            "temperature": 0.2,
            "topP": 0.9,
            "topK": 40,
            "maxOutputTokens": 400,
            "stopSequences": ["END"],
            "seed": 7,
            "presencePenalty": 0.5,
            "frequencyPenalty": -0.5,
            "responseMimeType": "application/json",
            "responseJsonSchema": answer(),
            "thinkingConfig": { "thinkingLevel": "LOW" },
        },
        "contents": [
            {
                "role": "user",
                "parts": [
                    { "text": "What is this plan?" },
                    { "inlineData": { "mimeType": "image/png", "data": "AAAA" } },
                    { "fileData": { "mimeType": "image/png", "fileUri": "https://example.com/plan.png" } },
                ],
            },
            { "role": "model", "parts": [{ "text": "The team plan." }] },
            { "role": "user", "parts": [{ "text": "Write to Mara Lindqvist." }] },
        ],
    })
}

#[test]
fn what_an_sdk_can_send_is_taken() {
    check(ChatCompletions, &chat_completions());
    check(Responses, &responses());
    check(AnthropicMessages, &anthropic_messages());
    check(Gemini, &gemini());
}

/// A value of the bodies above, by its place, and what it is replaced by; `None` removes it.
type Change = (&'static str, Option<Value>);

fn changes(rows: &[(&'static str, Value)], removed: &[&'static str]) -> Vec<Change> {
    let replaced = rows.iter().map(|(at, value)| (*at, Some(value.clone())));
    let removed = removed.iter().map(|at| (*at, None));
    replaced.chain(removed).collect()
}

#[test]
fn what_no_sdk_can_send_is_refused() {
    let chat = changes(
        &[
            ("/max_output_tokens", json!(400)),
            ("/temperature", json!("0.2")),
            ("/max_completion_tokens", json!(400.5)),
            ("/reasoning_effort", json!("extreme")),
            ("/stop", json!([7])),
            ("/response_format/json_schema/strictly", json!(true)),
            (
                "/messages/0/content/0/cache_control",
                json!({ "type": "ephemeral" }),
            ),
            ("/messages/1/content/2/input_audio/format", json!("ogg")),
            ("/messages/2/role", json!("model")),
            ("/tools/0/name", json!("find_price")),
        ],
        &[
            "/model",
            "/messages",
            "/messages/3/role",
            "/response_format/json_schema/name",
        ],
    );
    let responses_ = changes(
        &[
            ("/messages", json!([])),
            ("/max_tokens", json!(400)),
            ("/reasoning/effort", json!("extreme")),
            ("/reasoning_effort", json!("low")),
            ("/text/format/json_schema", json!({})),
            ("/text/verbosity", json!("loud")),
            ("/input/1/content/0/type", json!("text")),
            ("/tools/0/function", json!({})),
        ],
        &["/text/format/name", "/input/0/content"],
    );
    let messages = changes(
        &[
            ("/max_completion_tokens", json!(400)),
            ("/user_profile_id", json!("u-1")),
            ("/max_tokens", json!("400")),
            ("/temperature", json!("0.2")),
            ("/output_config/effort", json!("minimal")),
            ("/output_config/format/name", json!("answer")),
            ("/system/0/cache_control/ttl", json!("1d")),
            ("/thinking/budget_tokens", json!(1024.5)),
            (
                "/messages/0/content/2/source/media_type",
                json!("image/tiff"),
            ),
            ("/messages/1/role", json!("model")),
            ("/tools/0/parameters", json!({})),
        ],
        &[
            "/max_tokens",
            "/model",
            "/messages",
            "/thinking/budget_tokens",
        ],
    );
    let gemini_ = changes(
        &[
            ("/model", json!("gemini-3-pro")),
            ("/temperature", json!(0.2)),
            ("/system_instruction", json!({})),
            ("/generationConfig/max_output_tokens", json!(400)),
            ("/generationConfig/labels", json!({})),
            ("/generationConfig/temperature", json!(null)),
            (
                "/generationConfig/thinkingConfig/thinkingLevel",
                json!("low"),
            ),
            ("/generationConfig/stopSequences", json!("END")),
            ("/contents/0/parts/0/type", json!("text")),
            (
                "/contents/0/parts/1/inlineData/mime_type",
                json!("image/png"),
            ),
            // Of another product of Google's.
            ("/safetySettings/0/method", json!("SEVERITY")),
            ("/generationConfig/audioTimestamp", json!(true)),
        ],
        &["/contents"],
    );
    for (api, body, changes) in [
        (ChatCompletions, chat_completions(), chat),
        (Responses, responses(), responses_),
        (AnthropicMessages, anthropic_messages(), messages),
        (Gemini, gemini(), gemini_),
    ] {
        for (at, value) in changes {
            let mut body = body.clone();
            change(&mut body, at, value);
            assert_eq!(
                violations(api, &body).len(),
                1,
                "{} with another {at}",
                api.as_str()
            );
        }
    }
}

fn change(body: &mut Value, at: &str, value: Option<Value>) {
    let (parent, key) = at.rsplit_once('/').unwrap();
    let object = body
        .pointer_mut(parent)
        .and_then(Value::as_object_mut)
        .unwrap();
    match value {
        Some(value) => drop(object.insert(key.to_owned(), value)),
        None => assert!(object.remove(key).is_some(), "no {at} to remove"),
    }
}
