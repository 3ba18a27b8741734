use std::fs;
use std::path::{Path, PathBuf};

use prompt_build::disk::Disk;
use prompt_build::library::{interrupted_journal, state_folder};
use tempfile::TempDir;

use super::StatePlaces;
use crate::project::json_lines::JsonLines;
use crate::project::workspace::Workspace;

/// A package with libraries in `prompts` and in `texts`.
fn package() -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for folder in ["package/prompts", "package/texts", "package/apps/desk"] {
        fs::create_dir_all(root.path().join(folder)).expect("made");
    }
    root
}

fn disk(package: &Path) -> Disk {
    Disk::new(package.to_owned())
}

fn state(package: &Path, library: &str) -> StatePlaces {
    let workspace = Workspace {
        root: package.to_owned(),
        disk: disk(package),
        prompts: library.to_owned(),
        package: String::new(),
    };
    StatePlaces::of(&workspace, library)
}

fn path(disk: &Disk, library: &str) -> String {
    state_folder(disk, library).path()
}

fn write(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().expect("it has one")).expect("made");
    fs::write(path, text).expect("written");
}

#[test]
fn state_lies_beside_its_library_by_whatever_path_that_is_named() {
    let root = package();
    let package = root.path().join("package");
    let rows = [
        ("prompts", ".cargo-prompts/prompts"),
        ("./prompts", ".cargo-prompts/prompts"),
        ("prompts/../texts", ".cargo-prompts/texts"),
        ("prompts/../apps/desk", "apps/.cargo-prompts/desk"),
        ("none", "none/.cargo-prompts"),
    ];
    for (library, expected) in rows {
        assert_eq!(path(&disk(&package), library), expected);
    }
    let absolute = package.join("prompts").canonicalize().expect("it is there");
    let absolute = absolute.to_string_lossy().into_owned();
    assert_eq!(path(&disk(&package), &absolute), ".cargo-prompts/prompts");
    // Seen from an application in another package.
    let other = disk(&package.join("apps/desk"));
    let shared = Path::new(&absolute).with_file_name(".cargo-prompts/prompts");
    assert_eq!(path(&other, "../../prompts"), shared.to_string_lossy());
}

#[test]
fn a_library_that_is_a_root_keeps_its_state_inside() {
    for mark in ["Cargo.toml", ".git"] {
        let root = package();
        let package = root.path().join("package");
        fs::write(package.join(mark), "").expect("written");
        assert_eq!(path(&disk(&package), "."), "./.cargo-prompts");
        let desk = package.join("apps/desk");
        assert_eq!(path(&disk(&desk), "../.."), "../../.cargo-prompts");
    }
}

#[cfg(unix)]
#[test]
fn applications_that_share_a_library_by_a_link_share_its_state() {
    let root = package();
    let package = root.path().join("package");
    let link = package.join("apps/desk/prompts");
    std::os::unix::fs::symlink(package.join("prompts"), &link).expect("made");
    let linked = path(&disk(&package), "apps/desk/prompts");
    assert_eq!(linked, ".cargo-prompts/prompts");
}

#[test]
fn git_is_kept_from_tracking_the_state() {
    let root = package();
    let folder = state(root.path(), "package/prompts")
        .create()
        .expect("writable");
    assert_eq!(
        folder.path(),
        root.path().join("package/.cargo-prompts/prompts")
    );
    let ignore = root.path().join("package/.cargo-prompts/.gitignore");
    assert_eq!(fs::read_to_string(ignore).expect("it is there"), "*\n");
}

#[test]
fn the_state_of_an_earlier_version_is_taken_over() {
    for name in [".cargo-prompt", ".cargo-prompts"] {
        let root = package();
        let package = root.path().join("package");
        let earlier = package.join("prompts").join(name);
        let files = [
            "journal",
            "lock",
            ".gitignore",
            "runs/a.jsonl",
            "runs/b.jsonl",
        ];
        for file in files {
            write(earlier.join(file), "1\n");
        }
        let now = package.join(".cargo-prompts/prompts");
        write(now.join("runs/b.jsonl"), "2\n");
        let found = interrupted_journal(&disk(&package), "prompts");
        assert_eq!(found, Some(format!("prompts/{name}/journal")));
        let state = state(&package, "prompts");
        let lock = state.lock().expect("nobody has it");
        assert!(state.take_over(&lock).expect("writable"));
        assert!(!earlier.exists());
        let read = |file: &str| fs::read_to_string(now.join(file)).expect("it is there");
        assert_eq!(
            (read("journal"), read("runs/a.jsonl")),
            ("1\n".into(), "1\n".into())
        );
        assert_eq!(read("runs/b.jsonl"), "2\n1\n");
        let found = interrupted_journal(&disk(&package), "prompts");
        assert_eq!(found.as_deref(), Some(".cargo-prompts/prompts/journal"));
        assert!(!state.take_over(&lock).expect("nothing is left"));
    }
}

/// The state of a library within the library lies in a folder of the same name.
#[test]
fn the_state_of_a_nested_library_stays() {
    let root = package();
    let package = root.path().join("package");
    fs::create_dir_all(package.join("prompts/nested")).expect("made");
    let nested = state(&package, "prompts/nested")
        .create()
        .expect("writable");
    let nested = nested.path();
    write(nested.join("journal"), "1");
    write(package.join("prompts/.cargo-prompts/lock"), "");
    let outer = state(&package, "prompts");
    let lock = outer.lock().expect("nobody has it");
    assert!(outer.take_over(&lock).expect("writable"));
    assert!(nested.join("journal").exists() && !nested.join("../lock").exists());
    assert!(nested.join("../.gitignore").exists());
    assert!(!outer.take_over(&lock).expect("nothing is left"));
}

#[test]
fn each_folder_that_exists_is_found_once() {
    let root = package();
    let package = root.path().join("package");
    let found = |library: &str| {
        let existing = state(&package, library).existing();
        existing.map(|folders| {
            let folders = folders.iter().map(|folder| folder.path().to_owned());
            folders.collect::<Vec<_>>()
        })
    };
    assert_eq!(found("none").expect("none"), [""; 0].map(PathBuf::from));
    assert_eq!(found("prompts").expect("none"), [""; 0].map(PathBuf::from));
    let places = [
        ".cargo-prompts/prompts",
        "prompts/.cargo-prompt",
        "prompts/.cargo-prompts",
    ];
    let mut expected = places.map(|place| package.join(place));
    for place in &expected {
        fs::create_dir_all(place).expect("made");
    }
    let mut all = found("prompts").expect("readable");
    all.sort();
    expected.sort();
    assert_eq!(all, expected);
    // A root keeps its state inside, where it is looked for twice.
    fs::write(package.join("texts/Cargo.toml"), "").expect("written");
    state(&package, "texts").create().expect("writable");
    assert_eq!(found("texts").expect("readable").len(), 1);
}

#[test]
fn a_library_that_is_a_file_is_an_error_and_holds_no_state() {
    let root = package();
    let package = root.path().join("package");
    fs::write(package.join("note"), "").expect("written");
    let state = state(&package, "note");
    state.existing().expect_err("a file is no folder");
    let lock = state.lock().expect("nobody has it");
    let said = state.take_over(&lock).expect_err("a file is no folder");
    assert!(
        said.to_string().contains("holds the state of an earlier"),
        "{said}"
    );
}

/// Results alone are state: a command that adds to them takes them over first. A folder without
/// any is not.
#[test]
fn results_in_an_earlier_place_are_taken_over_before_more_are_added() {
    for (file, is_state) in [("kept.jsonl", true), ("notes.txt", false)] {
        let root = package();
        let package = root.path().join("package");
        let earlier = package.join("prompts/.cargo-prompts/runs");
        write(earlier.join(file), "1\n");
        let runs = state(&package, "prompts").runs().expect("writable");
        let names = runs.names().expect("readable");
        assert_eq!(names, if is_state { vec![file] } else { Vec::new() });
        assert_eq!(earlier.join(file).exists(), !is_state, "{file}");
        // Nothing is locked unless something moves.
        let lock = package.join(".cargo-prompts/prompts/lock");
        assert_eq!(lock.exists(), is_state, "{file}");
    }
}

#[cfg(unix)]
const LINKS: &[&str] = &[
    ".cargo-prompts",
    ".cargo-prompts/prompts",
    ".cargo-prompts/prompts/runs",
    ".cargo-prompts/prompts/runs/test.jsonl",
    ".cargo-prompts/.gitignore",
];

#[cfg(unix)]
#[test]
fn no_symbolic_link_is_followed() {
    for link in LINKS {
        let (root, other) = (package(), tempfile::tempdir().expect("a folder"));
        let package = root.path().join("package");
        let target = match link.rsplit('/').next() {
            Some("test.jsonl") => other.path().join("kept"),
            Some(".gitignore") => other.path().join("none"),
            _ => other.path().to_owned(),
        };
        write(other.path().join("kept"), "kept");
        let path = package.join(link);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        std::os::unix::fs::symlink(&target, &path).expect("made");
        let runs = state(&package, "prompts").runs();
        let opened = runs.and_then(|runs| JsonLines::open(&runs, "test.jsonl"));
        let failure = opened.expect_err(link).to_string();
        assert!(
            failure.contains(&format!("{link}` is a symbolic link")),
            "{failure}"
        );
        assert_eq!(
            fs::read_dir(other.path()).expect("a folder").count(),
            1,
            "{link}"
        );
        let kept = fs::read_to_string(other.path().join("kept")).expect("it is there");
        assert_eq!(kept, "kept", "{link}");
    }
}

#[cfg(unix)]
#[test]
fn no_state_is_taken_over_through_a_link() {
    let names = [
        "prompts/.cargo-prompt",
        "prompts/.cargo-prompts",
        "prompts/.cargo-prompts/runs",
        "prompts/.cargo-prompts/journal",
    ];
    for link in names {
        let (root, other) = (package(), tempfile::tempdir().expect("a folder"));
        let package = root.path().join("package");
        for file in ["lock", "kept.jsonl", "runs/kept.jsonl"] {
            write(other.path().join(file), "kept");
        }
        let path = package.join(link);
        write(path.with_file_name("lock"), "");
        let target = if link.ends_with("journal") {
            other.path().join("lock")
        } else {
            other.path().to_owned()
        };
        std::os::unix::fs::symlink(target, &path).expect("made");
        let state = state(&package, "prompts");
        let lock = state.lock().expect("nobody has it");
        let said = state.take_over(&lock).expect_err(link).to_string();
        assert!(
            said.contains("follows no link") && !said.contains("of an earlier"),
            "{said}"
        );
        for file in ["lock", "kept.jsonl", "runs/kept.jsonl"] {
            assert!(other.path().join(file).is_file(), "{link}: {file}");
        }
    }
}
