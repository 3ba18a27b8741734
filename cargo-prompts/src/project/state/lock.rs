use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::report::failure::Failure;
use crate::report::output::note;

/// The right to change a library. It lasts until it is dropped or the process ends in any way.
#[derive(Debug)]
pub struct Lock {
    _file: File,
    folder: PathBuf,
}

const LONGEST_WAIT: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

impl Lock {
    /// The state folder that is locked.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Waits for the lock, up to a limit.
    pub fn acquire(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("lock");
        // A link could lead anywhere; and the file must not be emptied.
        if path.is_symlink() {
            return Err(
                Failure::new(format!("`{}` is a symbolic link", path.display())).help("remove it"),
            );
        }
        let opened = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path);
        let file = opened.map_err(|error| Failure::cannot("write", &path, &error))?;
        let start = Instant::now();
        let mut is_told = false;
        loop {
            match file.try_lock() {
                Ok(()) => {
                    let folder = folder.to_owned();
                    return Ok(Self {
                        _file: file,
                        folder,
                    });
                }
                Err(TryLockError::Error(error)) => {
                    return Err(Failure::cannot("lock", &path, &error));
                }
                Err(TryLockError::WouldBlock) if start.elapsed() > LONGEST_WAIT => {
                    return Err(timed_out(&path));
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
