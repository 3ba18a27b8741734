use std::fs::File;

use super::Disk;

const MIB: u64 = 1024 * 1024;

/// A file, and the most MiB of it that are read.
const LIMITS: &[(&str, u64)] = &[
    ("environments.yaml", 4),
    ("allowed_signers", 4),
    ("note/local.prompt", 4),
    ("note/1.0.0.prompt", 4),
    ("partials/tone.prompt", 4),
    ("note/releases.yaml", 8),
    ("note/local.md", 16),
    ("note/1.0.0.txt", 16),
    ("note/golden.yaml", 16),
    ("note/replay.jsonl", 16),
    ("src/main.rs", 16),
];

/// A file of zeros, which takes no space on the disk.
fn disk_with(path: &str, bytes: u64) -> (tempfile::TempDir, Disk) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    File::create(file).unwrap().set_len(bytes).unwrap();
    let disk = Disk::new(folder.path().to_owned());
    (folder, disk)
}

fn message(disk: &Disk, path: &str) -> String {
    let finding = disk.read(path).expect_err(path);
    assert_eq!(finding.code.as_str(), "file-too-large", "{path}");
    assert!(!finding.help.is_empty(), "{path}: no way out");
    finding.message
}

#[test]
fn each_kind_of_file_is_read_up_to_its_limit() {
    for (path, most) in LIMITS {
        let (_folder, disk) = disk_with(path, most * MIB);
        let length = disk.read(path).unwrap().text.len() as u64;
        assert_eq!(length, most * MIB, "{path}");
        let (_folder, disk) = disk_with(path, most * MIB + 1);
        let expected = format!("the file has {} MiB, at most {most} MiB are read", most + 1);
        assert_eq!(message(&disk, path), expected, "{path}");
    }
}

/// More than fits into the memory of most machines.
#[test]
fn a_file_that_is_too_large_is_not_read() {
    let (_folder, disk) = disk_with("note/local.prompt", 1_000_000 * MIB);
    let expected = "the file has 1000000 MiB, at most 4 MiB are read";
    assert_eq!(message(&disk, "note/local.prompt"), expected);
}

#[test]
fn a_change_is_held_to_the_limits_before_it_is_made() {
    let most = usize::try_from(4 * MIB).unwrap();
    let disk = Disk::new("/nowhere".into());
    let changed = |length| disk.with([("note/local.prompt".to_owned(), "a".repeat(length))]);
    assert!(changed(most).read("note/local.prompt").is_ok());
    let expected = "the file has 5 MiB, at most 4 MiB are read";
    assert_eq!(message(&changed(most + 1), "note/local.prompt"), expected);
}

#[test]
fn a_folder_that_a_change_makes_is_listed_before_it_is_made() {
    let (_folder, disk) = disk_with("note/local.prompt", 1);
    let changed = disk.with([("other/local.md".to_owned(), "Write.".to_owned())]);
    let names = |path: &str| {
        let names = changed.list(path).ok()?.into_iter();
        Some(names.map(|entry| entry.name).collect::<Vec<_>>())
    };
    assert_eq!(names("other"), Some(vec!["local.md".to_owned()]));
    assert_eq!(names("note"), Some(vec!["local.prompt".to_owned()]));
    assert_eq!(names("oth"), None);
}
