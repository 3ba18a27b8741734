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
        wait_for(&file, &path)?;
        Ok(Self {
            _file: file,
            folder,
        })
    }
}

fn wait_for(file: &File, path: &Path) -> Result<(), Failure> {
    let start = Instant::now();
    let mut is_told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => {
                return Err(Failure::cannot("lock", path, &error));
            }
            Err(TryLockError::WouldBlock) if start.elapsed() > LONGEST_WAIT => {
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
