//! What cargo watches: the build script runs again when one of these paths has changed.
//!
//! Cargo compares times, of a folder with all that is in it. A renamed folder and a link that leads
//! elsewhere keep the times of what they hold, but change that of the folder they are in. So the
//! folders are watched as a whole.

use crate::check::{self, Outcome};
use crate::disk::Disk;
use crate::library::{is_below, is_quiet};

/// Returns the paths to watch, relative to the package.
pub fn watched(disk: &Disk, prompts: &str, outcome: &Outcome) -> Vec<String> {
    let library = outcome
        .config
        .as_ref()
        .map(|config| check::library(prompts, config));
    let mut paths = Vec::<String>::new();
    for folder in [Some(prompts.to_owned()), library].into_iter().flatten() {
        if !is_below_any(&folder, &paths) && is_quiet(disk, &folder) {
            paths.push(folder);
        }
    }
    let folders = paths.len();
    for input in &outcome.inputs {
        if !is_below_any(input, &paths[..folders]) {
            paths.push(disk.nearest_existing(input).to_owned());
        }
    }
    paths
}

/// Returns `true` for a path that is in one of the folders.
fn is_below_any(path: &str, folders: &[String]) -> bool {
    folders.iter().any(|folder| is_below(path, folder))
}
