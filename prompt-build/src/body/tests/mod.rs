//! The body of a call, and what the API does not take of its settings and messages.

mod cache;
mod extra;
mod limits;
mod messages;
mod output;
mod parameters;
mod schemas;
mod tools;

use prompt_core::parameters::{Parameters, find};
use prompt_core::vocabulary::{OutputTokensKey, Role};

use super::*;
use crate::pins::{Origin, Setting};
use crate::report::Severity;
use crate::source::Mark;
use crate::template::{Message, Op, Output, Prefix};

/// The settings of calls with these parameters, a JSON object.
fn settings(api: Api, parameters: &str) -> Settings {
    let Some(Json::Object(entries)) = Json::parse(parameters) else {
        panic!("no object: {parameters}");
    };
    let setting = |value: Json| Setting {
        keys: keys(&value),
        value,
        origin: Origin::Pin,
        mark: Some(Mark::at(0, 0)),
    };
    let entries = entries.into_iter().map(|(name, value)| {
        let parameter = find(&name).expect(&name);
        (parameter, setting(parameter.read(&value).expect(&name)))
    });
    Settings {
        api,
        output_tokens_key: OutputTokensKey::default(),
        model: Setting {
            value: "m".to_owned(),
            origin: Origin::Environment,
            mark: None,
            keys: Vec::new(),
        },
        parameters: entries.collect::<Parameters<_>>(),
        unreadable: Vec::new(),
    }
}

/// The paths of the keys. The place of each is its number, from 1.
fn keys(value: &Json) -> Vec<(String, Mark)> {
    fn paths(value: &Json, outer: &str) -> Vec<String> {
        let Json::Object(entries) = value else {
            return Vec::new();
        };
        let entries = entries.iter().flat_map(|(key, value)| {
            let path = format!("{outer}{key}");
            let inner = paths(value, &format!("{path}."));
            [vec![path], inner].concat()
        });
        entries.collect()
    }
    let paths = (1..).zip(paths(value, ""));
    paths.map(|(at, path)| (path, Mark::at(at, at))).collect()
}

fn output(schema: Option<&str>) -> Output {
    Output {
        schema: schema.map(|text| Json::parse(text).expect(text)),
        patterns: Vec::new(),
        mark: Mark::at(0, 0),
    }
}

fn body(settings: &Settings, output: Option<&Output>, text: &str) -> Body {
    let message = Message::Text {
        role: Role::User,
        ops: vec![Op::Text(text.to_owned())],
        range: 0..text.len(),
    };
    let query = BodyQuery {
        id: "sales-email-007",
        settings,
        output,
        tools: &[],
        messages: &[message],
        prefix: &Prefix {
            texts: vec![(Role::System, "You write first-contact email.".to_owned())],
            ..Prefix::default()
        },
    };
    query.body()
}

/// The members beside the model, then a line for each problem: `!` for an error, `?` for a
/// warning.
fn said(body: &Body) -> String {
    let members = body.members.iter().filter(|(key, _)| key != "model");
    let members = members.map(|(key, value)| format!("{key}: {value}"));
    let problems = body.problems.iter().map(|problem| {
        let sign = match problem.severity {
            Severity::Error => '!',
            Severity::Warning | Severity::Note => '?',
        };
        format!("{sign} {}", problem.sentence)
    });
    let lines = members.chain(problems).collect::<Vec<_>>();
    lines.join("; ")
}

/// The schema of an answer.
const EMAIL: &str = r#"{"type":"object","properties":{"subject":{"type":"string","minLength":1},"note":{"type":"string"}},"required":["subject"]}"#;
