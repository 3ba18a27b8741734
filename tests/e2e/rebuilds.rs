//! The rebuilds that a change causes.

use crate::consumer::Consumer;

#[test]
fn an_edited_working_copy_is_embedded() {
    let consumer = Consumer::plain("rebuild-edit");
    assert!(
        consumer
            .output("cargo run")
            .contains("mention today's lunch table")
    );
    consumer.edit(NOTE, "lunch table", "coffee corner");
    assert!(
        consumer
            .output("cargo run")
            .contains("mention today's coffee corner")
    );
}

#[test]
fn a_removed_working_copy_gives_way_to_the_highest_release_and_comes_back() {
    let consumer = Consumer::plain("rebuild-remove");
    let working_copy = consumer.read(NOTE);
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note local working copy")
    );
    consumer.remove(NOTE);
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note 1.1.0 draft")
    );
    consumer.write(NOTE, working_copy);
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note local working copy")
    );
}

#[test]
fn a_renamed_working_copy_is_gone() {
    let consumer = Consumer::plain("rebuild-rename");
    consumer.output("cargo run");
    consumer.rename(NOTE, "prompts/welcome-note/local.prompt.off");
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note 1.1.0 draft")
    );
    consumer.rename("prompts/welcome-note/local.prompt.off", NOTE);
    assert!(
        consumer
            .output("cargo run")
            .contains("welcome-note local working copy")
    );
}

#[test]
fn a_new_release_is_taken_by_a_range_and_a_withdrawn_one_is_not() {
    let consumer = Consumer::plain("rebuild-release");
    let run = "PROMPT_ENV=staging cargo run";
    assert!(consumer.output(run).contains("status-page 2.1.0 active"));
    consumer.write(
        "prompts/status-page/2.2.0.prompt",
        "Two sentences, please.\n",
    );
    let ledger = consumer.read(LEDGER);
    let entry = |status| {
        let sha256 = "02b9e1d27ae9ca2b4ba5dc7c47b0ac52a2b1a62e0d3d2e1ac5ff36ee1ec7a5bb";
        format!("{ledger}- version: 2.2.0\n  status: {status}\n  sha256: {sha256}\n")
    };
    consumer.write(LEDGER, entry("draft"));
    let refused = consumer.run(run);
    assert!(
        refused.stderr.contains("[altered-release]"),
        "{}",
        refused.stderr
    );
    let hash = refused.stderr.split("hashes to ").nth(1).unwrap()[..64].to_owned();
    let with_hash = entry("draft").replace(
        &entry("draft")[entry("draft").rfind(": ").unwrap() + 2..],
        &hash,
    ) + "\n";
    consumer.write(LEDGER, &with_hash);
    assert!(consumer.output(run).contains("status-page 2.2.0 draft"));
    consumer.write(
        LEDGER,
        with_hash.replace("status: draft", "status: withdrawn"),
    );
    assert!(consumer.output(run).contains("status-page 2.1.0 active"));
}

#[test]
fn a_removed_release_fails_the_build_until_it_is_back() {
    let consumer = Consumer::plain("rebuild-missing");
    consumer.output("cargo build");
    consumer.rename(
        "prompts/welcome-note/1.0.0.prompt",
        "prompts/welcome-note/1.0.0.txt",
    );
    assert!(
        consumer
            .run("cargo build")
            .stderr
            .contains("[missing-release]")
    );
    consumer.rename(
        "prompts/welcome-note/1.0.0.txt",
        "prompts/welcome-note/1.0.0.prompt",
    );
    consumer.output("cargo build");
}

#[test]
fn a_changed_pin_is_taken() {
    let consumer = Consumer::plain("rebuild-pin");
    let run = "PROMPT_ENV=staging cargo run";
    assert!(consumer.output(run).contains("welcome-note 1.1.0 draft"));
    consumer.edit(
        "prompts/environments.yaml",
        "staging: \"1.1.0\"",
        "staging: \"1.0.0\"",
    );
    assert!(consumer.output(run).contains("welcome-note 1.0.0 active"));
}

#[test]
fn a_pin_that_goes_leaves_nothing_behind() {
    let consumer = Consumer::plain("rebuild-unpin");
    consumer.write(
        "src/main.rs",
        "fn main() { println!(\"{}\", prompt_runtime::prompts!().len()); }\n",
    );
    assert_eq!(consumer.output("cargo run"), "2\n");
    let pins = "  status-page:\n    development: \"latest\"\n    staging: \"^2.0\"\n    production: \"2.0.0\"\n";
    consumer.edit("prompts/environments.yaml", pins, "");
    assert_eq!(consumer.output("cargo run"), "1\n");
    let left = consumer.build_script_output();
    assert!(
        left.iter().all(|(path, _)| !path.ends_with("status-page")),
        "{left:?}"
    );
}

#[test]
fn the_variable_switches_the_environment_and_back() {
    let consumer = Consumer::plain("rebuild-switch");
    for environment in ["staging", "production", "development", "staging"] {
        let printed = consumer.output(&format!("PROMPT_ENV={environment} cargo run"));
        assert!(
            printed.starts_with(&format!("environment {environment}\n")),
            "{printed}"
        );
    }
    assert!(
        consumer
            .output("cargo run")
            .starts_with("environment development\n")
    );
    assert!(
        consumer
            .output("cargo run --features production")
            .starts_with("environment production\n")
    );
}

#[test]
fn a_flag_that_is_switched_is_seen() {
    let consumer = Consumer::plain("rebuild-flag");
    assert!(consumer.output("cargo run").contains("short_greeting true"));
    consumer.edit(
        "prompts/environments.yaml",
        "rate_limit: null\n    feature_flags:\n      short_greeting: true",
        "rate_limit: null\n    feature_flags:\n      short_greeting: false",
    );
    assert!(
        consumer
            .output("cargo run")
            .contains("short_greeting false")
    );
}

/// What the compiler lists as an input is what a compilation cache looks at.
#[test]
fn the_compiler_lists_what_each_call_depends_on() {
    let consumer = Consumer::plain("rebuild-recorded");
    let calls = [
        "prompt!(\"welcome-note\").text().len()",
        "prompts!().len()",
        "environment!().name.len()",
        "flag!(\"short_greeting\").to_string()",
    ];
    for call in calls {
        let main = format!("fn main() {{ println!(\"{{}}\", prompt_runtime::{call}); }}\n");
        consumer.write("src/main.rs", main);
        consumer.output("cargo build");
        let inputs = compiler_inputs(&consumer, "rebuild_recorded-");
        assert!(
            inputs.contains("# env-dep:PROMPT_DIGEST="),
            "{call}: {inputs}"
        );
        let includes_text = inputs.contains("/prompt/text/welcome-note");
        assert_eq!(
            includes_text,
            call.starts_with("prompt"),
            "{call}: {inputs}"
        );
    }
}

/// Returns the inputs that the compiler has listed, for a package that was built once.
fn compiler_inputs(consumer: &Consumer, prefix: &str) -> String {
    let folder = consumer.target().join("debug/deps");
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let lists = files.filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with(prefix) && name.ends_with(".d")
    });
    let newest = lists.max_by_key(|path| path.metadata().unwrap().modified().unwrap());
    std::fs::read_to_string(newest.unwrap()).unwrap()
}

#[test]
fn nothing_changed_is_nothing_done() {
    let consumer = Consumer::plain("rebuild-nothing");
    for command in ["cargo build -v", "PROMPT_ENV=staging cargo build -v"] {
        consumer.output(command);
        let again = consumer.run(command);
        assert!(
            again.stderr.contains("Fresh rebuild-nothing"),
            "{}",
            again.stderr
        );
        for done in ["Running", "Compiling", "Dirty"] {
            assert!(!again.stderr.contains(done), "{}", again.stderr);
        }
    }
}

const NOTE: &str = "prompts/welcome-note/local.prompt";
const LEDGER: &str = "prompts/status-page/releases.yaml";
