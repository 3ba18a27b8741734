//! `cargo prompts inspect --against`, held against programs whose build missed a change of the
//! prompts: the changed files keep their times.

use std::fs;
use std::process::Command;

use crate::consumer::Consumer;
use crate::desk::Run;

const PARTIAL: &str = "prompts/partials/house.prompt";
const CONFIGURATION: &str = "prompts/environments.yaml";

/// The package `greeter`, with a working copy that calls a partial and one that nothing pins yet.
fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    let copy = "prompts/welcome-note/local.prompt";
    let text = consumer.read(copy);
    consumer.write(copy, format!("{text}{{{{> house}}}}\n"));
    consumer.write(PARTIAL, "The house is by the lake.\n");
    consumer.write("prompts/lunch-table/local.prompt", "Name today's table.\n");
    consumer
}

/// Changes a file and puts its time back, so that cargo does not notice.
fn edit_unnoticed(consumer: &Consumer, path: &str, old: &str, new: &str) {
    let modified = fs::metadata(consumer.path(path))
        .and_then(|metadata| metadata.modified())
        .unwrap();
    let text = consumer.read(path);
    assert!(text.contains(old), "{old:?} in {path}");
    fs::write(consumer.path(path), text.replace(old, new)).unwrap();
    let file = fs::File::options()
        .append(true)
        .open(consumer.path(path))
        .unwrap();
    file.set_modified(modified).unwrap();
}

fn built_and_inspected(consumer: &Consumer, name: &str) -> Run {
    consumer.output("PROMPT_ENV=development cargo build");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-prompts"));
    command
        .args(["prompts", "inspect", "--env", "development", "--against"])
        .arg("prompts")
        .arg(consumer.target().join("debug").join(name))
        .current_dir(consumer.path(""))
        .env_remove("CARGO_PROMPTS_FOLDER");
    Run::of(&command.output().unwrap())
}

#[test]
fn a_stale_partial_is_found() {
    let name = "stale-partial";
    let consumer = consumer(name);
    built_and_inspected(&consumer, name).expect(0, &["welcome-note  local"]);
    edit_unnoticed(&consumer, PARTIAL, "lake", "park");
    built_and_inspected(&consumer, name).expect(
        1,
        &["[embedded-stale] `welcome-note` for `development` is not what a build for `development` has now: its partials, schemas or tools have other texts"],
    );
}

#[test]
fn a_prompt_that_the_list_lacks_is_found() {
    let name = "stale-list";
    let consumer = consumer(name);
    built_and_inspected(&consumer, name).expect(0, &["welcome-note  local"]);
    let (pinned, more) = (
        "prompts:\n",
        "prompts:\n  lunch-table: { development: latest }\n",
    );
    edit_unnoticed(&consumer, CONFIGURATION, pinned, more);
    built_and_inspected(&consumer, name).expect(
        1,
        &["[embedded-stale] `lunch-table` for `development` is not in the program, and `prompts!` of a build for `development` has now: local with the hash"],
    );
}

/// Without `prompts!`, a program need not have a call for each prompt.
#[test]
fn without_the_list_a_program_may_lack_a_prompt() {
    let name = "no-list";
    let consumer = consumer(name);
    let program =
        "fn main() { print!(\"{}\", prompt_runtime::prompt!(\"welcome-note\").text()); }\n";
    consumer.write("src/main.rs", program);
    let run = built_and_inspected(&consumer, name);
    run.expect(0, &["welcome-note  local"]);
    assert!(!run.said().contains("status-page"), "{}", run.said());
}
