//! The example of the guide: its files are written, its commands are run.

use serde_json::json;

use crate::desk::Desk;
use crate::loopback::{Reply, Request, Server};
use crate::page::{Block, blocks, read};

const PAGE: &str = "docs/src/judges.md";
const ENVIRONMENTS: &str = "prompts/environments.yaml";

/// The file of the library that a block holds: the line before it names it.
fn path(block: &Block) -> Option<&str> {
    let (_, rest) = block.lead.split_once("In `prompts/")?;
    let (path, _) = rest.split_once('`')?;
    Some(path)
}

/// Fails what people fail in the example, and what names no competitor.
fn judge(request: &Request) -> Reply {
    let text = request.last_message();
    let passes = !text.contains("make it cheaper") && !text.contains("names a competitor");
    let verdict = json!({ "reason": "so I think", "score": 0.9, "pass": passes });
    Reply::answer(&verdict.to_string())
}

#[test]
fn the_example_of_the_guide_is_promoted() {
    let page = blocks(&read(PAGE));
    let desk = Desk::bare();
    let mut pins = None;
    let mut files = Vec::new();
    for block in &page {
        match path(block) {
            Some("environments.yaml") => pins = Some(&block.text),
            Some(path) => {
                desk.write(&format!("prompts/{path}"), &block.text);
                files.push(path);
            }
            None => {}
        }
    }
    assert_eq!(
        files,
        [
            "answer-judge/local.prompt",
            "answer-judge/golden.yaml",
            "sales-reply/local.prompt",
            "sales-reply/golden.yaml",
            "answer-judge/judge.yaml",
        ]
    );
    let pins = pins.expect("a configuration");
    let (environments, _) = pins.split_once("\nprompts:").expect("pins");
    desk.write(ENVIRONMENTS, &format!("{environments}\nprompts:\n"));
    let server = Server::start(|request, _| {
        if request.body["model"] == "gpt-5-mini" {
            judge(request)
        } else {
            Reply::answer("Mara, the price is 49 EUR a month.")
        }
    });
    let commands = page.iter().find(|block| block.language == "sh");
    let commands = commands.expect("commands").text.lines();
    let mut said = String::new();
    for command in commands.map(|line| line.trim_start_matches("cargo prompts ")) {
        let run = if command.starts_with("test") {
            desk.write(ENVIRONMENTS, pins);
            desk.run_against(&server, command)
        } else {
            desk.run(command)
        };
        run.expect(0, &[]);
        said = run.said();
    }
    let shown = page.iter().find(|block| block.text.starts_with("  ok "));
    for line in shown.expect("its requirements").text.lines() {
        let line = line.split(", 20").next().expect("what comes before a time");
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(
        desk.read(ENVIRONMENTS)
            .contains("  sales-reply:\n    staging: 1.0.0")
    );
    desk.run("check").expect(0, &[]);
    // Without golden cases, the labelled ones are evidence for the judge itself.
    std::fs::remove_file(desk.root().join("prompts/answer-judge/golden.yaml")).unwrap();
    desk.run("promote answer-judge --to staging --by prompt-owner --reason labelled")
        .expect(
            0,
            &["ok  agreement   2 of 2 cases agree with people with gpt-5-mini"],
        );
}
