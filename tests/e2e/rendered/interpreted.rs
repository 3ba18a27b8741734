//! The messages of a case by the interpreter, without any macro.

use prompt_build::library::PromptFile;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};
use prompt_build::template::{Partials, Template};
use prompt_core::interpret::{self, Inputs};
use prompt_core::js::Json;
use prompt_core::message::{Content, Message, Part};
use prompt_core::vocabulary::Role;
use serde_json::{Value, json};

use super::case::Case;

/// Compiles and interprets a case, and writes the messages as the judge does.
pub(super) fn messages(case: &Case, inputs: &Value) -> Value {
    let template = template(case);
    let values = with_defaults(&template, inputs);
    let history = case.history.iter().map(past_message).collect();
    let messages = interpret::render(&template.messages, Inputs::new(&values), history).unwrap();
    messages.iter().map(message).collect()
}

fn template(case: &Case) -> Template {
    let mut findings = Findings::default();
    let source = Source::new("case.prompt", case.prompt.as_str());
    let load = |name: &str| {
        let partial = case.partials.iter().find(|(known, _)| known == name);
        let missing = || Finding::error(Code::MissingPartial, Location::file(&source), name);
        partial
            .map(|(_, text)| Source::new(name, text.as_str()))
            .ok_or_else(missing)
    };
    PromptFile::read(&source, &mut findings)
        .and_then(|file| file.template(&Partials::through(&load, &Vec::new), &mut findings))
        .unwrap_or_else(|| panic!("{}", case.prompt))
}

/// The inputs, with the defaults of those that are missing or null.
fn with_defaults(template: &Template, inputs: &Value) -> Json {
    let given = without_nulls(Json::parse(&inputs.to_string()).unwrap());
    let value = |input: &prompt_build::template::Input| {
        let given = given.field(&input.name);
        let default = input.default.as_ref().filter(|_| *given == Json::Null);
        (input.name.clone(), default.unwrap_or(given).clone())
    };
    Json::Object(template.inputs.iter().map(value).collect())
}

/// Removes the fields that are null: the judge has no such fields either.
fn without_nulls(json: Json) -> Json {
    match json {
        Json::List(items) => Json::List(items.into_iter().map(without_nulls).collect()),
        Json::Object(entries) => {
            let entries = entries
                .into_iter()
                .filter(|(_, value)| *value != Json::Null);
            Json::Object(
                entries
                    .map(|(key, value)| (key, without_nulls(value)))
                    .collect(),
            )
        }
        value => value,
    }
}

fn past_message(message: &(String, String)) -> Message {
    Message::new(Role::parse(&message.0).unwrap(), message.1.clone())
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
