use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, RawMode};
use rustix::io::Errno;

use super::obstacle::Entry;

/// The descriptor of a folder.
#[derive(Debug)]
pub struct Handle(OwnedFd);

/// The ways in which a file is opened.
#[derive(Debug, Clone, Copy)]
pub enum Opening {
    Read,
    /// Reads and appends; the file is made if there is none.
    Append,
    /// The file must not exist.
    New(CreationMode),
}

/// The permissions of a new file; the umask takes away more.
#[derive(Debug, Clone, Copy)]
pub struct CreationMode(Mode);

impl CreationMode {
    pub const USUAL: Self = Self(Mode::from_raw_mode(0o666));

    /// The permissions to read and write that a file has.
    pub fn of(file: &File) -> io::Result<Self> {
        Ok(Self::of_raw(rustix::fs::fstat(file)?.st_mode))
    }

    fn of_raw(mode: RawMode) -> Self {
        Self(Mode::from_raw_mode(mode) & Self::USUAL.0)
    }
}

impl Opening {
    fn flags(self) -> OFlags {
        // Without `NONBLOCK`, opening a pipe would wait for someone at its other end. Regular files
        // ignore it.
        let always = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        always
            | match self {
                Self::Read => OFlags::RDONLY,
                Self::Append => OFlags::RDWR | OFlags::APPEND | OFlags::CREATE,
                Self::New(_) => OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL,
            }
    }

    fn mode(self) -> Mode {
        match self {
            Self::Read | Self::Append => CreationMode::USUAL.0,
            Self::New(mode) => mode.0,
        }
    }
}

impl Handle {
    pub fn at(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self(rustix::fs::open(path, flags, Mode::empty())?))
    }

    pub fn folder(&self, name: &str) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = rustix::fs::openat(&self.0, name, flags, Mode::empty())?;
        Ok(Self(opened))
    }

    pub fn make_folder(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(
            &self.0,
            name,
            Mode::from_raw_mode(0o777),
        )?)
    }

    pub fn remove_folder(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    pub fn open(&self, name: &str, opening: Opening) -> io::Result<File> {
        let opened = rustix::fs::openat(&self.0, name, opening.flags(), opening.mode())?;
        Ok(opened.into())
    }

    pub fn entry(&self, name: &str) -> io::Result<Option<Entry>> {
        let stat = match rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Err(Errno::NOENT) => return Ok(None),
            stat => stat?,
        };
        Ok(Some(match FileType::from_raw_mode(stat.st_mode) {
            FileType::Symlink => Entry::Link,
            FileType::Directory => Entry::Folder,
            FileType::RegularFile if stat.st_nlink > 1 => Entry::HardLink,
            FileType::RegularFile => Entry::File,
            _ => Entry::Special,
        }))
    }

    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// The mode of a file; `None` if there is none.
    pub fn mode(&self, name: &str) -> Option<CreationMode> {
        let stat = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        is_file.then(|| CreationMode::of_raw(stat.st_mode))
    }

    /// Gives a new file the permissions of the one that it is to replace.
    pub fn copy_permissions(&self, name: &str, file: &File) -> io::Result<()> {
        let Ok(stat) = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) else {
            return Ok(());
        };
        if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile {
            rustix::fs::fchmod(file, Mode::from_raw_mode(stat.st_mode))?;
        }
        Ok(())
    }

    pub fn rename(&self, from: &str, folder: &Self, to: &str) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.0, from, &folder.0, to)?)
    }

    pub fn remove(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    pub fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.0)?)
    }
}
