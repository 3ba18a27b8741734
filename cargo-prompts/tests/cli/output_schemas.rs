//! What commands print with `--format json` is what `cargo prompts schema` says.

use serde_json::Value;

use crate::desk::Desk;
use crate::git::begin;
use crate::interruptions::ENDPOINT;

fn json(desk: &Desk, command: &str) -> Value {
    let is_sent = ["compare", "test", "validate"];
    let run = if is_sent.iter().any(|name| command.starts_with(name)) {
        desk.run_against(&ENDPOINT, command)
    } else {
        desk.run(command)
    };
    serde_json::from_str(&run.stdout)
        .unwrap_or_else(|error| panic!("{command}: {error} {}", run.said()))
}

/// The fixtures, with the commands that print JSON in them.
const ROWS: [(&str, &str, &str); 20] = [
    (
        "ready",
        "runs-output",
        "test --all --env staging --format json",
    ),
    (
        "ready",
        "runs-output",
        "test visitor-greeting --env development --format json",
    ),
    (
        "ready",
        "runs-output",
        "validate visitor-greeting --env staging --format json",
    ),
    ("ready", "list-output", "list --format json"),
    (
        "ready",
        "show-output",
        "show visitor-greeting --format json",
    ),
    (
        "ready",
        "show-output",
        "show visitor-greeting --env production --format json",
    ),
    (
        "ready",
        "show-output",
        "show visitor-greeting --version 1.1.0 --format json",
    ),
    ("ready", "history-output", "history --format json"),
    (
        "ready",
        "history-output",
        "history --all --since 2999-01-01 --format json",
    ),
    (
        "ready",
        "diff-output",
        "diff visitor-greeting --format json",
    ),
    (
        "ready",
        "diff-output",
        "diff visitor-greeting staging production --format json",
    ),
    (
        "ready",
        "diff-output",
        "diff visitor-greeting 1.1.0 1.1.0 --format json",
    ),
    ("ready", "review-output", "review --base main --format json"),
    (
        "ready",
        "compare-output",
        "compare visitor-greeting staging production --format json",
    ),
    (
        "ready",
        "compare",
        "compare visitor-greeting local 1.0.0 --save --only golden --format json",
    ),
    ("desk", "list-output", "list --format json"),
    ("desk", "show-output", "show sales-email-007 --format json"),
    (
        "desk",
        "show-output",
        "show sales-email-007 --env staging --format json",
    ),
    ("desk", "history-output", "history --all --format json"),
    (
        "desk",
        "diff-output",
        "diff sales-email-007 development staging --format json",
    ),
];

/// Edits that a review shows: a pin, a text, a dataset, and a setting.
const CHANGES: [(&str, &str, &str); 4] = [
    (
        "prompts/environments.yaml",
        "production: \"1.0.0\"",
        "production: \"1.1.0\"",
    ),
    (
        "prompts/environments.yaml",
        "rate_limit: 1000",
        "rate_limit: 500",
    ),
    ("prompts/visitor-greeting/local.prompt", "water", "tea"),
    ("prompts/visitor-greeting/golden.yaml", "Mara }", "Mara L }"),
];

#[test]
fn each_output_is_as_its_schema_says() {
    for (fixture, schema, command) in ROWS {
        let desk = if fixture == "ready" {
            Desk::ready()
        } else {
            Desk::of(fixture)
        };
        if schema == "review-output" {
            // Some of the cases have saved answers.
            let compared = "compare visitor-greeting 1.0.0 1.1.0 --env staging --save";
            desk.run_against(&ENDPOINT, compared).expect(0, &[]);
            begin(desk.root());
            for (file, old, new) in CHANGES {
                desk.edit(file, old, new);
            }
        }
        let schema = json(&desk, &format!("schema {schema}"));
        let validator = jsonschema::validator_for(&schema).unwrap();
        let value = json(&desk, command);
        let errors = validator.iter_errors(&value).map(|error| error.to_string());
        let errors = errors.collect::<Vec<_>>();
        assert!(errors.is_empty(), "{command}: {errors:?}\n{value:#}");
        let refused = [Value::Null, Value::Object(serde_json::Map::new())];
        assert!(
            refused.iter().all(|value| !validator.is_valid(value)),
            "{schema}"
        );
    }
}

#[test]
fn the_values_are_those_of_the_library() {
    let desk = Desk::ready();
    let show = json(
        &desk,
        "show visitor-greeting --env production --format json",
    );
    assert_eq!(show["version"], "1.0.0");
    assert_eq!(show["model"], "kimi-k2-5");
    assert_eq!(show["sign_offs"][0]["environment"], "production");
    let text = desk.succeed("show visitor-greeting --env production --text");
    assert_eq!(show["text"], text);
    let history = json(&desk, "history visitor-greeting --format json");
    let first = &history["records"][0];
    assert_eq!(first["prompt"], "visitor-greeting");
    let diff = json(
        &desk,
        "diff visitor-greeting production staging --format json",
    );
    assert_eq!(diff["old"]["version"], "1.0.0");
    assert_eq!(diff["new"]["environment"], "staging");
    assert!(
        diff["unified_diff"].as_str().unwrap().contains("@@"),
        "{diff}"
    );
}

#[test]
fn a_history_is_a_table_for_auditors() {
    let desk = Desk::ready();
    let all = desk.succeed("history --format csv");
    assert_eq!(desk.succeed("history --all --format csv"), all);
    let mut lines = all.lines();
    assert_eq!(
        lines.next(),
        Some("at,prompt,version,event,environment,application,by,name,reason,details,doubt,sha256")
    );
    let json = json(&desk, "history --format json");
    assert_eq!(lines.count(), json["records"].as_array().unwrap().len());
    assert_eq!(
        desk.succeed("history --since 2999-01-01 --format csv")
            .lines()
            .count(),
        1
    );
    let human = desk.succeed("history --since 2026-01-01");
    assert_eq!(human, desk.succeed("history --since 2026-01-01T00:00:00Z"));
    desk.run("history --since yesterday")
        .expect(2, &["expected a date as in `2026-10-05`"]);
    desk.run("history visitor-greeting --all")
        .expect(2, &["cannot be used with"]);
    let ledger = "prompts/visitor-greeting/releases.yaml";
    let reason = desk.read(ledger);
    let reason = reason
        .lines()
        .find_map(|line| line.split_once("reason: "))
        .unwrap()
        .1
        .to_owned();
    desk.edit(
        ledger,
        &format!("reason: {reason}"),
        "reason: \"=HYPERLINK(1)\"",
    );
    let edited = desk.run("history --format csv").stdout;
    assert!(edited.contains(",'=HYPERLINK(1),"), "{edited}");
}
