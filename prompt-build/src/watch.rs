//! What cargo watches: the build script runs again when one of these paths has changed.
//!
//! Cargo compares times, of a folder with all that is in it. A renamed folder and a link that leads
//! elsewhere keep the times of what they hold, but change that of the folder they are in. So the
//! folders are watched as a whole.

use std::path::{Component, Path};

use crate::check::{self, Outcome};
use crate::disk::Disk;
use crate::library::state_folder;

/// Returns the paths to watch, relative to the package.
pub fn watched(disk: &Disk, prompts: &str, outcome: &Outcome) -> Vec<String> {
    let library = outcome
        .config
        .as_ref()
        .map(|config| check::library(prompts, config));
    let mut paths = Vec::<String>::new();
    for folder in [Some(prompts.to_owned()), library].into_iter().flatten() {
        if !is_below(&folder, &paths) && is_quiet(disk, &folder) {
            paths.push(folder);
        }
    }
    let folders = paths.len();
    for input in &outcome.inputs {
        if !is_below(input, &paths[..folders]) {
            paths.push(disk.nearest_existing(input).to_owned());
        }
    }
    paths
}

/// Returns `true` for a path that begins with one of the folders and does not leave it again.
fn is_below(path: &str, folders: &[String]) -> bool {
    folders.iter().any(|folder| {
        let rest = Path::new(path).strip_prefix(folder);
        rest.is_ok_and(|rest| rest.components().all(|part| part != Component::ParentDir))
    })
}

/// Returns `true` if nothing but prompts changes in a folder. In the root of a package or a
/// repository, builds and commands leave their own files.
fn is_quiet(disk: &Disk, folder: &str) -> bool {
    let Some(resolved) = disk.resolved(folder) else {
        return false;
    };
    let holds_package = disk
        .resolved(".")
        .is_none_or(|package| package.starts_with(&resolved));
    !holds_package && !is_below(&state_folder(disk, folder).path(), &[folder.to_owned()])
}
