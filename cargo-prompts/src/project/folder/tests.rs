use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use tempfile::TempDir;

use super::{Entry, Folder, cannot, remove_draft, write_file};

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
    for (actions, extra) in [(ON_FILES, folder), (ON_FOLDERS, file)] {
        for (name, action) in actions {
            for (what, entry, put) in OBSTACLES.iter().chain([&extra]) {
                let (root, own) = folders();
                put(&own.path_of("a"), &root.path().join("other"));
                let error = action(&own, "a").expect_err(&format!("{name}, {what}"));
                let failure = cannot("read", &own.path_of("a"), &error).to_string();
                let path = own.path_of("a").display().to_string();
                assert!(
                    failure.starts_with(&format!("`{path}` is "))
                        && failure.contains(&format!(" remove `{path}`")),
                    "{name}, {what}: {failure}"
                );
                assert_eq!(own.entry("a").expect("readable"), Some(*entry));
                assert_untouched(&root, &format!("{name}, {what}"));
            }
        }
    }
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
