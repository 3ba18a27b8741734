use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::LOCK;
use crate::project::folder::{Folder, cannot};
use crate::report::failure::Failure;
use crate::report::output::note;

/// The right to change a library. It lasts until it is dropped or the process ends in any way.
#[derive(Debug)]
pub struct Lock {
    _file: File,
    folder: Folder,
}

const LONGEST_WAIT: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

impl Lock {
    /// The state folder that is locked.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Waits for the lock, up to a limit.
    pub fn acquire(folder: Folder) -> Result<Self, Failure> {
        let path = folder.path_of(LOCK);
        let opened = folder.file_or_new(LOCK);
        let file = opened.map_err(|error| cannot("write", &path, &error))?;
        wait_for(&file, &path, LONGEST_WAIT)?;
        Ok(Self {
            _file: file,
            folder,
        })
    }
}

fn wait_for(file: &File, path: &Path, longest: Duration) -> Result<(), Failure> {
    let start = Instant::now();
    let mut is_told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => {
                return Err(Failure::cannot("lock", path, &error));
            }
            Err(TryLockError::WouldBlock) if start.elapsed() > longest => {
                return Err(timed_out(path));
            }
            Err(TryLockError::WouldBlock) => {}
        }
        if !is_told {
            note!("note: another `cargo prompts` is changing this library; waiting for it");
            is_told = true;
        }
        thread::sleep(PAUSE);
    }
}

fn timed_out(path: &Path) -> Failure {
    let seconds = LONGEST_WAIT.as_secs();
    Failure::new(format!(
        "another `cargo prompts` has been changing this library for {seconds} seconds"
    ))
    .help(format!(
        "nothing was changed: run the command again later; the other one holds `{}`",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lock that is held, and the file as another command has opened it.
    fn held() -> (tempfile::TempDir, File, File) {
        let root = tempfile::tempdir().expect("a folder");
        let open = || {
            let folder = Folder::at(root.path()).expect("it exists");
            folder.file_or_new(LOCK).expect("writable")
        };
        let (first, second) = (open(), open());
        first.lock().expect("nobody has it");
        (root, first, second)
    }

    #[test]
    fn a_lock_that_stays_with_another_command_is_given_up() {
        let (root, _first, second) = held();
        let path = root.path().join(LOCK);
        let longest = PAUSE * 5;
        let start = Instant::now();
        let failure = wait_for(&second, &path, longest).expect_err("it is held");
        assert!(start.elapsed() > longest);
        let said = failure.to_string();
        assert!(
            said.contains("has been changing this library for 30 seconds")
                && said.contains(&format!("the other one holds `{}`", path.display())),
            "{said}"
        );
    }

    #[test]
    fn a_lock_is_waited_for_until_the_other_command_ends() {
        let (root, first, second) = held();
        let start = Instant::now();
        let waited = thread::scope(|scope| {
            scope.spawn(move || {
                thread::sleep(PAUSE * 5);
                drop(first);
            });
            wait_for(&second, root.path(), LONGEST_WAIT).expect("it is released");
            start.elapsed()
        });
        assert!(waited >= PAUSE * 5 && waited < LONGEST_WAIT, "{waited:?}");
    }
}
