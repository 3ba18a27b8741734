//! Under rust-analyzer a failing build script would leave the editor with nothing. So it ends well,
//! and the macros show the findings at the calls that they concern.

use crate::consumer::Consumer;

#[test]
fn a_finding_about_one_prompt_stands_at_its_calls() {
    let consumer = Consumer::plain("editor-prompt");
    consumer.output("cargo check");
    consumer.edit(
        "prompts/environments.yaml",
        "staging: \"1.1.0\"",
        "staging: \"1.1.1\"",
    );
    insta::assert_snapshot!(consumer.run("RA_RUSTC_WRAPPER=1 cargo check").messages());
}

/// In a build for several environments, a finding of one of them stands at the calls, once.
#[test]
fn a_finding_of_one_of_several_environments_stands_at_its_calls() {
    let consumer = Consumer::plain("editor-several");
    let check = "RA_RUSTC_WRAPPER=1 PROMPT_ENVS=development,staging,production cargo check";
    consumer.output(check);
    consumer.edit(
        "prompts/environments.yaml",
        "staging: \"1.1.0\"",
        "staging: \"1.1.1\"",
    );
    let run = consumer.run(check);
    assert!(!run.success);
    let messages = run.messages();
    let errors = messages
        .lines()
        .filter(|line| line.starts_with("error: prompts/"));
    // At `prompts!` and at `prompt!`, once each.
    assert_eq!(errors.count(), 2, "{messages}");
    for place in ["--> src/main.rs:6:", "--> src/main.rs:9:"] {
        assert_eq!(messages.matches(place).count(), 1, "{messages}");
    }
}

#[test]
fn a_finding_about_the_configuration_stands_at_every_call() {
    let consumer = Consumer::plain("editor-configuration");
    consumer.edit(
        "prompts/environments.yaml",
        "temperature: 0.7",
        "temperature: 7",
    );
    insta::assert_snapshot!(consumer.run("RA_RUSTC_WRAPPER=1 cargo check").messages());
}

/// As of `PROMPT_ENV`, an empty variable is none.
#[test]
fn a_variable_of_an_editor_that_is_empty_or_0_is_none() {
    let consumer = Consumer::plain("editor-off");
    consumer.write("src/main.rs", NO_CALL_OF_THE_PROMPT);
    consumer.edit(
        "prompts/environments.yaml",
        "staging: \"1.1.0\"",
        "staging: \"1.1.1\"",
    );
    for variable in [
        "RA_RUSTC_WRAPPER=",
        "RA_RUSTC_WRAPPER=0",
        "__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS=",
    ] {
        let run = consumer.run(&format!("{variable} cargo check"));
        assert!(!run.success, "{variable}");
    }
}

/// Whatever runs it: a program for users is never built past a finding.
#[test]
fn a_release_build_fails_with_the_variables_of_an_editor() {
    let consumer = Consumer::plain("editor-release");
    consumer.write("src/main.rs", NO_CALL_OF_THE_PROMPT);
    consumer.edit(
        "prompts/environments.yaml",
        "staging: \"1.1.0\"",
        "staging: \"1.1.1\"",
    );
    let run = consumer.run("RA_RUSTC_WRAPPER=1 cargo build --release --features production");
    assert!(
        !run.success && run.stderr.contains("[unknown-version]"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_terminal_fails_after_the_editor_has_not_even_where_no_call_is_concerned() {
    let consumer = Consumer::plain("editor-then-terminal");
    consumer.write("src/main.rs", NO_CALL_OF_THE_PROMPT);
    consumer.edit(
        "prompts/environments.yaml",
        "staging: \"1.1.0\"",
        "staging: \"1.1.1\"",
    );
    for variable in [
        "RA_RUSTC_WRAPPER=1",
        "__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS=nightly",
    ] {
        consumer.output(&format!("{variable} cargo check"));
        let terminal = consumer.run("cargo check");
        assert!(
            !terminal.success && terminal.stderr.contains("[unknown-version]"),
            "{}",
            terminal.stderr
        );
    }
    consumer.edit(
        "prompts/environments.yaml",
        "staging: \"1.1.1\"",
        "staging: \"1.1.0\"",
    );
    consumer.output("cargo check");
}

/// A program in which no call shows a finding about `welcome-note`.
const NO_CALL_OF_THE_PROMPT: &str =
    "fn main() { println!(\"{}\", prompt_runtime::prompt!(\"status-page\").id); }\n";
