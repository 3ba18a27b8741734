//! The mark at the end of the static prefix.

use alloc::format;

use serde_json::{Value, json};

use super::super::request;
use super::{body, header, media, parts, section, text};
use crate::{Message, Role};

const IMAGE: &str = "https://example.com/floor-plan.png";

/// Returns the body of messages with a line `cache`.
fn marked(api: &str, mark: &str, messages: &[Message]) -> Value {
    body(&request(&header(api, &format!("cache {mark}\n")), messages))
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
        (9, "Seen  from|  above: Say it."),
        (16, "Seen  from above:| Say it."),
        (19, "Seen  from above: Say|  it."),
        (23, "Seen  from above: Say it.|"),
    ];
    for (bytes, expected) in rows {
        let body = marked("anthropic-messages", &format!("0 {bytes}"), &[message()]);
        let blocks = body["messages"][0]["content"].as_array().unwrap();
        let texts = blocks.iter().filter_map(|block| {
            let mark = block.get("cache_control").map_or("", |_| "|");
            Some(format!("{}{mark}", block["text"].as_str()?))
        });
        assert_eq!(texts.collect::<alloc::vec::Vec<_>>().join(" "), expected);
        let images = blocks.iter().filter(|block| block["type"] == "image");
        assert_eq!(images.count(), 1, "{body}");
    }
}

/// An application may have changed the messages.
#[test]
fn a_mark_that_does_not_fit_is_none() {
    let plain = body(&request(&header("anthropic-messages", ""), &greeting()));
    for mark in [
        "0 0", "0 10", "1 3", "2 1", "7 7", "0", "", "0 -1", "0 2 3", "x y",
    ] {
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
