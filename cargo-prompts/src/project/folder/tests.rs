use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use tempfile::TempDir;

use super::handle::Opening;
use super::{CreationMode, Entry, Folder, cannot, parts, remove_draft, write_file};

/// A folder, and another one beside it with a file that must stay as it is.
fn folders() -> (TempDir, Folder) {
    let root = tempfile::tempdir().expect("a folder");
    for folder in ["own", "other"] {
        fs::create_dir(root.path().join(folder)).expect("made");
    }
    fs::write(root.path().join("other/kept"), "kept").expect("written");
    let own = Folder::at(&root.path().join("own")).expect("it exists");
    (root, own)
}

fn text(folder: &Folder, name: &str) -> Option<String> {
    let mut text = String::new();
    let mut file = folder.file(name).expect("a regular file")?;
    file.read_to_string(&mut text).expect("UTF-8");
    Some(text)
}

#[test]
fn files_are_made_replaced_moved_and_removed() {
    let (_root, own) = folders();
    assert_eq!(text(&own, "a"), None);
    own.create_once("a", "1").expect("made");
    own.create_once("a", "2").expect("it exists");
    assert_eq!(text(&own, "a").as_deref(), Some("1"));
    own.replace("a", "a.draft", b"3").expect("replaced");
    let below = own.make_folder("below").expect("made");
    own.make_folder("below").expect("it exists");
    own.move_file("a", &below).expect("moved");
    own.move_file("a", &below)
        .expect("there is nothing to move");
    assert_eq!(text(&below, "a").as_deref(), Some("3"));
    assert_eq!(own.names().expect("readable"), ["below"]);
    below.remove("a").expect("removed");
    below.remove("a").expect("there is nothing to remove");
    own.remove_folder("below").expect("it is empty");
    assert!(own.folder("below").expect("readable").is_none());
}

/// An action on a folder and a name in it.
type Action = fn(&Folder, &str) -> io::Result<()>;

const ON_FILES: &[(&str, Action)] = &[
    ("file", |folder, name| folder.file(name).map(drop)),
    ("file_or_new", |folder, name| {
        folder.file_or_new(name).map(drop)
    }),
    ("create_once", |folder, name| {
        folder.create_once(name, "written")
    }),
    ("move_file", |folder, name| folder.move_file(name, folder)),
];
const ON_FOLDERS: &[(&str, Action)] = &[
    ("folder", |folder, name| folder.folder(name).map(drop)),
    ("make_folder", |folder, name| {
        folder.make_folder(name).map(drop)
    }),
];

/// Puts something in the place of a file or a folder.
type Obstacle = fn(&Path, &Path);

#[cfg(unix)]
const OBSTACLES: &[(&str, Entry, Obstacle)] = &[
    ("a link to a file", Entry::Link, |at, other| {
        link(&other.join("kept"), at);
    }),
    ("a link to a folder", Entry::Link, |at, other| {
        link(other, at);
    }),
    ("a link to nothing", Entry::Link, |at, other| {
        link(&other.join("none"), at);
    }),
    ("a link to a device", Entry::Link, |at, _| {
        link(Path::new("/dev/full"), at);
    }),
    ("a hard link", Entry::HardLink, |at, other| {
        fs::hard_link(other.join("kept"), at).expect("made");
    }),
    ("a pipe", Entry::Special, |at, _| {
        let made = std::process::Command::new("mkfifo").arg(at).status();
        assert!(made.expect("it runs").success());
    }),
];

#[cfg(unix)]
fn link(target: &Path, at: &Path) {
    std::os::unix::fs::symlink(target, at).expect("made");
}

#[cfg(unix)]
#[test]
fn what_is_in_the_place_of_ours_is_neither_followed_nor_opened() {
    let folder: (&str, Entry, Obstacle) = ("a folder", Entry::Folder, |at, _| {
        fs::create_dir(at).expect("made");
    });
    let file: (&str, Entry, Obstacle) = ("a file", Entry::File, |at, _| {
        fs::write(at, "ours").expect("written");
    });
    for (actions, extra, expected) in [
        (ON_FILES, folder, "a regular file"),
        (ON_FOLDERS, file, "a folder"),
    ] {
        for (name, action) in actions {
            for (what, entry, put) in OBSTACLES.iter().chain([&extra]) {
                let (root, own) = folders();
                put(&own.path_of("a"), &root.path().join("other"));
                let error = action(&own, "a").expect_err(&format!("{name}, {what}"));
                let failure = cannot("read", &own.path_of("a"), &error).to_string();
                let path = own.path_of("a").display().to_string();
                assert!(
                    failure.starts_with(&format!("`{path}` is "))
                        && failure.contains(&format!(", expected {expected} remove `{path}`")),
                    "{name}, {what}: {failure}"
                );
                assert_eq!(own.entry("a").expect("readable"), Some(*entry));
                assert_untouched(&root, &format!("{name}, {what}"));
            }
        }
    }
}

/// A file can be read below a folder that is gone: there is none. It cannot be made.
#[test]
fn nothing_is_made_in_a_folder_that_is_gone() {
    let (_root, own) = folders();
    fs::remove_dir(own.path()).expect("it is empty");
    assert_eq!(text(&own, "a"), None);
    let made = [
        own.make_folder("a").map(drop),
        own.file_or_new("a").map(drop),
        own.create_once("a", "1"),
        own.replace("a", "a.draft", b"1"),
    ];
    for made in made {
        assert_eq!(made.expect_err("gone").kind(), ErrorKind::NotFound);
    }
}

/// An error that is no obstacle has the words of the system.
#[test]
fn a_file_in_the_place_of_a_file_is_no_obstacle() {
    let (_root, own) = folders();
    own.create_once("a", "1").expect("made");
    let error = own
        .open("a", Opening::New(CreationMode::USUAL))
        .expect_err("it exists");
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
}

#[test]
fn of_many_that_make_a_file_once_one_does_and_none_fails() {
    let (_root, own) = folders();
    let (threads, rounds) = (3, 5000);
    let start = Barrier::new(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let names = (0..rounds).map(|round| round.to_string());
                let failed = names.filter(|name| {
                    start.wait();
                    own.create_once(name, "1").is_err()
                });
                assert_eq!(failed.collect::<Vec<_>>(), [""; 0]);
            });
        }
    });
    assert_eq!(own.names().expect("readable").len(), rounds);
}

#[test]
fn a_folder_is_not_removed_as_a_file() {
    let (_root, own) = folders();
    own.make_folder("below").expect("made");
    let error = own.remove("below").expect_err("it is a folder");
    assert!(error.to_string().contains("is a folder, expected"));
    assert_eq!(own.names().expect("readable"), ["below"]);
}

#[test]
fn a_file_is_not_opened_as_a_folder() {
    let (_root, own) = folders();
    own.create_once("a", "1").expect("made");
    let file = own.path_of("a");
    assert_eq!(
        Folder::at(&file).expect_err("a file").kind(),
        ErrorKind::NotADirectory
    );
    remove_draft(&file.join("b")).expect_err("a file is where its folder should be");
}

#[test]
fn a_draft_in_a_folder_that_is_not_there_needs_no_removal() {
    let (_root, own) = folders();
    remove_draft(&own.path_of("none").join("a")).expect("nothing to remove");
}

#[test]
fn a_bare_name_is_of_a_file_in_the_working_directory() {
    for (path, folder, name) in [
        ("report.json", ".", "report.json"),
        ("out/report.json", "out", "report.json"),
        ("/report.json", "/", "report.json"),
    ] {
        let (found, file) = parts(Path::new(path));
        assert_eq!((found, &*file), (Path::new(folder), name), "{path}");
    }
}

/// A file that is replaced keeps its permissions. What replaces a link has those of any new file.
#[cfg(unix)]
#[test]
fn permissions_are_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let (root, own) = folders();
    let mode = |path: &Path| fs::metadata(path).expect("it exists").permissions().mode() & 0o777;
    own.create_once("a", "1").expect("made");
    let new = mode(&own.path_of("a"));
    for bits in [0o600, 0o755, 0o444] {
        fs::set_permissions(own.path_of("a"), fs::Permissions::from_mode(bits)).expect("set");
        write_file(&own.path_of("a"), "2").expect("written");
        assert_eq!(mode(&own.path_of("a")), bits, "{bits:o}");
    }
    link(&root.path().join("other/kept"), &own.path_of("b"));
    write_file(&own.path_of("b"), "2").expect("written");
    assert_eq!(mode(&own.path_of("b")), new);
}

/// `/dev/shm` is a disk of its own on most systems with Linux; elsewhere the test says nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_file_moves_to_another_disk_by_a_copy() {
    use std::os::unix::fs::MetadataExt as _;
    let (_root, own) = folders();
    let Ok(other) = tempfile::tempdir_in("/dev/shm") else {
        return;
    };
    let disk = |path: &Path| fs::metadata(path).expect("it exists").dev();
    if disk(other.path()) == disk(own.path()) {
        return;
    }
    let target = Folder::at(other.path()).expect("it exists");
    own.create_once("a", "1").expect("made");
    own.move_file("a", &target).expect("moved");
    assert_eq!(text(&target, "a").as_deref(), Some("1"));
    assert_eq!(target.names().expect("readable"), ["a"]);
    assert_eq!(own.names().expect("readable"), [""; 0]);
}

/// A draft that is in the way is removed, and so is a file that is replaced: what a link leads to
/// stays.
#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_removed_and_not_followed() {
    for (what, _, put) in OBSTACLES {
        let (root, own) = folders();
        put(&own.path_of("a"), &root.path().join("other"));
        put(&own.path_of(".a.new"), &root.path().join("other"));
        write_file(&own.path_of("a"), "written").expect(what);
        assert_eq!(text(&own, "a").as_deref(), Some("written"), "{what}");
        put(&own.path_of(".a.new"), &root.path().join("other"));
        remove_draft(&own.path_of("a")).expect(what);
        assert_eq!(own.names().expect("readable"), ["a"], "{what}");
        assert_untouched(&root, what);
    }
}

/// The folder is another one once a link is in its place. What was opened stays what it is.
#[cfg(unix)]
#[test]
fn a_folder_that_is_replaced_by_a_link_is_not_left() {
    let (root, own) = folders();
    fs::rename(own.path(), root.path().join("moved")).expect("renamed");
    link(&root.path().join("other"), own.path());
    own.replace("kept", "kept.draft", b"written")
        .expect("written");
    own.remove("none").expect("nothing is there");
    let moved = fs::read_to_string(root.path().join("moved/kept"));
    assert_eq!(moved.expect("it is there"), "written");
    assert_untouched(&root, "the folder");
}

fn assert_untouched(root: &TempDir, what: &str) {
    let other = root.path().join("other");
    let kept = fs::read_to_string(other.join("kept")).expect("it is there");
    assert_eq!(kept, "kept", "{what}");
    assert_eq!(fs::read_dir(other).expect("a folder").count(), 1, "{what}");
}
