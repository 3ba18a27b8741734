//! The messages of a conversation, for each API.

use alloc::vec;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::super::request;
use super::{APIS, body, body_of, header, media, parts, section, text};
use crate::{Message, Role};

/// A conversation with every role, parts without media, and two system messages.
fn conversation() -> Vec<Message> {
    vec![
        Message::new(Role::System, "Be brief."),
        Message::new(Role::System, "Answer in \"German\"."),
        Message::new(Role::User, "Was kostet der Teamtarif?"),
        parts(Role::Model, [text("Im Monat "), text("49 EUR."), section()]),
        Message::new(Role::System, "The trial is over."),
        Message::new(Role::Tool, "{\"seats\":12}"),
        Message::new(Role::User, "Für 12?\n"),
    ]
}

fn message(role: &str, content: &str) -> Value {
    json!({ "role": role, "content": content })
}

fn content(role: &str, text: &str) -> Value {
    json!({ "role": role, "parts": [{ "text": text }] })
}

#[test]
fn a_conversation_in_chat_completions() {
    let expected = json!({ "messages": [
        message("system", "Be brief."),
        message("system", "Answer in \"German\"."),
        message("user", "Was kostet der Teamtarif?"),
        message("assistant", "Im Monat 49 EUR."),
        message("system", "The trial is over."),
        message("user", "{\"seats\":12}"),
        message("user", "Für 12?\n"),
    ] });
    assert_eq!(body_of("chat-completions", &conversation()), expected);
}

#[test]
fn a_conversation_in_responses() {
    let expected = json!({ "instructions": "Be brief.", "input": [
        message("system", "Answer in \"German\"."),
        message("user", "Was kostet der Teamtarif?"),
        message("assistant", "Im Monat 49 EUR."),
        message("system", "The trial is over."),
        message("user", "{\"seats\":12}"),
        message("user", "Für 12?\n"),
    ] });
    assert_eq!(body_of("responses", &conversation()), expected);
}

#[test]
fn a_conversation_in_anthropic_messages() {
    let expected = json!({
        "system": [
            { "type": "text", "text": "Be brief." },
            { "type": "text", "text": "Answer in \"German\"." },
        ],
        "messages": [
            message("user", "Was kostet der Teamtarif?"),
            message("assistant", "Im Monat 49 EUR."),
            message("system", "The trial is over."),
            message("user", "{\"seats\":12}"),
            message("user", "Für 12?\n"),
        ],
    });
    assert_eq!(body_of("anthropic-messages", &conversation()), expected);
}

#[test]
fn a_conversation_in_gemini() {
    let expected = json!({
        "systemInstruction": { "parts": [
            { "text": "Be brief." },
            { "text": "Answer in \"German\"." },
            { "text": "The trial is over." },
        ] },
        "contents": [
            content("user", "Was kostet der Teamtarif?"),
            { "role": "model", "parts": [{ "text": "Im Monat " }, { "text": "49 EUR." }] },
            content("user", "{\"seats\":12}"),
            content("user", "Für 12?\n"),
        ],
    });
    assert_eq!(body_of("gemini", &conversation()), expected);
}

#[test]
fn one_system_message_and_none() {
    let [system, user] = [
        Message::new(Role::System, "Be brief."),
        Message::new(Role::User, "Hello."),
    ];
    let with = [system, user.clone()];
    let rows = [
        (
            "responses",
            json!({ "instructions": "Be brief.", "input": [message("user", "Hello.")] }),
            json!({ "input": [message("user", "Hello.")] }),
        ),
        (
            "anthropic-messages",
            json!({ "system": "Be brief.", "messages": [message("user", "Hello.")] }),
            json!({ "messages": [message("user", "Hello.")] }),
        ),
        (
            "gemini",
            json!({
                "systemInstruction": { "parts": [{ "text": "Be brief." }] },
                "contents": [content("user", "Hello.")],
            }),
            json!({ "contents": [content("user", "Hello.")] }),
        ),
    ];
    for (api, expected, without_system) in rows {
        assert_eq!(body_of(api, &with), expected, "{api}");
        assert_eq!(body_of(api, &with[1..]), without_system, "{api}");
    }
}

#[test]
fn blank_messages_are_not_sent() {
    let blank = [
        Message::new(Role::System, ""),
        Message::new(Role::User, " \n\u{feff}"),
        parts(Role::Model, [section(), text(" ")]),
        parts(Role::User, [section()]),
    ];
    for api in APIS {
        assert_eq!(body_of(api, &blank), body_of(api, &[]), "{api}");
    }
}

/// Instructions are a text. What is not one stays in the input.
#[test]
fn a_picture_for_the_system() {
    let system = parts(
        Role::System,
        [
            text("The plan:"),
            media("https://example.com/floor-plan.png", None),
        ],
    );
    let expected = json!({ "input": [{ "role": "system", "content": [
        { "type": "input_text", "text": "The plan:" },
        { "type": "input_image", "detail": "auto", "image_url": "https://example.com/floor-plan.png" },
    ] }] });
    assert_eq!(body_of("responses", &[system]), expected);
}

/// A model's answer is a text in responses, but a picture in it is not dropped.
#[test]
fn a_picture_of_the_model() {
    let answer = parts(Role::Model, [media("https://example.com/draft.png", None)]);
    let content = &body_of("responses", &[answer])["input"][0]["content"];
    assert_eq!(content[0]["type"], "input_image");
}

#[test]
fn the_lines_of_a_header_are_copied_in_order() {
    let lines = "\
parameter temperature 0.2
body model \"kimi-k2-5\"
body temperature 0.2
body response_format {\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":{\"größe\":\"in \\\"m\\\"\",\"maximum\":1.5,\"x\":null}}}
output {\"type\":\"object\"}
";
    let copied = "{\"model\":\"kimi-k2-5\",\"temperature\":0.2,\"response_format\":{\"type\":\"json_schema\",\
        \"json_schema\":{\"name\":\"answer\",\"schema\":{\"größe\":\"in \\\"m\\\"\",\"maximum\":1.5,\"x\":null}}},";
    for api in APIS {
        let header = header(api, lines);
        let request = request(&header, &[]);
        body(&request);
        let json = request.to_json();
        assert!(json.starts_with(copied), "{json}");
    }
}

#[test]
fn without_lines_and_messages_there_is_an_empty_list() {
    let lists = ["messages", "input", "messages", "contents"];
    for (api, list) in APIS.into_iter().zip(lists) {
        assert_eq!(body_of(api, &[]), json!({ list: [] }));
    }
    assert_eq!(body(&request("", &[])), json!({ "messages": [] }));
    assert_eq!(
        body(&request("api other\n", &[])),
        json!({ "messages": [] })
    );
}
