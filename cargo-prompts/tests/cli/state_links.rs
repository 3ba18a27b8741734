//! Links, and other things that are no files, in the place of state: a tree that came from
//! elsewhere leads no command out of it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::desk::{Desk, Run};
use crate::every_command::{READERS, WRITERS, equip};
use crate::interruptions::ENDPOINT;
use crate::snapshot::{Snapshot, differences, snapshot};

/// Who comes upon a name in the state folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum User {
    /// Every command that writes.
    Writers,
    /// `test` and `validate`, which keep results.
    Runs,
}
use User::{Runs, Writers};

/// Whether a file or a folder is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    File,
    Folder,
    /// A file; a folder of the name is that of a nested library, and is left alone.
    FileOrNested,
    /// A file that is only removed, whatever it leads to.
    Removed,
}
use Expected::{File, FileOrNested, Folder, Removed};

/// A name of state, what is expected there, and who uses it.
const NAMES: &[(&str, Expected, User)] = &[
    (".cargo-prompts", Folder, Writers),
    (".cargo-prompts/.gitignore", File, Writers),
    (".cargo-prompts/prompts", Folder, Writers),
    (".cargo-prompts/prompts/lock", File, Writers),
    (".cargo-prompts/prompts/journal", File, Writers),
    (".cargo-prompts/prompts/journal.draft", File, Writers),
    (".cargo-prompts/prompts/runs", Folder, Runs),
    (
        ".cargo-prompts/prompts/runs/calls-in-staging.jsonl",
        File,
        Runs,
    ),
    ("prompts/.cargo-prompts", Folder, Writers),
    ("prompts/.cargo-prompts/.gitignore", Removed, Writers),
    ("prompts/.cargo-prompts/lock", FileOrNested, Writers),
    ("prompts/.cargo-prompts/journal", FileOrNested, Writers),
    (
        "prompts/.cargo-prompts/journal.draft",
        FileOrNested,
        Writers,
    ),
    ("prompts/.cargo-prompts/runs", Folder, Writers),
    ("prompts/.cargo-prompts/runs/kept.jsonl", File, Writers),
    ("prompts/.cargo-prompt", Folder, Writers),
    ("prompts/.cargo-prompt/.gitignore", Removed, Writers),
    ("prompts/.cargo-prompt/lock", FileOrNested, Writers),
    ("prompts/.cargo-prompt/journal", FileOrNested, Writers),
    ("prompts/.cargo-prompt/journal.draft", FileOrNested, Writers),
    ("prompts/.cargo-prompt/runs", Folder, Writers),
    ("prompts/.cargo-prompt/runs/kept.jsonl", File, Writers),
];

/// What is put there, by its name and by the way to make it from a path inside and a folder outside.
type Kind = (&'static str, fn(&Path, &Path));

const KINDS: &[Kind] = &[
    ("a link to a file", |at, outside| {
        symlink(outside.join("file"), at).unwrap();
    }),
    ("a link to a folder", |at, outside| {
        symlink(outside.join("folder"), at).unwrap();
    }),
    ("a link to nothing", |at, outside| {
        symlink(outside.join("none"), at).unwrap();
    }),
    ("a link to a full device", |at, _| {
        symlink("/dev/full", at).unwrap();
    }),
    ("a hard link", |at, outside| {
        fs::hard_link(outside.join("file"), at).unwrap();
    }),
    ("a pipe", |at, _| {
        assert!(Command::new("mkfifo").arg(at).status().unwrap().success());
    }),
    ("a folder", |at, _| fs::create_dir(at).unwrap()),
    ("a file", |at, _| fs::write(at, "").unwrap()),
];

/// A tree with something in the place of state, and a folder outside of it.
struct Case {
    desk: Desk,
    outside: TempDir,
    before: (Snapshot, Snapshot),
}

impl Case {
    fn new(name: &str, put: fn(&Path, &Path)) -> Self {
        let (desk, outside) = (Desk::ready(), tempfile::tempdir().unwrap());
        equip(&desk);
        fs::write(outside.path().join("file"), "precious").unwrap();
        for folder in ["folder/prompts/runs", "folder/runs"] {
            fs::create_dir_all(outside.path().join(folder)).unwrap();
        }
        for file in ["lock", "journal", "runs/kept.jsonl", "prompts/lock"] {
            fs::write(outside.path().join("folder").join(file), "precious").unwrap();
        }
        let at = desk.root().join(name);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        put(&at, outside.path());
        if name.starts_with("prompts/") && name.ends_with("/.gitignore") {
            // Without it there is nothing to take over.
            fs::write(at.with_file_name("lock"), "").unwrap();
        }
        let before = (snapshot(desk.root()), snapshot(outside.path()));
        Self {
            desk,
            outside,
            before,
        }
    }

    fn run(&self, command: &str) -> Run {
        if command.starts_with("test") && !command.contains("--render-only")
            || command.starts_with("validate")
            || command.starts_with("compare")
        {
            self.desk.run_against(&ENDPOINT, command)
        } else {
            self.desk.run(command)
        }
    }

    /// Nothing outside is touched, and inside nothing but the library and the state.
    fn assert_kept(&self, what: &str) {
        let changed = differences(&self.before.1, &snapshot(self.outside.path()));
        assert_eq!(changed, Vec::<String>::new(), "{what}");
        let mut changed = differences(&self.before.0, &snapshot(self.desk.root()));
        changed.retain(|path| {
            !path.is_empty() && !path.starts_with(".cargo-prompts") && !path.starts_with("prompts")
        });
        assert_eq!(changed, Vec::<String>::new(), "{what}");
    }

    fn assert_untouched(&self, what: &str) {
        let changed = differences(&self.before.0, &snapshot(self.desk.root()));
        assert_eq!(changed, Vec::<String>::new(), "{what}");
        self.assert_kept(what);
    }
}

/// Returns true if the command must refuse.
fn is_refused((_, expected, user): (&str, Expected, User), kind: &str, command: &str) -> bool {
    let is_fine = match expected {
        File => kind == "a file",
        Folder => kind == "a folder",
        FileOrNested => kind == "a file" || kind == "a folder",
        Removed => kind != "a folder",
    };
    let asks = ["compare", "test", "validate"];
    let is_run = asks.iter().any(|asks| command.starts_with(asks));
    !is_fine && (user == Writers || is_run)
}

fn check(row: (&str, Expected, User), (kind, put): Kind, command: &str) {
    let what = format!("{kind} as {}, {command}", row.0);
    let case = Case::new(row.0, put);
    let run = case.run(command);
    case.assert_kept(&what);
    if READERS.contains(&command) {
        case.assert_untouched(&what);
        // A file is taken for a journal; whether it is a valid one is for `recover` to say.
        let is_file = kind == "a file" || kind == "a hard link";
        let is_journal = is_file && row.0.ends_with("/journal");
        let is_of_journal =
            row.0.contains("/journal") || row.1 == Folder && !row.0.ends_with("/runs");
        let is_link = kind.starts_with("a link") && is_of_journal;
        let is_no_file =
            !is_file && !is_link && row.0.starts_with(".cargo-prompts/prompts/journal");
        if command == "check" && is_link {
            run.expect(
                2,
                &["[unreadable-file]", " is a symbolic link", "help: remove `"],
            );
        }
        let code = match command {
            "check" if is_link || is_no_file => 2,
            "check" if is_journal => 1,
            "recover --dry-run" | "recover --discard --dry-run" => return,
            _ => 0,
        };
        assert_eq!(run.code, Some(code), "{what}: {}", run.said());
    } else if is_refused(row, kind, command) {
        let path = format!("{}` is ", row.0);
        assert!(
            run.code == Some(2)
                && run.stderr.contains(&path)
                && run.stderr.contains("help: remove `"),
            "{what}: {}",
            run.said()
        );
    } else if !(kind == "a file" && row.0.ends_with("journal")) {
        // The fixture pins each of its versions, and is in no merge.
        let of_resolve = 2 * i32::from(command.starts_with("resolve"));
        let code = i32::from(command.starts_with("withdraw")) + of_resolve;
        assert_eq!(run.code, Some(code), "{what}: {}", run.said());
    }
}

/// Every command, where links stand for each name.
#[test]
fn no_command_follows_a_link_in_the_place_of_state() {
    for row in NAMES {
        let [to_file, to_folder, ..] = KINDS else {
            panic!("the links come first")
        };
        let link = if row.1 == Folder { to_folder } else { to_file };
        for command in READERS.iter().chain(WRITERS) {
            check(*row, *link, command);
        }
    }
}

/// Whatever stands for a name, for the commands that use it in different ways.
#[test]
fn whatever_is_in_the_place_of_state_is_named_with_a_way_out() {
    let commands = [
        "check",
        "publish visitor-greeting --by prompt-owner",
        "test visitor-greeting --version 1.1.0 --env staging",
    ];
    for row in NAMES {
        for kind in KINDS {
            for command in commands {
                check(*row, *kind, command);
            }
        }
    }
}

/// No command can change the library then, and `check` says why.
#[test]
fn a_journal_that_is_no_file_is_reported() {
    for name in ["journal", "journal.draft"] {
        for is_pipe in [false, true] {
            let desk = Desk::ready();
            let folder = desk.root().join(".cargo-prompts/prompts");
            fs::create_dir_all(&folder).unwrap();
            let path = folder.join(name);
            if is_pipe {
                let made = Command::new("mkfifo").arg(&path).status().unwrap();
                assert!(made.success());
            } else {
                fs::create_dir(&path).unwrap();
            }
            let words = format!("`.cargo-prompts/prompts/{name}` is not a file");
            desk.run("check").expect(2, &["[unreadable-file]", &words]);
        }
    }
}
