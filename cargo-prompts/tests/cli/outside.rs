//! Links that lead out of the library: no command writes through them.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use tempfile::TempDir;

use crate::desk::{Desk, Run};
use crate::every_command::{READERS, WRITERS, equip};
use crate::git::commit;
use crate::interruptions::{ENDPOINT, half_made};
use crate::snapshot::{differences, snapshot};

/// The paths of a library that stand outside of it, and are linked.
const LINKED: &[&str] = &[
    "prompts/visitor-greeting",
    "prompts/visitor-greeting/releases.yaml",
];

/// Commands that do not ask for the prompt whose files are linked.
const OTHERS: &[&str] = &["import", "new", "recover", "resolve"];

#[test]
fn no_command_writes_out_of_the_library() {
    for linked in LINKED {
        for command in WRITERS {
            let desk = Desk::ready();
            equip(&desk);
            let run = run_with_link(&desk, linked, command);
            if !OTHERS.iter().any(|other| command.starts_with(other)) {
                run.expect(1, &["[outside-library]", "leads out of the library"]);
            }
        }
    }
}

/// The link comes after the change has begun, so the check of the library has not seen it.
#[test]
fn an_interrupted_change_is_not_finished_out_of_the_library() {
    for linked in LINKED {
        for command in ["recover", "new badge-return"] {
            let desk = half_made();
            let ledger = "prompts/visitor-greeting/releases.yaml";
            // As if nothing of the change had been made: there is all of it to do.
            desk.write(ledger, &Desk::ready().read(ledger));
            let run = run_with_link(&desk, linked, command);
            run.expect(2, &["a symbolic link leads from", "out of the library"]);
        }
    }
}

/// A path that is linked, a command that would read it, and its exit code.
const READ: &[(&str, &str, i32)] = &[
    ("prompts/visitor-greeting/golden.yaml", "check", 1),
    ("prompts/visitor-greeting/golden.yaml", GOLDEN, 2),
    ("prompts/visitor-greeting/replay.jsonl", "check", 1),
    ("prompts/visitor-greeting/replay.jsonl", VALIDATION, 2),
    ("prompts/visitor-greeting/checks.yaml", "check", 1),
    ("prompts/visitor-greeting/checks.yaml", VALIDATION, 2),
    ("prompts/visitor-greeting/answers.yaml", "check", 1),
    ("prompts/visitor-greeting/answers.yaml", COMPARISON, 2),
    ("prompts/partials", "check", 1),
    (
        "prompts/partials",
        "publish visitor-greeting --by prompt-owner",
        1,
    ),
];

const GOLDEN: &str = "test visitor-greeting --env staging";
const VALIDATION: &str = "validate visitor-greeting --env staging";
const COMPARISON: &str = "compare visitor-greeting 1.0.0 1.1.0 --save";

/// The text of another file is neither shown, nor sent, nor published.
#[test]
fn no_command_reads_out_of_the_library() {
    for (linked, command, code) in READ {
        let desk = Desk::ready();
        desk.write("prompts/visitor-greeting/checks.yaml", "threshold: 1\n");
        desk.write("prompts/visitor-greeting/answers.yaml", "[]\n");
        run_with_link(&desk, linked, command)
            .expect(*code, &["[outside-library]", "leads out of the library"]);
    }
}

/// The files that commands read. Those that the fixture lacks are made.
const FILES: &[&str] = &[
    "prompts/allowed_signers",
    "prompts/environments.yaml",
    "prompts/partials/house-style.prompt",
    "prompts/schemas/visit.yaml",
    "prompts/tools/call-host.yaml",
    "prompts/visitor-greeting/1.0.0.prompt",
    "prompts/visitor-greeting/answers.yaml",
    "prompts/visitor-greeting/checks.yaml",
    "prompts/visitor-greeting/golden.yaml",
    "prompts/visitor-greeting/judge.yaml",
    "prompts/visitor-greeting/local.prompt",
    "prompts/visitor-greeting/releases.yaml",
    "prompts/visitor-greeting/replay.jsonl",
];

const REVIEWS: &[&str] = &[
    "review --base HEAD",
    "review --base HEAD --format json",
    "review --base HEAD --html -",
    "review --base HEAD --markdown -",
];

/// Neither what a link leads to now nor what it led to at the base of a review.
#[test]
fn no_command_shows_a_file_out_of_the_library() {
    let outside = tempfile::tempdir().expect("a folder");
    let file = outside.path().join("credentials");
    fs::write(&file, "aws_secret = elsewhere-4711\n").expect("a file");
    let is_silent = |desk: &Desk, command: &str, linked: &str| {
        let said = desk.run(command).said();
        assert!(!said.contains("4711"), "{command}, {linked}: {said}");
        said
    };
    for linked in FILES {
        let desk = Desk::ready();
        let path = desk.root().join(linked);
        if !path.exists() {
            desk.write(linked, "");
        }
        equip(&desk);
        let kept = desk.read(linked);
        fs::remove_file(&path).expect("it is removed");
        symlink(&file, &path).expect("a link");
        for command in READERS.iter().chain(REVIEWS) {
            is_silent(&desk, command, linked);
        }
        commit(desk.root(), "linked");
        fs::remove_file(&path).expect("it is removed");
        desk.write(linked, &kept);
        for command in REVIEWS {
            let said = is_silent(&desk, command, linked);
            if linked.ends_with("allowed_signers") {
                assert!(
                    said.contains("leads out of the library"),
                    "{command}: {said}"
                );
            }
        }
    }
}

/// A folder of partials may lie deep: a link at any height leads out.
#[test]
fn no_partial_is_read_out_of_the_library() {
    for linked in ["prompts/partials/tone", "prompts/partials/tone/short"] {
        let desk = Desk::ready();
        desk.write("prompts/partials/tone/short/brief.prompt", "Be brief.");
        desk.edit(
            "prompts/visitor-greeting/local.prompt",
            "Greet",
            "{{> tone/short/brief}} Greet",
        );
        desk.run("check").expect(0, &[]);
        run_with_link(&desk, linked, "check")
            .expect(1, &["[outside-library]", "leads out of the library"]);
    }
}

/// The configuration may be a link. What it leads to can be anything, so no line of it is shown.
#[test]
fn no_line_of_a_file_elsewhere_is_shown() {
    let outside = tempfile::tempdir().expect("a folder");
    let file = outside.path().join("credentials");
    fs::write(&file, "secret_access_key = elsewhere-4711\n").expect("a file");
    for target in [file.as_path(), Path::new("/proc/self/environ")] {
        let desk = Desk::ready();
        let configuration = desk.root().join("prompts/environments.yaml");
        fs::remove_file(&configuration).expect("it is removed");
        symlink(target, configuration).expect("a link");
        for command in ["check", "list", "show visitor-greeting"] {
            let run = desk.run_with(command, &[("OPENAI_API_KEY", "elsewhere-4711")]);
            assert_ne!(run.code, Some(0), "{}", run.said());
            assert!(!run.said().contains("4711"), "{}", run.said());
            assert!(
                run.said().contains("prompts/environments.yaml:1"),
                "{}",
                run.said()
            );
        }
    }
}

#[test]
fn init_makes_nothing_out_of_the_library() {
    let desk = Desk::bare();
    let outside = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(desk.root().join("prompts")).expect("a folder");
    symlink(outside.path(), desk.root().join("prompts/visitor-greeting")).expect("a link");
    desk.run("init").expect(
        2,
        &["`prompts/visitor-greeting` is a symbolic link; nothing was changed"],
    );
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 0);
    assert!(!desk.root().join("build.rs").exists());
}

/// Moves a path out of the library, puts a link in its place and runs the command. Nothing outside
/// changes.
fn run_with_link(desk: &Desk, linked: &str, command: &str) -> Run {
    let outside = moved_out(&desk.root().join(linked));
    let before = snapshot(outside.path());
    let asks = ["compare", "test", "validate"];
    let has_endpoint = asks.iter().any(|asks| command.starts_with(asks));
    let run = if has_endpoint {
        desk.run_against(&ENDPOINT, command)
    } else {
        desk.run(command)
    };
    let changed = differences(&before, &snapshot(outside.path()));
    assert_eq!(
        changed,
        Vec::<String>::new(),
        "{command}, where {linked} is a link"
    );
    run
}

fn moved_out(path: &Path) -> TempDir {
    let outside = tempfile::tempdir().expect("a folder");
    let target = outside.path().join("there");
    fs::rename(path, &target).expect("it is moved");
    symlink(&target, path).expect("it is linked");
    outside
}
