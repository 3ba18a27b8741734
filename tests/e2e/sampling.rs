//! The lines that calls leave with the feature `sample`, in each form of a call and of a build.

use crate::consumer::Consumer;

const PROMPT: &str = "\
---
input:
  schema:
    guest: string
    lead(object):
      name: string
      unread: integer
    seats?: integer
    tone?(enum): [warm, brisk]
    tags(array): string
    unused: any
    spare?: string
    rooms?:
      (*): string
    numbers?(array): string
  default: { spare: none }
---
Say hello to {{guest}}, {{lead.name}}, {{seats}}{{tone}}{{spare}}.{{#each tags}} A tag.{{/each}}{{#each rooms}} {{@key}}: {{this}}.{{/each}}
{{#if numbers}}{{json numbers}}{{/if}}{{#each numbers}} {{this}}{{/each}}
{{history}}
";

const PROGRAM: &str = r#"
#![forbid(unsafe_code)]
#![deny(warnings, clippy::all, clippy::pedantic)]

use std::sync::{Arc, Mutex};

use prompt_runtime::sample::{Sampler, Share, stop};
use prompt_runtime::{Message, Role, catalog, optional_prompt, prompt, try_prompt};

#[derive(serde::Serialize)]
struct Lead { name: &'static str, unread: u8 }

/// A number that is printed as people write it, and sent as programs do.
struct Number(&'static str);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("tel:{}", self.0.replace(' ', "-")))
    }
}

/// A type that no input takes but one of any type.
struct Anything;

fn main() {
    CHOOSE
    let lines = Arc::new(Mutex::new(Vec::new()));
    let of_sink = Arc::clone(&lines);
    let sink = move |line: &str| of_sink.lock().unwrap().push(line.to_owned());
    let sampler = Sampler::new(Share::ALL, sink);
    let all = std::env::args().nth(1).is_some();
    if all { sampler.even_if_structured().install() } else { sampler.install() }
    let history = [Message::new(Role::User, "I am Zefira Quandt"), Message::new(Role::Model, "Hello")];
    let (lead, tags) = (Lead { name: "Zefira Quandt", unread: 7 }, ["vip", "press"]);
    let line = prompt!("welcome-note", guest = "Mara \"M\"\n", lead = &lead, tags, unused = Anything);
    assert!(line.text().contains("Mara"));
    _ = prompt!("welcome-note", secret guest = "Zefira Quandt", lead = &lead, secret seats = 4711, tags, unused = Anything,
        history = &history);
    _ = prompt!("welcome-note", guest = "Hello", lead = &lead, tags, unused = Anything, secret history = &history);
    let rooms = [("Zefira Quandt", "blue")];
    _ = prompt!("welcome-note", guest = "The blue room of ZEFIRA QUANDT", lead = &lead, tags, unused = Anything, secret rooms = &rooms);
    let numbers = [Number("030 4711 81")];
    _ = prompt!("welcome-note", guest = "030 4711 81 or tel:030-4711-81", lead = &lead, tags, unused = Anything, secret numbers = &numbers);
    _ = optional_prompt!("welcome-note", guest = "Jonas", lead = &lead, tags = &tags[..0], unused = Anything, spare = "one");
    for tone in ["brisk", "brusque"] {
        _ = try_prompt!("welcome-note", guest = "Ines", lead = &lead, seats = 2, tone, tags, unused = Anything);
    }
    let inputs = |tone: &str| serde_json::json!({
        "guest": "Zefira Quandt", "lead": { "unread": 7, "name": "of Zefira Quandt", "key": "KX-4711" },
        "tags": [], "tone": tone, "unused": { "key": "KX-4711" },
    });
    let entry = catalog!().get("welcome-note").unwrap();
    _ = entry.with(&inputs("warm")).history(history.clone()).secret("guest").render().unwrap();
    let mut with_rooms = inputs("warm");
    with_rooms["rooms"] = serde_json::json!({ "Zefira Quandt": "blue" });
    _ = entry.with(&with_rooms).secret("rooms").render().unwrap();
    _ = entry.with(&inputs("brusque")).render().unwrap_err();
    // Constants have no inputs.
    _ = prompt!("welcome-note");
    stop();
    _ = prompt!("welcome-note", guest = "Late", lead, tags, unused = Anything);
    for line in &*lines.lock().unwrap() {
        println!("{line}");
    }
}
"#;

const LINES: &str = r#"{"prompt":"welcome-note","vars":{"guest":"Mara \"M\"\n","lead":{"name":"Zefira Quandt","unread":7},"tags":["vip","press"],"unused":null}}
{"prompt":"welcome-note","vars":{"guest":"[redacted]","lead":{"name":"[redacted]","unread":7},"tags":["vip","press"],"unused":null,"history":[{"role":"user","content":"I am [redacted]"},{"role":"model","content":"Hello"}]}}
{"prompt":"welcome-note","vars":{"guest":"[redacted]","lead":{"name":"Zefira Quandt","unread":7},"tags":["vip","press"],"unused":null,"history":[{"role":"user","content":"[redacted]"},{"role":"model","content":"[redacted]"}]}}
{"prompt":"welcome-note","vars":{"guest":"The [redacted] room of [redacted]","lead":{"name":"[redacted]","unread":7},"tags":["vip","press"],"unused":null}}
{"prompt":"welcome-note","vars":{"guest":"[redacted] or [redacted]","lead":{"name":"Zefira Quandt","unread":7},"tags":["vip","press"],"unused":null}}
{"prompt":"welcome-note","vars":{"guest":"Jonas","lead":{"name":"Zefira Quandt","unread":7},"tags":[],"unused":null,"spare":"one"}}
{"prompt":"welcome-note","vars":{"guest":"Ines","lead":{"name":"Zefira Quandt","unread":7},"seats":2,"tone":"brisk","tags":["vip","press"],"unused":null}}
{"prompt":"welcome-note","vars":{"guest":"[redacted]","lead":{"name":"of [redacted]","unread":7},"tags":[],"tone":"warm","unused":null,"history":[{"role":"user","content":"I am [redacted]"},{"role":"model","content":"Hello"}]}}
{"prompt":"welcome-note","vars":{"guest":"[redacted]","lead":{"name":"of [redacted]","unread":7},"tags":[],"tone":"warm","unused":null}}
"#;

/// Two environments that take the working copy: `development` logs content, and `preview` does not.
fn consumer(name: &str, features: &str, choose: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.write("prompts/welcome-note/local.prompt", PROMPT);
    let environments = consumer.read("prompts/environments.yaml");
    let start = environments.find("  staging:\n").unwrap();
    let preview = "  preview: { prompt_source: local, model: m, logging: structured, rate_limit: null, feature_flags: { short_greeting: true } }\n\
                   prompts:\n  welcome-note: { development: latest, preview: latest }\n";
    let environments = [&environments[..start], preview].concat();
    consumer.write("prompts/environments.yaml", environments);
    let dependencies = format!(
        "/prompt-runtime\", features = [{features}] }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n"
    );
    let manifest = consumer.read("Cargo.toml");
    consumer.write(
        "Cargo.toml",
        manifest.replacen("/prompt-runtime\" }\n", &dependencies, 1),
    );
    consumer.write("src/main.rs", PROGRAM.replace("CHOOSE", choose));
    consumer
}

#[test]
fn calls_leave_their_inputs_without_secrets() {
    let choose = "prompt_runtime::choose_environment!().unwrap();";
    let consumer = consumer("sampling", "\"dynamic\", \"json\", \"sample\"", choose);
    consumer.output("PROMPT_ENVS=development,preview cargo build");
    let program = consumer.target().join("debug").join(consumer.name());
    let run = |name: &str, all: &str| {
        let line = format!("PROMPT_ENV={name} {} {all}", program.display());
        consumer.output(line.trim())
    };
    assert_eq!(run("development", ""), LINES);
    // An environment that logs no content is sampled only if the program says so.
    assert_eq!(run("preview", ""), "");
    assert_eq!(run("preview", "all"), LINES);
}

/// The other forms of an expansion leave the same lines.
#[test]
fn calls_with_a_record_and_with_hot_reload_leave_the_same() {
    let features = "\"dynamic\", \"hot-reload\", \"json\", \"sample\", \"tracing\"";
    let consumer = consumer("sampling-reloaded", features, "");
    assert_eq!(consumer.output("cargo run"), LINES);
}
