//! `answer_type!` in packages: types that are read, wherever they stand.

use crate::answer_types::rust_types;
use crate::consumer::Consumer;

/// What development takes.
const WORKING_COPY: &str = "---
output:
  schema:
    subject: string
    tone(enum): [warm, formal]
    match: string
    lines(array):
      name: string
      price: number
      seats?: integer
    prices(object):
      (*): number
    notes?(array): string
    anything: any
---
Write an email.
";

/// What staging pins.
const RELEASED: &str = "---
output:
  schema:
    type: object
    required: [subject, tone, match, lines, language]
    properties:
      subject: { type: string, maxLength: 80 }
      tone: { type: [string, 'null'], enum: [warm, formal, curt, null] }
      match: { const: email }
      language: { type: string }
      lines: { type: array, items: { $ref: '#/$defs/line' } }
    $defs:
      line:
        type: object
        required: [name, price]
        properties: { name: { type: string }, price: { type: integer } }
---
Write an email.
";

/// Without the prelude, under names that mean something else, without serde among the dependencies.
const PROGRAM: &str = r##"#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]

//! A program.

#[allow(dead_code)]
mod shadow {
    pub(crate) struct Option;
    pub(crate) struct Some;
    pub(crate) struct Result;
    pub(crate) struct Ok;
    pub(crate) struct Default;
    pub(crate) mod serde {}
    pub(crate) mod std {}
}
#[allow(unused_imports)]
use shadow::{Default, Ok, Option, Result, Some, serde};

::runtime::answer_type! {
    "welcome-note":
    /// What the model writes.
    #[derive(::core::fmt::Debug, ::core::clone::Clone)]
    struct Email {
        subject: ::std::string::String,
        tone: ::core::option::Option<Tone>,
        r#match: ::std::string::String,
        lines: ::std::vec::Vec<Line>,
        prices: ::core::option::Option<::std::collections::BTreeMap<::std::string::String, f64>>,
        notes: ::core::option::Option<::std::vec::Vec<::std::string::String>>,
        language: ::core::option::Option<::std::boxed::Box<str>>,
        #[serde(skip)]
        is_sent: bool,
    }

    /// How it sounds.
    #[derive(::core::fmt::Debug, ::core::clone::Clone)]
    #[serde(rename_all = "lowercase")]
    enum Tone { Warm, Formal, #[serde(untagged)] Other(::std::string::String) }

    #[derive(::core::fmt::Debug, ::core::clone::Clone)]
    struct Line { name: ::std::string::String, price: f64, #[serde(rename = "seats")] number: ::core::option::Option<u32> }
}

::runtime::answer_type! { "welcome-note": struct Subject { subject: ::std::string::String } }

/// Types of a module.
mod inner {
    ::runtime::answer_type! {
        "welcome-note":
        /// The subject.
        pub(super) struct Subject {
            /// The text.
            pub(super) subject: ::std::string::String,
            pub(super) tone: ::core::option::Option<Tone>,
        }
        #[derive(::core::fmt::Debug)]
        #[serde(rename_all = "SCREAMING-KEBAB-CASE")]
        pub(super) enum Tone { #[serde(rename = "warm")] Warm, #[serde(other)] VeryOther }
    }
}

fn main() {
    ::runtime::answer_type! { "welcome-note": struct Local { r#match: ::std::string::String } }
    let text = r#"Here: {"subject":"Hi","tone":"curt","match":"email","lines":[{"name":"Team","price":49,"seats":2,}],"prices":{"a":1}}"#;
    let answer = ::runtime::Answer::new(text);
    let email: Email = answer.parse().unwrap();
    ::std::println!("{:?}", ::core::clone::Clone::clone(&email));
    ::std::println!("{} {} {} {:?} {:?} {:?}", email.subject, email.r#match, email.is_sent, email.tone, email.notes, email.language);
    if let ::core::option::Option::Some(Tone::Other(tone)) = &email.tone {
        ::std::println!("{tone}");
    }
    let Line { name, price, number } = &email.lines[0];
    ::std::println!("{name} {price} {number:?} {:?}", email.prices);
    ::std::println!("{}", answer.parse::<Subject>().unwrap().subject);
    let inner = answer.parse::<inner::Subject>().unwrap();
    ::std::println!("{} {:?}", inner.subject, inner.tone);
    ::std::println!("{}", answer.parse::<Local>().unwrap().r#match);
    let list = ::runtime::Answer::new("[\"Hi\"]");
    ::std::println!("{}", ::core::result::Result::err(list.parse::<Subject>()).unwrap());
}
"##;

const PRINTED: &str = r#"Email { subject: "Hi", tone: Some(Other("curt")), match: "email", lines: [Line { name: "Team", price: 49.0, number: Some(2) }], prices: Some({"a": 1.0}), notes: None, language: None, is_sent: false }
Hi email false Some(Other("curt")) None None
curt
Team 49 Some(2) Some({"a": 1.0})
Hi
Hi Some(VeryOther)
email
expected struct Subject
"#;

#[test]
fn types_need_no_name_in_scope_and_are_those_of_all_environments() {
    let consumer = consumer("answers-hygiene");
    let manifest = consumer.read("Cargo.toml");
    let renamed = manifest.replacen(
        "prompt-runtime = {",
        "runtime = { package = \"prompt-runtime\", features = [\"serde\"],",
        1,
    );
    consumer.write("Cargo.toml", renamed);
    consumer.write("src/main.rs", PROGRAM);
    assert_eq!(consumer.output("cargo run"), PRINTED);
    assert_eq!(consumer.output("cargo run --features staging"), PRINTED);
    // An environment that pins nothing of the prompt.
    assert_eq!(consumer.output("cargo run --features production"), PRINTED);
}

/// A library, whose types have serde's own derives and those of another crate.
const LIBRARY: &str = r#"//! A library.

prompt_runtime::answer_type! {
    "welcome-note":
    /// An email.
    #[derive(Debug, serde::Serialize, serde::Deserialize)]
    #[serde(rename_all(serialize = "UPPERCASE"))]
    pub struct Email {
        /// The subject.
        pub subject: String,
        /// The tone.
        pub tone: Option<Tone>,
    }

    /// A tone.
    #[derive(Debug, serde::Serialize)]
    #[serde(rename_all = "lowercase")]
    #[allow(missing_docs)]
    pub enum Tone { Warm, Formal, Curt }
}
"#;

#[test]
fn a_library_exports_the_types() {
    let consumer = consumer("answers-library");
    let manifest = consumer.read("Cargo.toml");
    let features = "/prompt-runtime\", features = [\"serde\"] }\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"";
    consumer.write(
        "Cargo.toml",
        manifest.replacen("/prompt-runtime\" }", features, 1),
    );
    consumer.write("src/lib.rs", LIBRARY);
    let program = r##"use answers_library::Email;

fn main() {
    let email: Email = prompt_runtime::Answer::new(r#"{"subject":"Hi","tone":"curt"}"#).parse().unwrap();
    println!("{}", serde_json::to_string(&email).unwrap());
}
"##;
    consumer.write("src/main.rs", program);
    assert_eq!(
        consumer.output("cargo run"),
        "{\"SUBJECT\":\"Hi\",\"TONE\":\"curt\"}\n"
    );
}

#[test]
fn the_types_that_show_prints_compile() {
    let consumer = consumer("answers-shown");
    let manifest = consumer.read("Cargo.toml");
    let features = "/prompt-runtime\", features = [\"serde\"] }\nserde_json = \"1\"";
    consumer.write(
        "Cargo.toml",
        manifest.replacen("/prompt-runtime\" }", features, 1),
    );
    consumer.write("src/main.rs", "fn main() {}\n");
    consumer.output("cargo build");
    let files = consumer.build_script_output();
    let file = files
        .iter()
        .find(|(path, _)| path.ends_with("answers/welcome-note"));
    let answers = prompt_core::wire::read_answers(&file.unwrap().1).unwrap();
    let types = rust_types("welcome-note", &answers, &[]).unwrap();
    for name in ["WelcomeNote", "WelcomeNoteTone", "WelcomeNoteLines"] {
        assert!(types.contains(&format!("{name} {{")), "{types}");
    }
    consumer.write("src/lib.rs", format!("#![deny(warnings)]\n{types}"));
    consumer.output("cargo build");
}

/// An editor gets the types of a program without an error, and an error at its field.
#[test]
fn an_editor_sees_the_types_and_their_errors() {
    let consumer = consumer("answers-editor");
    let manifest = consumer.read("Cargo.toml");
    let renamed = manifest.replacen(
        "prompt-runtime = {",
        "runtime = { package = \"prompt-runtime\", features = [\"serde\"],",
        1,
    );
    consumer.write("Cargo.toml", renamed);
    consumer.write("src/main.rs", PROGRAM);
    let run = consumer.run("RA_RUSTC_WRAPPER=1 cargo check");
    assert!(
        run.success && !run.messages().contains("error"),
        "{}",
        run.stderr
    );
    consumer.edit(
        "src/main.rs",
        "tone: ::core::option::Option<Tone>,\n        r#match",
        "tones: ::core::option::Option<Tone>,\n        r#match",
    );
    let messages = consumer.run("RA_RUSTC_WRAPPER=1 cargo check").messages();
    let place = PROGRAM.lines().position(|line| line.contains(" tone: "));
    let place = format!("src/main.rs:{}:9", place.unwrap() + 1);
    assert!(messages.contains(&place), "{messages}");
    assert!(messages.contains("did you mean `tone`?"), "{messages}");
}

/// A package in which development takes one version, staging pins another, and production none.
fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.write("prompts/welcome-note/local.prompt", WORKING_COPY);
    consumer.write("prompts/welcome-note/1.1.0.prompt", RELEASED);
    let of_fixture = "f727aa2f6f6661d7c1b8c66c8199c908fc584de53a562552e9a0ae397cf95a68";
    let sha256 = prompt_build::hash::sha256(RELEASED);
    consumer.edit("prompts/welcome-note/releases.yaml", of_fixture, &sha256);
    consumer.edit(
        "prompts/environments.yaml",
        "    production: \"1.0.0\"\n",
        "",
    );
    consumer
}
