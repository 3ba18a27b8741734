use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A folder, told from its copies.
///
/// The inode and the time of creation decide, on systems that have them. Both stay when the folder
/// or one above it is renamed, and when the machine starts again. A copy has others: one by `cp -r`
/// or an archive, a clone of a repository, the tree on another machine. The time has nanoseconds,
/// so somebody who writes it into a repository cannot guess that of a clone. The path is for
/// people, and the number of the device can change at a restart: the two count only where the
/// inode or the time is missing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FolderIdentity {
    pub path: String,
    device: Option<u64>,
    inode: Option<u64>,
    /// In nanoseconds since 1970.
    created: Option<u64>,
}

impl FolderIdentity {
    pub fn of(folder: &Path) -> io::Result<Self> {
        let path = folder.canonicalize()?;
        let metadata = fs::metadata(&path)?;
        let (device, inode) = device_and_inode(&metadata);
        Ok(Self {
            path: path.to_string_lossy().into_owned(),
            device,
            inode,
            created: created(&metadata),
        })
    }

    /// Returns a text that is the same for the same folder alone.
    pub fn to_key(&self) -> String {
        let number = |number: Option<u64>| number.unwrap_or_default();
        let (inode, created) = (number(self.inode), number(self.created));
        if self.is_certain() {
            return format!("{inode} {created}");
        }
        let (device, path) = (number(self.device), &self.path);
        format!("{inode} {created} {device} {path}")
    }

    /// Returns true if inode and time tell the folder from all others.
    fn is_certain(&self) -> bool {
        self.inode.is_some() && self.created.is_some()
    }

    /// Returns true if the other is the same folder, maybe under another name.
    pub fn is_same(&self, other: &Self) -> bool {
        self.inode == other.inode
            && self.created == other.created
            && (self.is_certain() || self.device == other.device && self.path == other.path)
    }
}

#[cfg(unix)]
fn device_and_inode(metadata: &Metadata) -> (Option<u64>, Option<u64>) {
    use std::os::unix::fs::MetadataExt as _;
    (Some(metadata.dev()), Some(metadata.ino()))
}

#[cfg(not(unix))]
fn device_and_inode(_metadata: &Metadata) -> (Option<u64>, Option<u64>) {
    (None, None)
}

/// A file system that keeps no time of creation reports none, or 1970.
fn created(metadata: &Metadata) -> Option<u64> {
    nanoseconds(metadata.created().ok()?)
}

fn nanoseconds(time: SystemTime) -> Option<u64> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos())
        .ok()
        .filter(|time| *time > 0)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::{FolderIdentity, nanoseconds};

    #[test]
    fn a_renamed_folder_is_the_same_and_a_copy_is_not() {
        let root = tempfile::tempdir().expect("a folder");
        let (old, new) = (root.path().join("old"), root.path().join("new"));
        fs::create_dir(&old).expect("made");
        let before = FolderIdentity::of(&old).expect("it exists");
        fs::rename(&old, &new).expect("renamed");
        let after = FolderIdentity::of(&new).expect("it exists");
        assert!(before.created.is_none() || before.is_same(&after));
        fs::create_dir(&old).expect("made");
        let copy = FolderIdentity::of(&old).expect("it exists");
        assert!(!before.is_same(&copy) && !after.is_same(&copy));
    }

    #[cfg(unix)]
    #[test]
    fn device_inode_and_time_are_those_of_the_system() {
        use std::os::unix::fs::MetadataExt as _;
        let root = tempfile::tempdir().expect("a folder");
        let metadata = fs::metadata(root.path()).expect("it exists");
        let found = FolderIdentity::of(root.path()).expect("it exists");
        assert_eq!(found.device, Some(metadata.dev()));
        assert_eq!(found.inode, Some(metadata.ino()));
        // A file system without a time of creation may be at hand.
        if let Ok(time) = metadata.created()
            && time > UNIX_EPOCH
        {
            let now = nanoseconds(SystemTime::now()).expect("after 1970");
            let age = now.abs_diff(found.created.expect("it is kept"));
            assert!(age < 60_000_000_000, "{age} ns");
        }
    }

    #[test]
    fn a_time_of_creation_is_later_than_1970() {
        let second = Duration::from_secs(1);
        assert_eq!(nanoseconds(UNIX_EPOCH), None);
        assert_eq!(nanoseconds(UNIX_EPOCH - second), None);
        assert_eq!(nanoseconds(UNIX_EPOCH + second), Some(1_000_000_000));
    }

    /// The inode, the time of creation, the device and the path of a folder, and whether it is the
    /// one with inode 7, time 9, device 1 and the path `/a`.
    type Row = (Option<u64>, Option<u64>, u64, &'static str, bool);

    const ROWS: &[Row] = &[
        (Some(7), Some(9), 1, "/a", true),
        (Some(7), Some(9), 2, "/b", true),
        (Some(8), Some(9), 1, "/a", false),
        (Some(7), Some(10), 1, "/a", false),
        (Some(7), None, 1, "/a", false),
        (None, Some(9), 1, "/a", false),
    ];

    /// The same, of a folder without a time of creation.
    const WITHOUT_TIME: &[Row] = &[
        (Some(7), None, 1, "/a", true),
        (Some(7), None, 2, "/a", false),
        (Some(7), None, 1, "/b", false),
        (Some(8), None, 1, "/a", false),
    ];

    #[test]
    fn what_the_system_lacks_is_made_up_for_by_device_and_path() {
        for (time, rows) in [(Some(9), ROWS), (None, WITHOUT_TIME)] {
            let first = identity((Some(7), time, 1, "/a", true));
            for row in rows {
                let other = identity(*row);
                assert_eq!(first.is_same(&other), row.4, "{row:?}");
                assert_eq!(first.to_key() == other.to_key(), row.4, "{row:?}");
            }
        }
        let nameless = |path| identity((None, Some(9), 1, path, true));
        assert!(nameless("/a").is_same(&nameless("/a")));
        assert!(!nameless("/a").is_same(&nameless("/b")));
    }

    fn identity((inode, created, device, path, _): Row) -> FolderIdentity {
        FolderIdentity {
            path: path.to_owned(),
            device: Some(device),
            inode,
            created,
        }
    }
}
