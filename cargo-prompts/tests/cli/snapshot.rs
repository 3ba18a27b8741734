//! All that is below a folder, to see that nothing was touched.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// Each entry by its path: its kind, its permissions, when it was written, and what it holds. Links
/// are not followed.
pub type Snapshot = BTreeMap<String, String>;

pub fn snapshot(folder: &Path) -> Snapshot {
    let mut entries = Snapshot::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let metadata = fs::symlink_metadata(&path).unwrap();
        let kind = metadata.file_type();
        let content = if kind.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            "a folder".to_owned()
        } else if kind.is_symlink() {
            format!("a link to {}", fs::read_link(&path).unwrap().display())
        } else if kind.is_file() {
            String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()
        } else {
            "neither file nor folder".to_owned()
        };
        let (mode, time) = (metadata.mode(), metadata.mtime_nsec());
        let seconds = metadata.mtime();
        let path = path.strip_prefix(folder).unwrap().display().to_string();
        entries.insert(path, format!("{mode:o} {seconds}.{time} {content}"));
    }
    entries
}

/// The paths of the entries that differ.
pub fn differences(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let paths = before.keys().chain(after.keys());
    let mut paths = paths
        .filter(|path| before.get(*path) != after.get(*path))
        .cloned()
        .collect::<Vec<_>>();
    paths.dedup();
    paths
}
