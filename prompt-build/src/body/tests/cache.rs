//! The marks of a provider's cache.

use prompt_core::vocabulary::{Api, Role};

use super::super::BodyQuery;
use super::settings;
use crate::template::{Message, Op, Prefix};

/// The marks of `extra_body` on tools, one beside them, and whether there is room for another.
const MARKS: &[(usize, bool, bool)] = &[
    (0, false, true),
    (3, false, true),
    (4, false, false),
    (3, true, false),
    (2, true, true),
];

#[test]
fn a_body_has_four_marks_at_most() {
    for (tools, is_marked_itself, has_room) in MARKS {
        let tool = r#"{"name":"look_up","cache_control":{"type":"ephemeral"}}"#;
        let tools = vec![tool; *tools].join(",");
        let own = if *is_marked_itself {
            r#","cache_control":{"type":"ephemeral"}"#
        } else {
            ""
        };
        let parameters = format!(
            r#"{{"max_output_tokens":4096,"cache":true,"extra_body":{{"tools":[{tools}]{own}}}}}"#
        );
        let settings = settings(Api::AnthropicMessages, &parameters);
        let text = "Be brief.".to_owned();
        let messages = [Message::Text {
            role: Role::User,
            ops: vec![Op::Text(text.clone())],
            range: 0..1,
        }];
        let query = BodyQuery {
            id: "sales-email-007",
            settings: &settings,
            output: None,
            tools: &[],
            messages: &messages,
            prefix: &Prefix {
                texts: vec![(Role::User, text)],
                ..Prefix::default()
            },
        };
        let body = query.body();
        assert_eq!(!body.cache_marks.is_empty(), *has_room, "{parameters}");
        let mut sentences = body.problems.iter().map(|problem| &problem.sentence);
        let is_told = sentences.any(|sentence| sentence.contains("the four marks"));
        assert_eq!(is_told, !has_room, "{parameters}");
    }
}

/// The number of marks on tools, and whether they are more than the API takes.
const TOO_MANY: &[(usize, bool)] = &[(4, false), (5, true), (9, true)];

#[test]
fn more_than_four_marks_are_an_error_of_their_own() {
    for cache in ["", r#""cache":true,"#] {
        for (tools, is_refused) in TOO_MANY {
            let tool = r#"{"name":"look_up","cache_control":{"type":"ephemeral"}}"#;
            let tools = vec![tool; *tools].join(",");
            let parameters = format!(
                r#"{{"max_output_tokens":4096,{cache}"extra_body":{{"tools":[{tools}]}}}}"#
            );
            let said = sentences(Api::AnthropicMessages, &parameters);
            let refused = said
                .iter()
                .filter(|said| said.contains("and the API takes 4"));
            assert_eq!(refused.count(), usize::from(*is_refused), "{said:?}");
            let is_warned = said.iter().any(|said| said.contains("the four marks"));
            assert_eq!(is_warned, !cache.is_empty() && !is_refused, "{said:?}");
        }
    }
}

#[test]
fn a_property_of_a_schema_is_no_mark() {
    let property = r#"{"type":"object","properties":{"cache_control":{"type":"string"}}}"#;
    let tool = format!(r#"{{"name":"look_up","input_schema":{property}}}"#);
    let tools = vec![tool; 9].join(",");
    let parameters =
        format!(r#"{{"max_output_tokens":4096,"cache":true,"extra_body":{{"tools":[{tools}]}}}}"#);
    let said = sentences(Api::AnthropicMessages, &parameters);
    assert!(!said.iter().any(|said| said.contains("marks")), "{said:?}");
}

/// The sentences about the body of a prompt with one fixed text.
fn sentences(api: Api, parameters: &str) -> Vec<String> {
    let settings = settings(api, parameters);
    let text = "Be brief.".to_owned();
    let messages = [Message::Text {
        role: Role::User,
        ops: vec![Op::Text(text.clone())],
        range: 0..1,
    }];
    let query = BodyQuery {
        id: "sales-email-007",
        settings: &settings,
        output: None,
        tools: &[],
        messages: &messages,
        prefix: &Prefix {
            texts: vec![(Role::User, text)],
            ..Prefix::default()
        },
    };
    let problems = query.body().problems;
    problems
        .into_iter()
        .map(|problem| problem.sentence)
        .collect()
}
