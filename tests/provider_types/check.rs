//! A request body, checked against what its provider's Python SDK can send. A test target of any
//! package can use this file, by a `#[path]`.

use std::sync::LazyLock;

use jsonschema::Validator;
use prompt_core::vocabulary::Api;
use serde_json::Value;

/// The schema of a body, as `schemas.py` writes it.
pub fn schema(api: Api) -> &'static str {
    match api {
        Api::ChatCompletions => include_str!("chat-completions.schema.json"),
        Api::Responses => include_str!("responses.schema.json"),
        Api::AnthropicMessages => include_str!("anthropic-messages.schema.json"),
        Api::Gemini => include_str!("gemini.schema.json"),
    }
}

/// Checks a body.
///
/// # Panics
///
/// Panics if the SDK could not send the body. The message has the body and each violation.
#[track_caller]
pub fn check(api: Api, body: &Value) {
    let violations = violations(api, body);
    assert!(
        violations.is_empty(),
        "no body of {}:\n{}\n{body:#}",
        api.as_str(),
        violations.join("\n")
    );
}

/// What is wrong with a body, a line each, with the place in the body.
pub fn violations(api: Api, body: &Value) -> Vec<String> {
    static CHAT_COMPLETIONS: LazyLock<Validator> = LazyLock::new(|| of(Api::ChatCompletions));
    static RESPONSES: LazyLock<Validator> = LazyLock::new(|| of(Api::Responses));
    static ANTHROPIC_MESSAGES: LazyLock<Validator> = LazyLock::new(|| of(Api::AnthropicMessages));
    static GEMINI: LazyLock<Validator> = LazyLock::new(|| of(Api::Gemini));
    let validator = match api {
        Api::ChatCompletions => &CHAT_COMPLETIONS,
        Api::Responses => &RESPONSES,
        Api::AnthropicMessages => &ANTHROPIC_MESSAGES,
        Api::Gemini => &GEMINI,
    };
    let line = |error: jsonschema::ValidationError| format!("{}: {error}", error.instance_path());
    validator.iter_errors(body).map(line).collect()
}

fn of(api: Api) -> Validator {
    let schema = serde_json::from_str(schema(api)).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is one")
}
