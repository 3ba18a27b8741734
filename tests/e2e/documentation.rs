//! What README and the documentation show is what runs.

use std::fs;

use crate::consumer::{Consumer, files_below, repository};
use crate::loopback::{Reply, Server};

/// The README's steps, followed to the letter; only where the crates come from is added.
#[test]
fn the_steps_of_the_readme() {
    let consumer = after_the_steps("documented-steps");
    let greeting = consumer.output("cargo run");
    assert!(
        greeting.starts_with("visitor-greeting local\n"),
        "{greeting}"
    );
    assert!(
        greeting.contains("Greet Mara Lindqvist, and offer a seat.\n"),
        "{greeting}"
    );
    consumer.edit("src/main.rs", "visitor, host", "visiter = visitor, host");
    let misspelt = consumer.run("cargo run");
    assert!(
        misspelt.stderr.contains("did you mean `visitor`?"),
        "{}",
        misspelt.stderr
    );
    consumer.edit("src/main.rs", "visiter = visitor, host", "visitor, host");
    let unpinned = consumer.run("cargo run --features production");
    assert!(
        unpinned
            .stderr
            .contains("[not-pinned] `visitor-greeting` is not pinned in `production`")
    );

    // The snapshot test fails on a new text until someone accepts it, and again on a changed one.
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

/// The package that the README's steps come to; only where the crates come from is added.
fn after_the_steps(name: &str) -> Consumer {
    let consumer = Consumer::empty(name);
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    for (path, text) in named_blocks(&readme) {
        consumer.write(path, text);
    }
    let manifest = consumer.read("Cargo.toml").replace("front-desk", name);
    let patches = ["prompt-runtime", "prompt-build", "prompt-macros"].map(|name| {
        format!(
            "{name} = {{ path = \"{}/{name}\" }}\n",
            repository().display()
        )
    });
    consumer.write(
        "Cargo.toml",
        format!(
            "{manifest}\n[workspace]\n\n[patch.crates-io]\n{}",
            patches.concat()
        ),
    );
    consumer
}

/// The README's line for each setting of the environment, sent to an endpoint.
#[test]
fn the_call_of_the_readme() {
    let consumer = after_the_steps("documented-call");
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let section = readme.split_once("### The environment in force").unwrap().1;
    let dependency = blocks(section, "```toml")[0].replace("[dependencies]\n", "");
    consumer.edit(
        "Cargo.toml",
        "prompt-runtime = \"0.1.0\"\n",
        &format!("{dependency}{UREQ}"),
    );
    let server = Server::start(|_, _| Reply::answer("Good morning."));
    let main = format!(
        "fn main() {{ println!(\"{{}}\", greet(\"Mara\", &ureq::agent(), \"{}/chat/completions\").unwrap()); }}",
        server.url()
    );
    consumer.write(
        "src/main.rs",
        format!("{}{main}\n", blocks(section, "```rust")[0]),
    );
    assert_eq!(consumer.output("cargo run"), "Good morning.\n");
    let [request] = &server.requests()[..] else {
        panic!("one call")
    };
    assert_eq!(request.body["model"], "kimi-k2-5-turbo");
    assert_eq!(request.last_message(), "\nGreet Mara, and offer a seat.\n");
}

/// As the repository has it, so that it is compiled already.
const UREQ: &str =
    "ureq = { version = \"3.5\", default-features = false, features = [\"json\"] }\n";

/// The README's first example and those of the macros, as programs with the repository's own
/// prompts.
#[test]
fn the_examples_of_readme_and_macros() {
    let consumer = Consumer::new("documented-examples");
    consumer.remove("prompts");
    for path in files_below(&repository().join("prompts")) {
        let text = fs::read(repository().join("prompts").join(&path)).unwrap();
        consumer.write(std::path::Path::new("prompts").join(path), text);
    }
    consumer.remove("src/main.rs");
    let all = "features = [\"hot-reload\", \"json\", \"redis\", \"serde\", \"tracing\"]";
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
    assert!(examples.len() >= 20, "{examples:?}");
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

/// The template that the README shows, rendered.
#[test]
fn the_template_of_the_readme() {
    let consumer = Consumer::new("documented-template");
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let section = readme.split_once("## Templates").unwrap().1;
    consumer.write(
        "prompts/welcome-note/local.prompt",
        &blocks(section, "```text")[0],
    );
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "",
    );
    let program = r#"
        struct Product { name: &'static str, price: f64 }
        fn main() {
            let products = [Product { name: "Team plan", price: 49.0 }, Product { name: "Solo plan", price: 9.5 }];
            println!("{}", prompt_runtime::prompt!("welcome-note", customer = "Mara Lindqvist", products));
        }
    "#;
    consumer.write("src/main.rs", program);
    assert_eq!(
        consumer.output("cargo run"),
        "You write first-contact sales email.\n\nWrite to Mara Lindqvist in a friendly tone.\n\
         - Team plan at 49\n- Solo plan at 9.5\n"
    );
}

/// The README says which message a wrong pin gives; so it does.
#[test]
fn the_message_of_the_readme() {
    let consumer = Consumer::new("documented-message");
    let configuration = fs::read_to_string(repository().join("prompts/environments.yaml")).unwrap();
    for path in files_below(&repository().join("prompts")) {
        let text = fs::read(repository().join("prompts").join(&path)).unwrap();
        consumer.write(std::path::Path::new("prompts").join(path), text);
    }
    consumer.write(
        "prompts/environments.yaml",
        configuration.replace("staging: \"2.3.0\"", "staging: \"2.3.1\""),
    );
    let messages = consumer
        .run("cargo build")
        .messages()
        .replace("error: documented-message@0.1.0: ", "");
    let message = messages.split("error: build script").next().unwrap();
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    assert!(
        readme.contains(message.trim_end()),
        "not in README.md:\n{message}"
    );
}

/// The code blocks whose preceding paragraph ends in a path: `` `build.rs`: ``.
fn named_blocks(markdown: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut name = None;
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let text = block(&mut lines);
            blocks.extend(name.take().map(|name| (name, text)));
        } else if !line.is_empty() {
            name = line
                .strip_suffix("`:")
                .and_then(|line| line.rsplit_once('`'))
                .map(|(_, name)| name.to_owned());
        }
    }
    blocks
}

/// The README's first block, and the blocks of `prompt-runtime` that its own doctests cannot run.
fn examples() -> Vec<String> {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let mut examples = blocks(&readme, "```rust")
        .into_iter()
        .take(1)
        .collect::<Vec<_>>();
    let source = repository().join("prompt-runtime/src");
    for path in files_below(&source) {
        let text = fs::read_to_string(source.join(path)).unwrap();
        let comments = text.lines().map(|line| {
            let line = line.trim_start();
            let comment = line
                .strip_prefix("///")
                .or(line.strip_prefix("//!"))
                .unwrap_or_default();
            let line = comment.strip_prefix(' ').unwrap_or(comment);
            // What rustdoc runs and does not show.
            format!("{}\n", line.strip_prefix("# ").unwrap_or(line))
        });
        examples.extend(blocks(&comments.collect::<String>(), "```ignore"));
    }
    examples
}

fn blocks(markdown: &str, fence: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if line == fence {
            blocks.push(block(&mut lines));
        }
    }
    blocks
}

/// The lines up to the end of the code block.
fn block(lines: &mut std::str::Lines<'_>) -> String {
    lines
        .take_while(|line| *line != "```")
        .flat_map(|line| [line, "\n"])
        .collect()
}
