//! The messages of a case by the interpreter, without any macro.

use prompt_build::template::Template;
use prompt_core::interpret::{self, Inputs};
use prompt_core::js::Json;
use prompt_core::message::Message;
use prompt_core::vocabulary::Role;
use serde_json::Value;

use super::case::Case;
use super::template::{message, template};

/// Compiles and interprets a case, and writes the messages as the judge does.
pub(super) fn messages(case: &Case, inputs: &Value) -> Value {
    let template = template(&case.prompt, &case.shared);
    let values = with_defaults(&template, inputs);
    let history = case.history.iter().map(past_message).collect();
    let messages = interpret::render(&template.messages, Inputs::new(&values), history).unwrap();
    messages.iter().map(message).collect()
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
