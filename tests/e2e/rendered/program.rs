//! The program that renders all cases, and prints what each call gives and logs.

use std::fmt::Write as _;

use super::case::Case;
use super::values::Writer;

/// Adds the dependencies of the program to those of the fixture.
pub fn manifest(fixture: &str) -> String {
    let features = r#"/prompt-runtime", features = ["hot-reload", "json", "tracing"] }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["preserve_order"] }
tracing = { version = "0.1", default-features = false, features = ["std"] }"#;
    fixture.replace("/prompt-runtime\" }", features)
}

pub fn configuration(cases: &[Case]) -> String {
    let mut text = "default_environment: development
environments:
  development: { prompt_source: local, model: kimi-k2-5-turbo, temperature: 0.7, logging: verbose, rate_limit: null, feature_flags: {} }
prompts:
".to_owned();
    for case in cases {
        writeln!(text, "  {}: {{ development: latest }}", case.name).unwrap();
    }
    text
}

/// A program that prints what every case gives, one call a line: with each set of inputs as it is,
/// and then with each of its inputs marked as secret.
pub fn program(cases: &[Case]) -> String {
    let mut structs = String::new();
    let mut calls = String::new();
    for (number, case) in cases.iter().enumerate() {
        let prefix = format!("T{number}x");
        let mut writer = Writer::new(&prefix, case);
        writeln!(calls, "fn case_{number}() {{").unwrap();
        for (position, inputs) in case.inputs.iter().enumerate() {
            let mut arguments = writer.arguments(inputs.as_object().unwrap());
            arguments.extend(history(case));
            calls.push_str(&call(case, position, "", &arguments));
            for secret in case.secrets(position) {
                calls.push_str(&call(case, position, &secret, &arguments));
            }
        }
        calls.push_str("}\n");
        structs.push_str(&writer.structs);
    }
    let main = (0..cases.len())
        .map(|number| format!("    case_{number}();\n"))
        .collect::<Vec<_>>()
        .concat();
    format!("{PRELUDE}\n{structs}\n{calls}\nfn main() {{\n    start();\n{main}}}\n")
}

/// The argument that is the conversation so far.
fn history(case: &Case) -> Option<String> {
    let message = |(role, text): &(String, String)| {
        format!("Message::new(Role::parse({role:?}).unwrap(), {text:?})")
    };
    let messages = case.history.iter().map(message).collect::<Vec<_>>();
    (!messages.is_empty()).then(|| format!("history = [{}]", messages.join(", ")))
}

fn call(case: &Case, position: usize, secret: &str, arguments: &[String]) -> String {
    let is_secret = |argument: &str| {
        argument
            .split_once(" = ")
            .is_some_and(|(name, _)| name == secret)
    };
    let marked = |argument: &String| {
        format!(
            "{}{argument}, ",
            if is_secret(argument) { "secret " } else { "" }
        )
    };
    let (name, arguments) = (&case.name, arguments.iter().map(marked).collect::<String>());
    format!("    show({name:?}, {position}, {secret:?}, &prompt!({name:?}, {arguments}..));\n")
}

const PRELUDE: &str = r#"#![allow(unused_imports, dead_code)]
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::fmt::Debug;

use prompt_runtime::{Content, Message, Number, Part, Rendered, Role, Scalar, prompt};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

thread_local! {
    /// The fields of the events since it was looked at last.
    static LOGGED: RefCell<Value> = const { RefCell::new(Value::Null) };
}

struct Log;

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn event(&self, event: &Event<'_>) {
        event.record(&mut Fields);
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Fields;

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        if let Some(name) = field.name().strip_prefix("gen_ai.prompt.variable.") {
            LOGGED.with_borrow_mut(|logged| logged["inputs"][name] = value.into());
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let json = serde_json::from_str::<Value>(&format!("{value:?}")).unwrap_or_default();
        LOGGED.with_borrow_mut(|logged| logged[field.name()] = json);
    }
}

fn start() {
    tracing::subscriber::set_global_default(Log).unwrap();
}

fn show(name: &str, position: usize, secret: &str, rendered: &Rendered) {
    let messages = rendered.messages().iter().map(message).collect::<Vec<_>>();
    let exactly = format!("{:?}", rendered.messages());
    drop(rendered.trace());
    let logged = LOGGED.take();
    let (inputs, shown) = (&logged["inputs"], &logged["gen_ai.input.messages"]);
    let model = rendered.prompt().model();
    let call = json!({ "messages": messages, "exactly": exactly, "model": model, "inputs": inputs, "shown": shown });
    println!("{}", json!([name, position, secret, call]));
}

fn message(message: &Message) -> Value {
    let parts = match &message.content {
        Content::Text(text) => vec![json!({ "text": text })],
        Content::Parts(parts) => parts.iter().map(part).collect(),
        Content::Turn(_) | Content::ToolResult(_) => Vec::new(),
    };
    json!({ "role": message.role.as_str(), "parts": parts })
}

fn part(part: &Part) -> Value {
    match part {
        Part::Text(text) => json!({ "text": text }),
        Part::Media { url, content_type } => json!({ "media": { "url": url, "contentType": content_type } }),
        Part::Section(name) => json!({ "section": name }),
        _ => unreachable!(),
    }
}
"#;
