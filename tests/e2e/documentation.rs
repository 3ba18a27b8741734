//! README and guide show what runs. `cargo-prompts/tests/cli/life.rs` plays their transcripts.

use std::fs;
use std::path::Path;

use serde_yaml::Value;

use crate::consumer::{Consumer, files_below, repository};
use crate::loopback::{Reply, Server};
use crate::page::{Block, blocks, read, readme_and_guide};

const GETTING_STARTED: &str = "docs/src/getting-started.md";

/// A new snapshot fails until it is accepted, and so does a changed one.
#[test]
fn the_snapshot_test_of_the_guide() {
    let consumer = after_getting_started("documented-steps");
    assert!(!consumer.run("CI=true INSTA_UPDATE=no cargo test").success);
    consumer.output("INSTA_UPDATE=always cargo test");
    consumer.output("CI=true INSTA_UPDATE=no cargo test");
    consumer.edit(
        "prompts/visitor-greeting/local.prompt",
        "offer a seat",
        "offer a coffee",
    );
    let changed = consumer.run("CI=true INSTA_UPDATE=no cargo test");
    assert!(!changed.success);
    assert!(
        changed.stdout.contains("offer a coffee"),
        "{}",
        changed.stdout
    );
}

/// The package that the page comes to.
fn after_getting_started(name: &str) -> Consumer {
    let consumer = Consumer::empty(name);
    let mut manifest = manifest(name, "");
    for block in blocks(&read(GETTING_STARTED)) {
        match block.path() {
            Some("Cargo.toml") => manifest.push_str(&block.text),
            Some(path) => consumer.write(path, &block.text),
            None => {}
        }
    }
    consumer.write("Cargo.toml", manifest);
    consumer
}

/// Makes the manifest that `cargo new` and the page's `cargo add` commands leave, as a workspace of
/// its own.
fn manifest(name: &str, runtime_features: &str) -> String {
    let path = repository().display();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [build-dependencies]\nprompt-build = {{ path = \"{path}/prompt-build\" }}\n\n\
         [dependencies]\nprompt-runtime = {{ path = \"{path}/prompt-runtime\"{runtime_features} }}\n"
    )
}

/// The guide's call of a model sends what the environment says.
#[test]
fn the_call_of_the_guide() {
    let consumer = after_getting_started("documented-call");
    let features = ", features = [\"limit\", \"serde\", \"tracing\"]";
    consumer.remove("tests");
    let dependencies = manifest("documented-call", features) + UREQ;
    consumer.write("Cargo.toml", dependencies);
    let page = blocks(&read("docs/src/application.md"));
    let is_main = |block: &&Block| block.path() == Some("src/main.rs");
    consumer.write("src/main.rs", &page.iter().find(is_main).unwrap().text);
    let server = Server::start(|_, _| Reply::answer("Good morning."));
    let run = format!("OPENAI_BASE_URL={} cargo run", server.url());
    assert_eq!(consumer.output(&run), "Good morning.\n");
    let [request] = &server.requests()[..] else {
        panic!("one call")
    };
    assert_eq!(request.body["model"], "kimi-k2-5-turbo");
    assert_eq!(
        request.last_message(),
        "\nGreet Mara Lindqvist, and offer a seat.\n"
    );
}

/// As the repository has it, so that it is compiled already.
const UREQ: &str =
    "ureq = { version = \"3.5\", default-features = false, features = [\"json\"] }\n";

/// The examples of README, guide and macros, as programs with the repository's own prompts.
#[test]
fn the_examples_of_the_documentation() {
    let consumer = Consumer::new("documented-examples");
    consumer.remove("prompts");
    copy_prompts(&consumer);
    consumer.remove("src/main.rs");
    let all = "features = [\"dynamic\", \"hot-reload\", \"json\", \"redis\", \"sample\", \"serde\", \"tracing\"]";
    let manifest = consumer.read("Cargo.toml").replace(
        "/prompt-runtime\" }",
        &format!("/prompt-runtime\", {all} }}"),
    );
    assert!(manifest.contains(all), "{manifest}");
    let others = "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n\n[build-dependencies]";
    consumer.write(
        "Cargo.toml",
        manifest.replace("\n[build-dependencies]", others),
    );
    let examples = examples();
    assert!(examples.len() >= 21, "{examples:?}");
    for (position, example) in examples.iter().enumerate() {
        let program = if example.contains("fn main()") {
            example.clone()
        } else {
            format!("fn main() {{\n{example}}}\n")
        };
        consumer.write(format!("src/bin/example-{position}.rs"), program);
    }
    consumer.output("cargo build --bins");
    for position in 0..examples.len() {
        consumer.output(&format!("cargo run --bin example-{position}"));
    }
}

/// The template that the guide shows, rendered by the call that it shows.
#[test]
fn the_template_of_the_guide() {
    let consumer = Consumer::new("documented-template");
    let page = blocks(&read("docs/src/templates.md"));
    let block = |language: &str| {
        let is_wanted = |block: &&Block| block.language == language;
        &page.iter().find(is_wanted).unwrap().text
    };
    consumer.write("prompts/welcome-note/local.prompt", block("text"));
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "",
    );
    let program = r#"
        use prompt_runtime::prompt;
        struct Product { name: &'static str, price: f64 }
        fn main() {
            let products = [Product { name: "Team plan", price: 49.0 }, Product { name: "Solo plan", price: 9.5 }];
            println!("{}", CALL);
        }
    "#;
    let call = block("rust,ignore").trim_end();
    consumer.write("src/main.rs", program.replace("CALL", call));
    assert_eq!(
        consumer.output("cargo run"),
        "\nYou write first-contact sales email.\n\nWrite to Mara Lindqvist in a friendly tone.\n\
         - Team plan at 49\n- Solo plan at 9.5\n\n"
    );
}

/// The commands that the README says to try in the checkout. What they print is in the snapshots of
/// `reference.rs`.
#[test]
fn the_commands_of_the_readme() {
    let readme = read("README.md");
    let (in_checkout, _) = readme.split_once("## Getting started").unwrap();
    let transcripts = blocks(in_checkout)
        .into_iter()
        .filter(|block| block.language == "console")
        .map(|block| block.text)
        .collect::<String>();
    let mut commands = transcripts
        .lines()
        .map(|line| line.strip_prefix("$ ").unwrap())
        .collect::<Vec<_>>();
    assert_eq!(commands[..2], ["cargo run", "cargo test --workspace"]);
    // That one runs this test.
    commands.remove(1);
    for command in commands {
        Consumer::repository().output(command);
    }
}

/// The README shows the message that a wrong pin gives.
#[test]
fn the_message_of_the_readme() {
    let consumer = Consumer::new("documented-message");
    copy_prompts(&consumer);
    consumer.edit(
        "prompts/environments.yaml",
        "staging: \"2.3.0\"",
        "staging: \"2.3.1\"",
    );
    let messages = consumer
        .run("cargo build")
        .messages()
        .replace("error: documented-message@0.1.0: ", "");
    let message = messages.split("error: build script").next().unwrap();
    assert!(
        read("README.md").contains(message.trim_end()),
        "not in README.md:\n{message}"
    );
}

/// The page's workflow runs the commands whose output the page shows.
#[test]
fn the_workflow_of_the_guide() {
    let page = blocks(&read("docs/src/continuous-integration.md"));
    let is_workflow = |block: &&Block| block.path() == Some(".github/workflows/prompts.yml");
    let workflow: Value =
        serde_yaml::from_str(&page.iter().find(is_workflow).unwrap().text).unwrap();
    let transcripts = page.iter().filter(|block| block.language == "console");
    let transcripts = transcripts.map(|block| &*block.text).collect::<String>();
    let jobs = workflow["jobs"].as_mapping().unwrap().values();
    let steps = jobs.flat_map(|job| job["steps"].as_sequence().unwrap());
    let commands = steps
        .filter_map(|step| step.get("run")?.as_str())
        .filter(|command| !command.starts_with("cargo install "))
        .collect::<Vec<_>>();
    assert_eq!(commands.len(), 5, "{commands:?}");
    for command in commands {
        // The page shows the run for production.
        let command = command
            .trim_end()
            .replace("${{ matrix.environment }}", "production");
        assert!(transcripts.contains(&format!("$ {command}\n")), "{command}");
    }
}

fn copy_prompts(consumer: &Consumer) {
    for path in files_below(&repository().join("prompts")) {
        let text = fs::read(repository().join("prompts").join(&path)).unwrap();
        consumer.write(Path::new("prompts").join(path), text);
    }
}

/// The Rust blocks of README and guide that belong to no package, and the blocks of
/// `prompt-runtime` that its own documentation tests cannot run.
fn examples() -> Vec<String> {
    let pages = readme_and_guide();
    let pages = pages.iter().flat_map(|path| blocks(&read(path)));
    let of_pages = pages.filter(|block| block.language == "rust" && block.path().is_none());
    let mut examples = of_pages.map(|block| block.text).collect::<Vec<_>>();
    let source = repository().join("prompt-runtime/src");
    for path in files_below(&source) {
        let comments = doc_comments(&fs::read_to_string(source.join(path)).unwrap());
        let of_item = blocks(&comments).into_iter();
        examples.extend(
            of_item
                .filter(|block| block.language == "ignore")
                .map(|block| block.text),
        );
    }
    examples
}

/// The documentation comments of a source file, as Markdown.
fn doc_comments(source: &str) -> String {
    let comments = source.lines().map(|line| {
        let line = line.trim_start();
        let comment = line
            .strip_prefix("///")
            .or(line.strip_prefix("//!"))
            .unwrap_or_default();
        let line = comment.strip_prefix(' ').unwrap_or(comment);
        // rustdoc runs such lines and does not show them.
        format!("{}\n", line.strip_prefix("# ").unwrap_or(line))
    });
    comments.collect()
}
