//! Journals that are not finished: edited, of another format, of another working tree, or of
//! another application; and the way out.

use std::fs;

use serde_json::{Value, json};

use super::stopped::{JOURNAL, decided, drafted, half_made};
use crate::desk::{Desk, Run};

type Edit = fn(&mut Value);

/// A change of a journal, and the reason why it is refused.
const REFUSED: &[(Edit, &str)] = &[
    (|_| {}, ""),
    (
        |journal| set_file(journal, "../../escape.yaml"),
        "is not a valid journal",
    ),
    (
        |journal| set_file(journal, "/tmp/escape.yaml"),
        "is not a valid journal",
    ),
    (
        |journal| set_file(journal, "visitor-greeting/../../build.prompt"),
        "is not a valid journal",
    ),
    (
        |journal| set_file(journal, "notes.txt"),
        "is not a valid journal",
    ),
    (
        |journal| set_file(journal, "visitor-greeting/README.md"),
        "is not a valid journal",
    ),
    (|journal| set_file(journal, ""), "is not a valid journal"),
    (|journal| *journal = json!(7), "is not a valid journal"),
    (|journal| *journal = json!({}), "is not a valid journal"),
    (
        |journal| *journal = json!({ "format": 2 }),
        "is not a valid journal",
    ),
    (
        |journal| journal["entries"][0]["text"] = Value::Null,
        "is not a valid journal",
    ),
    (
        |journal| journal["library"]["path"] = Value::Null,
        "is not a valid journal",
    ),
    (
        |journal| drop(journal.as_object_mut().unwrap().remove("format")),
        "is of an earlier `cargo prompts` and does not tell its working tree",
    ),
    (
        |journal| journal["format"] = 2.into(),
        "has the format 2, expected 1: a newer `cargo prompts` wrote it",
    ),
    (
        |journal| journal["library"]["inode"] = 7.into(),
        "was made in another working tree, `",
    ),
    (
        |journal| {
            journal["library"]["created"] = 7.into();
            journal["library"]["path"] = "/home/ana/front-desk/prompts".into();
        },
        "was made in another working tree, `/home/ana/front-desk/prompts`",
    ),
    (
        |journal| journal["configuration"] = journal["library"].clone(),
        "was interrupted while it changed the pins in `",
    ),
];

fn set_file(journal: &mut Value, path: &str) {
    journal["entries"][0]["file"] = path.into();
}

#[test]
fn a_journal_that_cannot_be_of_this_library_is_refused_and_can_be_discarded() {
    for (edit, reason) in REFUSED {
        let desk = decided();
        let mut journal = serde_json::from_str(&desk.read(JOURNAL)).unwrap();
        edit(&mut journal);
        desk.write(JOURNAL, &journal.to_string());
        let before = desk.all_files();
        if reason.is_empty() {
            desk.run("recover")
                .expect(0, &["its change is now complete"]);
            continue;
        }
        for command in ["recover", "recover --dry-run", super::PROMOTION] {
            let run = desk.run(command);
            run.expect(2, &[reason, "`cargo prompts recover --discard` removes"]);
            assert!(desk.all_files() == before, "{command}: {reason}");
        }
        desk.run("list").expect(0, &["`cargo prompts recover`"]);
        desk.run("check").expect(1, &["[interrupted-change]"]);
        desk.run("recover --discard --dry-run").expect(
            0,
            &["journal` is refused here; it would be removed, and the files stay"],
        );
        assert!(desk.all_files() == before, "{reason}");
        desk.run("recover --discard").expect(
            0,
            &["journal` is refused here; it is removed, and the files stay"],
        );
        assert_discarded(&desk, &Desk::ready());
    }
}

fn assert_discarded(desk: &Desk, expected: &Desk) {
    assert_eq!(desk.files(), expected.files());
    assert_eq!(desk.left_over(), Vec::<String>::new());
    desk.run("recover")
        .expect(0, &["no change was interrupted"]);
    desk.succeed("check --deny-warnings");
}

/// What `recover` says of each file.
#[test]
fn each_file_of_the_change_is_shown() {
    let (ledger, pins) = (
        "prompts/visitor-greeting/releases.yaml\n",
        "prompts/environments.yaml\n",
    );
    let headline = "`cargo prompts promote visitor-greeting --to production` was interrupted; ";
    let rows = [
        (
            "recover --dry-run",
            "its change would be completed\n",
            "  was written before  ",
            "  would be written    ",
        ),
        (
            "recover",
            "its change is now complete\n",
            "  was written before  ",
            "  written             ",
        ),
        (
            "recover --discard --dry-run",
            "its journal would be removed, and the files stay\n",
            "  with the change     ",
            "  without the change  ",
        ),
        (
            "recover --discard",
            "its journal is removed, and the files stay\n",
            "  with the change     ",
            "  without the change  ",
        ),
    ];
    for (command, outcome, old, new) in rows {
        let desk = half_made();
        let said = desk.succeed(command);
        let expected = format!("{headline}{outcome}{old}{ledger}{new}{pins}");
        let next = if command == "recover --discard" {
            "next: `cargo prompts check` tells if the files fit each other\n"
        } else {
            ""
        };
        assert_eq!(said, format!("{expected}{next}"), "{command}");
    }
}

#[test]
fn a_discarded_change_leaves_the_files_as_they_are() {
    let desk = half_made();
    let before = desk.files();
    desk.write("prompts/.environments.yaml.new", "half of a fi");
    desk.succeed("recover --discard");
    assert_eq!(desk.files(), before);
    assert_eq!(desk.left_over(), Vec::<String>::new());
    desk.run("recover")
        .expect(0, &["no change was interrupted"]);
    // The sign-off is there, and the pin is not: the command is run again.
    desk.succeed(super::PROMOTION);
}

#[test]
fn what_was_changed_by_hand_after_a_kill_is_not_overwritten() {
    let (pin, edited) = ("# what visitors see", "# what visitors see, for now");
    let desk = decided();
    desk.edit("prompts/environments.yaml", pin, edited);
    let before = desk.all_files();
    for command in ["recover", "recover --dry-run", super::PROMOTION] {
        let ways_out = [
            "has been edited since",
            "undo the edit of `",
            "`cargo prompts recover --discard` removes",
        ];
        desk.run(command).expect(2, &ways_out);
        assert!(desk.all_files() == before, "{command}");
    }
    desk.run("recover --discard --dry-run")
        .expect(0, &["  edited since        prompts/environments.yaml\n"]);
    desk.edit("prompts/environments.yaml", edited, pin);
    desk.run("recover")
        .expect(0, &["its change is now complete"]);
    assert!(
        desk.read("prompts/environments.yaml")
            .contains("production: \"1.1.0\"")
    );
}

/// A working tree in a place of its own.
struct Tree {
    place: tempfile::TempDir,
}

impl Tree {
    fn run(&self, desk: &Desk, command: &str) -> Run {
        let mut command = desk.command(command);
        command.current_dir(self.place.path().join("project2"));
        Run::of(&command.output().unwrap())
    }
}

/// `mv project project2`: it is the same tree, and the change is finished.
#[cfg(unix)]
#[test]
fn a_tree_that_was_renamed_is_finished() {
    let desk = half_made();
    let tree = Tree {
        place: tempfile::tempdir().unwrap(),
    };
    let has_time = fs::metadata(desk.root().join("prompts"))
        .unwrap()
        .created()
        .is_ok();
    let moved = tree.place.path().join("project2");
    fs::rename(desk.root(), &moved).unwrap();
    if has_time {
        tree.run(&desk, "recover")
            .expect(0, &["its change is now complete"]);
    } else {
        tree.run(&desk, "recover")
            .expect(2, &["was made in another working tree"]);
        tree.run(&desk, "recover --discard").expect(0, &[]);
    }
    tree.run(&desk, "recover")
        .expect(0, &["no change was interrupted"]);
}

/// A copy is another tree: its journal is refused, and the original is left alone.
#[test]
fn a_copy_of_an_interrupted_library_is_refused() {
    let desk = half_made();
    let (before, copy) = (desk.all_files(), desk.copied());
    let library = desk.root().join("prompts").canonicalize().unwrap();
    for command in ["recover", super::PROMOTION] {
        copy.run(command).expect(
            2,
            &[
                &format!("was made in another working tree, `{}`", library.display()),
                "`cargo prompts recover` finishes the change there",
                "`cargo prompts recover --discard` removes",
            ],
        );
    }
    copy.succeed("recover --discard");
    assert_eq!(copy.files(), desk.files());
    assert!(desk.all_files() == before);
}

/// Two applications share a library. What one has interrupted concerns the pins of that one.
#[test]
fn a_change_of_another_applications_pins_is_finished_there() {
    let desk = Desk::ready();
    let pins = desk.read("prompts/environments.yaml");
    let app = "app/prompts/environments.yaml";
    desk.write(app, &format!("{pins}library: ../../prompts\n"));
    let step = (1..100).find(|step| {
        let fault = format!("kill:{step}");
        let variables = [("CARGO_PROMPTS_FAULT", fault.as_str())];
        let arguments = format!("{} --prompts app/prompts", super::PROMOTION);
        let killed = desk.run_with(&arguments, &variables);
        assert_eq!(killed.code, None, "{}", killed.said());
        desk.root().join(JOURNAL).exists()
    });
    assert!(step.is_some());
    let before = desk.all_files();
    desk.run("recover").expect(
        2,
        &[
            "was interrupted while it changed the pins in `",
            "app/prompts`",
            "run `cargo prompts recover` there",
        ],
    );
    assert!(desk.all_files() == before);
    desk.run("recover --prompts app/prompts").expect(
        0,
        &["  written             app/prompts/environments.yaml\n"],
    );
    assert_eq!(desk.read("prompts/environments.yaml"), pins);
    assert!(desk.read(app).contains("production: \"1.1.0\""));
}

/// A change of the library alone is no matter of the application that made it.
#[test]
fn a_change_without_pins_is_finished_by_any_application() {
    let desk = Desk::ready();
    let pins = desk.read("prompts/environments.yaml");
    desk.write(
        "app/prompts/environments.yaml",
        &format!("{pins}library: ../../prompts\n"),
    );
    let deprecation = "deprecate visitor-greeting 1.0.0 --by front-desk-lead --reason 'hosts are named since' --prompts app/prompts";
    let step = (1..100).find(|step| {
        let fault = format!("kill:{step}");
        let killed = desk.run_with(deprecation, &[("CARGO_PROMPTS_FAULT", &fault)]);
        assert_eq!(killed.code, None, "{}", killed.said());
        desk.root().join(JOURNAL).exists()
    });
    assert!(step.is_some());
    desk.run("recover").expect(
        0,
        &[
            "its change is now complete",
            "  written             prompts/visitor-greeting/releases.yaml\n",
        ],
    );
    assert!(
        desk.read("prompts/visitor-greeting/releases.yaml")
            .contains("hosts are named since")
    );
}

/// Commands that can write what is to be signed.
const SIGNED: &[&str] = &[
    super::PROMOTION,
    "rollback visitor-greeting --in staging --by prompt-owner --reason 'too long'",
    "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason 'hosts are named since'",
    "withdraw visitor-greeting 1.0.0 --by prompt-owner --reason 'names the wrong host'",
];

/// With `--payload` nothing is changed: not even what was interrupted is finished.
#[test]
fn a_payload_of_an_interrupted_change_is_not_written() {
    for command in SIGNED {
        for desk in [decided(), half_made()] {
            let before = desk.files();
            desk.run(&format!("{command} --payload payload.json"))
                .expect(
                    2,
                    &["was interrupted", "`cargo prompts recover` finishes it"],
                );
            assert!(desk.files() == before, "{command}");
        }
    }
    let desk = drafted();
    let before = desk.files();
    desk.run(&format!("{} --payload payload.json", super::PROMOTION))
        .expect(0, &["`payload.json` is to be signed"]);
    fs::remove_file(desk.root().join("payload.json")).unwrap();
    assert!(desk.files() == before);
}
