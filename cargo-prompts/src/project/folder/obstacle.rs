use std::fmt::{self, Display};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use crate::report::failure::Failure;

/// The kind of an entry of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A regular file with one name.
    File,
    Folder,
    Link,
    /// A file that has another name: what is written to it is written there as well.
    HardLink,
    /// A pipe, a socket or a device.
    Special,
}

impl Entry {
    pub fn of(metadata: &Metadata) -> Self {
        let kind = metadata.file_type();
        if kind.is_symlink() {
            Self::Link
        } else if kind.is_dir() {
            Self::Folder
        } else if !kind.is_file() {
            Self::Special
        } else if has_other_names(metadata) {
            Self::HardLink
        } else {
            Self::File
        }
    }

    /// The error about an entry in the place of another kind.
    pub fn instead_of(self, expected: Self, path: PathBuf) -> io::Error {
        io::Error::other(Obstacle {
            path,
            found: self,
            expected,
        })
    }
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    metadata.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_metadata: &Metadata) -> bool {
    false
}

/// Something in the place of a file or folder that commands keep for themselves. It may lead out
/// of the tree, and whoever made the tree has chosen where to.
#[derive(Debug)]
struct Obstacle {
    path: PathBuf,
    found: Entry,
    expected: Entry,
}

impl Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = match self.found {
            Entry::File => "a file",
            Entry::Folder => "a folder",
            Entry::Link => "a symbolic link",
            Entry::HardLink => "a file with another name, a hard link",
            Entry::Special => "a pipe, a socket or a device",
        };
        let expected = match self.expected {
            Entry::Folder => "a folder",
            _ => "a regular file",
        };
        write!(
            f,
            "`{}` is {found}, expected {expected}",
            self.path.display()
        )
    }
}

impl std::error::Error for Obstacle {}

/// A file or folder of a state folder that cannot be read, written, locked or removed.
pub fn cannot(what: &str, path: &Path, error: &io::Error) -> Failure {
    let obstacle = error.get_ref().and_then(|error| error.downcast_ref());
    obstacle.map_or_else(
        || Failure::cannot(what, path, error),
        |obstacle: &Obstacle| {
            let path = obstacle.path.display();
            Failure::new(obstacle.to_string()).help(format!(
                "remove `{path}`: `cargo prompts` keeps its state there, and follows no link"
            ))
        },
    )
}
