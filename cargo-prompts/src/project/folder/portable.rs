use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::obstacle::Entry;

/// The path of a folder. A name in it can become a link between the look at it and its use.
#[derive(Debug)]
pub struct Handle(PathBuf);

/// The ways in which a file is opened.
#[derive(Debug, Clone, Copy)]
pub enum Opening {
    Read,
    /// Reads and appends; the file is made if there is none.
    Append,
    /// The file must not exist.
    New(CreationMode),
}

/// A new file has the rights of its folder.
#[derive(Debug, Clone, Copy)]
pub struct CreationMode;

impl CreationMode {
    pub const USUAL: Self = Self;

    #[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
    pub fn of(_file: &File) -> io::Result<Self> {
        Ok(Self)
    }
}

impl Handle {
    pub fn at(path: &Path) -> io::Result<Self> {
        if fs::metadata(path)?.is_dir() {
            Ok(Self(path.to_owned()))
        } else {
            Err(ErrorKind::NotADirectory.into())
        }
    }

    pub fn folder(&self, name: &str) -> io::Result<Self> {
        match self.entry(name)? {
            Some(Entry::Folder) => Ok(Self(self.0.join(name))),
            Some(_) => Err(ErrorKind::NotADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    pub fn make_folder(&self, name: &str) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    pub fn remove_folder(&self, name: &str) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    pub fn open(&self, name: &str, opening: Opening) -> io::Result<File> {
        if !matches!(self.entry(name)?, None | Some(Entry::File))
            && !matches!(opening, Opening::New(_))
        {
            return Err(ErrorKind::InvalidInput.into());
        }
        let path = self.0.join(name);
        match opening {
            Opening::Read => File::open(path),
            Opening::Append => File::options()
                .read(true)
                .append(true)
                .create(true)
                .open(path),
            Opening::New(_) => File::create_new(path),
        }
    }

    pub fn entry(&self, name: &str) -> io::Result<Option<Entry>> {
        match fs::symlink_metadata(self.0.join(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            metadata => Ok(Some(Entry::of(&metadata?))),
        }
    }

    pub fn names(&self) -> io::Result<Vec<String>> {
        fs::read_dir(&self.0)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    #[expect(clippy::unused_self, reason = "as on Unix")]
    pub fn mode(&self, _name: &str) -> Option<CreationMode> {
        None
    }

    /// Gives a new file the permissions of the one that it is to replace.
    pub fn copy_permissions(&self, name: &str, file: &File) -> io::Result<()> {
        match fs::symlink_metadata(self.0.join(name)) {
            Ok(metadata) if metadata.is_file() => file.set_permissions(metadata.permissions()),
            _ => Ok(()),
        }
    }

    pub fn rename(&self, from: &str, folder: &Self, to: &str) -> io::Result<()> {
        fs::rename(self.0.join(from), folder.0.join(to))
    }

    pub fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    /// Systems without Unix's descriptors cannot synchronise a folder.
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "as on Unix")]
    pub fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}
