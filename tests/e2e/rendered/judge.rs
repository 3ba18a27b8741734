//! Dotprompt by other means: the `handlebars` crate renders the body with markers in it, and the
//! markers are cut into messages as the specification of Dotprompt says.

use std::collections::BTreeMap;

use handlebars::{
    BlockContext, Context, Handlebars, Helper, HelperDef, HelperResult, JsonRender as _, Output,
    RenderContext, RenderError, RenderErrorReason, Renderable as _,
};
use serde_json::{Map, Value, json};

use super::case::Case;
use super::judge_functions;

const ROLE: &str = "<<<dotprompt:role:";
const HISTORY: &str = "<<<dotprompt:history";
const MEDIA: &str = "<<<dotprompt:media:url ";
const SECTION: &str = "<<<dotprompt:section ";
/// Around the JSON of a secret: it is printed as such, and compared as what it is.
pub const SECRET: [char; 2] = ['\u{e000}', '\u{e001}'];

/// The correct messages of a case with its inputs at this position.
pub fn expected(case: &Case, position: usize) -> Value {
    match &case.instead {
        Some(instead) => serde_json::from_str::<Vec<Value>>(instead).unwrap()[position].clone(),
        None => judged(case, &case.inputs[position]),
    }
}

/// The messages of a case, or why there are none.
pub fn judged(case: &Case, inputs: &Value) -> Value {
    messages(case, inputs).unwrap_or_else(|error| Value::String(error.to_string()))
}

/// The messages of a case, rendered with these inputs: each a role and its parts.
pub fn messages(case: &Case, inputs: &Value) -> Result<Value, RenderError> {
    let (front_matter, body) = split(&case.prompt);
    let mut data = front_matter["input"]["default"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let given = inputs
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, value)| !value.is_null());
    data.extend(given.map(|(name, value)| (name.clone(), value.clone())));
    let rendered = registry(case).render_template(&body, &normal(&Value::Object(data)))?;
    let history = case
        .history
        .iter()
        .map(|(role, text)| message(role, &[json!({ "text": text })]))
        .collect();
    Ok(Value::Array(cut(&rendered, history)))
}

fn message(role: &str, parts: &[Value]) -> Value {
    json!({ "role": role, "parts": parts })
}

/// The front matter, as data, and the body: trimmed, where there is a front matter.
fn split(prompt: &str) -> (Value, String) {
    let parts = prompt
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    match parts {
        Some((front_matter, body)) => (
            serde_yaml::from_str(front_matter).unwrap(),
            body.trim().to_owned(),
        ),
        None => (Value::Null, prompt.to_owned()),
    }
}

fn registry(case: &Case) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.register_escape_fn(handlebars::no_escape);
    for (path, text) in &case.shared {
        let name = path.strip_prefix("partials/");
        if let Some(name) = name.and_then(|name| name.strip_suffix(".prompt")) {
            registry.register_partial(name, text).unwrap();
        }
    }
    let marker = |before: &'static str, after: &'static str| {
        move |helper: &Helper<'_>,
              _: &Handlebars<'_>,
              _: &Context,
              _: &mut RenderContext<'_, '_>,
              out: &mut dyn Output|
              -> HelperResult {
            let name = helper
                .param(0)
                .map(|value| value.value().render())
                .unwrap_or_default();
            Ok(out.write(&format!("{before}{name}{after}"))?)
        }
    };
    registry.register_helper("role", Box::new(marker(ROLE, ">>>")));
    registry.register_helper("history", Box::new(marker(HISTORY, ">>>")));
    registry.register_helper("section", Box::new(marker(SECTION, ">>>")));
    registry.register_helper("media", Box::new(media));
    registry.register_helper("json", Box::new(print_json));
    registry.register_helper("ifEquals", Box::new(Equals { is_negative: false }));
    registry.register_helper("unlessEquals", Box::new(Equals { is_negative: true }));
    registry.register_helper("blockHelperMissing", Box::new(Section));
    judge_functions::register(&mut registry);
    registry
}

fn media(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let url = helper
        .hash_get("url")
        .map(|value| value.value().render())
        .unwrap_or_default();
    let content_type = helper
        .hash_get("contentType")
        .map(|value| format!(" {}", value.value().render()));
    Ok(out.write(&format!(
        "{MEDIA}{url}{}>>>",
        content_type.unwrap_or_default()
    ))?)
}

fn print_json(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    context: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let value = helper
        .param(0)
        .ok_or(RenderErrorReason::Other("json of nothing".into()))?;
    let indent = helper
        .hash_get("indent")
        .and_then(|indent| indent.value().as_u64())
        .unwrap_or_default();
    // The crate knows `@root` only before a field.
    let is_root = value.relative_path().is_some_and(|path| path == "@root");
    let value = if is_root {
        context.data()
    } else {
        value.value()
    };
    let indent = usize::try_from(indent).unwrap();
    let text = match value {
        Value::Object(inputs) if value == context.data() => json_of_all(inputs, indent),
        value if is_secret(value) => secret_json(value, indent),
        value => written(&opened(value), indent),
    };
    Ok(out.write(&text)?)
}

fn is_secret(value: &Value) -> bool {
    value.to_string().contains(SECRET)
}

fn secret_json(value: &Value, indent: usize) -> String {
    let text = Value::from(written(&opened(value), indent));
    format!("{}{text}{}", SECRET[0], SECRET[1])
}

/// The JSON of all inputs. Of these, a secret one alone is marked.
fn json_of_all(inputs: &Map<String, Value>, indent: usize) -> String {
    let place = |name: &String| format!("<<<{name}>>>");
    let shown = inputs.iter().map(|(name, value)| {
        let shown = if is_secret(value) {
            Value::from(place(name))
        } else {
            opened(value)
        };
        (name.clone(), shown)
    });
    let text = written(&shown.collect(), indent);
    let secrets = inputs.iter().filter(|(_, value)| is_secret(value));
    secrets.fold(text, |text, (name, value)| {
        let place = Value::from(place(name)).to_string();
        text.replace(&place, &secret_json(value, indent))
    })
}

/// The JSON of a value.
fn written(value: &Value, indent: usize) -> String {
    if indent == 0 {
        return serde_json::to_string(value).unwrap();
    }
    let indent = " ".repeat(indent);
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
    serde::Serialize::serialize(
        value,
        &mut serde_json::Serializer::with_formatter(&mut bytes, formatter),
    )
    .unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The value as JavaScript has it: `1.0` is `1`, and a field that is null here is one that is
/// absent there.
fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is a whole number of moderate size"
            )]
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                Value::from(float as i64)
            }
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(fields) => {
            let present = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                present
                    .map(|(name, value)| (name.clone(), normal(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        value => value.clone(),
    }
}

/// The value without marks: what is compared, and printed as JSON.
pub fn opened(value: &Value) -> Value {
    match normal(value) {
        Value::Array(items) => items.iter().map(opened).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), opened(value)))
            .collect(),
        value => {
            let secret = value
                .as_str()
                .and_then(|text| text.strip_prefix(SECRET[0])?.strip_suffix(SECRET[1]));
            secret
                .map(|json| normal(&serde_json::from_str(json).unwrap()))
                .unwrap_or(value)
        }
    }
}

struct Equals {
    is_negative: bool,
}

impl HelperDef for Equals {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let value = |at: usize| {
            helper
                .param(at)
                .map(|value| opened(value.value()))
                .unwrap_or_default()
        };
        let is_chosen = (value(0) == value(1)) != self.is_negative;
        let branch = if is_chosen {
            helper.template()
        } else {
            helper.inverse()
        };
        branch.map_or(Ok(()), |branch| {
            branch.render(registry, context, render, out)
        })
    }
}

/// A section, as handlebars.js has it: the crate calls this for a block without a helper.
struct Section;

impl HelperDef for Section {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let value = render.evaluate(context, helper.name())?.as_json().clone();
        let is_loop = value.is_array();
        let (branch, values) = match opened(&value) {
            Value::Null | Value::Bool(false) => (helper.inverse(), vec![None]),
            Value::Array(items) if items.is_empty() => (helper.inverse(), vec![None]),
            Value::Bool(true) => (helper.template(), vec![None]),
            _ => match value {
                Value::Array(items) => (helper.template(), items.into_iter().map(Some).collect()),
                value => (helper.template(), vec![Some(value)]),
            },
        };
        let Some(branch) = branch else { return Ok(()) };
        let count = values.len();
        for (index, value) in values.into_iter().enumerate() {
            let Some(value) = value else {
                branch.render(registry, context, render, out)?;
                continue;
            };
            let mut block = BlockContext::new();
            if is_loop {
                block.set_local_var("index", json!(index));
                block.set_local_var("first", json!(index == 0));
                block.set_local_var("last", json!(index + 1 == count));
            } else if let Some(outer) = render.block() {
                let names = outer.local_variables().clone();
                *block.local_variables_mut() = names;
            }
            block.set_base_value(value);
            render.push_block(block);
            branch.render(registry, context, render, out)?;
            render.pop_block();
        }
        Ok(())
    }
}

/// Cuts rendered text at its markers.
fn cut(rendered: &str, history: Vec<Value>) -> Vec<Value> {
    let mut messages = Vec::<Value>::new();
    let (mut role, mut text) = ("user".to_owned(), String::new());
    let mut has_history = false;
    for piece in pieces(rendered, &[ROLE, HISTORY]) {
        if let Some(name) = piece.strip_prefix(ROLE) {
            if !text.trim().is_empty() {
                messages.push(message(&role, &parts(&text)));
                text.clear();
            }
            role = name.trim_end_matches(">>>").replace("assistant", "model");
        } else if piece.starts_with(HISTORY) {
            if !text.is_empty() {
                messages.push(message(&role, &parts(&text)));
            }
            (role, text, has_history) = ("model".to_owned(), String::new(), true);
            messages.extend(history.iter().cloned());
        } else {
            text.push_str(&piece);
        }
    }
    if !text.is_empty() {
        messages.push(message(&role, &parts(&text)));
    }
    if !has_history {
        let ends_with_user = messages
            .last()
            .is_some_and(|message| message["role"] == "user");
        let at = messages.len() - usize::from(ends_with_user);
        messages.splice(at..at, history);
    }
    messages
}

/// The parts of a message.
fn parts(text: &str) -> Vec<Value> {
    let part = |piece: String| {
        if let Some(media) = piece.strip_prefix(MEDIA) {
            let (url, content_type) = media.trim_end_matches(">>>").split_once(' ').unzip();
            let url = url.unwrap_or(media.trim_end_matches(">>>"));
            return json!({ "media": { "url": url, "contentType": content_type } });
        }
        match piece.strip_prefix(SECTION) {
            Some(name) => json!({ "section": name.trim_end_matches(">>>") }),
            None => json!({ "text": piece }),
        }
    };
    pieces(text, &[MEDIA, SECTION])
        .into_iter()
        .map(part)
        .collect()
}

/// Markers, and the text between them that is not blank.
fn pieces(text: &str, markers: &[&str]) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = markers.iter().filter_map(|marker| rest.find(marker)).min() {
        let end = start + rest[start..].find(">>>").unwrap() + 3;
        pieces.extend([rest[..start].to_owned(), rest[start..end].to_owned()]);
        rest = &rest[end..];
    }
    pieces.push(rest.to_owned());
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// The inputs of a case by name, for a message.
pub fn describe(inputs: &Value) -> String {
    let inputs = inputs
        .as_object()
        .unwrap()
        .iter()
        .collect::<BTreeMap<_, _>>();
    serde_json::to_string(&inputs).unwrap()
}
