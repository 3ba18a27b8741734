//! The messages that stand apart from the conversation, held against the body.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use prompt_core::digest::digest;
use serde_json::Value;

use super::super::request;
use super::{APIS, body, header, media, parts, section, text};
use crate::{Message, Role};

/// Returns the texts that the body has apart from the conversation.
fn apart(body: &Value) -> Vec<String> {
    let part = |part: &Value| part["text"].as_str().map(ToString::to_string);
    let parts = |list: &Value| {
        list.as_array()
            .into_iter()
            .flatten()
            .filter_map(part)
            .collect()
    };
    if let Some(list) = body.pointer("/systemInstruction/parts") {
        return parts(list);
    }
    let text = body.get("instructions").or(body.get("system"));
    match text.and_then(Value::as_str) {
        Some(text) => Vec::from([text.to_string()]),
        None => text.map(parts).unwrap_or_default(),
    }
}

#[test]
fn the_instructions_are_the_messages_that_the_body_has_apart() {
    let system = |text: &'static str| Message::new(Role::System, text);
    let user = || Message::new(Role::User, "Greet Mara.");
    let photo = || {
        parts(
            Role::System,
            [text("Like this:"), media("https://a.example/a.png", None)],
        )
    };
    let blank = || parts(Role::System, [section(), text(" ")]);
    // The positions in each API, in the order of `APIS`.
    let rows: [(Vec<Message>, [&[usize]; 4]); 6] = [
        (Vec::from([user()]), [&[], &[], &[], &[]]),
        (
            Vec::from([system("Be brief."), user()]),
            [&[], &[0], &[0], &[0]],
        ),
        (
            Vec::from([system("Be brief."), system("Be kind."), user()]),
            [&[], &[0], &[0, 1], &[0, 1]],
        ),
        (
            Vec::from([blank(), system("Be brief."), user()]),
            [&[], &[1], &[1], &[1]],
        ),
        (
            Vec::from([system("Be brief."), user(), system("Be kind.")]),
            [&[], &[0], &[0], &[0, 2]],
        ),
        (Vec::from([photo(), user()]), [&[], &[], &[0], &[0]]),
    ];
    for (messages, expected) in rows {
        for (api, expected) in APIS.into_iter().zip(expected) {
            check(&header(api, ""), &messages, expected);
        }
    }
}

/// A list of blocks is no text, so responses get a marked message in the input.
#[test]
fn a_marked_message_is_no_instruction_of_responses() {
    let messages = [
        Message::new(Role::System, "Be brief."),
        Message::new(Role::User, "Greet Mara."),
    ];
    let line = format!("cache 0 9 {:016x}\n", digest(b"Be brief."));
    for (api, expected) in APIS.into_iter().zip([&[][..], &[], &[0], &[0]]) {
        check(&header(api, &line), &messages, expected);
    }
}

fn check(header: &str, messages: &[Message], expected: &[usize]) {
    let request = request(header, messages);
    assert_eq!(request.instructions(), expected, "{header}");
    let texts = expected
        .iter()
        .map(|position| messages[*position].text().into_owned());
    assert_eq!(
        apart(&body(&request)),
        texts.collect::<Vec<_>>(),
        "{header}"
    );
}
