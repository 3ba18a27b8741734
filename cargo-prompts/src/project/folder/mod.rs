//! An open folder, in which no symbolic link is followed.
//!
//! On Unix, files are opened, moved and removed by the descriptor of their folder, so a link that
//! replaces a folder later changes nothing. Elsewhere each name is looked at before it is used.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "portable.rs")]
mod handle;
mod obstacle;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::project::fault_point;
pub use handle::CreationMode;
use handle::{Handle, Opening};
pub use obstacle::{Entry, cannot};

/// A folder that stays open while it is used.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    handle: Arc<Handle>,
}

impl Folder {
    /// Opens a folder that the user has chosen, whose path may have links.
    pub fn at(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            handle: Arc::new(Handle::at(path)?),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file or folder in this one, to be shown.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The kind of what is at a name; `None` if there is nothing.
    pub fn entry(&self, name: &str) -> io::Result<Option<Entry>> {
        self.handle.entry(name)
    }

    /// The names in the folder, in no order.
    pub fn names(&self) -> io::Result<Vec<String>> {
        self.handle.names()
    }

    /// Opens a folder in this one; `None` if there is none.
    pub fn folder(&self, name: &str) -> io::Result<Option<Self>> {
        match self.handle.folder(name) {
            Ok(handle) => Ok(Some(Self {
                path: self.path_of(name),
                handle: Arc::new(handle),
            })),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.reason(name, Entry::Folder, error)),
        }
    }

    /// Opens a folder in this one, or makes it.
    pub fn make_folder(&self, name: &str) -> io::Result<Self> {
        if let Some(folder) = self.folder(name)? {
            return Ok(folder);
        }
        fault_point::point()?;
        if let Err(error) = self.handle.make_folder(name)
            && error.kind() != ErrorKind::AlreadyExists
        {
            return Err(error);
        }
        self.folder(name)?.ok_or(ErrorKind::NotFound.into())
    }

    /// Removes a folder in this one, which must be empty.
    pub fn remove_folder(&self, name: &str) -> io::Result<()> {
        self.handle.remove_folder(name)
    }

    /// Opens a file for reading; `None` if there is none.
    pub fn file(&self, name: &str) -> io::Result<Option<File>> {
        match self.open(name, Opening::Read) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// The mode of a file; the usual one if there is none.
    pub fn mode(&self, name: &str) -> CreationMode {
        self.handle.mode(name).unwrap_or(CreationMode::USUAL)
    }

    /// Opens a file for reading and appending, or makes it.
    pub fn file_or_new(&self, name: &str) -> io::Result<File> {
        if self.entry(name)?.is_none() {
            fault_point::point()?;
        }
        self.open(name, Opening::Append)
    }

    /// Makes a file unless there is one.
    pub fn create_once(&self, name: &str, text: &str) -> io::Result<()> {
        if self.file(name)?.is_some() {
            return Ok(());
        }
        fault_point::point()?;
        let written = match self.open(name, Opening::New(CreationMode::USUAL)) {
            // Another command was faster.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
            Err(error) => return Err(error),
            Ok(mut file) => file.write_all(text.as_bytes()),
        };
        if written.is_err() {
            _ = self.handle.remove(name);
        }
        written
    }

    /// Replaces a file, or makes it, by way of a draft: readers see the old text or the new one.
    pub fn replace(&self, name: &str, draft: &str, text: &[u8]) -> io::Result<()> {
        self.replace_or_make(name, draft, text, CreationMode::USUAL)
    }

    /// Replaces a file, which keeps its mode, or makes one with a mode.
    pub fn replace_or_make(
        &self,
        name: &str,
        draft: &str,
        text: &[u8],
        mode: CreationMode,
    ) -> io::Result<()> {
        let replaced = self.put(name, draft, text, mode);
        if replaced.is_err() {
            _ = self.handle.remove(draft);
        }
        replaced
    }

    /// Every step that reaches the disk is one at which a test may stop the process.
    fn put(&self, name: &str, draft: &str, text: &[u8], mode: CreationMode) -> io::Result<()> {
        fault_point::point()?;
        // An interrupted command may have left it. It may also be a link that leads anywhere.
        self.remove_quietly(draft)?;
        // Nobody can read the draft who cannot read the file.
        let mode = self.handle.mode(name).unwrap_or(mode);
        let mut file = self.open(draft, Opening::New(mode))?;
        let (half, rest) = text.split_at(text.len() / 2);
        file.write_all(half)?;
        fault_point::point()?;
        file.write_all(rest)?;
        self.handle.copy_permissions(name, &file)?;
        file.sync_all()?;
        fault_point::point()?;
        self.handle.rename(draft, &self.handle, name)?;
        fault_point::point()?;
        // Makes the rename outlast a loss of power.
        self.handle.sync()
    }

    /// Moves a file to another folder, by a rename, or by a copy if that is on another disk.
    pub fn move_file(&self, name: &str, to: &Self) -> io::Result<()> {
        let Some(mut file) = self.file(name)? else {
            return Ok(());
        };
        fault_point::point()?;
        match self.handle.rename(name, &to.handle, name) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                let mode = CreationMode::of(&file)?;
                to.replace_or_make(name, &format!("{name}.copy"), &bytes, mode)?;
                self.remove(name)
            }
            moved => moved,
        }
    }

    /// Removes a file. A link is removed, and not what it leads to.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        fault_point::kill_point();
        self.remove_quietly(name)
    }

    fn remove_quietly(&self, name: &str) -> io::Result<()> {
        match self.handle.remove(name) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(self.reason(name, Entry::File, error)),
            Ok(()) => Ok(()),
        }
    }

    /// Opens a regular file that has no other name.
    fn open(&self, name: &str, opening: Opening) -> io::Result<File> {
        let opened = self.handle.open(name, opening);
        let file = opened.map_err(|error| self.reason(name, Entry::File, error))?;
        match Entry::of(&file.metadata()?) {
            Entry::File => Ok(file),
            other => Err(other.instead_of(Entry::File, self.path_of(name))),
        }
    }

    /// The reason for a failure: something else is in the place, or what the system says.
    fn reason(&self, name: &str, expected: Entry, error: io::Error) -> io::Error {
        match self.entry(name) {
            Ok(Some(entry)) if entry != expected => entry.instead_of(expected, self.path_of(name)),
            _ => error,
        }
    }
}

/// Writes a file of the user as a whole: readers see the old text or the new one. A link in its
/// place is replaced. The folder is created if it does not exist.
pub fn write_file(path: &Path, text: &str) -> io::Result<()> {
    write_file_with_mode(path, text, CreationMode::USUAL)
}

/// The same; a file that is made has a mode.
pub fn write_file_with_mode(path: &Path, text: &str, mode: CreationMode) -> io::Result<()> {
    let (folder, name) = parts(path);
    fs::create_dir_all(folder)?;
    Folder::at(folder)?.replace_or_make(&name, &draft_of(&name), text.as_bytes(), mode)
}

/// Removes what an interrupted `write_file` left beside a file.
pub fn remove_draft(path: &Path) -> io::Result<()> {
    let (folder, name) = parts(path);
    match Folder::at(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        folder => folder?.remove(&draft_of(&name)),
    }
}

fn draft_of(name: &str) -> String {
    format!(".{name}.new")
}

/// The folder and the name of a file.
fn parts(path: &Path) -> (&Path, Cow<'_, str>) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => (folder, name),
        _ => (Path::new("."), name),
    }
}
