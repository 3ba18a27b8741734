//! The interpreter beside `prompt!`: the same cases, with the same judge that the macro has in
//! `tests/e2e/rendered`.

#[path = "../../../../tests/e2e/rendered/case.rs"]
mod case;
#[path = "../../../../tests/e2e/rendered/judge.rs"]
mod judge;
#[path = "../../../../tests/e2e/rendered/random.rs"]
mod random;

mod arbitrary;
mod faults;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use prompt_build::library::PromptFile;
use prompt_build::report::{Code, Findings};
use prompt_build::source::{Location, Source};
use prompt_build::template::{Json, Partials, Template};
use serde_json::{Value, json};

use prompt_core::message::{Content, Message, Part};

use super::{Inputs, from_serde, render};
use case::Case;

#[test]
fn every_case_renders_as_with_the_macro() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/rendered");
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "case")
        {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            cases.push(Case::parse(&name, &fs::read_to_string(path).unwrap()));
        }
    }
    assert!(cases.len() > 20);
    compare(cases);
}

#[test]
fn random_templates_render_as_with_the_macro() {
    let number = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |text| text.parse().unwrap())
    };
    let seed = number("RANDOM_SEED", 1);
    compare(
        (seed..seed + number("RANDOM_TEMPLATES", 150))
            .map(random::case)
            .collect(),
    );
}

fn compare(cases: Vec<Case>) {
    let mut differences = String::new();
    for mut case in cases {
        // Inputs that are data hold no conversation.
        case.history.clear();
        let template = template(&case.prompt, &case.partials);
        for (position, inputs) in case.inputs.iter().enumerate() {
            let ours = messages(&template, inputs);
            let theirs = match &case.instead {
                Some(instead) => {
                    serde_json::from_str::<Vec<Value>>(instead).unwrap()[position].clone()
                }
                None => judge::messages(&case, inputs)
                    .unwrap_or_else(|error| Value::String(error.to_string())),
            };
            if ours != theirs {
                let (name, prompt, inputs) = (&case.name, &case.prompt, judge::describe(inputs));
                writeln!(
                    differences,
                    "== {name} with {inputs}\n{prompt}\nours   {ours}\ntheirs {theirs}\n"
                )
                .unwrap();
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// A prompt that is as it should be.
fn template(prompt: &str, partials: &[(String, String)]) -> Template {
    read(prompt, partials).unwrap_or_else(|| panic!("{prompt}"))
}

fn read(prompt: &str, partials: &[(String, String)]) -> Option<Template> {
    let mut findings = Findings::default();
    let source = Source::new("case.prompt", prompt);
    let load = |name: &str| {
        let partial = partials
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, text)| Source::new(name, text.as_str()));
        let missing = || {
            prompt_build::report::Finding::error(
                Code::MissingPartial,
                Location::file(&source),
                name,
            )
        };
        partial.ok_or_else(missing)
    };
    let file = PromptFile::read(&source, &mut findings)?;
    file.template(&Partials::through(&load, &Vec::new), &mut findings)
}

fn given(inputs: &Value) -> Vec<(String, Json)> {
    inputs
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), from_serde(value)))
        .collect()
}

/// The messages as the judge writes them.
fn messages(template: &Template, inputs: &Value) -> Value {
    let rendered = Inputs::check(template, &given(inputs))
        .and_then(|inputs| render(template, &inputs).map_err(|fault| vec![fault]));
    match rendered {
        Ok(messages) => messages.iter().map(message).collect(),
        Err(faults) => Value::String(format!("{faults:?}")),
    }
}

fn message(message: &Message) -> Value {
    let part = |part: &Part| match part {
        Part::Text(text) => json!({ "text": text }),
        Part::Media { url, content_type } => {
            json!({ "media": { "url": url, "contentType": content_type } })
        }
        Part::Section(name) => json!({ "section": name }),
    };
    let parts = match &message.content {
        Content::Text(text) => vec![json!({ "text": text })],
        Content::Parts(parts) => parts.iter().map(part).collect(),
    };
    json!({ "role": message.role.as_str(), "parts": parts })
}
