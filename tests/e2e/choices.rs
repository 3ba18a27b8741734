//! The choice of a build's environment, if it is valid.

use crate::consumer::Consumer;

/// A command, and the environment that the program then says it was built for.
const CHOICES: &[(&str, &str)] = &[
    ("cargo run", "development"),
    ("cargo run --features staging", "staging"),
    ("cargo run --features production", "production"),
    ("PROMPT_ENV=staging cargo run", "staging"),
    ("PROMPT_ENV=staging cargo run --features staging", "staging"),
    (
        "PROMPT_ENV=production cargo run --all-features",
        "production",
    ),
    (
        "PROMPT_ENV=production cargo run --features development,production",
        "production",
    ),
    ("PROMPT_ENV= cargo run", "development"),
    ("PROMPT_ENV=production cargo run --release", "production"),
    ("cargo run --release --features development", "development"),
];

#[test]
fn variable_feature_and_default() {
    let consumer = Consumer::plain("choices");
    for (command, environment) in CHOICES {
        let printed = consumer.output(command);
        assert!(
            printed.starts_with(&format!("environment {environment}\n")),
            "{command}: {printed}"
        );
    }
}

#[test]
fn environments_have_any_names_and_any_number() {
    let consumer = Consumer::plain("choices-names");
    let names = ["lab", "canary-eu", "live_1", "archive"];
    let environment = |name: &str| {
        format!(
            "  {name}:\n    prompt_source: local\n    model: m\n    temperature: 1\n    logging: full\n    rate_limit: 7\n"
        )
    };
    let pins = |name: &&str| format!("    {name}: latest\n");
    let configuration = format!(
        "environments:\n{}prompts:\n  welcome-note:\n{}",
        names.map(environment).concat(),
        names.iter().map(pins).collect::<String>()
    );
    consumer.write("prompts/environments.yaml", configuration);
    let main = "fn main() { println!(\"{}\", prompt_runtime::environment!().name); }\n";
    consumer.write("src/main.rs", main);
    consumer.edit(
        "Cargo.toml",
        "staging = []",
        "lab = []\ncanary-eu = []\nlive_1 = []\narchive = []",
    );
    for name in names {
        assert_eq!(
            consumer.output(&format!("cargo run --features {name}")),
            format!("{name}\n")
        );
        assert_eq!(
            consumer.output(&format!("PROMPT_ENV={name} cargo run")),
            format!("{name}\n")
        );
    }
}

#[test]
fn a_deprecated_version_is_built_with_a_warning() {
    let consumer = Consumer::plain("choices-deprecated");
    consumer.edit(
        "prompts/status-page/releases.yaml",
        "- version: 2.0.0\n  status: active",
        "- version: 2.0.0\n  status: deprecated",
    );
    let run = consumer.run("cargo run --features production");
    assert!(
        run.success && run.stdout.contains("status-page 2.0.0 deprecated"),
        "{}",
        run.stderr
    );
    insta::assert_snapshot!(run.messages());
}

#[test]
fn what_an_editor_leaves_beside_a_prompt_changes_nothing() {
    let consumer = Consumer::plain("choices-editor-files");
    std::os::unix::fs::symlink(
        "someone@desk.4711",
        consumer.path("prompts/welcome-note/.#local.prompt"),
    )
    .unwrap();
    consumer.write("prompts/welcome-note/.local.prompt.swp", "b0VIM");
    consumer.write("prompts/welcome-note/local.prompt~", "an older text\n");
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note local working copy")
    );
}

#[test]
fn a_working_copy_that_is_broken_breaks_only_the_environment_that_takes_it() {
    let consumer = Consumer::plain("choices-broken");
    consumer.write("prompts/welcome-note/local.prompt", "---\nno end\n");
    assert!(!consumer.run("cargo build").success);
    consumer.output("PROMPT_ENV=staging cargo build");
    consumer.output("PROMPT_ENV=production cargo build");
}

/// A build script that runs cargo passes its own package's variables on.
#[test]
fn the_features_of_an_outer_package_choose_nothing() {
    let consumer = Consumer::plain("choices-outer");
    let outer = "CARGO_FEATURE_PRODUCTION=1 CARGO_CFG_FEATURE=production";
    for (features, environment) in [("", "development"), ("--features staging", "staging")] {
        consumer.output("cargo clean -p choices-outer");
        let printed = consumer.output(&format!("{outer} cargo run {features}"));
        assert!(
            printed.starts_with(&format!("environment {environment}\n")),
            "{features}: {printed}"
        );
    }
}
