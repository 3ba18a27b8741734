//! The golden dataset to start from: cases with a value for each input that a prompt declares.

use prompt_build::template::{Input, Kind, Schema};
use serde_json::{Map, Value, json};

use crate::rules::render::to_serde;

const HEADER: &str = "\
# The golden dataset, as promptfoo reads it too: inputs, and what must be true of the answer.
# Made from the inputs of the prompt: put in real values, and the words that an answer must contain.
";

/// The text that an answer must contain. No answer does: the author has to replace it.
const UNWRITTEN: &str = "REPLACE THIS by words that the answer must contain";

/// Writes a case with all inputs, and one with the required inputs alone where others may be left
/// out.
pub fn golden_skeleton(inputs: &[Input]) -> String {
    let mut cases = vec![case("all inputs", inputs.iter())];
    if inputs.iter().any(|input| !input.is_required) {
        let required = inputs.iter().filter(|input| input.is_required);
        cases.push(case("the required inputs alone", required));
    }
    // Values that come from JSON are always written.
    let cases = serde_yaml::to_string(&cases).unwrap_or_default();
    format!("{HEADER}{cases}")
}

fn case<'a>(description: &str, inputs: impl Iterator<Item = &'a Input>) -> Value {
    let vars = inputs
        .map(|input| (input.name.clone(), value_of(input)))
        .collect::<Map<_, _>>();
    let mut case = json!({ "description": description, "vars": vars });
    // Without it, promptfoo makes a case of each item.
    if vars.values().any(Value::is_array) {
        case["options"] = json!({ "disableVarExpansion": true });
    }
    case["assert"] = json!([{ "type": "contains", "value": UNWRITTEN }]);
    case
}

/// The default of an input, or an example of its type.
fn value_of(input: &Input) -> Value {
    match &input.default {
        Some(default) => to_serde(default),
        None => example(&input.name, &input.schema),
    }
}

fn example(name: &str, schema: &Schema) -> Value {
    match &schema.kind {
        Kind::Null => Value::Null,
        Kind::Boolean => json!(true),
        Kind::Integer | Kind::Number => json!(1),
        Kind::Any | Kind::String => {
            let description = schema.description.as_deref();
            json!(description.unwrap_or(name))
        }
        Kind::Enum(choices) => choices.first().map_or(Value::Null, to_serde),
        Kind::Array(item) => json!([example(name, item)]),
        Kind::Map(value) => json!({ "key": example(name, value) }),
        Kind::Object(fields) => {
            let fields = fields
                .iter()
                .map(|field| (field.name.clone(), example(&field.name, &field.schema)));
            Value::Object(fields.collect())
        }
    }
}
