//! The fixed text before the first value, and the warnings about where values stand.

use prompt_core::interpret::{Inputs, render};
use prompt_core::message::{Content, Part};
use prompt_core::vocabulary::Api;
use proptest::prelude::*;

use super::{codes, read, sound};
use crate::template::{Json, Role};

/// A file, an API, and the messages of the prefix: the role and the text of each.
type Row = (&'static str, Api, &'static [(Role, &'static str)]);

const PREFIXES: &[Row] = &[
    (
        "---\n---\n{{role \"system\"}}You write email.{{role \"user\"}}To {{name}}: hello",
        Api::ChatCompletions,
        &[(Role::System, "You write email."), (Role::User, "To ")],
    ),
    (
        "---\n---\n{{role \"system\"}}You write to {{name}}.{{role \"user\"}}Begin.",
        Api::ChatCompletions,
        &[(Role::System, "You write to ")],
    ),
    ("---\n---\n{{name}} writes.", Api::ChatCompletions, &[]),
    (
        "---\n---\n{{role \"system\"}}Be brief.{{history}}{{role \"user\"}}Go on.",
        Api::ChatCompletions,
        &[(Role::System, "Be brief.")],
    ),
    (
        "---\n---\n{{#if name}}a{{/if}}{{role \"system\"}}Be brief.",
        Api::ChatCompletions,
        &[],
    ),
    // A message that begins in a block depends on the call.
    (
        "---\n---\n{{role \"system\"}}Be brief.{{#each names}}{{role \"user\"}}{{this}}{{/each}}{{role \"user\"}}Go.",
        Api::ChatCompletions,
        &[(Role::System, "Be brief.")],
    ),
    (
        "---\n---\n{{role \"user\"}}Go.{{role \"model\"}}Yes.{{#if name}}{{role \"system\"}}Be brief.{{/if}}",
        Api::Gemini,
        &[],
    ),
    (
        "---\n---\n{{role \"user\"}}Go.{{role \"model\"}}Yes.{{#if name}}{{role \"system\"}}Be brief.{{/if}}",
        Api::ChatCompletions,
        &[(Role::User, "Go."), (Role::Model, "Yes.")],
    ),
    // Gemini reads the system messages first.
    (
        "---\n---\n{{#if name}}a{{/if}}{{role \"system\"}}Be brief.",
        Api::Gemini,
        &[(Role::System, "Be brief.")],
    ),
    (
        "Summarise the incident.",
        Api::Responses,
        &[(Role::User, "Summarise the incident.")],
    ),
    (
        "---\n---\nIn {{upper \"english\"}}{{#if (eq name \"a\")}}!{{/if}} for {{name}}",
        Api::ChatCompletions,
        &[(Role::User, "In ENGLISH")],
    ),
    // A part that is blank may be left out.
    (
        "---\n---\n{{role \"system\"}}Be brief.{{role \"user\"}}\n{{name}}",
        Api::ChatCompletions,
        &[(Role::System, "Be brief.")],
    ),
];

#[test]
fn the_text_before_the_first_value() {
    for (file, api, expected) in PREFIXES {
        let template = sound(read(file, &[])).expect(file);
        let prefix = template.prefix(*api);
        let texts = prefix.texts.iter();
        let texts = texts.map(|(role, text)| (*role, text.as_str()));
        assert_eq!(texts.collect::<Vec<_>>(), *expected, "{file}");
        let marks = prefix.marks(*api);
        let ends = marks.iter().map(|mark| (mark.message, mark.bytes));
        let lengths = expected.iter().map(|(_, text)| text.len());
        let expected = lengths.enumerate().collect::<Vec<_>>();
        let last_two = expected.into_iter().rev().take(2);
        assert_eq!(
            ends.collect::<Vec<_>>(),
            last_two.collect::<Vec<_>>(),
            "{file}"
        );
    }
}

/// The messages that are marked in each API. Responses have no mark for what the model said.
#[test]
fn marks_of_few_shots() {
    let few_shots = "{{role \"system\"}}Sort.{{role \"user\"}}Late.{{role \"model\"}}Delivery.";
    let rows = [
        (
            format!("{few_shots}{{{{role \"user\"}}}}{{{{name}}}}"),
            [&[2, 1][..], &[1, 0], &[2, 1]],
        ),
        (
            format!("{few_shots}{{{{role \"user\"}}}}To {{{{name}}}}"),
            [&[3, 2], &[3, 1], &[3, 2]],
        ),
        (
            "{{role \"model\"}}Hello.{{role \"user\"}}{{name}}".to_owned(),
            [&[0], &[], &[0]],
        ),
    ];
    let apis = [Api::ChatCompletions, Api::Responses, Api::AnthropicMessages];
    for (body, expected) in rows {
        let template = sound(read(&format!("---\n---\n{body}"), &[])).expect(&body);
        for (api, expected) in apis.into_iter().zip(expected) {
            let marks = template.prefix(api).marks(api);
            let messages = marks.iter().map(|mark| mark.message);
            assert_eq!(messages.collect::<Vec<_>>(), expected, "{body} in {api}");
        }
    }
}

/// The tools come first: they are all of a prefix without text, and a change of them makes all of it
/// cold.
#[test]
fn tools_are_the_start_of_the_prefix() {
    let prefix = |front: &str, body: &str| {
        let file = format!("---\n{front}\n---\n{body}");
        sound(read(&file, &[])).expect(front).prefix(Api::default())
    };
    let definition = r#"{"name":"a","inputSchema":{"type":"object","properties":{},"additionalProperties":false}}"#;
    let with = prefix("toolDefs: [{ name: a }]", "Be brief. {{name}}");
    let without = prefix("model: m", "Be brief. {{name}}");
    assert_eq!(with.tools, definition);
    assert_eq!(with.bytes(), definition.len() + without.bytes());
    assert_eq!(
        prefix("toolDefs: [{ name: a }]", "{{name}}").bytes(),
        definition.len()
    );
    let other = prefix("toolDefs: [{ name: b }]", "Be brief. {{name}}");
    let kind = prefix("toolDefs: [{ name: a }]", "Be kind. {{name}}");
    let rows = [
        (&with, &with, 0),
        (&with, &without, with.bytes()),
        (&without, &with, without.bytes()),
        (&with, &other, with.bytes()),
        (&with, &kind, "brief. ".len()),
    ];
    for (new, old, expected) in rows {
        assert_eq!(new.bytes_after_change(old), expected, "{new:?} {old:?}");
    }
}

#[test]
fn the_bytes_behind_a_change() {
    let prefix = |text: &str| {
        let file =
            format!("---\n---\n{{{{role \"system\"}}}}{text}{{{{role \"user\"}}}}{{{{name}}}}");
        sound(read(&file, &[])).expect(text).prefix(Api::default())
    };
    let rows = [
        ("Be brief.", "Be brief.", 0),
        ("Be brief.", "Be kind.", 6),
        ("Be brief.", "Be brief. And kind.", 0),
        ("Be brief. And kind.", "Be brief.", 10),
        ("Be brief.", "Write.", 9),
    ];
    for (new, old, expected) in rows {
        assert_eq!(
            prefix(new).bytes_after_change(&prefix(old)),
            expected,
            "{new} {old}"
        );
    }
}

/// A file with much fixed text at `LONG`, and the codes of its warnings.
const WARNINGS: &[(&str, &str)] = &[
    ("{{role \"system\"}}LONG{{role \"user\"}}{{name}}", ""),
    (
        "{{role \"system\"}}You write to {{name}}. LONG{{role \"user\"}}Go.",
        "cache-unfriendly",
    ),
    (
        "{{role \"system\"}}{{#each names}}{{this}}{{/each}}{{role \"user\"}}LONG",
        "cache-unfriendly",
    ),
    ("{{history}}{{role \"user\"}}LONG", "cache-unfriendly"),
    // Text within a block is not fixed.
    ("{{name}}{{#if name}}LONG{{/if}}", ""),
    (
        "{{role \"system\"}}Be brief.{{role \"user\"}}{{#each names}}{{this}}{{/each}}",
        "vanishing-message",
    ),
    (
        "{{role \"user\"}}{{#if name}}Write to {{name}}.{{/if}}",
        "vanishing-message",
    ),
    (
        "{{role \"user\"}}{{#if name}}Write to {{name}}.{{else}}Write.{{/if}}",
        "",
    ),
    (
        "{{role \"user\"}}{{#each names}}{{this}}{{else}}Nobody is there.{{/each}}",
        "",
    ),
    ("{{role \"user\"}}{{name}}", ""),
    (
        "{{role \"user\"}}Names:{{#each names}}{{this}}{{/each}}",
        "",
    ),
    // Messages that begin in blocks.
    (
        "{{role \"system\"}}Be brief.{{#if name}}{{role \"user\"}}{{name}}{{/if}}",
        "vanishing-message",
    ),
    (
        "{{role \"system\"}}Be brief.{{#if name}}{{role \"user\"}}{{name}}{{else}}{{role \"user\"}}Go.{{/if}}",
        "",
    ),
    (
        "{{role \"user\"}}Go.{{role \"model\"}}Done.{{#each names}}{{role \"user\"}}{{this}}{{/each}}",
        "",
    ),
    (
        "{{#each names}}{{role \"user\"}}{{this}}{{role \"model\"}}Yes.{{/each}}Go.",
        "vanishing-message",
    ),
    (
        "{{role \"user\"}}Go.{{history}}{{name}}",
        "text-after-history",
    ),
    (
        "{{history}}\n {{! nobody speaks }}{{role \"user\"}}{{name}}",
        "",
    ),
    ("{{history}}{{role \"model\"}}{{name}}", ""),
    // A message of the system can be left out.
    (
        "{{role \"system\"}}{{#if name}}{{name}}{{/if}}{{role \"user\"}}Go.",
        "",
    ),
];

/// The text between the inputs is not fixed text behind a value.
#[test]
fn the_object_of_all_inputs_is_one_value() {
    let long = "Write one sentence a line. ".repeat(160);
    let front = "---\ninput: { schema: { a: string, b: string } }\n---\n";
    let file = format!("{front}{{{{json this}}}} {long}");
    let template = sound(read(&file, &[])).unwrap();
    let warnings = template.warnings.sorted();
    let places = warnings.iter().flat_map(|warning| {
        let related = warning.related.as_ref().map(|(location, _)| location);
        [&warning.location].into_iter().chain(related)
    });
    let places = places.map(|place| file[place.span()].split(' ').next());
    assert_eq!(places.collect::<Vec<_>>(), [Some("{{json"), Some("")]);
}

#[test]
fn warnings_about_the_place_of_values() {
    let long = "Write one sentence a line. ".repeat(160);
    for (body, expected) in WARNINGS {
        let file = format!("---\n---\n{}", body.replace("LONG", &long));
        let template = sound(read(&file, &[])).expect(body);
        assert_eq!(codes(&template.warnings), *expected, "{body}");
    }
}

/// The pieces of bodies whose prefix is looked at.
const PIECES: &[&str] = &[
    "Be brief. ",
    "\n",
    " ",
    "Grüße 🙂",
    "{{name}}",
    "{{#if name}}",
    "{{else}}",
    "{{/if}}",
    "{{#each names}}",
    "{{this}}",
    "{{/each}}",
    "{{role \"system\"}}",
    "{{role \"user\"}}",
    "{{role \"model\"}}",
    "{{history}}",
    "{{media url=name}}",
    "{{section \"code\"}}",
    "{{~! trimmed ~}}",
];

/// The text of a message up to its first part that is no text.
fn text(content: &Content) -> &str {
    match content {
        Content::Text(text) => text,
        Content::Parts(parts) => match parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        },
        Content::Turn(_) | Content::ToolResult(_) => "",
    }
}

proptest! {
    /// Whatever a call passes, its messages begin with the prefix, byte for byte.
    #[test]
    fn the_prefix_is_the_same_in_every_call(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14),
        name in prop::option::of("[a-z \n]{0,4}"),
        names in prop::collection::vec("[a-z ]{0,3}", 0..3),
    ) {
        let file = format!("---\n---\n{}", pieces.concat());
        let Ok(template) = sound(read(&file, &[])) else { return Ok(()) };
        let prefix = template.prefix(Api::ChatCompletions);
        let names = names.into_iter().map(Json::Text).collect();
        let inputs = Json::Object(vec![
            ("name".to_owned(), name.map_or(Json::Null, Json::Text)),
            ("names".to_owned(), Json::List(names)),
        ]);
        let messages = render(&template.messages, Inputs::new(&inputs), Vec::new()).unwrap();
        for (position, (role, fixed)) in prefix.texts.iter().enumerate() {
            prop_assert_eq!(messages[position].role, *role);
            let sent = text(&messages[position].content);
            prop_assert!(sent.starts_with(fixed.as_str()), "{:?} {:?}", sent, fixed);
            if position < prefix.texts.len() - 1 {
                prop_assert_eq!(sent, fixed.as_str());
            }
        }
    }
}
