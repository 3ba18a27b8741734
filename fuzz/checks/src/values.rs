//! Inputs that a prompt takes: the check of the command, and values that are made from a schema.

#[expect(dead_code, reason = "the command shows faults")]
#[path = "../../../cargo-prompts/src/rules/render/fault.rs"]
mod fault;
#[path = "../../../cargo-prompts/src/rules/render/inputs.rs"]
mod inputs;

use prompt_build::template::{Json, Kind, Schema, Template};
use prompt_core::interpret;
use prompt_core::message::Message;

/// Renders a prompt. Returns `None` if it does not take the inputs.
pub fn rendered(template: &Template, inputs: &[(String, Json)]) -> Option<Vec<Message>> {
    let inputs = inputs::Inputs::check(template, inputs).ok()?;
    let inputs = interpret::Inputs::new(inputs.values());
    interpret::render(&template.messages, inputs, Vec::new()).ok()
}

/// Returns a value for each input, with one text for all of their texts.
pub fn examples(template: &Template, text: &str) -> Vec<(String, Json)> {
    let inputs = template.inputs.iter();
    inputs
        .map(|input| (input.name.clone(), example(&input.schema, text)))
        .collect()
}

fn example(schema: &Schema, text: &str) -> Json {
    match &schema.kind {
        Kind::Null => Json::Null,
        Kind::Boolean => Json::Bool(true),
        Kind::Integer | Kind::Number => Json::Number(7.into()),
        Kind::Any | Kind::String => Json::text(text),
        Kind::Enum(choices) => choices.first().cloned().unwrap_or_default(),
        Kind::Array(item) => Json::List(vec![example(item, text)]),
        Kind::Map(value) => Json::Object(vec![("key".to_owned(), example(value, text))]),
        Kind::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|field| (field.name.clone(), example(&field.schema, text)));
            Json::Object(fields.collect())
        }
    }
}
