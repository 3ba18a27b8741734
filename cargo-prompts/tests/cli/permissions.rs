//! Folders that cannot be written, and files that cannot be read: a clear word, exit code 2, and
//! nothing is changed.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use crate::desk::{Desk, Run};
use tempfile::TempDir;

/// Someone without rights: to the system's own user nothing is forbidden.
const NOBODY: u32 = 65534;

const COMMANDS: [&str; 5] = [
    "publish visitor-greeting --by prompt-owner",
    "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'",
    "rollback visitor-greeting --in staging --by front-desk-lead --reason 'too long'",
    "deprecate visitor-greeting 1.0.0 --by front-desk-lead --reason 'hosts are named since'",
    "new badge-return",
];

#[test]
fn what_cannot_be_written_is_said_and_what_only_reads_works() {
    let desk = Desk::ready();
    set_modes(desk.root(), 0o555, 0o444);
    let before = desk.files();
    for command in COMMANDS {
        let run = as_nobody(&desk, command);
        assert_eq!(run.code, Some(2), "{command}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.contains("cannot write") && run.stderr.contains("permission denied"),
            "{}",
            run.stderr
        );
    }
    for command in ["check", "explain draft-not-allowed"] {
        let run = as_nobody(&desk, command);
        assert_eq!(run.code, Some(0), "{command}: {}{}", run.stdout, run.stderr);
    }
    set_modes(desk.root(), 0o755, 0o644);
    assert_eq!(desk.files(), before);
}

/// A library beside which nothing can be written keeps its state inside, until something can.
#[test]
fn without_the_right_to_write_beside_the_library_state_is_kept_inside() {
    let desk = Desk::ready();
    set_modes(desk.root(), 0o755, 0o644);
    own(&desk.root().join("prompts"));
    fs::set_permissions(desk.root(), Permissions::from_mode(0o555)).unwrap();
    as_nobody(&desk, COMMANDS[4]).expect(0, &[]);
    let (beside, inside) = (".cargo-prompts", "prompts/.cargo-prompts");
    let exists = |path: &str| desk.root().join(path).exists();
    assert!(!exists(beside) && exists(&format!("{inside}/lock")));
    fs::set_permissions(desk.root(), Permissions::from_mode(0o755)).unwrap();
    desk.succeed("new badge-notice");
    assert!(exists(&format!("{beside}/prompts/lock")) && !exists(inside));
}

/// A copy would be taken over a second time by the next command, and its lines would be there twice.
#[test]
fn results_that_cannot_be_moved_are_not_copied() {
    let desk = Desk::ready();
    let runs = "prompts/.cargo-prompts/runs";
    let (earlier, now) = (
        format!("{runs}/kept.jsonl"),
        ".cargo-prompts/prompts/runs/kept.jsonl",
    );
    desk.write("prompts/.cargo-prompts/lock", "");
    desk.write(&earlier, "1\n");
    set_modes(desk.root(), 0o755, 0o644);
    own(desk.root());
    let set = |mode| fs::set_permissions(desk.root().join(runs), Permissions::from_mode(mode));
    set(0o555).unwrap();
    as_nobody(&desk, COMMANDS[4]).expect(2, &["cannot move", "permission denied", "writable"]);
    assert_eq!(desk.read(&earlier), "1\n");
    assert!(!desk.root().join(now).exists());
    set(0o755).unwrap();
    as_nobody(&desk, COMMANDS[4]).expect(0, &[]);
    assert_eq!(desk.read(now), "1\n");
}

/// Commands that only look, and what each of them reads.
const READERS: [(&str, &str); 7] = [
    ("environments.yaml", "list"),
    ("environments.yaml", "show visitor-greeting"),
    ("visitor-greeting/releases.yaml", "list"),
    ("visitor-greeting/releases.yaml", "history"),
    ("visitor-greeting/releases.yaml", "show visitor-greeting"),
    (
        "visitor-greeting/1.0.0.prompt",
        "show visitor-greeting --version 1.0.0",
    ),
    (
        "visitor-greeting/golden.yaml",
        "test visitor-greeting --render-only",
    ),
];

#[test]
fn who_only_looks_ends_with_the_same_code() {
    for (file, command) in READERS {
        let desk = unreadable(file);
        let run = as_nobody(&desk, command);
        assert_eq!(
            run.code,
            Some(2),
            "{file}, {command}: {}{}",
            run.stdout,
            run.stderr
        );
        let said = run
            .stderr
            .strip_prefix("error: ")
            .is_some_and(|said| said.contains("[unreadable-file]"));
        assert!(
            said && !run.stderr.contains("error: error"),
            "{file}, {command}: {}",
            run.stderr
        );
    }
}

fn unreadable(file: &str) -> Desk {
    let desk = Desk::ready();
    let path = desk.root().join("prompts").join(file);
    set_modes(desk.root(), 0o755, 0o644);
    own(desk.root());
    fs::set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    desk
}

#[test]
fn what_cannot_be_read_is_said() {
    for file in [
        "environments.yaml",
        "visitor-greeting/releases.yaml",
        "visitor-greeting/1.0.0.prompt",
    ] {
        let desk = unreadable(file);
        for command in COMMANDS.iter().take(3).chain(&["check"]) {
            let run = as_nobody(&desk, command);
            assert_eq!(
                run.code,
                Some(2),
                "{file}, {command}: {}{}",
                run.stdout,
                run.stderr
            );
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(
                said.contains(file) && said.contains("permission denied"),
                "{file}, {command}: {said}"
            );
        }
    }
}

/// Gives each folder and each file below a folder these permissions.
pub fn set_modes(folder: &Path, of_folder: u32, of_file: u32) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            set_modes(&entry.path(), of_folder, of_file);
        } else {
            fs::set_permissions(entry.path(), Permissions::from_mode(of_file)).unwrap();
        }
    }
    fs::set_permissions(folder, Permissions::from_mode(of_folder)).unwrap();
}

/// Gives the files to nobody, where the tests are run by the system's own user.
fn own(folder: &Path) {
    if !is_root(folder) {
        return;
    }
    chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            own(&entry.path());
        } else {
            chown(entry.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
}

/// A copy of the program: where it was built, nobody may not be let in. It is made before anything
/// is run, since a file that is being written cannot be.
static PROGRAM: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(
        env!("CARGO_BIN_EXE_cargo-prompts"),
        folder.path().join("cargo-prompts"),
    )
    .unwrap();
    set_modes(folder.path(), 0o755, 0o755);
    folder
});

/// Runs a command as someone without rights.
pub fn as_nobody(desk: &Desk, arguments: &str) -> Run {
    let mut command = desk.command(arguments);
    if !is_root(desk.root()) {
        return Run::of(&command.output().unwrap());
    }
    let mut theirs = Command::new(PROGRAM.path().join("cargo-prompts"));
    theirs
        .args(command.get_args())
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .current_dir(desk.root())
        .uid(NOBODY)
        .gid(NOBODY);
    Run::of(&theirs.output().unwrap())
}

fn is_root(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let owner = fs::metadata(folder).unwrap().uid();
    owner == 0 || owner == NOBODY
}
