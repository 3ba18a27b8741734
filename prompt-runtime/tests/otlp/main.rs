//! Traces of calls as a collector gets them: from `tracing-opentelemetry` by OTLP over HTTP.

mod call;
mod collector;
mod exported;

use prompt_runtime::{Answer, Api, Prompt};
use serde_json::{Value, json};
use tracing::field::Empty;
use tracing::info_span;

use call::{APIS, CUSTOMER, FULL, JSON, STRUCTURED, TOOLS, VERBOSE, answer, rendered};
use exported::{Attributes, Span, exported};

/// Runs a program that makes one span.
fn only(program: impl FnOnce()) -> Span {
    let mut spans = exported(program);
    assert_eq!(spans.len(), 1, "{spans:?}");
    spans.remove(0)
}

fn traced(prompt: &'static Prompt) -> Span {
    only(|| rendered(prompt).trace().answered(&answer()))
}

fn attributes(of: Value) -> Attributes {
    serde_json::from_value(of).unwrap()
}

#[test]
fn a_call_is_a_span_of_the_conventions() {
    let span = only(|| {
        let rendered = rendered(&FULL);
        let call = rendered
            .trace_to("moonshot_ai")
            .server_address("api.moonshot.example")
            .server_port(443)
            .conversation_id("conv-81");
        call.answered(&answer());
    });
    assert_eq!(
        (span.name.as_str(), span.kind, span.status),
        ("chat kimi-k2-5", 3, 0)
    );
    let mut sent = span.attributes;
    sent.retain(|name, _| !name.ends_with(".messages"));
    let expected = attributes(json!({
        "deployment.environment.name": "staging",
        "gen_ai.conversation.id": "conv-81",
        "gen_ai.operation.name": "chat",
        "gen_ai.output.type": "text",
        "gen_ai.prompt.name": "sales-email-007",
        "gen_ai.prompt.version": "2.3.0",
        "gen_ai.provider.name": "moonshot_ai",
        "gen_ai.request.model": "kimi-k2-5",
        "gen_ai.request.temperature": 0.0,
        "gen_ai.response.finish_reasons": "[\"stop\"]",
        "gen_ai.response.id": "chatcmpl-81",
        "gen_ai.response.model": "kimi-k2-5-0711",
        "gen_ai.usage.cache_read.input_tokens": 1024,
        "gen_ai.usage.cache_write.input_tokens": 128,
        "gen_ai.usage.input_tokens": 1187,
        "gen_ai.usage.output_tokens": 4403,
        "gen_ai.usage.reasoning.output_tokens": 4200,
        "prompt.sha256": "9671dc64",
        "prompt.status": "draft",
        "server.address": "api.moonshot.example",
        "server.port": 443,
        "target": "prompt_runtime",
    }));
    assert_eq!(sent, expected);
}

#[test]
fn what_is_asked_for_is_told_in_the_words_that_are_sent() {
    let levels = [Some("high"), Some("low"), None, Some("HIGH")];
    for (prompt, level) in JSON.iter().zip(levels) {
        let mut sent = traced(prompt).attributes;
        assert_eq!(sent.remove("gen_ai.output.type"), Some(json!("json")));
        let expected = level.map(|level| json!(level));
        assert_eq!(sent.remove("gen_ai.request.reasoning.level"), expected);
        assert_eq!(sent.remove("gen_ai.request.stream"), None);
    }
    let mut sent = only(|| _ = rendered(&STRUCTURED).trace().streaming()).attributes;
    assert_eq!(sent.remove("gen_ai.request.stream"), Some(json!(true)));
}

#[test]
fn the_level_of_the_environment_decides_on_content() {
    let messages = ["gen_ai.input.messages", "gen_ai.output.messages"];
    let variables = [
        "gen_ai.prompt.variable.customer",
        "gen_ai.prompt.variable.products",
        "gen_ai.prompt.variable.tone",
    ];
    let all = [messages.as_slice(), &variables].concat();
    for (prompt, attributes, events) in [
        (&STRUCTURED, vec![], vec![]),
        (&FULL, messages.to_vec(), vec!["messages", "answer"]),
        (&VERBOSE, all, vec!["inputs", "messages", "answer"]),
    ] {
        assert_eq!(
            traced(prompt).content(),
            (attributes, events),
            "{:?}",
            prompt.logging()
        );
    }
}

#[test]
fn the_definitions_of_tools_are_an_attribute() {
    let span = traced(&TOOLS);
    let expected = json!([
        {
            "type": "function",
            "name": "look-up-order",
            "description": "Finds \"an\" order.",
            "parameters": { "type": "object" },
        },
        { "type": "function", "name": "ping", "parameters": {} },
    ]);
    assert_eq!(span.json("gen_ai.tool.definitions"), expected);
}

#[test]
fn each_input_is_an_attribute() {
    let expected = attributes(json!({
        "gen_ai.prompt.variable.customer": "[redacted]",
        "gen_ai.prompt.variable.products": "[{\"for\":\"[redacted]\",\"name\":\"Team plan\"}]",
        "gen_ai.prompt.variable.tone": "friendly",
    }));
    let span = traced(&VERBOSE);
    let is_variable = |name: &str| name.starts_with("gen_ai.prompt.variable.");
    let (name, mut of_event) = span.events[0].clone();
    assert_eq!(name, "inputs");
    let mut of_span = span.attributes;
    of_span.retain(|name, _| is_variable(name));
    of_event.retain(|name, _| is_variable(name));
    assert_eq!((&of_span, &of_event), (&expected, &expected));
}

#[test]
fn messages_are_of_the_conventions() {
    let mut answer = answer();
    answer.refusal = Some("I cannot write to Mara Lindqvist.".into());
    let span = only(|| rendered(&FULL).trace().answered(&answer));
    let user = json!([
        { "type": "text", "content": "Write to [redacted]." },
        { "type": "uri", "modality": "image", "uri": "https://nordlicht.example/team" },
        { "type": "blob", "modality": "document", "mime_type": "application/pdf", "content": "" },
    ]);
    let system = json!([{ "type": "text", "content": "You write first-contact emails." }]);
    let input = json!([{ "role": "system", "parts": system }, { "role": "user", "parts": user }]);
    assert_eq!(span.json("gen_ai.input.messages"), input);
    let parts = json!([
        { "type": "text", "content": "Dear [redacted]" },
        { "type": "refusal", "content": "I cannot write to [redacted]." },
    ]);
    let output = json!([{ "role": "assistant", "parts": parts }]);
    assert_eq!(span.json("gen_ai.output.messages"), output);
    for (event, attribute) in [(0, "gen_ai.input.messages"), (1, "gen_ai.output.messages")] {
        assert_eq!(span.events[event].1[attribute], span.attributes[attribute]);
    }
}

/// The conventions have an attribute for what the API gets apart from the conversation.
#[test]
fn instructions_stand_where_the_api_has_them() {
    let roles = |messages: Value| {
        let messages = messages.as_array().unwrap().clone();
        messages
            .iter()
            .map(|message| message["role"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for prompt in &APIS {
        let span = traced(prompt);
        let instructions = span.attributes.get("gen_ai.system_instructions");
        assert_eq!(
            instructions,
            span.events[0].1.get("gen_ai.system_instructions")
        );
        let roles = roles(span.json("gen_ai.input.messages"));
        if prompt.api() == Api::ChatCompletions {
            assert_eq!(
                (instructions, roles),
                (None, vec!["system".into(), "user".into()])
            );
        } else {
            let parts = json!([{ "type": "text", "content": "You write first-contact emails." }]);
            assert_eq!(
                span.json("gen_ai.system_instructions"),
                parts,
                "{}",
                prompt.api()
            );
            assert_eq!(roles, ["user"], "{}", prompt.api());
        }
    }
}

#[test]
fn words_of_the_program_hold_no_secret() {
    let words = ["server.address", "server.port", "gen_ai.conversation.id"];
    let sent = |span: &Span| words.map(|name| span.attributes.get(name).cloned());
    let traced = |host: &str, id: &str| {
        only(|| {
            let rendered = rendered(&FULL);
            _ = rendered
                .trace()
                .server_address(host)
                .server_port(8443)
                .conversation_id(id);
        })
    };
    let shown = [json!("eu.nordlicht.example"), json!(8443), json!("conv-81")].map(Some);
    assert_eq!(sent(&traced("eu.nordlicht.example", "conv-81")), shown);
    let redacted = [json!("[redacted]"), json!(8443), json!("[redacted]")].map(Some);
    let span = traced("mara+lindqvist.example", &format!("conv-{CUSTOMER}-81"));
    assert_eq!(sent(&span), redacted);
    // Nothing listens when the prompt is rendered: the secrets are not known.
    let rendered = rendered(&FULL);
    let span = only(|| {
        _ = rendered
            .trace()
            .server_address("a.example")
            .server_port(1)
            .conversation_id("b");
    });
    assert_eq!(sent(&span), [None, None, None]);
}

#[test]
fn a_call_that_failed_is_an_error() {
    let span = only(|| {
        rendered(&FULL)
            .trace()
            .failed(429, "slow down, Mara Lindqvist");
    });
    assert_eq!(
        (span.status, &span.attributes["error.type"]),
        (2, &json!("429"))
    );
    let (name, error) = &span.events[1];
    assert_eq!(
        (name.as_str(), &error["exception.message"]),
        ("error", &json!("slow down, [redacted]"))
    );
}

/// A client counts the tokens in a span of its own.
fn client(prompt: &'static Prompt) -> Span {
    only(|| {
        let span = info_span!(
            "chat",
            gen_ai.usage.input_tokens = Empty,
            gen_ai.prompt.name = Empty
        );
        span.in_scope(|| rendered(prompt).annotate_current_span());
        span.record("gen_ai.usage.input_tokens", 1187);
    })
}

#[test]
fn the_span_of_a_client_gets_the_attributes_of_the_prompt() {
    let prompt = attributes(json!({
        "deployment.environment.name": "staging",
        "gen_ai.prompt.name": "sales-email-007",
        "gen_ai.prompt.version": "2.3.0",
        "gen_ai.usage.input_tokens": 1187,
        "prompt.sha256": "9671dc64",
        "prompt.status": "draft",
        "target": "otlp",
    }));
    let mut verbose = prompt.clone();
    verbose.extend(attributes(json!({
        "gen_ai.prompt.variable.customer": "[redacted]",
        "gen_ai.prompt.variable.products": "[{\"for\":\"[redacted]\",\"name\":\"Team plan\"}]",
        "gen_ai.prompt.variable.tone": "friendly",
    })));
    for (of, expected) in [
        (&STRUCTURED, &prompt),
        (&FULL, &prompt),
        (&VERBOSE, &verbose),
    ] {
        let span = client(of);
        assert_eq!(&span.attributes, expected, "{:?}", of.logging());
        assert!(span.events.is_empty(), "{:?}", span.events);
    }
}

#[test]
fn nothing_is_annotated_where_there_is_no_span() {
    assert!(exported(|| rendered(&VERBOSE).annotate_current_span()).is_empty());
}

#[test]
fn what_an_endpoint_does_not_tell_is_left_out() {
    let span = only(|| {
        rendered(&FULL)
            .trace()
            .answered(&Answer::new("Good morning."));
    });
    let told = |name: &&String| name.contains("usage") || name.contains("response");
    assert_eq!(span.attributes.keys().find(told), None);
}
