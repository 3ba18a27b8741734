//! The folder in which commands keep their lock, their journal and the results of runs. A
//! `.gitignore` in it keeps git from tracking it.

pub mod fault_point;
mod lock;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use prompt_build::disk::Disk;
use prompt_build::library::{JOURNAL, STATE, inner_state_folders, state_folder};

use crate::report::failure::Failure;
pub use lock::Lock;

/// The folder in it with the results of runs.
const RUNS: &str = "runs";
/// The files that even a new folder has.
const OWN_FILES: [&str; 2] = [".gitignore", "lock"];

/// The places where the state of a library can be.
#[derive(Debug)]
pub struct StateFolder {
    /// Beside the library.
    beside: PathBuf,
    /// In the library. It is used if nothing can be written beside the library, and was used by
    /// earlier versions.
    inside: [PathBuf; 2],
}

impl StateFolder {
    /// The state folder of a library, of which the path is relative to `root`.
    pub fn of(root: &Path, disk: &Disk, library: &str) -> Self {
        Self {
            beside: root.join(state_folder(disk, library)),
            inside: inner_state_folders(library).map(|folder| root.join(folder)),
        }
    }

    /// Every folder that may hold a journal.
    pub fn candidates(&self) -> impl Iterator<Item = &Path> {
        [&self.beside]
            .into_iter()
            .chain(&self.inside)
            .map(PathBuf::as_path)
    }

    /// The folder in use. It is created if it does not exist.
    pub fn create(&self) -> Result<PathBuf, Failure> {
        let cannot = |error| Failure::cannot("write", &self.beside, &error);
        match create(&self.beside) {
            Ok(()) => Ok(self.beside.clone()),
            Err(error) if is_forbidden(&error) && !self.beside.exists() => {
                create(&self.inside[0]).map_err(|_| cannot(error))?;
                Ok(self.inside[0].clone())
            }
            Err(error) => Err(cannot(error)),
        }
    }

    /// Locks the folder that is in use.
    pub fn lock(&self) -> Result<Lock, Failure> {
        loop {
            let folder = self.create()?;
            let lock = Lock::acquire(&folder)?;
            // Another command may have moved the folder while this one waited.
            if self.create()? == folder {
                return Ok(lock);
            }
        }
    }

    /// Moves state from the other places to the locked folder. Such state is from an earlier
    /// version, or from a time when nothing could be written beside the library. Returns true if
    /// there was any.
    pub fn take_over(&self, lock: &Lock) -> Result<bool, Failure> {
        let mut is_moved = false;
        for earlier in self.inside.iter().filter(|folder| *folder != lock.folder()) {
            no_link(earlier).map_err(|error| cannot_move(earlier, &error))?;
            if holds_state(earlier) {
                let _earlier_lock = Lock::acquire(earlier)?;
                move_all(earlier, lock.folder()).map_err(|error| cannot_move(earlier, &error))?;
                is_moved = true;
            }
        }
        Ok(is_moved)
    }

    /// The folder with the results of runs. It is created if it does not exist.
    pub fn runs(&self) -> Result<PathBuf, Failure> {
        if self.inside.iter().any(|folder| holds_state(folder)) {
            self.take_over(&self.lock()?)?;
        }
        let runs = self.create()?.join(RUNS);
        no_link(&runs)
            .and_then(|()| fs::create_dir_all(&runs))
            .map_err(|error| Failure::cannot("write", &runs, &error))?;
        Ok(runs)
    }
}

/// Makes a folder. A `.gitignore` in the state folder keeps git from tracking it.
fn create(folder: &Path) -> io::Result<()> {
    let outer = folder
        .ancestors()
        .find(|ancestor| ancestor.file_name().is_some_and(|name| name == STATE))
        .unwrap_or(folder);
    no_link(outer)?;
    no_link(folder)?;
    fs::create_dir_all(folder)?;
    create_once(&outer.join(".gitignore"), "*\n")
}

/// Refuses a symbolic link. Otherwise a downloaded tree could choose a file of this machine to be
/// overwritten.
pub fn no_link(path: &Path) -> io::Result<()> {
    if path.is_symlink() {
        let message = format!("`{}` is a symbolic link", path.display());
        return Err(io::Error::other(message));
    }
    Ok(())
}

/// Creates a file unless it exists. A broken link counts as existing.
fn create_once(path: &Path, text: &str) -> io::Result<()> {
    match File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}

/// Returns true if the folder holds state. Folders in it with the state of nested libraries do not
/// count, whatever their names are.
fn holds_state(folder: &Path) -> bool {
    let files = [folder.join("lock"), folder.join(JOURNAL), draft(folder)];
    files.iter().any(|file| file.is_file())
        || results(&folder.join(RUNS)).is_ok_and(|files| !files.is_empty())
}

/// The files with results in a folder.
fn results(runs: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(runs)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            files.push(path);
        }
    }
    Ok(files)
}

fn draft(folder: &Path) -> PathBuf {
    folder.join(format!("{JOURNAL}.draft"))
}

/// Moves journal and results. If this is interrupted, the journal is in one of the folders, or in
/// both.
fn move_all(from: &Path, to: &Path) -> io::Result<()> {
    for file in [to.join(JOURNAL), draft(to)] {
        let name = file.file_name().unwrap_or_default();
        if from.join(name).exists() {
            move_file(&from.join(name), &file)?;
        }
    }
    let runs = from.join(RUNS);
    no_link(&runs)?;
    if runs.is_dir() {
        no_link(&to.join(RUNS))?;
        fs::create_dir_all(to.join(RUNS))?;
        for file in results(&runs)? {
            let name = file.file_name().unwrap_or_default();
            move_results(&file, &to.join(RUNS).join(name))?;
        }
        _ = fs::remove_dir(&runs);
    }
    remove_own_files(from)
}

/// Moves a file. To another disk, it is first copied under another name, then renamed.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    no_link(from)?;
    fault_point::point()?;
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let copy = to.with_extension("copy");
            no_link(&copy)?;
            fs::copy(from, &copy)?;
            File::open(&copy)?.sync_all()?;
            fs::rename(&copy, to)?;
            fs::remove_file(from)
        }
        moved => moved,
    }
}

/// Moves a file of results. If the target exists, the lines are appended to it.
fn move_results(from: &Path, to: &Path) -> io::Result<()> {
    if !to.exists() {
        return move_file(from, to);
    }
    no_link(from)?;
    no_link(to)?;
    let lines = fs::read(from)?;
    File::options().append(true).open(to)?.write_all(&lines)?;
    fs::remove_file(from)
}

/// Removes the folder unless it contains other files.
fn remove_own_files(folder: &Path) -> io::Result<()> {
    let mut has_others = false;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        has_others |= !OWN_FILES.iter().any(|own| name == *own);
    }
    fault_point::point()?;
    if has_others {
        return fs::remove_file(folder.join("lock"));
    }
    fs::remove_dir_all(folder)
}

fn cannot_move(folder: &Path, error: &io::Error) -> Failure {
    Failure::cannot("move", folder, error).help(
        "it holds the state of an earlier `cargo prompts` and moves beside the library: make it writable, or remove it",
    )
}
