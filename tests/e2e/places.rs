//! The macros work wherever Rust code lives.

use std::fs;

use crate::consumer::{Consumer, e2e};

const LIBRARY: &str = r#"//! A library that embeds prompts without `std`.
//!
//! ```
//! use prompt_runtime::{environment, flag, prompt, prompts};
//! assert_eq!(prompt!("welcome-note").id, prompts!()[1].id);
//! assert_eq!(environment!().name, "development");
//! assert!(flag!("short_greeting"));
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused_qualifications, clippy::all, clippy::pedantic)]

use prompt_runtime::{Environment, Prompt, environment, flag, prompt, prompts};

/// In `static` position.
pub static NOTE: &Prompt = prompt!("welcome-note");
/// In `const` position, with a trailing comma.
pub const PAGE: &str = prompt!("status-page",).text();
/// All of them.
pub const ALL: &[Prompt] = prompts!();
/// The environment.
pub static ENVIRONMENT: &Environment = environment!();
/// A flag in a constant expression.
pub const LIMIT: usize = if flag!("short_greeting") { 60 } else { 600 };

macro_rules! by_literal {
    ($id:literal) => { prompt!($id) };
}
macro_rules! by_expression {
    ($id:expr) => { prompt!($id) };
}

/// Through macros of the user's own, in a generic function.
#[must_use]
pub fn versions<const N: usize>() -> [&'static str; 3] {
    [by_literal!("welcome-note").version, by_expression!("welcome-note").version, prompt!(r"welcome-note").version]
}
"#;

const CHECKS: &str = r#"
    assert_eq!(prompt!("welcome-note").version, "local");
    assert_eq!(prompts!().len(), 2);
    assert!(prompt!("welcome-note").text().contains("lunch table"));
    assert_eq!(environment!().name, "development");
    assert!(flag!("short_greeting"));
"#;

fn everywhere(consumer: &Consumer) {
    let checks = |head: &str, name: &str| {
        format!(
            "{head}use prompt_runtime::{{environment, flag, prompt, prompts}};\n{name} {{\n{CHECKS}\n}}\n"
        )
    };
    consumer.write("src/lib.rs", LIBRARY);
    consumer.write("src/main.rs", checks("", "fn main()"));
    consumer.write("tests/integration.rs", checks("", "#[test]\nfn embedded()"));
    consumer.write("benches/timing.rs", checks("", "fn main()"));
    consumer.write("examples/show.rs", checks("", "fn main()"));
    let manifest = consumer.read("Cargo.toml");
    consumer.write(
        "Cargo.toml",
        format!("{manifest}\n[[bench]]\nname = \"timing\"\nharness = false\n"),
    );
}

#[test]
fn library_binary_tests_benches_examples_and_doctests() {
    let consumer = Consumer::new("places");
    everywhere(&consumer);
    consumer.output("cargo test --all-targets");
    let doctests = consumer.output("cargo test --doc");
    assert!(doctests.contains("1 passed"), "{doctests}");
    consumer.output("cargo run --example show");
    consumer.output("cargo run");
    consumer.output("cargo clippy --all-targets -- -D warnings");
}

#[test]
fn below_a_folder_with_a_space_and_a_letter_beyond_ascii() {
    let consumer = Consumer::at(
        "places-odd-path",
        e2e().join("crates/Verkäufer und Kunden/places"),
    );
    everywhere(&consumer);
    let consumer = consumer.with_linked_target();
    consumer.output("cargo test --all-targets");
    consumer.output("cargo test --doc");
}

#[test]
fn under_another_name() {
    let consumer = Consumer::new("places-renamed");
    let manifest = consumer.read("Cargo.toml").replace(
        "prompt-runtime = {",
        "texts = { package = \"prompt-runtime\",",
    );
    let main = consumer
        .read("src/main.rs")
        .replace("prompt_runtime", "texts");
    consumer.write("Cargo.toml", manifest);
    consumer.write("src/main.rs", main);
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note local working copy")
    );
}

#[test]
fn in_a_member_of_a_workspace_whatever_the_working_directory() {
    let consumer = Consumer::new("places-workspace");
    let member = "desk/front";
    for path in ["Cargo.toml", "build.rs", "src/main.rs", "prompts"] {
        fs::create_dir_all(consumer.path(format!("{member}/src"))).unwrap();
        let target = consumer.path(format!("{member}/{path}"));
        if target.is_dir() {
            fs::remove_dir_all(&target).unwrap();
        }
        consumer.rename(path, &format!("{member}/{path}"));
    }
    consumer.edit(format!("{member}/Cargo.toml"), "[workspace]\n", "");
    consumer.write(
        "Cargo.toml",
        format!("[workspace]\nmembers = [\"{member}\"]\nresolver = \"3\"\n"),
    );
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note local working copy")
    );
    assert!(
        consumer
            .output("cargo run -p places-workspace --features production")
            .contains("welcome-note 1.0.0 active")
    );
}

#[test]
fn in_another_folder_and_with_a_library_outside_the_package() {
    let consumer = Consumer::new("places-elsewhere");
    let shared = e2e().join("crates/shared-library");
    _ = fs::remove_dir_all(&shared);
    fs::create_dir_all(&shared).unwrap();
    for prompt in ["welcome-note", "status-page"] {
        fs::rename(
            consumer.path(format!("prompts/{prompt}")),
            shared.join(prompt),
        )
        .unwrap();
    }
    let configuration = consumer.read("prompts/environments.yaml");
    consumer.write(
        "assets/texts/environments.yaml",
        format!("library: ../../../shared-library\n{configuration}"),
    );
    consumer.remove("prompts");
    consumer.edit(
        "build.rs",
        "prompt_build::run()",
        "prompt_build::Build::new().prompts(\"assets/texts\").feature_prefix(\"env-\").run()",
    );
    consumer.edit("Cargo.toml", "production = []", "env-production = []");
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note local working copy")
    );
    assert!(
        consumer
            .output("cargo run --features env-production")
            .contains("welcome-note 1.0.0 active")
    );
    fs::write(
        shared.join("welcome-note/local.prompt"),
        "Say hello to everyone at once.\n",
    )
    .unwrap();
    assert!(
        consumer
            .output("cargo run")
            .contains("Say hello to everyone at once.")
    );
}

#[test]
fn in_a_library_that_is_a_link_as_a_whole() {
    let consumer = Consumer::new("places-linked");
    let shared = e2e().join("crates/linked-library");
    _ = fs::remove_dir_all(&shared);
    fs::rename(consumer.path("prompts"), &shared).unwrap();
    std::os::unix::fs::symlink(&shared, consumer.path("prompts")).unwrap();
    let printed = consumer.output("cargo run");
    consumer.remove("prompts");
    assert!(printed.contains("welcome-note local working copy"));
}

#[test]
fn a_dependency_with_prompts_of_its_own_keeps_them() {
    let consumer = Consumer::new("places-dependent");
    let dependency = Consumer::new("places-dependency");
    dependency.write(
        "src/lib.rs",
        "pub fn note() -> &'static str { prompt_runtime::prompt!(\"welcome-note\").text() }\n",
    );
    dependency.write(
        "prompts/welcome-note/local.prompt",
        "The dependency's own words.\n",
    );
    let manifest = consumer.read("Cargo.toml");
    let line = "[dependencies]\nplaces-dependency = { path = \"../places-dependency\" }\n";
    consumer.write("Cargo.toml", manifest.replace("[dependencies]\n", line));
    consumer.write(
        "src/main.rs",
        "fn main() { print!(\"{}{}\", places_dependency::note(), prompt_runtime::prompt!(\"welcome-note\").text()); }\n",
    );
    let printed = consumer.output("cargo run");
    assert!(
        printed.starts_with("The dependency's own words.\nSay hello in the language"),
        "{printed}"
    );
}
