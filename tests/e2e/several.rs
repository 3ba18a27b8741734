//! One program for several environments. It carries what each of them pins, and chooses one of them
//! when it starts.

use prompt_build::hash::sha256;

use crate::consumer::{Consumer, Run};

/// Releases of the same prompt that differ in their inputs, defaults, choices and messages.
const STAGING: &str = "\
---
input:
  schema: { guest: string, tone?: string, language(enum): [en, fr], seats(array): { name: string, floor: integer } }
  default: { tone: warm }
---
Greet {{guest}} in a {{tone}} tone, in {{language}}:{{#each seats}} {{name}} on floor {{floor}}{{/each}}. Staging says so.
";
const PRODUCTION: &str = "\
---
input:
  schema: { guest: string, tone?: string, language(enum): [en, de], seats(array): { name: string } }
  default: { tone: formal }
---
{{role \"system\"}}
You greet people at work. Production says so.
{{role \"user\"}}
Welcome {{guest}} ({{tone}}, {{language}}):{{#each seats}} {{name}}{{/each}}.
";

const PROGRAM: &str = r#"
use std::sync::LazyLock;

use prompt_runtime::{Prompt, environment, flag, prompt, prompts, try_prompt};

struct Seat {
    name: &'static str,
    floor: u8,
}

static PAGE: LazyLock<&Prompt> = LazyLock::new(|| prompt!("status-page"));

fn main() -> Result<(), Box<dyn std::error::Error>> {
    prompt_runtime::choose_environment!()?;
    println!("{} {} {}", environment!().name, environment!().model, flag!("short_greeting"));
    println!("limit {:?}", environment!().rate_limit);
    for prompt in prompts!() {
        println!("{} {} for {}", prompt.id, prompt.version, prompt.environment);
    }
    println!("{} {}", PAGE.version, PAGE.text().trim());
    let seats = [Seat { name: "A1", floor: 2 }, Seat { name: "B7", floor: 3 }];
    let mut evaluated = 0;
    let guest = { evaluated += 1; format!("Mara {evaluated}") };
    println!("{}", prompt!("welcome-note", guest, language = "en", seats = &seats).text().trim());
    for language in ["fr", "de"].map(String::from) {
        match try_prompt!("welcome-note", guest = "Jo", tone = "dry", language, seats = &seats[..1]) {
            Ok(note) => println!("{} {}", note.prompt().version, note.text().trim()),
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}
"#;

const IN_STAGING: &str = "\
staging kimi-k2-5 true
limit Some(1000)
status-page 2.1.0 for staging
welcome-note 1.1.0 for staging
2.1.0 Turn the incident notes into two sentences for customers. Give the time of the next update.
Greet Mara 1 in a warm tone, in en: A1 on floor 2 B7 on floor 3. Staging says so.
1.1.0 Greet Jo in a dry tone, in fr: A1 on floor 2. Staging says so.
`language` of the prompt `welcome-note` is none of its choices: `en`, `fr`
";

const IN_PRODUCTION: &str = "\
production kimi-k2-5 false
limit Some(50000)
status-page 2.0.0 for production
welcome-note 1.0.0 for production
2.0.0 Turn the incident notes into three sentences for customers. Name no internal system.
You greet people at work. Production says so.

Welcome Mara 1 (formal, en): A1 B7.
`language` of the prompt `welcome-note` is none of its choices: `en`, `de`
1.0.0 You greet people at work. Production says so.

Welcome Jo (dry, de): A1.
";

/// A prompt that staging pins and production does not. The values are computed once, or not at all.
const ON_ITS_WAY: &str = r#"
use prompt_runtime::optional_prompt;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    prompt_runtime::choose_environment!()?;
    println!("{:?}", optional_prompt!("status-page").map(|prompt| prompt.version));
    let page = optional_prompt!("status-page", incident = "late mail");
    println!("{:?}", page.map(|page| page.text().trim().to_owned()));
    Ok(())
}
"#;

#[test]
fn a_prompt_on_its_way_is_there_where_it_is_pinned() {
    let consumer = Consumer::new("several-optional");
    let page =
        "---\ninput:\n  schema: { incident: string }\n---\nTell customers of {{incident}}.\n";
    consumer.write("prompts/status-page/local.prompt", page);
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"^2.0\"\n    production: \"2.0.0\"\n",
        "",
    );
    consumer.write("src/main.rs", ON_ITS_WAY);
    consumer.output("PROMPT_ENVS=development,production cargo build");
    assert_eq!(
        started(&consumer, "development").stdout,
        "Some(\"local\")\nSome(\"Tell customers of late mail.\")\n"
    );
    assert_eq!(started(&consumer, "production").stdout, "None\nNone\n");
}

#[test]
fn every_macro_follows_the_environment_that_the_program_chooses() {
    let consumer = Consumer::new("several");
    release(&consumer, "1.1.0", STAGING);
    release(&consumer, "1.0.0", PRODUCTION);
    consumer.write("src/main.rs", PROGRAM);
    consumer.output("PROMPT_ENVS=staging,production cargo build");
    assert_eq!(started(&consumer, "staging").stdout, IN_STAGING);
    assert_eq!(started(&consumer, "production").stdout, IN_PRODUCTION);
    let names = "`staging`, `production`";
    let errors = [
        (
            "",
            format!(
                "Error: no environment is chosen: set the variable `PROMPT_ENV` to one of {names}\n"
            ),
        ),
        (
            "development",
            format!(
                "Error: the variable `PROMPT_ENV` is `development`, and the package `several` is built for {names}\n"
            ),
        ),
    ];
    for (name, expected) in errors {
        let run = started(&consumer, name);
        assert_eq!((run.code, run.stderr), (Some(1), expected), "{name}");
    }
    // The same program in builds for one environment.
    consumer.output("PROMPT_ENV=production cargo build");
    assert_eq!(started(&consumer, "production").stdout, IN_PRODUCTION);
    assert_eq!(started(&consumer, "").stdout, IN_PRODUCTION);
    let run = started(&consumer, "staging");
    let expected = "Error: the variable `PROMPT_ENV` is `staging`, and the package `several` is built for `production`\n";
    assert_eq!((run.code, &*run.stderr), (Some(1), expected));
}

/// A prompt in the words of a version: in a message without values, in and out of blocks, in an
/// indented partial, and blank.
fn worded(greeting: &str, farewell: &str, blank: &str) -> String {
    format!(
        "\
---
input:
  schema: {{ guest: string, tone?: string, seats(array): {{ name: string }} }}
  default: {{ tone: warm }}
---
{{{{role \"system\"}}}}
{greeting} {farewell}
{{{{role \"model\"}}}}
{blank}{{{{#if tone}}}}{{{{/if}}}}
{{{{role \"user\"}}}}
{greeting} {{{{guest}}}}, {{{{#if tone}}}}be {{{{tone}}}}, {greeting}{{{{else}}}}{farewell}{{{{/if}}}}:
{{{{#each seats}}}}{{{{name}}}} {farewell}{{{{else}}}}{greeting}{{{{/each}}}}
"
    )
}

const WORDED: &str = r#"
use prompt_runtime::prompt;

struct Seat { name: &'static str }

fn main() -> Result<(), Box<dyn std::error::Error>> {
    prompt_runtime::choose_environment!()?;
    let seats = [Seat { name: "A1" }, Seat { name: "B7" }];
    for seats in [&seats[..], &[]] {
        let note = prompt!("welcome-note", guest = "Mara", seats);
        println!("{} {:?}", note.prompt().version, note.messages());
        let note = prompt!("welcome-note", guest = "Mara", seats, tone = Some("").filter(|_| false));
        println!("{} {:?}", note.prompt().environment, note.messages());
    }
    Ok(())
}
"#;

/// The environments share the code of a call whose versions differ in words alone. Each renders what
/// it renders in a program of its own.
#[test]
fn versions_in_other_words_render_as_in_a_build_for_each() {
    let consumer = Consumer::new("several-words");
    release(&consumer, "1.1.0", &worded("Hello", "Bye", ""));
    release(
        &consumer,
        "1.0.0",
        &worded("Welcome aboard", "Farewell", "Well."),
    );
    consumer.write("src/main.rs", WORDED);
    consumer.output("PROMPT_ENVS=staging,production cargo build");
    let shared = ["staging", "production"].map(|name| started(&consumer, name).stdout);
    assert!(shared[0].contains("Hello Bye") && shared[1].contains("Welcome aboard Farewell"));
    for (name, shared) in ["staging", "production"].into_iter().zip(shared) {
        consumer.output(&format!("PROMPT_ENV={name} cargo build"));
        assert_eq!(started(&consumer, name).stdout, shared, "{name}");
    }
}

/// Each version declares parts of the secrets that the other one lacks, and prints none of them.
const FIRST: &str = "\
---
input:
  schema: { customer(object): { name: string }, vault?: { (*): string }, orders(array): { title: string, sums?(array): string }, home(object): { city: string }, note: string }
---
To {{customer.name}}{{#each vault}}, {{@key}}{{/each}}{{#if orders}}, with orders{{/if}}: {{note}}
";
const SECOND: &str = "\
---
input:
  schema: { customer(object): { name: string, iban: string, homes(array): string, home: { city: string } }, orders(array): { title: string }, home(object): { city: string }, note: string }
---
{{note}}{{#if note}}{{else}}{{json home}}{{/if}}{{#if (and customer.home.city (len orders))}}.{{/if}}
";

const LOGGED: &str = r#"
use std::collections::BTreeMap;

use prompt_runtime::sample::{Sampler, Share};
use prompt_runtime::{Answer, catalog, prompt};

#[derive(serde::Serialize)]
struct Home { city: &'static str, street: &'static str }

#[derive(serde::Serialize)]
struct Customer { name: &'static str, iban: &'static str, homes: [&'static str; 1], home: Home }

#[derive(serde::Serialize)]
struct Order { title: &'static str, sums: [&'static str; 1] }

#[derive(serde::Serialize)]
struct Call { customer: Customer, vault: BTreeMap<&'static str, &'static str>, orders: [Order; 1], home: Home, note: &'static str }

fn main() -> Result<(), Box<dyn std::error::Error>> {
    prompt_runtime::choose_environment!()?;
    let logs = tracing_subscriber::fmt().without_time().with_ansi(false);
    logs.with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).init();
    Sampler::new(Share::ALL, |line: &str| println!("{line}")).even_if_structured().install();
    let customer = Customer { name: "Mara Lindqvist", iban: "DE02120300000000202051", homes: ["Hafenweg 81"], home: home() };
    let vault = BTreeMap::from([("crm", "hunter2-correct-horse")]);
    let orders = [Order { title: "desk lamp 4711", sums: ["81,50 EUR"] }];
    let note = "DE02120300000000202051 of Hafenweg 81 in Flensburg: hunter2-correct-horse, desk lamp 4711 for 81,50 EUR, Zum Speicher";
    let rendered = prompt!("welcome-note", secret customer = &customer, secret vault = &vault, secret orders = &orders, secret home = home(), note);
    rendered.trace().answered(&Answer::new(note));
    let call = catalog!().get("welcome-note")?;
    let call = call.with(&Call { customer, vault, orders, home: home(), note });
    let rendered = call.secret("customer").secret("vault").secret("orders").secret("home").render()?;
    rendered.trace().answered(&Answer::new(note));
    Ok(())
}

fn home() -> Home {
    Home { city: "Flensburg", street: "Zum Speicher" }
}
"#;

/// A field that only another environment's version declares is a part of the secret all the same.
#[test]
fn no_part_of_a_secret_is_shown_that_any_environment_declares() {
    let consumer = Consumer::new("several-secrets");
    release(&consumer, "1.1.0", FIRST);
    release(&consumer, "1.0.0", SECOND);
    let dependencies =
        "prompt-runtime = { features = [\"dynamic\", \"json\", \"sample\", \"tracing\"],";
    consumer.edit("Cargo.toml", "prompt-runtime = {", dependencies);
    let subscriber = "serde = { version = \"1\", features = [\"derive\"] }\n\
        tracing-subscriber = { version = \"0.3\", default-features = false, features = [\"fmt\"] }\n\n[build";
    consumer.edit("Cargo.toml", "\n[build", subscriber);
    consumer.edit(
        "prompts/environments.yaml",
        "logging: structured",
        "logging: full",
    );
    consumer.write("src/main.rs", LOGGED);
    for build in [
        "PROMPT_ENVS=staging,production",
        "PROMPT_ENV=staging",
        "PROMPT_ENV=production",
    ] {
        consumer.output(&format!("{build} cargo build"));
        for name in ["staging", "production"]
            .into_iter()
            .filter(|name| build.contains(name))
        {
            let log = started(&consumer, name).stdout;
            let note = "[redacted] of [redacted] in [redacted]: [redacted], [redacted] for [redacted], [redacted]";
            assert_eq!(log.matches(note).count(), 6, "{build}, {name}: {log}");
            assert!(
                !log.contains("4711") && !log.contains("Hafenweg"),
                "{build}, {name}: {log}"
            );
        }
    }
}

const LIMITED: &str = r#"
use std::sync::LazyLock;

use prompt_runtime::{environment, limit::Limiter};

static LIMITER: LazyLock<Limiter> = LazyLock::new(|| Limiter::new(environment!()));

fn main() -> Result<(), Box<dyn std::error::Error>> {
    prompt_runtime::choose_environment!()?;
    println!("{:?}", [(); 3].map(|()| LIMITER.try_acquire().is_ok()));
    Ok(())
}
"#;

#[test]
fn a_limiter_has_the_limit_of_the_chosen_environment() {
    let consumer = Consumer::new("several-limiter");
    consumer.edit(
        "prompts/environments.yaml",
        "rate_limit: 1000",
        "rate_limit: 1",
    );
    consumer.edit(
        "Cargo.toml",
        "prompt-runtime = {",
        "prompt-runtime = { features = [\"limit\"],",
    );
    consumer.write("src/main.rs", LIMITED);
    consumer.output("PROMPT_ENVS=development,staging,production cargo build");
    for (name, permits) in [
        ("development", "[true, true, true]\n"),
        ("staging", "[true, false, false]\n"),
        ("production", "[true, true, true]\n"),
    ] {
        assert_eq!(started(&consumer, name).stdout, permits, "{name}");
    }
}

/// Texts, prompts and flags of other environments are not in the program, and equal texts once.
#[test]
fn a_program_holds_what_its_environments_pin_and_no_more() {
    let consumer = Consumer::new("several-embedded");
    consumer.write(
        "src/main.rs",
        r#"fn main() -> Result<(), Box<dyn std::error::Error>> {
    prompt_runtime::choose_environment!()?;
    println!("{}", prompt_runtime::prompt!("welcome-note").text());
    println!("{}", prompt_runtime::prompt!("status-page", ..).text());
    println!("{}", if prompt_runtime::flag!("short_greeting") { "Hello in brief." } else { "A hearty welcome." });
    Ok(())
}
"#,
    );
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"^2.0\"",
        "    staging: \"2.0.0\"",
    );
    consumer.output("PROMPT_ENVS=staging,production cargo build --release");
    let program = consumer.binary("release");
    let count = |text: &str| {
        let windows = program.windows(text.len());
        windows.filter(|window| *window == text.as_bytes()).count()
    };
    for (text, expected) in [
        // Two versions, each for one environment.
        ("Glad you are here. Greet the new colleague", 1),
        ("Welcome aboard. Greet the new colleague", 1),
        // The same version for both.
        ("Turn the incident notes into three sentences", 1),
        // The version and the working copy that only others pin, and a front matter.
        ("Turn the incident notes into two sentences", 0),
        ("Say hello in the language of the office", 0),
        ("First message to someone", 0),
        // Names, models and flags.
        ("kimi-k2-5-turbo", 0),
        ("development", 0),
        ("Hello in brief.", 1),
        ("A hearty welcome.", 1),
    ] {
        assert_eq!(count(text), expected, "{text}");
    }
}

const MANIFEST: &str = r#"[package]
name = "notes"
version = "0.1.0"
edition = "2024"

[dependencies]
prompt-runtime = { path = "{repository}/prompt-runtime" }

[build-dependencies]
prompt-build = { path = "{repository}/prompt-build" }
"#;

const NOTES: &str = "pub fn note() -> String { prompt_runtime::prompt!(\"welcome-note\", ..).into_text().into() }\n";

const PROGRAM_WITH_NOTES: &str = r#"use prompt_runtime::{choose_environment, environment};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    for argument in &arguments {
        match argument.as_str() {
            "environment" => println!("{}", environment!().name),
            "note" => println!("{}", notes::note().trim()),
            "among" => choose_environment!(among ["production", "development"])?,
            "production" => choose_environment!("production")?,
            name => choose_environment!(name)?,
        }
    }
    Ok(())
}
"#;

/// The packages of a program agree on the environment by its name, whichever others each has.
#[test]
fn packages_for_different_environments_are_in_one_program() {
    let consumer = with_notes("several-packages");
    let run = |arguments: &str| {
        let program = consumer.target().join("debug/several-packages");
        consumer.run(&format!("{} {arguments}", program.display()))
    };
    consumer.output("cargo build");
    let printed = |arguments| {
        let run = run(arguments);
        assert!(run.success, "{arguments}: {}", run.stderr);
        run.stdout
    };
    assert!(printed("staging environment note").starts_with("staging\nGlad you are here."));
    assert_eq!(printed("production production environment"), "production\n");
    let refused = |arguments, expected: &str| {
        let run = run(arguments);
        assert!(
            !run.success && run.stderr.contains(expected),
            "{arguments}: {}",
            run.stderr
        );
    };
    let before = "no environment is chosen yet, and the package `several-packages` is built for \
                  `staging`, `production`: call `prompt_runtime::choose_environment!()?` at the start of `main`";
    refused("environment", before);
    refused("environment", "panicked at src/main.rs:7:");
    let of_notes = "no environment is chosen yet, and the package `notes` is built for `development`, `staging`: call";
    refused("note", of_notes);
    let lacking = "the package `notes` is not built for the chosen environment `production`, only for `development`, `staging`: \
                   add `production` to `PROMPT_ENVS`, or to `Build::environments` in the `build.rs` of `notes`";
    refused("production note", lacking);
    refused("production note", "panicked at notes/src/lib.rs:1:");
    let second = "Error: `staging` cannot be chosen: the choice is one for the process, and it is `production`";
    refused("production staging", second);
    refused(
        "qa",
        "Error: `qa` cannot be chosen: the package `several-packages` is built for `staging`, `production`",
    );
    let variable = |name: &str| {
        let program = consumer.target().join("debug/several-packages");
        consumer.run(&format!(
            "PROMPT_ENV={name} {} among environment",
            program.display()
        ))
    };
    assert_eq!(variable("production").stdout, "production\n");
    let not_allowed =
        "Error: `staging` cannot be chosen: the program allows only `production`, `development`\n";
    assert_eq!(variable("staging").stderr, not_allowed);
    // In a build for one environment, the program may not be started for others either.
    consumer.output("PROMPT_ENV=staging cargo build");
    assert_eq!(variable("").stderr, not_allowed);
    refused(
        "production",
        "Error: `production` cannot be chosen: the package `several-packages` is built for `staging`",
    );
    assert_eq!(printed("staging environment"), "staging\n");
}

/// A program whose build script names two environments, with a package that is built for two others.
fn with_notes(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    let script = |names: &str| {
        format!("fn main() {{\n    prompt_build::Build::new().environments({names}).run();\n}}\n")
    };
    consumer.write("build.rs", script("[\"production\", \"staging\"]"));
    consumer.write("src/main.rs", PROGRAM_WITH_NOTES);
    let manifest = consumer.read("Cargo.toml");
    consumer.write(
        "Cargo.toml",
        manifest.replacen(
            "[dependencies]\n",
            "[dependencies]\nnotes = { path = \"notes\" }\n",
            1,
        ),
    );
    let repository = crate::consumer::repository().to_str().unwrap();
    consumer.write(
        "notes/Cargo.toml",
        MANIFEST.replace("{repository}", repository),
    );
    consumer.write("notes/build.rs", script("[\"staging\", \"development\"]"));
    consumer.write("notes/src/lib.rs", NOTES);
    for file in crate::consumer::files_below(&consumer.path("prompts")) {
        let file = file.display();
        consumer.write(
            format!("notes/prompts/{file}"),
            consumer.read(format!("prompts/{file}")),
        );
    }
    consumer
}

/// Runs the built program with this value of `PROMPT_ENV`.
fn started(consumer: &Consumer, environment: &str) -> Run {
    let program = consumer.target().join("debug").join(consumer.name());
    consumer.run(&format!("PROMPT_ENV={environment} {}", program.display()))
}

/// Replaces a released version of `welcome-note`, with its hash in the ledger.
fn release(consumer: &Consumer, version: &str, text: &str) {
    let (file, ledger) = (
        format!("prompts/welcome-note/{version}.prompt"),
        "prompts/welcome-note/releases.yaml",
    );
    let before = sha256(&consumer.read(&file));
    consumer.write(&file, text);
    let changed = consumer.read(ledger).replace(&before, &sha256(text));
    consumer.write(ledger, changed);
}
