//! The bodies that a user would write by hand.

use prompt_runtime::{Api, Rendered};
use serde_json::{Value, json};

/// The members of the body that are no messages, by their names.
pub(crate) fn settings(api: Api, rendered: &Rendered) -> Vec<(&'static str, Value)> {
    let prompt = rendered.prompt();
    let (model, temperature) = (json!(prompt.model()), json!(prompt.temperature()));
    let schema = schema(rendered);
    let with_model = |name, value| {
        let model = [
            ("model", model.clone()),
            ("temperature", temperature.clone()),
        ];
        model.into_iter().chain([(name, value)]).collect()
    };
    match api {
        Api::ChatCompletions => with_model(
            "response_format",
            json!({ "type": "json_schema", "json_schema": { "name": "answer", "schema": schema } }),
        ),
        Api::Responses => with_model(
            "text",
            json!({ "format": { "type": "json_schema", "name": "answer", "schema": schema } }),
        ),
        Api::AnthropicMessages => with_model(
            "output_config",
            json!({ "format": { "type": "json_schema", "schema": schema } }),
        ),
        Api::Gemini => vec![(
            "generationConfig",
            json!({
                "temperature": temperature,
                "responseMimeType": "application/json",
                "responseJsonSchema": schema,
            }),
        )],
    }
}

pub(crate) fn by_json(api: Api, rendered: &Rendered) -> Value {
    let [system, user] = rendered.messages() else {
        return Value::Null;
    };
    let (system, user) = (system.text(), user.text());
    let mut body = match api {
        Api::ChatCompletions => json!({ "messages": [
            { "role": "system", "content": system },
            { "role": "user", "content": user },
        ] }),
        Api::Responses => json!({
            "instructions": system,
            "input": [{ "role": "user", "content": user }],
        }),
        Api::AnthropicMessages => json!({
            "system": system,
            "messages": [{ "role": "user", "content": user }],
        }),
        Api::Gemini => json!({
            "systemInstruction": { "parts": [{ "text": system }] },
            "contents": [{ "role": "user", "parts": [{ "text": user }] }],
        }),
    };
    for (name, value) in settings(api, rendered) {
        body[name] = value;
    }
    body
}

pub(crate) fn schema(rendered: &Rendered) -> Value {
    let schema = rendered.prompt().output().expect("it has one");
    serde_json::from_str(schema).expect("it is JSON")
}
