//! Commands that only read write nothing anywhere: no state folder, no lock, no end of an
//! interrupted change. They say that there is one.

use std::fs;

use crate::desk::{Desk, Run};
use crate::every_command::{READERS, equip};
use crate::interruptions::{STATE, decided, drafted, half_made};
use crate::permissions::{as_nobody, set_modes};
use crate::snapshot::{differences, snapshot};

/// What an interrupted command left, and what is said of it: a note on standard error, and the code
/// of a finding of `check`.
struct Remains {
    desk: fn() -> Desk,
    note: &'static str,
    code: Option<&'static str>,
}

const REMAINS: &[Remains] = &[
    Remains {
        desk: Desk::ready,
        note: "",
        code: None,
    },
    Remains {
        desk: half_made,
        note: "note: `.cargo-prompts/prompts/journal` holds a change that is not complete: \
               `cargo prompts recover` finishes it\n",
        code: Some("interrupted-change"),
    },
    Remains {
        desk: decided,
        note: "note: `.cargo-prompts/prompts/journal` holds a change that is not complete: \
               `cargo prompts recover` finishes it\n",
        code: Some("interrupted-change"),
    },
    Remains {
        desk: drafted,
        note: "note: `.cargo-prompts/prompts/journal.draft` is of a command that was interrupted \
               before it changed anything: `cargo prompts recover` removes it\n",
        code: None,
    },
    Remains {
        desk: of_earlier_version,
        note: "note: `prompts/.cargo-prompt/journal` holds a change that is not complete: \
               `cargo prompts recover` finishes it\n",
        code: Some("interrupted-change"),
    },
    Remains {
        desk: of_earlier_format,
        note: "note: `prompts/.cargo-prompt/journal` holds a change that is not complete: \
               `cargo prompts recover` finishes it\n",
        code: Some("interrupted-change"),
    },
];

/// A journal that lies where an earlier version kept it.
fn of_earlier_version() -> Desk {
    let desk = half_made();
    let then = desk.root().join("prompts/.cargo-prompt");
    fs::rename(desk.root().join(STATE), then).unwrap();
    fs::remove_dir_all(desk.root().join(".cargo-prompts")).unwrap();
    desk
}

/// A journal as an earlier version wrote it.
fn of_earlier_format() -> Desk {
    let desk = Desk::ready();
    let journal = r#"{"command": "cargo prompts publish x", "configuration": null, "entries": []}"#;
    desk.write("prompts/.cargo-prompt/journal", journal);
    desk
}

impl Remains {
    fn assert_told(&self, command: &str, run: &Run) {
        let name = command.split(' ').next().unwrap_or_default();
        // Some do not look at a library; the others say it in another way.
        let is_silent = ["completions", "explain", "recover", "schema"].contains(&name)
            || name == "check" && self.code.is_some();
        let note = if is_silent { "" } else { self.note };
        let notes = run.stderr.lines().filter(|line| line.starts_with("note: "));
        assert_eq!(
            notes.collect::<Vec<_>>(),
            note.lines().collect::<Vec<_>>(),
            "{command}"
        );
        match self.code.filter(|_| name == "check") {
            Some(code) => run.expect(
                1,
                &[
                    &format!("[{code}]"),
                    "`cargo prompts recover` finishes the change",
                ],
            ),
            // A journal of an earlier format is refused.
            None if name == "recover" => {}
            None => run.expect(0, &[]),
        }
    }
}

#[test]
fn commands_that_only_read_write_nothing() {
    for remains in REMAINS {
        let desk = (remains.desk)();
        equip(&desk);
        // What a command keeps for its user would be here.
        let home = desk.root().join("home");
        fs::create_dir(&home).unwrap();
        for command in READERS {
            let before = snapshot(desk.root());
            let mut process = desk.command(command);
            for variable in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
                process.env(variable, &home);
            }
            let run = Run::of(&process.output().unwrap());
            remains.assert_told(command, &run);
            let mut changed = differences(&before, &snapshot(desk.root()));
            // It makes a copy of the base there, and removes it.
            if command.starts_with("review") {
                changed.retain(|path| path != "home");
            }
            assert_eq!(changed, Vec::<String>::new(), "{command}");
        }
    }
}

/// The same where nothing can be written: nothing is tried.
#[test]
fn commands_that_only_read_work_where_nothing_can_be_written() {
    for remains in REMAINS {
        let desk = (remains.desk)();
        equip(&desk);
        set_modes(desk.root(), 0o555, 0o444);
        let before = snapshot(desk.root());
        for command in READERS {
            remains.assert_told(command, &as_nobody(&desk, command));
        }
        let changed = differences(&before, &snapshot(desk.root()));
        assert_eq!(changed, Vec::<String>::new());
        set_modes(desk.root(), 0o755, 0o644);
    }
}
