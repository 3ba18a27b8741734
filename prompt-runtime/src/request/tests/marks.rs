//! The mark at the end of the static prefix.

use alloc::format;
use alloc::string::String;
use alloc::vec;

use prompt_core::digest::digest;
use serde_json::{Value, json};

use super::super::request;
use super::{body, header, media, parts, section, text};
use crate::{Content, Message, Part, Role};

const IMAGE: &str = "https://example.com/floor-plan.png";

/// Returns the body of messages with a line `cache`, a message and a number of bytes.
fn marked(api: &str, mark: &str, messages: &[Message]) -> Value {
    marked_in_turn(api, &[line(mark, messages)], messages)
}

/// Returns the body of messages with these lines `cache`.
fn marked_in_turn(api: &str, lines: &[String], messages: &[Message]) -> Value {
    body(&request(&header(api, &lines.concat()), messages))
}

/// A line `cache` with the digest of the bytes that it speaks of, if they are there.
fn line(mark: &str, messages: &[Message]) -> String {
    let prefix = || {
        let (message, bytes) = mark.split_once(' ')?;
        let first = match &messages.get(message.parse::<usize>().ok()?)?.content {
            Content::Text(text) => text,
            Content::Parts(parts) => parts.iter().find_map(Part::as_text)?,
            Content::Turn(_) | Content::ToolResult(_) => return None,
        };
        first.as_bytes().get(..bytes.parse().ok()?)
    };
    let digest = digest(prefix().unwrap_or_default());
    format!("cache {mark} {digest:016x}\n")
}

fn greeting() -> [Message; 2] {
    [
        Message::new(Role::System, "Be brief."),
        Message::new(Role::User, "Grüße Mara."),
    ]
}

#[test]
fn a_prefix_that_ends_in_the_system_message() {
    let user = json!({ "role": "user", "content": "Grüße Mara." });
    let breakpoint = json!({ "mode": "explicit" });
    let rows = [
        (
            "chat-completions",
            json!({ "messages": [
                { "role": "system", "content": [
                    { "type": "text", "text": "Be", "prompt_cache_breakpoint": breakpoint },
                    { "type": "text", "text": " brief." },
                ] },
                user,
            ] }),
        ),
        (
            "responses",
            json!({ "input": [
                { "role": "system", "content": [
                    { "type": "input_text", "text": "Be", "prompt_cache_breakpoint": breakpoint },
                    { "type": "input_text", "text": " brief." },
                ] },
                user,
            ] }),
        ),
        (
            "anthropic-messages",
            json!({
                "system": [
                    { "type": "text", "text": "Be", "cache_control": { "type": "ephemeral" } },
                    { "type": "text", "text": " brief." },
                ],
                "messages": [user],
            }),
        ),
        (
            "gemini",
            json!({
                "systemInstruction": { "parts": [{ "text": "Be brief." }] },
                "contents": [{ "role": "user", "parts": [{ "text": "Grüße Mara." }] }],
            }),
        ),
    ];
    for (api, expected) in rows {
        assert_eq!(marked(api, "0 2", &greeting()), expected, "{api}");
    }
}

#[test]
fn a_prefix_that_ends_with_a_message_has_no_rest() {
    let body = marked("anthropic-messages", "0 9", &greeting());
    assert_eq!(
        body["system"],
        json!([{ "type": "text", "text": "Be brief.", "cache_control": { "type": "ephemeral" } }])
    );
}

#[test]
fn a_prefix_that_ends_in_a_later_message() {
    let rows = [
        (
            "chat-completions",
            "/messages/1/content",
            "prompt_cache_breakpoint",
        ),
        ("responses", "/input/0/content", "prompt_cache_breakpoint"),
        ("anthropic-messages", "/messages/0/content", "cache_control"),
    ];
    for (api, content, mark) in rows {
        // `ü` and `ß` have two bytes.
        let body = marked(api, "1 7", &greeting());
        let content = body.pointer(content).unwrap();
        assert_eq!(content[0]["text"], "Grüße");
        assert!(content[0].get(mark).is_some(), "{body}");
        assert_eq!(content[1]["text"], " Mara.");
        assert!(content[1].get(mark).is_none(), "{body}");
    }
    let body = marked("responses", "1 7", &greeting());
    assert_eq!(body["instructions"], "Be brief.");
}

#[test]
fn a_prefix_that_ends_between_parts() {
    let message = || {
        parts(
            Role::User,
            [
                text("Seen "),
                section(),
                text("from above:"),
                media(IMAGE, None),
                text("Say it."),
            ],
        )
    };
    // The bytes of the prefix; the texts, with `|` at the end of the one with the mark.
    let rows = [
        (1, "S| een  from above: Say it."),
        (5, "Seen | from above: Say it."),
    ];
    for (bytes, expected) in rows {
        let body = marked("anthropic-messages", &format!("0 {bytes}"), &[message()]);
        let blocks = body["messages"][0]["content"].as_array().unwrap();
        let texts = blocks.iter().filter_map(|block| {
            let mark = block.get("cache_control").map_or("", |_| "|");
            Some(format!("{}{mark}", block["text"].as_str()?))
        });
        assert_eq!(texts.collect::<vec::Vec<_>>().join(" "), expected);
        let images = blocks.iter().filter(|block| block["type"] == "image");
        assert_eq!(images.count(), 1, "{body}");
    }
}

/// No API gets a block of whitespace alone: Anthropic's refuses it.
#[test]
fn whitespace_is_no_block() {
    let image = || media(IMAGE, None);
    // The parts of the message, the bytes of the prefix, and the texts of the blocks, with `|` at the
    // end of the one with the mark.
    let rows = [
        (vec![text("Read: \n")], 5, "Read:|"),
        (vec![text("Read:\n")], 6, "Read:\n|"),
        (vec![text("\n Read")], 2, "\n Read"),
        (vec![text(" "), text("Read")], 1, "Read"),
        (vec![image(), text("\n"), image(), text("Read")], 0, "Read"),
        (vec![text("See"), text("\u{feff}"), image()], 3, "See|"),
    ];
    for (content, bytes, expected) in rows {
        let message = [parts(Role::User, content)];
        for (api, list) in [
            ("chat-completions", "/messages/0/content"),
            ("responses", "/input/0/content"),
            ("anthropic-messages", "/messages/0/content"),
        ] {
            let body = marked(api, &format!("0 {bytes}"), &message);
            let blocks = body.pointer(list).unwrap().as_array().unwrap();
            let texts = blocks.iter().filter_map(|block| {
                let is_marked = block.get("cache_control").is_some()
                    || block.get("prompt_cache_breakpoint").is_some();
                let mark = if is_marked { "|" } else { "" };
                Some(format!("{}{mark}", block.get("text")?.as_str()?))
            });
            let texts = texts.collect::<vec::Vec<_>>().join(" ");
            assert_eq!(texts, expected, "{api}: {message:?}");
        }
    }
    let between = [parts(Role::User, [image(), text("\n"), image()])];
    let body = marked("gemini", "", &between);
    let sent = body.pointer("/contents/0/parts").unwrap().as_array();
    assert_eq!(sent.unwrap().len(), 2, "{body}");
}

/// An application may have changed the messages.
#[test]
fn a_mark_that_does_not_fit_is_none() {
    let plain = body(&request(&header("anthropic-messages", ""), &greeting()));
    for mark in ["0 10", "1 3", "2 1", "7 7", "0", "", "0 -1", "0 2 3", "x y"] {
        assert_eq!(
            marked("anthropic-messages", mark, &greeting()),
            plain,
            "{mark}"
        );
    }
    let only_media = [parts(Role::User, [media(IMAGE, None), text("")])];
    let body = marked("anthropic-messages", "0 1", &only_media);
    assert!(
        body["messages"][0]["content"][0]
            .get("cache_control")
            .is_none()
    );
}

/// Other messages than those of the prompt have no mark, wherever they come from. Where a conversation
/// was inserted, the prefix before it is marked.
#[test]
fn the_mark_stands_where_the_prefix_does() {
    let rendered = greeting();
    let lines = [line("1 7", &rendered), line("0 9", &rendered)];
    let marks = |messages: &[Message]| {
        let body = marked_in_turn("anthropic-messages", &lines, messages);
        let at = [
            "/system/0",
            "/messages/0/content/0",
            "/messages/1/content/0",
        ];
        at.map(|at| {
            let block = body.pointer(at);
            block.is_some_and(|block| block.get("cache_control").is_some())
        })
    };
    assert_eq!(marks(&rendered), [false, true, false]);
    let [system, user] = rendered;
    let turn = Message::new(Role::Model, "Guten Tag.");
    assert_eq!(marks(&[system, turn, user]), [true, false, false]);
    let other = [
        Message::new(Role::System, "Be kind, and long-winded."),
        Message::new(Role::User, "Hello Mara."),
    ];
    assert_eq!(marks(&other), [false; 3]);
}

/// Responses have no mark for what the model said.
#[test]
fn a_prefix_that_ends_in_an_answer_of_the_model() {
    let answer = [Message::new(Role::Model, "Good morning.")];
    assert_eq!(
        marked("responses", "0 4", &answer)["input"][0]["content"],
        "Good morning."
    );
    assert_eq!(
        marked("anthropic-messages", "0 4", &answer)["messages"][0]["content"][0]["text"],
        "Good"
    );
}
