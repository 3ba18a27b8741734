//! The program that renders all cases, and prints what each call gives and logs.

use std::fmt::Write as _;

use super::case::Case;
use super::values::Writer;

/// Adds the dependencies of the program to those of the fixture.
pub fn manifest(fixture: &str) -> String {
    let features = r#"/prompt-runtime", features = ["dynamic", "hot-reload", "json", "tracing"] }
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

/// The start of the names under which the renderings of `catalog!` are printed.
pub const DYNAMIC: &str = "catalog: ";

/// A program that prints what every case gives, one call a line: with each set of inputs as it is,
/// and then with each of its inputs marked as secret. Each call is made with `prompt!`, and once more
/// with `catalog!`.
pub fn program(cases: &[Case]) -> String {
    let mut structs = String::new();
    let mut calls = String::new();
    for (number, case) in cases.iter().enumerate() {
        let prefix = format!("T{number}x");
        let mut writer = Writer::new(&prefix, case);
        writeln!(calls, "fn case_{number}() {{").unwrap();
        for (position, inputs) in case.inputs.iter().enumerate() {
            let inputs = writer.arguments(inputs.as_object().unwrap());
            let mut arguments = inputs.clone();
            arguments.extend(history(case));
            calls.push_str(&call(case, position, "", &arguments));
            calls.push_str("    {\n");
            calls.push_str(&dynamic_inputs(case, &inputs));
            calls.push_str(&dynamic_call(case, position, ""));
            for secret in case.secrets(position) {
                calls.push_str(&dynamic_call(case, position, &secret));
            }
            calls.push_str("    }\n");
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
    (!case.history.is_empty()).then(|| format!("history = {}", conversation(case)))
}

fn conversation(case: &Case) -> String {
    let message = |(role, text): &(String, String)| {
        format!("Message::new(Role::parse({role:?}).unwrap(), {text:?})")
    };
    let messages = case.history.iter().map(message).collect::<Vec<_>>();
    format!("[{}]", messages.join(", "))
}

/// Statements that bind the inputs, as a value that is serialized, and the conversation so far.
fn dynamic_inputs(case: &Case, arguments: &[String]) -> String {
    let mut inputs = "End".to_owned();
    for argument in arguments.iter().rev() {
        let (name, value) = argument.split_once(" = ").unwrap();
        inputs = format!("With({name:?}, {value}, {inputs})");
    }
    let history = conversation(case);
    format!(
        "        let inputs = Inputs({inputs});\n        let history: &[Message] = &{history};\n"
    )
}

fn dynamic_call(case: &Case, position: usize, secret: &str) -> String {
    let name = &case.name;
    let secrets = if secret.is_empty() {
        String::new()
    } else {
        format!(".secret({secret:?})")
    };
    let call = format!("entry({name:?}).with(&inputs).history(history){secrets}.render()");
    format!(
        "        show({:?}, {position}, {secret:?}, &{call}.unwrap());\n",
        format!("{DYNAMIC}{name}")
    )
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
// One case has hundreds of inputs, each a type within the one before.
#![recursion_limit = "1024"]
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::fmt::Debug;

use prompt_runtime::{CatalogEntry, Content, Message, Number, Part, Rendered, Role, Scalar, catalog, prompt};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

thread_local! {
    /// The fields of the events since it was looked at last.
    static LOGGED: RefCell<Value> = const { RefCell::new(Value::Null) };
}

fn entry(id: &str) -> &'static CatalogEntry {
    catalog!().get(id).unwrap()
}

/// Inputs by name, with the types that the call of `prompt!` passes.
struct Inputs<I>(I);

struct With<T, R>(&'static str, T, R);

struct End;

trait Entries {
    fn add<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

impl Entries for End {
    fn add<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<T: Serialize, R: Entries> Entries for With<T, R> {
    fn add<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(self.0, &self.1)?;
        self.2.add(map)
    }
}

impl<I: Entries> Serialize for Inputs<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.add(&mut map)?;
        map.end()
    }
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
