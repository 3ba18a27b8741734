//! Secrets and personal data in each kind of place: no format of a finding shows them.

use crate::desk::Desk;

const CONFIGURATION: &str = "prompts/environments.yaml";
const LOCAL: &str = "prompts/visitor-greeting/local.prompt";
const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const GOLDEN: &str = "prompts/visitor-greeting/golden.yaml";
const CHECKS: &str = "prompts/visitor-greeting/checks.yaml";
const REPLAY: &str = "prompts/visitor-greeting/replay.jsonl";
const SIGNERS: &str = "prompts/allowed_signers";

/// The key that takes the place of `KEY`, and its part that is shown nowhere.
const KEY: &str = "sk-ant-api03-R2D2c3poBB8abcdefgh1234";
const HIDDEN: &str = "r2d2c3po";

/// A file, what stands in it, what takes its place, and a finding that the file then has.
type Place = (&'static str, &'static str, &'static str, &'static str);

const SECRETS: &[Place] = &[
    (
        CONFIGURATION,
        "rate_limit: 50000",
        "rate_limit: 50000\n    KEY: 1",
        "unknown-key",
    ),
    (
        CONFIGURATION,
        "rate_limit: 50000",
        "rate_limit: 50000\n    x-key: KEY",
        "unknown-key",
    ),
    (
        CONFIGURATION,
        "rate_limit: 50000",
        "rate_limit: KEY",
        "unexpected-type",
    ),
    (CONFIGURATION, "structured", "KEY", "unknown-logging"),
    (CONFIGURATION, "\"library:active\"", "KEY", "unknown-source"),
    (
        CONFIGURATION,
        "temperature: 0.7",
        "temperature: KEY",
        "unexpected-type",
    ),
    (
        CONFIGURATION,
        "  staging:\n    prompt",
        "  KEY:\n    prompt",
        "invalid-environment-name",
    ),
    (
        CONFIGURATION,
        "rate_limit: 50000",
        "rate_limit: 50000\n    feature_flags: { KEY: 1 }",
        "error",
    ),
    (
        CONFIGURATION,
        "prompts:\n",
        "prompts:\n  KEY: { staging: latest }\n",
        "invalid-id",
    ),
    (
        CONFIGURATION,
        "staging: \"1.1.0\"",
        "staging: KEY",
        "invalid-pin",
    ),
    (
        CONFIGURATION,
        "staging: \"1.1.0\"",
        "KEY: \"1.1.0\"",
        "unknown-environment",
    ),
    (
        CONFIGURATION,
        "environments:\n",
        "library: KEY\nenvironments:\n",
        "invalid-library",
    ),
    (
        CONFIGURATION,
        "environments:\n",
        "default_environment: KEY\nenvironments:\n",
        "error",
    ),
    (CONFIGURATION, "kimi-k2-5-turbo", "\"KEY", "invalid-yaml"),
    (
        CONFIGURATION,
        "model: kimi-k2-5-turbo",
        "KEY",
        "invalid-yaml",
    ),
    (CONFIGURATION, "kimi-k2-5-turbo", "*KEY", "invalid-yaml"),
    (CONFIGURATION, "kimi-k2-5-turbo", "a: KEY", "invalid-yaml"),
    (LOCAL, "input:", "KEY: 1\ninput:", "unknown-key"),
    (
        LOCAL,
        "input:",
        "config: { KEY: 1, max: KEY }\ninput:",
        "secret-in-prompt",
    ),
    (LOCAL, "visitor: string,", "visitor: KEY,", "invalid-schema"),
    (LOCAL, "visitor: string,", "KEY: strin,", "invalid-schema"),
    (LOCAL, "{{visitor}}", "{{KEY}}", "error"),
    (LOCAL, "{{visitor}}", "{{visitor.KEY}}", "error"),
    (LOCAL, "{{visitor}}", "{{visitor KEY}}", "error"),
    (LOCAL, "{{visitor}}", "{{#KEY}}{{/KEY}}", "error"),
    (LOCAL, "{{visitor}}", "{{#if KEY}}a{{/if}}", "error"),
    (LOCAL, "{{visitor}}", "{{visitor}} KEY {{nobody}}", "error"),
    (
        LOCAL,
        "{{visitor}}",
        "{{visitor}} {{role \"KEY\"}}",
        "error",
    ),
    (LOCAL, "{{> house-style}}", "{{> KEY}}", "error"),
    (
        LOCAL,
        "{{> house-style}}",
        "{{> house-style KEY=1}}",
        "secret-in-prompt",
    ),
    (GOLDEN, "  vars:", "  KEY: 1\n  vars:", "secret-in-prompt"),
    (GOLDEN, "host: the", "KEY: the", "error"),
    (GOLDEN, "type: contains", "type: KEY", "secret-in-prompt"),
    (
        GOLDEN,
        "value: Mara }",
        "value: KEY, nothing: 1 }",
        "secret-in-prompt",
    ),
    (LEDGER, "status: draft", "status: KEY", "unknown-status"),
    (
        LEDGER,
        "status: draft",
        "status: draft\n  KEY: 1",
        "unknown-key",
    ),
    (LEDGER, "version: 1.1.0", "version: KEY", "invalid-version"),
    (LEDGER, "sha256: a83f", "sha256: KEYa83f", "invalid-sha256"),
    (
        LEDGER,
        "by: prompt-owner, at: 2026-11",
        "by: KEY, at: 2026-99",
        "invalid-time",
    ),
    (LEDGER, "run: golden", "run: KEY", "invalid-evidence"),
    (CHECKS, "", "threshold: KEY\n", "invalid-threshold"),
    (CHECKS, "", "KEY: 1\n", "unknown-key"),
    (
        REPLAY,
        "{\"visitor\": \"Visitor one\"}",
        "{\"KEY\": \"a\"}",
        "invalid-replay",
    ),
    (REPLAY, "Visitor one", "KEY\u{200b}", "hidden-characters"),
    (REPLAY, "\"Visitor one\"", "KEY", "invalid-replay"),
    (
        SIGNERS,
        "",
        "KEY ssh-ed25519 AAAA\n",
        "invalid-allowed-signers",
    ),
    (
        SIGNERS,
        "",
        "lead KEY=1 ssh-ed25519 AAAA\n",
        "invalid-allowed-signers",
    ),
    (
        SIGNERS,
        "",
        "lead valid-after=\"KEY\" ssh-ed25519 AAAA\n",
        "invalid-allowed-signers",
    ),
    (
        SIGNERS,
        "",
        "lead ssh-ed25519 KEY\n",
        "invalid-allowed-signers",
    ),
    (SIGNERS, "", "lead KEY AAAA\n", "invalid-allowed-signers"),
    (
        "src/main.rs",
        "",
        "fn main() { prompt!(\"KEY\"); }\n",
        "unknown-prompt",
    ),
    (GOLDEN, "  vars:", "  KEY: \"a\n  vars:", "error"),
    ("prompts/visitor-greeting/KEY.prompt", "", "a\n", "error"),
    (
        "prompts/partials/house-style.prompt",
        "exclamation",
        "KEY {{nobody}}",
        "error",
    ),
];

const FORMATS: [&str; 3] = ["json", "sarif", "github"];

/// The front desk with a text in the file of a place, which may be all of it.
fn desk((file, old, new, _): &Place) -> Desk {
    let desk = Desk::ready();
    let (file, new) = (file.replace("KEY", KEY), new.replace("KEY", KEY));
    if file == SIGNERS {
        let signed = "rate_limit: 50000\n    sign_off: { signatures: ssh }";
        desk.edit(CONFIGURATION, "rate_limit: 50000", signed);
    }
    if old.is_empty() {
        desk.write(&file, &new);
    } else {
        desk.edit(&file, old, &new);
    }
    desk
}

/// Places in which `check` does not find what it should, or shows a text in some format.
fn wrong(places: &[Place], hidden: &str) -> String {
    let mut wrong = Vec::new();
    for (number, place) in places.iter().enumerate() {
        let desk = desk(place);
        // A finding has the same message in all formats: the others are asked for some of the places.
        let other = (number % 3 == 0).then(|| FORMATS[number / 3 % FORMATS.len()]);
        for format in [Some("human"), other].into_iter().flatten() {
            let said = desk.run(&format!("check --format {format}")).said();
            if !said.contains(place.3) {
                wrong.push(format!("{place:?} has no such finding:\n{said}"));
            }
            if said.to_lowercase().contains(hidden) {
                wrong.push(format!("{place:?} is shown:\n{said}"));
            }
        }
    }
    wrong.join("\n")
}

#[test]
fn a_secret_is_masked_wherever_a_finding_shows_a_text() {
    let wrong = wrong(SECRETS, HIDDEN);
    assert!(wrong.is_empty(), "{wrong}");
}

/// Keys in names of files, beside letters that are of the name.
#[test]
fn a_secret_in_the_name_of_a_file_is_masked() {
    for key in [
        "AKIAQBYWKDRXHSLMTNPV",
        "ghp_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAbCd",
        "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",
    ] {
        for name in [
            format!("1.0.0-{key}.prompt"),
            format!("{key}-1.0.0.prompt"),
            format!("backup_{key}.md"),
        ] {
            let desk = Desk::ready();
            desk.write(&format!("prompts/visitor-greeting/{name}"), "Hello.\n");
            for command in [
                "check",
                "check --format json",
                "check --format sarif",
                "check --format github",
                "list",
                "history visitor-greeting",
                "publish visitor-greeting --version 2.0.0 --by a",
            ] {
                let said = desk.run(command).said().to_lowercase();
                assert!(!said.contains("kdrxhsl"), "{command}: {said}");
            }
        }
    }
}

/// Something in a line of a private key about which there is a finding, and that finding.
const IN_A_PRIVATE_KEY: &[(&str, &str)] = &[
    ("\u{200b}", "hidden-characters"),
    ("\u{ad}", "hidden-characters"),
    ("\u{202e}", "hidden-characters"),
    ("\u{feff}", "hidden-characters"),
    ("\u{1b}", "hidden-characters"),
    ("\r", "hidden-characters"),
    ("{{nope}}", "invalid-name"),
    ("{{ nope }}", "invalid-name"),
    ("{{#if}}", "error"),
    ("\n<<<<<<< HEAD\n", "merge-conflict"),
    ("\n||||||| 1f2e3d4\n", "merge-conflict"),
];

#[test]
fn no_line_of_a_private_key_is_shown() {
    let (first, second) = ("MIIEowIBAAKCAQEA7bq2Xv", "Kd8sRxTnPvZcJfGkWqQY");
    let end = "\n-----END RSA PRIVATE KEY-----";
    for (between, code) in IN_A_PRIVATE_KEY {
        for end in [end, ""] {
            let key = format!("-----BEGIN RSA PRIVATE KEY-----\n{first}{between}{second}{end}\n");
            let indented = key.replace('\n', "\n      ");
            let desk = Desk::ready();
            desk.edit(LOCAL, "{{visitor}}", &format!("{{{{visitor}}}}\n{key}"));
            for format in ["human", "json"] {
                let said = desk.run(&format!("check --format {format}")).said();
                assert!(said.contains(code), "{between:?}: {said}");
                assert!(!said.contains(&first[..8]), "{between:?}: {said}");
                assert!(!said.contains(&second[..8]), "{between:?}: {said}");
            }
            let desk = Desk::ready();
            let vars = format!("vars:\n    visitor: |\n      {indented}\n");
            desk.edit(GOLDEN, "vars: { visitor: Ayşe Demir }\n", &vars);
            let said = desk.run("check").said();
            assert!(said.contains("golden.yaml"), "{between:?}: {said}");
            assert!(!said.contains(&first[..8]), "{between:?}: {said}");
            assert!(!said.contains(&second[..8]), "{between:?}: {said}");
        }
    }
}

/// Texts in which a tag cuts a secret into names.
const NAMES_IN_SECRETS: &[&str] = &[
    "{{ABSKR2D2c3poBB8w/ZqaCh3Km18QSgZrcOs0antRVrHKnVVFLzXnfTvG7th70fw}}",
    "-----BEGIN PRIVATE KEY-----\n{{R2D2c3poBB8w}}\n-----END PRIVATE KEY-----",
];

/// Inputs of these names would be missing in the cases of other files.
#[test]
fn a_part_of_a_secret_is_no_input_of_other_files() {
    for text in NAMES_IN_SECRETS {
        let desk = Desk::ready();
        desk.write(LOCAL, text);
        for command in ["check", "validate visitor-greeting --env development"] {
            let said = desk.run(command).said();
            assert!(said.contains("[invalid-name]"), "{said}");
            assert!(!said.to_lowercase().contains(HIDDEN), "{said}");
        }
    }
}

/// A key in the text, and most of it in the front matter, where it is no key.
#[test]
fn a_finding_about_the_front_matter_shows_no_part_of_a_key_in_the_text() {
    let key = "ghp_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAbCd";
    let desk = Desk::ready();
    let part = &key[..key.len() - 3];
    desk.write(
        LOCAL,
        &format!("---\noutput: {{ format: {part} }}\n---\nUse {key}\n"),
    );
    for command in ["check", "check --format github", "check --format json"] {
        let said = desk.run(command).said();
        assert!(said.contains("invalid-output"), "{said}");
        let of_message = said.lines().filter(|line| line.contains("invalid-output"));
        for line in of_message {
            assert!(!line.contains("QbYwKd"), "{command}: {line}");
        }
    }
}

const PERSONAL: &[Place] = &[
    (
        REPLAY,
        "Visitor one",
        "mara@nordlicht.de \u{200b}",
        "hidden-characters",
    ),
    (
        REPLAY,
        "Visitor one",
        "mara@nordlicht.de KEY",
        "secret-in-prompt",
    ),
    (
        REPLAY,
        "\"Visitor one\"",
        "mara@nordlicht.de \u{200b}",
        "invalid-replay",
    ),
    (
        REPLAY,
        "{\"visitor\": \"Visitor one",
        "{\"mara@nordlicht.de\": \"a",
        "personal-data",
    ),
];

#[test]
fn personal_data_is_masked_whatever_a_finding_is_about() {
    let wrong = wrong(PERSONAL, "mara@");
    assert!(wrong.is_empty(), "{wrong}");
}

/// A failure is no finding, and can quote a file as well. A usage error repeats an argument.
#[test]
fn a_secret_in_a_failure_is_masked() {
    let desk = Desk::ready();
    for command in [
        "",
        "--prompts",
        "show",
        "show visitor-greeting --version",
        "show visitor-greeting --nothing",
        "show visitor-greeting visitor-greeting",
        "test visitor-greeting --case",
        "deprecate visitor-greeting --in 1.0.0 --by",
        "check --format",
        "check --deny",
        "completions",
        "explain",
        "list --env",
        "promote visitor-greeting --by a --reason a --to",
    ] {
        let run = desk.run(&format!("{command} {KEY}"));
        assert!(
            run.code != Some(0) && !run.said().to_lowercase().contains(HIDDEN),
            "{}",
            run.said()
        );
    }
}

/// The name is refused, and `list` prints what it can read all the same.
#[test]
fn a_secret_in_the_name_of_an_environment_is_masked_in_a_list() {
    let desk = Desk::ready();
    desk.edit(
        CONFIGURATION,
        "  staging:\n    prompt",
        &format!("  {KEY}:\n    prompt"),
    );
    desk.edit(
        CONFIGURATION,
        "    staging: \"1.1.0\"",
        &format!("    {KEY}: \"1.1.0\""),
    );
    for format in ["human", "json"] {
        let said = desk.run(&format!("list --format {format}")).said();
        assert!(said.contains("invalid-environment-name"), "{said}");
        assert!(said.contains("visitor-greeting"), "{said}");
        assert!(!said.to_lowercase().contains(HIDDEN), "{said}");
    }
}

/// A command also speaks of its work, which is no finding and is read by people as well.
#[test]
fn a_secret_is_masked_wherever_a_command_speaks_to_people() {
    let desk = Desk::ready();
    desk.edit(LOCAL, "a glass of water", KEY);
    desk.edit(GOLDEN, "a visitor who just walks in", KEY);
    desk.write(&format!("{KEY}.md"), "Good morning.\n");
    for command in [
        "show visitor-greeting --env development".to_owned(),
        "diff visitor-greeting".to_owned(),
        "test visitor-greeting --env development --render-only".to_owned(),
        format!("export promptfoo visitor-greeting --output {KEY}"),
        format!("import {KEY}.md --as morning"),
    ] {
        let run = desk.run(&command);
        let said = run.said();
        assert_eq!(run.code, Some(0), "{command}: {said}");
        assert!(said.contains("sk-ant-****"), "{command}: {said}");
        assert!(!said.to_lowercase().contains(HIDDEN), "{command}: {said}");
    }
}
