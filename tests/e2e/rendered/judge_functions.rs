//! The functions of expressions for the `handlebars` crate: their values by `serde_json` alone.

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonRender as _, JsonTruthy as _, Output,
    PathAndJson, RenderContext, RenderError, Renderable as _, ScopedJson,
};
use serde_json::{Value, json};

use super::judge::{SECRET, opened};

/// A function on values without marks.
type Function = fn(&[Value]) -> Value;

pub const FUNCTIONS: [(&str, Function); 19] = [
    ("eq", |values| json!(values[0] == values[1])),
    ("ne", |values| json!(values[0] != values[1])),
    ("gt", |values| ordered(values, |a, b| a > b)),
    ("gte", |values| ordered(values, |a, b| a >= b)),
    ("lt", |values| ordered(values, |a, b| a < b)),
    ("lte", |values| ordered(values, |a, b| a <= b)),
    ("and", |values| {
        json!(values.iter().all(|value| value.is_truthy(false)))
    }),
    ("or", |values| {
        json!(values.iter().any(|value| value.is_truthy(false)))
    }),
    ("not", |values| json!(!values[0].is_truthy(false))),
    ("len", |values| match &values[0] {
        Value::String(text) => json!(text.chars().count()),
        Value::Array(items) => json!(items.len()),
        Value::Object(entries) => json!(entries.len()),
        _ => json!(0),
    }),
    ("contains", |values| match (&values[0], &values[1]) {
        (Value::Array(items), item) => json!(items.contains(item)),
        (Value::String(text), Value::String(part)) => json!(text.contains(part)),
        _ => json!(false),
    }),
    ("lookup", |values| match (&values[0], &values[1]) {
        (Value::Array(items), Value::Number(at)) => {
            let at = at.as_u64().and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| items.get(at)).cloned().unwrap_or_default()
        }
        (Value::Object(entries), Value::String(key)) => {
            entries.get(key).cloned().unwrap_or_default()
        }
        _ => Value::Null,
    }),
    ("default", |values| {
        values[usize::from(values[0].is_null())].clone()
    }),
    ("upper", |values| json!(values[0].render().to_uppercase())),
    ("lower", |values| json!(values[0].render().to_lowercase())),
    ("trim", |values| json!(values[0].render().trim())),
    ("join", |values| {
        let items = values[0].as_array().into_iter().flatten();
        let items = items
            .map(handlebars::JsonRender::render)
            .collect::<Vec<_>>();
        json!(items.join(&values[1].render()))
    }),
    ("concat", |values| {
        json!(
            values
                .iter()
                .map(handlebars::JsonRender::render)
                .collect::<String>()
        )
    }),
    ("inc", |values| match &values[0] {
        Value::Number(number) => match number.as_i64() {
            Some(whole) => json!(whole + 1),
            None => json!(number.as_f64().map(|number| number + 1.0)),
        },
        _ => Value::Null,
    }),
];

fn ordered(values: &[Value], is_met: fn(f64, f64) -> bool) -> Value {
    let numbers = values[0].as_f64().zip(values[1].as_f64());
    json!(numbers.is_some_and(|(a, b)| is_met(a, b)))
}

pub fn register(registry: &mut Handlebars<'static>) {
    for (name, function) in FUNCTIONS {
        registry.register_helper(name, Box::new(Call(function)));
    }
    registry.register_helper("if", Box::new(Condition { is_negative: false }));
    registry.register_helper("unless", Box::new(Condition { is_negative: true }));
}

struct Call(Function);

impl HelperDef for Call {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let arguments = helper.params().iter().map(PathAndJson::value);
        let is_secret = arguments
            .clone()
            .any(|value| value.to_string().contains(SECRET));
        let value = (self.0)(&arguments.map(opened).collect::<Vec<_>>());
        Ok(ScopedJson::Derived(if is_secret {
            marked(value)
        } else {
            value
        }))
    }
}

/// Marks what is made from a secret, also where it is nothing.
fn marked(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(marked).collect(),
        Value::Object(entries) => {
            let marked = |(name, value)| (name, marked(value));
            Value::Object(entries.into_iter().map(marked).collect())
        }
        value => json!(format!("{}{value}{}", SECRET[0], SECRET[1])),
    }
}

/// `{{#if}}`, which the crate's own takes for true where its argument is a mark.
struct Condition {
    is_negative: bool,
}

impl HelperDef for Condition {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let zero = helper.hash_get("includeZero");
        let zero = zero.and_then(|value| value.value().as_bool());
        let value = helper.param(0).map(PathAndJson::value);
        let is_true = value.is_some_and(|value| {
            // A list and an object stay as they are: without marks they are the same.
            let is_text = value.is_string();
            let opened = if is_text {
                opened(value)
            } else {
                value.clone()
            };
            opened.is_truthy(zero.unwrap_or_default())
        });
        let branch = if is_true == self.is_negative {
            helper.inverse()
        } else {
            helper.template()
        };
        branch.map_or(Ok(()), |branch| {
            branch.render(registry, context, render, out)
        })
    }
}
