//! A library that is not there, and one that several packages share.

use crate::desk::{Desk, Run};

/// Whatever works on prompts.
const COMMANDS: &[&str] = &[
    "check",
    "list",
    "show visitor-greeting",
    "diff visitor-greeting",
    "history visitor-greeting",
    "new badge-notice",
    "publish visitor-greeting --by prompt-owner",
    "test visitor-greeting",
    "validate visitor-greeting --env staging",
    "anonymise visitor-greeting --from sample.jsonl",
    "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'",
    "rollback visitor-greeting --in staging --by front-desk-lead --reason 'too long'",
    "deprecate visitor-greeting 1.0.0 --by front-desk-lead --reason 'too long'",
    "withdraw visitor-greeting 1.0.0 --by front-desk-lead --reason 'too long'",
    "export promptfoo visitor-greeting",
];

#[test]
fn a_library_that_is_not_there_is_said_at_its_place() {
    let desk = Desk::ready();
    let path = "prompts/environments.yaml";
    desk.write(path, &format!("{}library: ../texts\n", desk.read(path)));
    let before = desk.files();
    for command in COMMANDS {
        let run = desk.run(command);
        run.expect(
            1,
            &[
                "[invalid-library] no folder `prompts/../texts` for the library",
                "library: ../texts",
            ],
        );
        assert_eq!(run.said().matches(": [").count(), 1, "{}", run.said());
    }
    assert_eq!(desk.files(), before);
}

/// A package below the folder with the prompts: where its manifest is, where a source is, where the
/// command is run, and what is said.
const PACKAGES: &[(&str, &str, &str, i32, &str)] = &[
    (
        "app/Cargo.toml",
        "app/src/main.rs",
        "app",
        1,
        "error: app/src/main.rs:1:21: [unknown-prompt]",
    ),
    (
        "app/Cargo.toml",
        "app/src/main.rs",
        "app/src",
        1,
        "error: app/src/main.rs:1:21: [unknown-prompt]",
    ),
    (
        "app/Cargo.toml",
        "app/tests/greet.rs",
        "app",
        0,
        "warning: app/tests/greet.rs:1:21: [unknown-prompt]",
    ),
    (
        "app/Cargo.toml",
        "app/src/main.rs",
        "",
        0,
        "nothing wrong in 1 prompt",
    ),
    (
        "app/Cargo.toml",
        "src/main.rs",
        "app",
        0,
        "nothing wrong in 1 prompt",
    ),
    (
        "Cargo.toml",
        "app/src/main.rs",
        "app",
        1,
        "error: app/src/main.rs:1:21: [unknown-prompt]",
    ),
];

#[test]
fn the_sources_are_those_of_the_package_at_hand() {
    for (manifest, source, folder, code, said) in PACKAGES {
        let desk = Desk::ready();
        desk.write(manifest, "[package]\nname = \"app\"\n");
        desk.write(source, "fn main() { prompt!(\"visitor-greting\"); }\n");
        let folder = desk.root().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let run = Run::of(&desk.command("check").current_dir(folder).output().unwrap());
        run.expect(*code, &[said]);
    }
}
