//! Control characters that files and ledgers hold: no command hands them to the terminal.

use crate::desk::Desk;
use crate::git::begin;

const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const COPY: &str = "prompts/visitor-greeting/local.prompt";

/// Commands that say what stands in a ledger or a text, and a word in which the control is told.
const COMMANDS: [(&str, &str); 6] = [
    ("history", "to be \\u{1b}[2Jvalidated"),
    ("show visitor-greeting --env staging", "kimi\\u{1b}[8m"),
    ("show visitor-greeting", "\\u{1b}]0;gone\\u{7}"),
    ("diff visitor-greeting", "\\u{1b}]0;gone\\u{7}"),
    (
        "promote visitor-greeting --to production --by front-desk-lead --reason shorter",
        "kimi\\u{1b}[8m",
    ),
    (
        "promote visitor-greeting --to production --by front-desk-lead --reason shorter",
        "ok  golden      2 of 2 cases passed with kimi-k2-5 (desk\\u{1b}[1m",
    ),
];

fn desk() -> Desk {
    let desk = Desk::ready();
    desk.edit(
        LEDGER,
        "reason: to be validated",
        "reason: \"to be \\e[2Jvalidated\"",
    );
    let golden = "run: golden\n      environment: staging";
    desk.edit(
        LEDGER,
        golden,
        "run: golden\n      environment: \"desk\\e[1m\"",
    );
    let validation = "run: validation\n      environment: staging\n      model: kimi-k2-5";
    desk.edit(
        LEDGER,
        validation,
        "run: validation\n      environment: staging\n      model: \"kimi\\e[8m\"",
    );
    let text = desk.read(COPY);
    desk.write(COPY, &format!("{text}\u{1b}]0;gone\u{7}\n"));
    desk
}

#[test]
fn controls_are_told_and_not_obeyed() {
    for (command, word) in COMMANDS {
        let said = desk().run(command).said();
        assert!(
            !said.contains(|c: char| c.is_control() && c != '\n'),
            "{command}: {said:?}"
        );
        assert!(said.contains(word), "{command}: {said}");
    }
}

#[test]
fn a_text_goes_byte_for_byte_to_another_program() {
    let text = desk().succeed("show visitor-greeting --text");
    assert!(text.ends_with("\u{1b}]0;gone\u{7}\n"), "{text:?}");
}

/// What stands in each field, in double quotes of YAML: the end of a line with a workflow command
/// after it, and characters that are obeyed or not seen.
const QUOTED: &str =
    "\"x\\n::error::boo##[error]\\u009B8m\\u202Eq\\U000E0041\\e[8m\\u200Bz\\r\\0\"";
/// The same in a text.
const RAW: &str = "x\n::error::boo##[error]\u{9b}8m\u{202e}q\u{e0041}\u{1b}[8m\u{200b}z";

/// A file, what stands in it, and what takes its place; `TEXT` is one of the above.
const FIELDS: &[(&str, &str, &str)] = &[
    (CONFIGURATION, "model: kimi-k2-5-turbo", "model: TEXT"),
    (CONFIGURATION, "model: kimi-k2-5\n", "model: TEXT\n"),
    (CONFIGURATION, "logging: full", "logging: TEXT"),
    (CONFIGURATION, "environments:", "TEXT: 1\nenvironments:"),
    (CONFIGURATION, "  staging:\n    p", "  TEXT:\n    p"),
    (
        CONFIGURATION,
        "  visitor-greeting:",
        "  TEXT: {}\n  visitor-greeting:",
    ),
    (CONFIGURATION, "\"latest\"", "TEXT"),
    (
        CONFIGURATION,
        "\"1.1.0\"",
        "{ version: 1.1.0, model: TEXT }",
    ),
    (CONFIGURATION, "\"1.1.0\"", "{ version: TEXT }"),
    (CONFIGURATION, "prompts:", "library: TEXT\nprompts:"),
    (
        CONFIGURATION,
        "rate_limit: null",
        "rate_limit: null\n    feature_flags: { TEXT: true }",
    ),
    (LEDGER, "- version: 1.1.0", "- version: TEXT"),
    (LEDGER, "status: draft", "status: TEXT"),
    (
        LEDGER,
        "{ by: prompt-owner, at: 2026-11",
        "{ by: TEXT, at: 2026-11",
    ),
    (LEDGER, "at: 2026-11-02T09:30:00Z", "at: TEXT"),
    (LEDGER, "by: front-desk-lead", "by: TEXT"),
    (LEDGER, "reason: read aloud to the team", "reason: TEXT"),
    (LEDGER, "environment: production", "environment: TEXT"),
    (LEDGER, "run: golden", "run: TEXT"),
    (LEDGER, "model: kimi-k2-5", "model: TEXT"),
    (LEDGER, "temperature: 0.2", "temperature: TEXT"),
    (LEDGER, "cases: 2", "cases: TEXT"),
    (LEDGER, "dataset: 9bac", "dataset: TEXT # "),
    (LEDGER, "before: 1.0.0", "before: TEXT"),
    (
        LEDGER,
        "by: prompt-owner\n      at: 2026-11-03T11",
        "by: TEXT\n      at: 2026-11-03T11",
    ),
    (LEDGER, "reason: to be validated", "reason: TEXT"),
    (LEDGER, "reason: to be validated", "TEXT: 1"),
    (LEDGER, "# With", "# TEXT"),
    (COPY, "input:", "model: TEXT\ninput:"),
    (COPY, "input:", "description: TEXT\ninput:"),
    (
        COPY,
        "input:",
        "config: { stop: [TEXT], temperature: TEXT }\ninput:",
    ),
    (COPY, "input:", "TEXT: 1\ninput:"),
    (COPY, "visitor: string", "TEXT: 1\n    visitor: string"),
    (
        COPY,
        "host?: string",
        "tone?(enum): [TEXT, a]\n    host?: string",
    ),
    (COPY, "input:", "input:\n  default: { host: TEXT }"),
    (COPY, "Greet", "TEXT Greet"),
    (COPY, "Greet", "{{TEXT}} Greet"),
    (COPY, "Greet", "{{#if hots}}TEXT{{/if}} Greet"),
    (COPY, "Greet", "{{> TEXT}} Greet"),
    ("prompts/partials/house-style.prompt", "", "TEXT {{nobody}}"),
    (
        GOLDEN,
        "description: a visitor with",
        "description: TEXT # ",
    ),
    (GOLDEN, "Mara Lindqvist", "TEXT"),
    (GOLDEN, "vars: {", "vars: { TEXT: 1,"),
    (GOLDEN, "type: contains", "type: TEXT"),
];

const CONFIGURATION: &str = "prompts/environments.yaml";
const GOLDEN: &str = "prompts/visitor-greeting/golden.yaml";

const EVERY: &[&str] = &[
    "check",
    "check --format github",
    "check --format json",
    "check --format sarif",
    "list",
    "list --format json",
    "history",
    "history visitor-greeting",
    "show visitor-greeting",
    "show visitor-greeting --env staging",
    "show visitor-greeting --env production",
    "review --base HEAD",
    "review --base HEAD --format json",
    "review --base HEAD --markdown -",
    "review --base HEAD --html -",
    "diff visitor-greeting",
    "diff visitor-greeting production staging",
    "test visitor-greeting --dry-run",
    "validate visitor-greeting --dry-run",
    "export promptfoo visitor-greeting --output out",
    "promote visitor-greeting --to production --by front-desk-lead --reason shorter",
    "rollback visitor-greeting --env staging --by front-desk-lead --reason shorter",
    "deprecate visitor-greeting 1.0.0 --by front-desk-lead --reason shorter",
    "publish visitor-greeting --by front-desk-lead",
];

#[test]
fn no_field_speaks_to_a_terminal_or_to_a_workflow() {
    let seen = std::cell::Cell::new(0);
    for (file, old, new) in FIELDS {
        let desk = Desk::ready();
        begin(desk.root());
        let is_text = desk.read(file).contains("{{") || new.starts_with('#') || old.is_empty();
        let is_yaml = !is_text || new.contains(": ") || new.contains('[');
        let text = if is_yaml && !new.starts_with('#') {
            QUOTED
        } else {
            RAW
        };
        // A comment ends with its line.
        let text = if new.starts_with('#') {
            text.replace('\n', " ")
        } else {
            text.to_owned()
        };
        let new = new.replace("TEXT", &text);
        if old.is_empty() {
            desk.write(file, &new);
        } else {
            desk.edit(file, old, &new);
        }
        for command in EVERY {
            // A review needs the repository, and leaves it as it is.
            let run = if command.starts_with("review") {
                desk.run(command)
            } else {
                desk.copied().run(command)
            };
            let said = run.said();
            assert!(!said.contains("git repository"), "{said}");
            let hidden = prompt_core::hidden::hidden(&said).collect::<Vec<_>>();
            assert!(
                hidden.is_empty(),
                "{command} after {new:?}: {hidden:?} in {said:?}"
            );
            let is_command = |line: &str| {
                let line = line.trim_start();
                line.starts_with("::") && !line.starts_with(":::")
            };
            let own = command.ends_with("github");
            let ours =
                |line: &str| own && line.starts_with("::") && line.contains("title=cargo prompts");
            let spoken = said
                .lines()
                .find(|line| (is_command(line) || line.contains("##[")) && !ours(line));
            assert_eq!(spoken, None, "{command} after {new:?}");
            seen.set(
                seen.get() + usize::from(said.contains("\\u{9b}") || said.contains("\\u009b")),
            );
        }
    }
    // Most fields are shown by some command.
    assert!(seen.get() > FIELDS.len(), "{}", seen.get());
}

/// In a literal of Rust, an escape is the same text.
#[test]
fn no_word_of_a_tool_speaks_to_a_terminal_or_to_a_workflow_as_rust() {
    let desk = Desk::ready();
    desk.edit(COPY, "input:", "tools: [call-host]\ninput:");
    let tool = "name: call-host\ndescription: Calls the host\ninputSchema:\n  type: object\n  properties:\n    tone: { type: string, enum: [TEXT] }\n";
    desk.write(
        "prompts/tools/call-host.yaml",
        &tool.replace("TEXT", QUOTED),
    );
    let types = desk.succeed("show visitor-greeting --rust");
    assert_eq!(prompt_core::hidden::hidden(&types).next(), None, "{types}");
    assert!(types.contains("boo#\\u{23}[error]\\u{9b}8m"), "{types}");
}

#[cfg(unix)]
#[test]
fn no_file_name_speaks_to_a_terminal_or_to_a_workflow() {
    let desk = Desk::ready();
    for name in ["1.2.0", "note"] {
        let name = format!("prompts/visitor-greeting/{name}{RAW}.prompt");
        desk.write(&name.replace("x\n::error::", "\n::error::"), "Hello.\n");
    }
    for command in EVERY {
        let said = desk.run(command).said();
        assert_eq!(
            prompt_core::hidden::hidden(&said).next(),
            None,
            "{command}: {said:?}"
        );
        assert!(!said.contains("\n::error::boo"), "{command}: {said}");
    }
}
