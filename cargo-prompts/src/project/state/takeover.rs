//! State that lies in another place moves to the folder in use: it is of an earlier version, or of
//! a time when nothing could be written beside the library.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;

use prompt_build::library::{JOURNAL, JOURNAL_DRAFT};

use super::place::Place;
use super::{GITIGNORE, LOCK, Lock, RUNS, StatePlaces};
use crate::project::fault_point;
use crate::project::folder::{Entry, Folder, cannot};
use crate::report::failure::Failure;

impl StatePlaces {
    /// Moves state from the other places to the locked folder. Returns true if there was any.
    pub fn take_over(&self, lock: &Lock) -> Result<bool, Failure> {
        let mut is_moved = false;
        for place in &self.inside {
            let failure = |error| cannot_move(place, &error);
            if place.path() == lock.folder().path() {
                continue;
            }
            if let Some(earlier) = holding(place).map_err(failure)? {
                let _earlier_lock = Lock::acquire(earlier.clone())?;
                move_all(&earlier, lock.folder())
                    .and_then(|()| remove_own_files(place, &earlier))
                    .map_err(failure)?;
                is_moved = true;
            }
        }
        Ok(is_moved)
    }

    /// Returns true if there is state inside the library.
    pub(super) fn is_elsewhere(&self) -> Result<bool, Failure> {
        for place in &self.inside {
            if holding(place)
                .map_err(|error| cannot_move(place, &error))?
                .is_some()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Opens a place that holds state. Folders in it with the state of nested libraries do not count,
/// whatever their names are.
fn holding(place: &Place) -> io::Result<Option<Folder>> {
    let Some(folder) = place.open()? else {
        return Ok(None);
    };
    for name in [LOCK, JOURNAL, JOURNAL_DRAFT] {
        if has_file(&folder, name)? {
            return Ok(Some(folder));
        }
    }
    let has_results = match folder.folder(RUNS)? {
        Some(runs) => !results(&runs)?.is_empty(),
        None => false,
    };
    Ok(has_results.then_some(folder))
}

fn has_file(folder: &Folder, name: &str) -> io::Result<bool> {
    let entry = folder.entry(name)?;
    Ok(entry.is_some_and(|entry| entry != Entry::Folder))
}

/// The names of the files with results.
fn results(runs: &Folder) -> io::Result<Vec<String>> {
    let mut names = runs.names()?;
    names.retain(|name| {
        Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    Ok(names)
}

/// Moves journal and results. If this is interrupted, the journal is in one of the folders, or in
/// both.
fn move_all(from: &Folder, to: &Folder) -> io::Result<()> {
    for name in [JOURNAL, JOURNAL_DRAFT] {
        if has_file(from, name)? {
            from.move_file(name, to)?;
        }
    }
    if let Some(runs) = from.folder(RUNS)? {
        let target = to.make_folder(RUNS)?;
        for name in results(&runs)? {
            move_results(&runs, &name, &target)?;
        }
        // It stays if it holds other files.
        _ = from.remove_folder(RUNS);
    }
    Ok(())
}

/// Moves a file of results. If the target exists, the lines are appended to it.
fn move_results(from: &Folder, name: &str, to: &Folder) -> io::Result<()> {
    if to.entry(name)?.is_none() {
        return from.move_file(name, to);
    }
    let mut lines = Vec::new();
    if let Some(mut file) = from.file(name)? {
        file.read_to_end(&mut lines)?;
    }
    let mut target = to.file_or_new(name)?;
    fault_point::point()?;
    target.write_all(&lines)?;
    from.remove(name)
}

/// Removes the folder unless it contains other files. The lock is the last file, so that the next
/// command goes on where this one is interrupted.
fn remove_own_files(place: &Place, folder: &Folder) -> io::Result<()> {
    let is_own = |name: &String| [GITIGNORE, LOCK].contains(&name.as_str());
    if folder.names()?.iter().all(is_own) {
        folder.remove(GITIGNORE)?;
        folder.remove(LOCK)?;
        return place.remove();
    }
    folder.remove(LOCK)
}

fn cannot_move(place: &Place, error: &io::Error) -> Failure {
    let failure = cannot("move", &place.path(), error);
    if error.kind() == ErrorKind::Other {
        return failure;
    }
    failure.help(
        "it holds the state of an earlier `cargo prompts` and moves beside the library: make it writable, or remove it",
    )
}
