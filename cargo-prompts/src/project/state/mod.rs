//! The folder in which commands keep their lock, their journal and the results of runs. A
//! `.gitignore` in it keeps git from tracking it.

mod lock;
mod place;
mod takeover;
#[cfg(test)]
mod tests;

use std::io::{self, ErrorKind};

use prompt_build::library::{inner_state_folders, state_folder};

use crate::project::folder::{Folder, cannot};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
pub use lock::Lock;
use place::Place;

/// The folder in it with the results of runs.
const RUNS: &str = "runs";
const LOCK: &str = "lock";
const GITIGNORE: &str = ".gitignore";

/// The places where the state of a library can be.
#[derive(Debug)]
pub struct StatePlaces {
    /// Beside the library.
    beside: Place,
    /// In the library. It is used if nothing can be written beside the library, and was used by
    /// earlier versions.
    inside: [Place; 2],
}

impl StatePlaces {
    /// The places for a library, of which the path is relative to the package.
    pub fn of(workspace: &Workspace, library: &str) -> Self {
        let place = |folder| Place::of(&workspace.root, folder);
        Self {
            beside: place(state_folder(&workspace.disk, library)),
            inside: inner_state_folders(library).map(place),
        }
    }

    /// The folders that exist, each of which may hold a journal. Nothing is created.
    pub fn existing(&self) -> Result<Vec<Folder>, Failure> {
        let mut folders = Vec::<Folder>::new();
        for place in [&self.beside].into_iter().chain(&self.inside) {
            let open = place.open();
            let open = open.map_err(|error| cannot("read", &place.path(), &error))?;
            // A library that is a root keeps its state inside, where it is found twice.
            folders.extend(open.filter(|open| folders.iter().all(|one| one.path() != open.path())));
        }
        Ok(folders)
    }

    /// Locks the folder that is in use. It is created if it does not exist.
    pub fn lock(&self) -> Result<Lock, Failure> {
        loop {
            let lock = Lock::acquire(self.create()?)?;
            // Another command may have moved the folder while this one waited.
            if self.create()?.path() == lock.folder().path() {
                return Ok(lock);
            }
        }
    }

    /// The folder with the results of runs. It is created if it does not exist.
    pub fn runs(&self) -> Result<Folder, Failure> {
        if self.is_elsewhere()? {
            self.take_over(&self.lock()?)?;
        }
        let folder = self.create()?;
        let runs = folder.make_folder(RUNS);
        runs.map_err(|error| cannot("write", &folder.path_of(RUNS), &error))
    }

    /// The folder in use. It is created if it does not exist.
    fn create(&self) -> Result<Folder, Failure> {
        let failure = |error| cannot("write", &self.beside.path(), &error);
        match self.beside.create() {
            Err(error) if is_forbidden(&error) && !self.beside.path().exists() => {
                self.inside[0].create().map_err(|_| failure(error))
            }
            created => created.map_err(failure),
        }
    }
}

/// The folder with the results of runs. They belong to the configuration, as the rate limits of its
/// environments do.
pub fn results_folder(workspace: &Workspace) -> Result<Folder, Failure> {
    StatePlaces::of(workspace, &workspace.prompts).runs()
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}
