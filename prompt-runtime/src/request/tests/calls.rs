//! What a request says beside its messages: members, paths, headers.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::super::{Request, request};
use super::{APIS, body, header};
use crate::{Api, Message, Prompt, Role, Status};

static PROMPT: Prompt = Prompt {
    id: "floor-plan",
    version: "1.0.0",
    status: Status::Active,
    sha256: "1f",
    environment: "production",
    __header: "sha256 1f\nmodel kimi-k2-5\nparameter temperature 0.2\napi gemini\nbody generationConfig {\"temperature\":0.2}\n\n",
    __text: "",
};

#[test]
fn a_rendering_is_sent_with_what_its_prompt_says() {
    let rendered =
        crate::__private::rendered(&PROMPT, [crate::__private::fixed(Role::User, "Hello.")]);
    let request = rendered.request();
    assert_eq!(
        (request.api(), request.model(), request.temperature()),
        (Api::Gemini, "kimi-k2-5", Some(0.2))
    );
    assert_eq!(request.messages(), rendered.messages());
    let expected = json!({
        "generationConfig": { "temperature": 0.2 },
        "contents": [{ "role": "user", "parts": [{ "text": "Hello." }] }],
    });
    assert_eq!(body(&request), expected);
    assert_eq!(request, Request::new(&PROMPT, rendered.messages()));
    assert_eq!(
        format!("{request:?}"),
        "Request { api: Gemini, model: \"kimi-k2-5\", temperature: 0.2, .. }"
    );
}

#[test]
fn a_temperature_that_nobody_sets_is_none() {
    assert_eq!(request("model kimi-k2-5\n", &[]).temperature(), None);
}

#[test]
fn members_of_a_call() {
    let lines = "body model \"kimi-k2-5\"\nbody user \"desk\"\n";
    let messages = [
        Message::new(Role::System, "Be brief."),
        Message::new(Role::User, "Hello."),
    ];
    let rows = [
        ("chat-completions", "messages"),
        ("responses", "input"),
        ("anthropic-messages", "system"),
        ("gemini", "contents"),
    ];
    for (api, member) in rows {
        let header = header(api, lines);
        let plain = request(&header, &messages);
        let changed = plain
            .clone()
            .with("seed", 7)
            .with("model", "kimi-k3")
            .with(member, json!([]))
            .with("seed", vec![1, 2])
            .with("a \"key\"", Option::<u8>::None);
        let mut expected = body(&plain);
        expected["seed"] = json!([1, 2]);
        expected["model"] = json!("kimi-k3");
        expected[member] = json!([]);
        expected["a \"key\""] = Value::Null;
        assert_eq!(body(&changed), expected, "{api}");
        assert_eq!(changed.model(), "kimi-k2-5");
        assert_eq!(count(&changed, "\"model\":"), 1);
        assert_ne!(plain, changed);
    }
}

/// Gemini takes each member in camel case and in snake case.
#[test]
fn members_in_another_spelling() {
    let lines = "body generationConfig {\"topK\":5}\nbody safety_settings []\n";
    let rows = [
        ("gemini", "generation_config", true),
        ("gemini", "generationConfig", true),
        ("gemini", "safetySettings", true),
        ("gemini", "generationconfig", false),
        ("gemini", "tool_config", false),
        ("chat-completions", "generation_config", false),
    ];
    for (api, key, is_replaced) in rows {
        let header = header(api, lines);
        let before = body(&request(&header, &[])).as_object().unwrap().len();
        let call = request(&header, &[]).with(key, 1);
        let after = body(&call);
        assert_eq!(after[key], 1, "{key} in {api}");
        let added = after.as_object().unwrap().len() - before;
        assert_eq!(added == 0, is_replaced, "{key} in {api}");
    }
    let header = header("gemini", "");
    let call = request(&header, &[])
        .with("labels_of", 1)
        .with("labelsOf", 2);
    assert_eq!(body(&call), json!({ "contents": [], "labelsOf": 2 }));
}

fn count(request: &Request<'_>, piece: &str) -> usize {
    request.to_json().matches(piece).count()
}

#[test]
#[should_panic = "the value of `seats` cannot be written as JSON: key must be a string"]
fn a_member_that_is_not_json() {
    _ = request("", &[]).with("seats", BTreeMap::from([(vec![1], 2)]));
}

#[test]
fn streamed_calls() {
    let rows = [
        (
            "chat-completions",
            json!({ "messages": [], "stream": true, "stream_options": { "include_usage": true } }),
        ),
        ("responses", json!({ "input": [], "stream": true })),
        (
            "anthropic-messages",
            json!({ "messages": [], "stream": true }),
        ),
        ("gemini", json!({ "contents": [] })),
    ];
    for (api, expected) in rows {
        assert_eq!(body(&request(&header(api, ""), &[]).streaming()), expected);
    }
}

#[test]
fn members_of_a_stream_are_there_once() {
    let header = header("chat-completions", "");
    let streamed = request(&header, &[]).streaming();
    assert_eq!(count(&streamed, "\"stream\":"), 1);
    let replaced = streamed.with("stream", false).with("stream_options", ());
    assert_eq!(
        replaced.to_json(),
        r#"{"messages":[],"stream":false,"stream_options":null}"#
    );
}

#[test]
fn members_that_win_over_a_stream() {
    let header = header("chat-completions", "");
    let call = || request(&header, &[]);
    let after = call().streaming().with("stream", false);
    let before = call().with("stream", false).streaming();
    for request in [after, before] {
        let body = body(&request);
        assert_eq!(body["stream"], false);
        assert_eq!(count(&request, "\"stream\":"), 1);
    }
}

#[test]
fn floats_that_json_does_not_have() {
    for float in [f64::NAN, f64::INFINITY] {
        let request = request("", &[]).with("temperature", float);
        assert_eq!(body(&request)["temperature"], Value::Null);
    }
}

#[test]
fn paths() {
    let rows = [
        ("gemini-2.5-pro", "models/gemini-2.5-pro"),
        ("models/gemini-2.5-pro", "models/gemini-2.5-pro"),
        ("tunedModels/sales-7", "tunedModels/sales-7"),
        ("a b:c?d#e%f", "models/a%20b%3Ac%3Fd%23e%25f"),
        ("größe", "models/gr%C3%B6%C3%9Fe"),
        ("..", "models/.."),
        ("../files", "models/..%2Ffiles"),
        ("models/../files", "models/models%2F..%2Ffiles"),
        ("models/./x", "models/models%2F.%2Fx"),
        ("/files", "models/%2Ffiles"),
        ("", "models/"),
    ];
    for (model, resource) in rows {
        let header = format!("model {model}\napi gemini\n");
        let request = request(&header, &[]);
        assert_eq!(
            request.path(),
            format!("/v1beta/{resource}:generateContent")
        );
        assert_eq!(
            request.streaming().path(),
            format!("/v1beta/{resource}:streamGenerateContent?alt=sse")
        );
    }
    let paths = ["/chat/completions", "/responses", "/v1/messages"];
    for (api, path) in APIS.into_iter().zip(paths) {
        let header = header(api, "");
        assert_eq!(request(&header, &[]).path(), path);
        assert_eq!(request(&header, &[]).streaming().path(), path);
    }
}

#[test]
fn headers() {
    let json = ("content-type", "application/json");
    let rows = [
        (vec![json], ("authorization", "Bearer k-1")),
        (vec![json], ("authorization", "Bearer k-1")),
        (
            vec![json, ("anthropic-version", "2023-06-01")],
            ("x-api-key", "k-1"),
        ),
        (vec![json], ("x-goog-api-key", "k-1")),
    ];
    for (api, (headers, (name, value))) in APIS.into_iter().zip(rows) {
        let header = header(api, "");
        let request = request(&header, &[]);
        assert_eq!(request.headers().collect::<Vec<_>>(), headers);
        assert_eq!(request.key_header("k-1"), (name, value.to_string()));
    }
}
