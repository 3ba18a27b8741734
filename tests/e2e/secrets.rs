//! Inputs that are marked as secret: rendered as any other, and shown nowhere, whatever the prompt
//! does with them.

use crate::consumer::Consumer;

const PROMPT: &str = "\
---
input:
  schema:
    secret: string
    lead(object):
      name: string
      note?: string
    seats: integer
    tags(array): string
    plan?: string
    site: string
---
{{#with lead}}{{name}}{{#if note}} ({{note}}){{/if}}{{/with}}, {{seats}} seats, {{secret}}.
{{#each tags}}{{@index}} {{this}}{{#unless @last}}, {{/unless}}{{/each}}
{{#ifEquals plan \"team\"}}On the team plan.{{else}}On another plan.{{/ifEquals}}
{{media url=site contentType=\"image/png\"}}
";

/// Each call with what the model gets, and what a log may show of it.
const PROGRAM: &str = r#"
#![forbid(unsafe_code)]
#![deny(warnings, clippy::all, clippy::pedantic)]

use prompt_runtime::{Content, Part, Rendered, prompt};

struct Lead { name: &'static str, note: Option<&'static str> }

fn lead() -> Lead {
    Lead { name: "Mara Lindqvist", note: Some("asks for a trial") }
}

fn text(rendered: &Rendered) -> String {
    let Content::Parts(parts) = &rendered.messages()[0].content else { panic!("{rendered:?}") };
    let url = |part: &Part| if let Part::Media { url, .. } = part { url.to_string() } else { String::new() };
    format!("{}{}", rendered.messages()[0].text(), parts.iter().map(url).collect::<String>())
}

fn main() {
    start();
    let (secret, seats, tags, plan, site) = ("4711", 12, ["vip", "press"], "team", "https://x.example/a.png?key=81");
    let plain = prompt!("welcome-note", secret, lead = lead(), seats, tags, plan, site);
    let calls = [
        prompt!("welcome-note", secret secret, lead = lead(), seats, tags, plan, site),
        prompt!("welcome-note", secret, secret lead = lead(), seats, tags, plan, site),
        prompt!("welcome-note", secret, lead = lead(), secret seats, tags, plan, site),
        prompt!("welcome-note", secret, lead = lead(), seats, secret tags = &tags[..], plan, site),
        prompt!("welcome-note", secret, lead = lead(), seats, tags, secret plan, site),
        prompt!("welcome-note", secret, lead = lead(), seats, tags, plan, secret site),
    ];
    for rendered in calls {
        assert_eq!(text(&rendered), text(&plain));
        show(&rendered);
    }
}
"#;

/// A program without the feature `tracing`, which accepts the word `secret` and ignores it.
const PRINTED: &str = "
fn start() {}

fn show(rendered: &Rendered) {
    println!(\"{}\", text(rendered));
}
";

const LOGGED: &str = "
/// The logs include those of other crates, by `log`.
fn start() {
    let logs = tracing_subscriber::fmt().without_time().with_ansi(false).with_level(false).with_target(false);
    logs.with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).init();
}

fn show(rendered: &Rendered) {
    let _call = rendered.trace();
}
";

const SUBSCRIBER: &str = "tracing-subscriber = { version = \"0.3\", default-features = false, features = [\"fmt\", \"tracing-log\"] }\n";

/// Changes its own prompt, and goes on when it has noticed.
const RELOADED: &str = r#"
use std::time::{Duration, Instant};

use prompt_runtime::{Rendered, prompt};

struct Lead { name: &'static str, note: Option<&'static str> }

fn render() -> Rendered {
    let lead = Lead { name: "Mara Lindqvist", note: None };
    prompt!("welcome-note", secret secret = "KX-4711", lead, seats = 12, tags = ["vip"], plan = "team", site = "x.png")
}

fn main() {
    start();
    let compiled = render();
    std::fs::copy("changed.prompt", "prompts/welcome-note/local.prompt").unwrap();
    let start = Instant::now();
    while render() == compiled && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    show(&render());
}
"#;

const AS_JSON: &str = "\
---
input:
  schema:
    numbers(array): string
    note: string
---
{{join numbers \", \"}} {{json numbers}} {{note}}
";

/// A type whose JSON is another text than the one that a prompt prints.
const NUMBERS: &str = r#"
use prompt_runtime::{Rendered, prompt};

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

fn main() {
    start();
    let numbers = [Number("030 4711 81"), Number("040 4711 82")];
    show(&prompt!("welcome-note", secret numbers = &numbers, note = "040 4711 82 or tel:030-4711-81"));
}
"#;

/// Of the first three inputs the prompt prints nothing.
const SHAPES: &str = "\
---
input:
  schema: { headers: { (*): string }, rows(array): any, files?: any, note: string }
---
{{#if headers}}There are headers. {{/if}}{{#if rows}}There are rows. {{/if}}{{note}}
";

/// Pairs with the same key, JSON of another shape than that of the input, and a list in an `Option`.
const SHAPED: &str = r#"
use prompt_runtime::sample::{Sampler, Share};
use prompt_runtime::{Rendered, catalog, prompt};
use serde_json::json;

#[derive(serde::Serialize)]
struct Call { headers: Vec<(&'static str, &'static str)>, rows: serde_json::Value, files: Option<Vec<&'static str>>, note: &'static str }

fn main() {
    start();
    Sampler::new(Share::ALL, |line: &str| println!("{line}")).install();
    let headers = vec![("Set-Cookie", "sid=4711-one"), ("Set-Cookie", "sid=4711-two")];
    let (rows, files) = (json!({ "k": ["sk-4711-three"] }), Some(vec!["file-4711.pdf"]));
    let note = "sid=4711-one, sid=4711-two, sk-4711-three, file-4711.pdf";
    show(&prompt!("welcome-note", secret headers = &headers, secret rows = &rows, secret files = &files, note));
    show(&prompt!("welcome-note", secret headers = &headers, secret rows = &json!("sk-4711-three"), secret files = &files, note));
    let call = Call { headers, rows: json!([{ "k": ["sk-4711-three"] }]), files, note };
    let entry = catalog!().get("welcome-note").unwrap();
    show(&entry.with(&call).secret("headers").secret("rows").secret("files").render().unwrap());
}
"#;

fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.write("prompts/welcome-note/local.prompt", PROMPT);
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "",
    );
    consumer
}

#[test]
fn a_secret_input_is_rendered_as_any_other() {
    let consumer = consumer("secrets");
    consumer.write("src/main.rs", format!("{PROGRAM}{PRINTED}"));
    let line = "Mara Lindqvist (asks for a trial), 12 seats, 4711.\n0 vip, 1 press\nOn the team plan.\n\
                https://x.example/a.png?key=81\n";
    assert_eq!(consumer.output("cargo run"), line.repeat(6));
    consumer.edit(
        "src/main.rs",
        "secret seats, tags, plan",
        "secrets seats, tags, plan",
    );
    let run = consumer.run("cargo run");
    assert!(
        run.stderr
            .contains("expected `=` or `,` after the name of an input"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_log_shows_none_of_it() {
    let consumer = consumer("secrets-logged");
    let manifest = consumer.read("Cargo.toml").replace(
        "/prompt-runtime\" }",
        "/prompt-runtime\", features = [\"tracing\"] }",
    );
    let subscriber = "tracing-subscriber = { version = \"0.3\", default-features = false, features = [\"fmt\"] }\n\n[build";
    consumer.write("Cargo.toml", manifest.replace("\n[build", subscriber));
    consumer.write("src/main.rs", format!("{PROGRAM}{LOGGED}"));
    let environments = consumer.read("prompts/environments.yaml");
    for logging in ["verbose", "full"] {
        let environments = environments.replace("logging: verbose", &format!("logging: {logging}"));
        consumer.write("prompts/environments.yaml", environments);
        let log = consumer.output("cargo run");
        // Of each line what is after the span's attributes.
        let lines = log.lines().map(|line| line.rsplit_once("}: ").unwrap().1);
        let lines = lines.flat_map(|line| [line, "\n"]).collect::<String>();
        insta::assert_snapshot!(format!("a_log_shows_none_of_it-{logging}"), lines);
    }
}

#[test]
fn a_log_shows_no_value_whose_json_is_another_text() {
    let consumer = consumer("secrets-as-json");
    consumer.write("prompts/welcome-note/local.prompt", AS_JSON);
    let manifest = consumer.read("Cargo.toml").replace(
        "/prompt-runtime\" }",
        "/prompt-runtime\", features = [\"json\", \"tracing\"] }\nserde = \"1\"",
    );
    let subscriber = format!("{SUBSCRIBER}\n[build");
    consumer.write("Cargo.toml", manifest.replacen("\n[build", &subscriber, 1));
    consumer.write("src/main.rs", format!("{NUMBERS}{LOGGED}"));
    let log = consumer.output("cargo run");
    assert!(log.contains("note=\"[redacted] or [redacted]\""), "{log}");
    assert!(!log.contains("4711"), "{log}");
}

#[test]
fn a_log_and_a_sample_show_no_value_whatever_its_shape_is() {
    let consumer = consumer("secrets-shaped");
    consumer.write("prompts/welcome-note/local.prompt", SHAPES);
    let dependencies = "/prompt-runtime\", features = [\"dynamic\", \"json\", \"sample\", \"tracing\"] }\n\
        serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"";
    let manifest = consumer
        .read("Cargo.toml")
        .replace("/prompt-runtime\" }", dependencies);
    let subscriber = format!("{SUBSCRIBER}\n[build");
    consumer.write("Cargo.toml", manifest.replacen("\n[build", &subscriber, 1));
    consumer.write("src/main.rs", format!("{SHAPED}{LOGGED}"));
    let log = consumer.output("cargo run");
    let note = "[redacted], [redacted], [redacted], [redacted]";
    assert_eq!(log.matches(note).count(), 9, "{log}");
    assert!(!log.contains("4711"), "{log}");
}

/// Of a text that was read again it is not known where the secrets are: none of it is shown.
#[test]
fn a_log_shows_nothing_of_a_reloaded_prompt_with_secrets() {
    let consumer = consumer("secrets-reloaded");
    let with_features = "/prompt-runtime\", features = [\"hot-reload\", \"tracing\"] }";
    let manifest = consumer
        .read("Cargo.toml")
        .replace("/prompt-runtime\" }", with_features);
    consumer.write(
        "Cargo.toml",
        manifest.replace("\n[build", &format!("{SUBSCRIBER}\n[build")),
    );
    let changed = PROMPT.replace("seats, {{secret}}", "places, {{secret}}");
    consumer.write("changed.prompt", &changed);
    consumer.write("src/main.rs", format!("{RELOADED}{LOGGED}"));
    let log = consumer.output("cargo run");
    assert!(
        log.contains("gen_ai.input.messages=") && log.contains("\"content\":\"[redacted]\""),
        "{log}"
    );
    assert!(!log.contains("KX-4711") && !log.contains("places"), "{log}");
    // And all of it where nothing is secret.
    consumer.write("prompts/welcome-note/local.prompt", PROMPT);
    consumer.edit("src/main.rs", "secret secret =", "secret =");
    let log = consumer.output("cargo run");
    assert!(
        log.contains("12 places, KX-4711")
            && log.contains("gen_ai.prompt.variable.secret=\"KX-4711\""),
        "{log}"
    );
}
