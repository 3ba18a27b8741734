//! The folder in which `cargo prompts` keeps its state: a lock, a journal, and the results of runs.

use std::path::Path;

use crate::disk::Disk;

/// The name of the state folder.
pub const STATE: &str = ".cargo-prompts";

/// The name that it had in earlier versions.
const EARLIER_STATE: &str = ".cargo-prompt";

/// The file in it with a change that has been decided on and not yet made.
pub const JOURNAL: &str = "journal";

/// The state folder of a library.
///
/// It lies beside the library, with a folder for each library there: the build script watches the
/// library as a whole, so state inside it would have every command recompile the crate. A library
/// that is the root of a package or a repository keeps its state inside, because its parent is
/// somebody else's. The answer depends on the library alone, so that all applications that share
/// it, by whatever path, share its lock and its journal.
pub fn state_folder(disk: &Disk, library: &str) -> String {
    let inside = || format!("{library}/{STATE}");
    let Some(resolved) = disk.resolved(library) else {
        return inside();
    };
    let is_root = ["Cargo.toml", ".git"]
        .iter()
        .any(|name| disk.exists(&format!("{library}/{name}")));
    match (resolved.parent(), resolved.file_name()) {
        (Some(parent), Some(name)) if !is_root => {
            disk.relative(&parent.join(STATE).join(Path::new(name)))
        }
        _ => inside(),
    }
}

/// The state folders inside a library: the one that is used where nothing can be written beside the
/// library, then the one of earlier versions.
pub fn inner_state_folders(library: &str) -> [String; 2] {
    [STATE, EARLIER_STATE].map(|name| format!("{library}/{name}"))
}

/// The journal of a change to a library that was interrupted.
pub fn interrupted_journal(disk: &Disk, library: &str) -> Option<String> {
    let folders = [state_folder(disk, library)]
        .into_iter()
        .chain(inner_state_folders(library));
    let mut journals = folders.map(|folder| format!("{folder}/{JOURNAL}"));
    journals.find(|journal| disk.exists(journal))
}
