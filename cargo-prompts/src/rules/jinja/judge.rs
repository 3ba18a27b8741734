//! Holds a translation against its original: both are rendered with the same made-up inputs.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, Value};
use prompt_build::source::Source;
use prompt_build::template::Template;
use prompt_core::js::{Json, Number};
use prompt_core::message::Content;

use super::made_up;
use super::pair_loop::PairLoops;
use super::uses::Uses;
use super::{json, named_argument};
use crate::rules::render::{Inputs, render};

/// The number of made-up sets of inputs.
const ROUNDS: usize = 48;
/// The steps of minijinja's program after which a rendering is given up.
const FUEL: u64 = 200_000;

/// The verdict on the renderings.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// All sets of inputs that the original takes; their number.
    Same(usize),
    /// The original takes none of them: the reason of the last one.
    NotRendered(String),
    Different(Difference),
}

#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    /// The inputs, as JSON.
    pub(super) inputs: String,
    pub(super) original: String,
    /// The text that the translation renders to, or the reason why it does not.
    pub(super) translation: Result<String, String>,
}

pub(super) fn judge(
    original: &Source,
    files: &BTreeMap<String, Arc<Source>>,
    pair_loops: &PairLoops,
    syntax: &SyntaxConfig,
    template: &Template,
    uses: &Uses,
) -> Verdict {
    let mut environment = Environment::new();
    environment.set_syntax(syntax.clone());
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    environment.set_unknown_method_callback(method);
    json::add_filters(&mut environment);
    named_argument::add_filters(&mut environment);
    let texts = files
        .iter()
        .map(|(name, file)| (name.clone(), pair_loops.explicit(file)));
    let texts = texts.collect::<BTreeMap<_, _>>();
    environment.set_loader(move |name| Ok(texts.get(name).cloned()));
    let original = pair_loops.explicit(original);
    let (mut rounds, mut reason) = (0, String::new());
    for round in 0..ROUNDS {
        let inputs = made_up::inputs(uses, round);
        let values = inputs.iter();
        let values = values.map(|(name, value)| (name.clone(), to_minijinja(value)));
        let values = Value::from(values.collect::<BTreeMap<_, _>>());
        let original = match environment.render_str(&original, values) {
            Ok(text) => text,
            Err(error) => {
                reason = error.to_string();
                continue;
            }
        };
        let translation = rendered(template, &inputs);
        if !is_same(&original, &translation) {
            let inputs = Json::Object(inputs).to_string();
            return Verdict::Different(Difference {
                inputs,
                original,
                translation,
            });
        }
        rounds += 1;
    }
    match rounds {
        0 => Verdict::NotRendered(reason),
        rounds => Verdict::Same(rounds),
    }
}

/// `items` of Python, the only method that is translated.
fn method(_: &mut State, value: &Value, name: &str, _: &[Value]) -> Result<Value, Error> {
    if name != "items" || value.kind() != ValueKind::Map {
        return Err(ErrorKind::UnknownMethod.into());
    }
    let pair = |key: Value| Ok(Value::from(vec![key.clone(), value.get_item(&key)?]));
    let pairs = value.try_iter()?.map(pair);
    Ok(pairs.collect::<Result<Vec<_>, Error>>()?.into())
}

/// The text of the only message, or nothing if that is blank.
fn rendered(template: &Template, inputs: &[(String, Json)]) -> Result<String, String> {
    let inputs = Inputs::check(template, inputs).map_err(|faults| {
        let messages = faults.into_iter().map(|fault| fault.message);
        messages.collect::<Vec<_>>().join("; ")
    })?;
    let messages = render(template, &inputs, Vec::new()).map_err(|fault| fault.message)?;
    // A translation has neither media nor tools.
    let texts = messages
        .iter()
        .filter_map(|message| match &message.content {
            Content::Text(text) => Some(text.as_ref()),
            Content::Parts(_) | Content::Turn(_) | Content::ToolResult(_) => None,
        });
    Ok(texts.collect())
}

/// A blank message is not sent.
fn is_same(original: &str, translation: &Result<String, String>) -> bool {
    let Ok(translation) = translation else {
        return false;
    };
    original == translation || (translation.is_empty() && original.trim().is_empty())
}

fn to_minijinja(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(value) => Value::from(*value),
        Json::Number(number) => whole_or_float(*number),
        Json::Text(text) => Value::from(text.as_str()),
        Json::List(items) => items.iter().map(to_minijinja).collect::<Vec<_>>().into(),
        Json::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (key.clone(), to_minijinja(value)));
            Value::from(entries.collect::<BTreeMap<_, _>>())
        }
    }
}

/// Jinja prints the float 1.0 with its fraction, and a prompt does not.
fn whole_or_float(number: Number) -> Value {
    let whole = number.to_string().parse::<i64>();
    whole.map_or_else(|_| Value::from(number.to_f64()), Value::from)
}
