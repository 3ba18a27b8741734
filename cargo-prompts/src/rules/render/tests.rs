//! The interpreter beside `prompt!`: the same cases, with the same judge that the macro has in
//! `tests/e2e/rendered`.

#[path = "../../../../tests/e2e/rendered/case.rs"]
mod case;
#[path = "../../../../tests/e2e/rendered/judge.rs"]
mod judge;
#[path = "../../../../tests/e2e/rendered/judge_functions.rs"]
mod judge_functions;
#[path = "../../../../tests/e2e/rendered/random.rs"]
mod random;
#[path = "../../../../tests/e2e/rendered/random_expressions.rs"]
mod random_expressions;
#[path = "../../../../tests/e2e/sections.rs"]
mod sections;
#[path = "../../../../tests/e2e/rendered/template.rs"]
mod template;

mod arbitrary;
mod faults;

use std::fmt::Write as _;
use std::path::Path;

use prompt_build::template::{Json, Template};
use serde_json::{Value, json};

use super::{Inputs, from_serde, render, take_history};
use case::Case;
use template::{message, template};

#[test]
fn every_case_renders_as_with_the_macro() {
    compare(Case::all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")));
}

#[test]
fn random_templates_render_as_with_the_macro() {
    compare(random::cases());
}

fn compare(cases: Vec<Case>) {
    let mut differences = String::new();
    for case in cases {
        let template = template(&case.prompt, &case.shared);
        for (position, inputs) in case.inputs.iter().enumerate() {
            let ours = messages(&template, inputs, &case.history);
            let theirs = judge::expected(&case, position);
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

fn given(inputs: &Value) -> Vec<(String, Json)> {
    inputs
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), from_serde(value)))
        .collect()
}

/// The messages as the judge writes them.
fn messages(template: &Template, inputs: &Value, history: &[(String, String)]) -> Value {
    let turns = history
        .iter()
        .map(|(role, text)| json!({ "role": role, "content": text }));
    let mut given = given(inputs);
    given.push(("history".to_owned(), from_serde(&turns.collect())));
    let history = take_history(&mut given).unwrap();
    let rendered = Inputs::check(template, &given)
        .and_then(|inputs| render(template, &inputs, history).map_err(|fault| vec![fault]));
    match rendered {
        Ok(messages) => messages.iter().map(message).collect(),
        Err(faults) => Value::String(format!("{faults:?}")),
    }
}
