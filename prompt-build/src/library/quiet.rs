use std::path::{Component, Path};

use super::state::state_folder;
use crate::disk::Disk;

/// Returns `true` if nothing but prompts changes in a folder. In the root of a package or a
/// repository, builds and commands leave their own files.
pub fn is_quiet(disk: &Disk, folder: &str) -> bool {
    let Some(resolved) = disk.resolved(folder) else {
        return false;
    };
    let holds_package = disk
        .resolved(".")
        .is_none_or(|package| package.starts_with(&resolved));
    !holds_package && !is_below(&state_folder(disk, folder).path(), folder)
}

/// Returns `true` for a path that begins with a folder and does not leave it again.
pub fn is_below(path: &str, folder: &str) -> bool {
    let rest = Path::new(path).strip_prefix(folder);
    rest.is_ok_and(|rest| rest.components().all(|part| part != Component::ParentDir))
}
