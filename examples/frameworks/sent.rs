//! Runs the examples against an endpoint on the loopback: what they send, and what they print.

use std::process::Command;

use loopback::{Reply, Request, Server};
use serde_json::json;

#[path = "../../cargo-prompts/tests/cli/loopback/mod.rs"]
mod loopback;

#[test]
fn rig_sends_what_the_prompt_renders_to() {
    let server = Server::start(|_, _| {
        Reply::json(
            200,
            &json!({
                "id": "chatcmpl-81", "object": "chat.completion", "created": 1_795_960_800, "model": "kimi-k2-5-turbo",
                "choices": [{ "index": 0, "message": { "role": "assistant", "content": "Good morning." }, "finish_reason": "stop" }],
                "usage": { "prompt_tokens": 12, "completion_tokens": 4, "total_tokens": 16 },
            }),
        )
    });
    let request = sent(env!("CARGO_BIN_EXE_rig"), &server, "Good morning.\n");
    check(
        &request,
        "You write first-contact emails for a sales team.",
        "Write to Mara Lindqvist of Nordlicht",
    );
    let schema = &request.body["response_format"]["json_schema"]["schema"];
    assert_eq!(
        schema["properties"]["subject"]["type"], "string",
        "{schema}"
    );
}

#[test]
fn genai_sends_what_the_prompt_renders_to_and_prints_a_streamed_answer() {
    let server = Server::start(|_, _| streamed(&["Checkout ", "is back."]));
    let request = sent(env!("CARGO_BIN_EXE_genai"), &server, "Checkout is back.\n");
    check(
        &request,
        "You summarise incident channels",
        "[09:12] on call: error rate of checkout at 30 %",
    );
    assert_eq!(request.body["stream"], true);
}

/// Runs a program, and returns the one request that it sent.
fn sent(program: &str, server: &Server, printed: &str) -> Request {
    let run = Command::new(program)
        .envs([
            ("OPENAI_BASE_URL", server.url().as_str()),
            ("OPENAI_API_KEY", "sk-desk"),
        ])
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&run.stdout), printed, "{errors}");
    let [request] = &server.requests()[..] else {
        panic!("one request")
    };
    request.clone()
}

/// Checks the request against the environment `development`, and the texts of its two messages.
fn check(request: &Request, system: &str, user: &str) {
    let Request { line, body, .. } = request;
    assert_eq!(line, "POST /v1/chat/completions");
    assert_eq!(request.header("authorization"), Some("Bearer sk-desk"));
    assert_eq!(body["model"], "kimi-k2-5-turbo");
    for (member, value) in [
        ("temperature", json!(0.7)),
        ("max_completion_tokens", json!(800)),
        ("top_p", json!(0.9)),
        ("stop", json!(["END OF TEXT"])),
        ("seed", json!(7)),
        ("user", json!("sales-desk")),
    ] {
        assert_eq!(body[member], value, "{member}: {body}");
    }
    assert_eq!(body["messages"].as_array().unwrap().len(), 2, "{body}");
    for (position, role, text) in [(0, "system", system), (1, "user", user)] {
        let message = &body["messages"][position];
        assert_eq!(message["role"], role, "{body}");
        // Some clients send a text, some a list of parts.
        let content = message["content"]
            .as_str()
            .or(message["content"][0]["text"].as_str());
        assert!(content.unwrap().contains(text), "{body}");
    }
}

/// The answer of a model as server-sent events, an event a piece.
fn streamed(pieces: &[&str]) -> Reply {
    let event = |delta, reason: Option<&str>| {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": reason });
        format!(
            "data: {}\n\n",
            json!({ "id": "chatcmpl-82", "object": "chat.completion.chunk", "choices": [choice] })
        )
    };
    let chunks = pieces
        .iter()
        .map(|piece| event(json!({ "content": piece }), None));
    let end = [
        event(json!({}), Some("stop")),
        "data: [DONE]\n\n".to_owned(),
    ];
    let body = chunks.chain(end).collect::<String>().into_bytes();
    Reply::Http(200, "content-type: text/event-stream\r\n".to_owned(), body)
}
