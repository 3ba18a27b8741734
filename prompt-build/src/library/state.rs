//! The folder in which `cargo prompts` keeps its state: a lock, a journal, and the results of runs.

use crate::disk::Disk;

/// The name of the state folder.
pub const STATE: &str = ".cargo-prompts";

/// The name that it had in earlier versions.
const EARLIER_STATE: &str = ".cargo-prompt";

/// The file in it with a change that has been decided on and not yet made.
pub const JOURNAL: &str = "journal";

/// The file in which the journal is written before one rename puts it in place.
pub const JOURNAL_DRAFT: &str = "journal.draft";

/// The place of a state folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFolder {
    /// The folder of the user that it lies in.
    pub base: String,
    /// The names of the folders below that one. Commands create them, and none is a symbolic link.
    pub names: Vec<String>,
}

impl StateFolder {
    fn inside(library: &str, name: &str) -> Self {
        Self {
            base: library.to_owned(),
            names: vec![name.to_owned()],
        }
    }

    /// The path of the folder.
    pub fn path(&self) -> String {
        let mut path = self.base.clone();
        for name in &self.names {
            if !path.is_empty() && !path.ends_with('/') {
                path.push('/');
            }
            path.push_str(name);
        }
        path
    }

    /// Returns the path of a file of the folder. A symbolic link does not count, and neither does
    /// a file behind one: no command wrote it.
    fn file(&self, disk: &Disk, name: &str) -> Option<String> {
        let file = format!("{}/{name}", self.path());
        let is_own = self.folder_link(disk).is_none() && disk.is_regular_file(&file);
        is_own.then_some(file)
    }

    /// Returns the path of the first symbolic link among its folders and the files of a journal.
    fn link(&self, disk: &Disk) -> Option<String> {
        let files = [JOURNAL, JOURNAL_DRAFT].map(|name| format!("{}/{name}", self.path()));
        let linked = || files.into_iter().find(|file| disk.is_symlink(file));
        self.folder_link(disk).or_else(linked)
    }

    fn folder_link(&self, disk: &Disk) -> Option<String> {
        let mut folder = Self {
            base: self.base.clone(),
            names: Vec::new(),
        };
        self.names.iter().find_map(|name| {
            folder.names.push(name.clone());
            Some(folder.path()).filter(|path| disk.is_symlink(path))
        })
    }
}

/// The first symbolic link in the place of a state folder of the library, or of a journal in it. It
/// hides whether a change was interrupted: no command follows it, and no command made it.
pub fn linked_state(disk: &Disk, library: &str) -> Option<String> {
    state_folders(disk, library)
        .into_iter()
        .find_map(|folder| folder.link(disk))
}

/// Something in the place of a journal that is neither a file nor a link, such as a folder. No command
/// can change the library until it is gone.
pub fn misshapen_journal(disk: &Disk, library: &str) -> Option<String> {
    let folder = state_folder(disk, library).path();
    let mut files = [JOURNAL, JOURNAL_DRAFT]
        .map(|name| format!("{folder}/{name}"))
        .into_iter();
    files.find(|file| disk.exists(file) && !disk.is_symlink(file) && !disk.is_regular_file(file))
}

/// The state folder of a library.
///
/// It lies beside the library, with a folder for each library there: the build script watches the
/// library as a whole, so state inside it would have every command recompile the crate. A library
/// that is the root of a package or a repository keeps its state inside, because its parent is
/// somebody else's. The answer depends on the library alone, so that all applications that share
/// it, by whatever path, share its lock and its journal.
pub fn state_folder(disk: &Disk, library: &str) -> StateFolder {
    let inside = || StateFolder::inside(library, STATE);
    let Some(resolved) = disk.resolved(library) else {
        return inside();
    };
    let is_root = ["Cargo.toml", ".git"]
        .iter()
        .any(|name| disk.exists(&format!("{library}/{name}")));
    match (resolved.parent(), resolved.file_name()) {
        (Some(parent), Some(name)) if !is_root => StateFolder {
            base: disk.relative(parent),
            names: vec![STATE.to_owned(), name.to_string_lossy().into_owned()],
        },
        _ => inside(),
    }
}

/// The state folders inside a library: the one that is used where nothing can be written beside the
/// library, then the one of earlier versions.
pub fn inner_state_folders(library: &str) -> [StateFolder; 2] {
    [STATE, EARLIER_STATE].map(|name| StateFolder::inside(library, name))
}

/// The journal of a change to a library that was interrupted.
pub fn interrupted_journal(disk: &Disk, library: &str) -> Option<String> {
    state_file(disk, library, JOURNAL)
}

/// The draft of a journal, left by a command that was interrupted before it changed anything.
pub fn interrupted_draft(disk: &Disk, library: &str) -> Option<String> {
    state_file(disk, library, JOURNAL_DRAFT)
}

fn state_file(disk: &Disk, library: &str, name: &str) -> Option<String> {
    state_folders(disk, library)
        .into_iter()
        .find_map(|folder| folder.file(disk, name))
}

/// The folders in which the state of a library can be.
fn state_folders(disk: &Disk, library: &str) -> [StateFolder; 3] {
    let [used, earlier] = inner_state_folders(library);
    [state_folder(disk, library), used, earlier]
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A file beside or in the library, and the state folder of the library `app/prompts`.
    const PLACES: &[(&str, &str)] = &[
        ("app/Cargo.toml", "app/.cargo-prompts/prompts"),
        ("app/prompts/Cargo.toml", "app/prompts/.cargo-prompts"),
        ("app/prompts/.git", "app/prompts/.cargo-prompts"),
        ("app/prompts/notes.md", "app/.cargo-prompts/prompts"),
    ];

    #[test]
    fn state_lies_beside_the_library_unless_that_is_a_root() {
        for (file, expected) in PLACES {
            let root = tempfile::tempdir().unwrap();
            fs::create_dir_all(root.path().join("app/prompts")).unwrap();
            fs::write(root.path().join(file), "").unwrap();
            let disk = Disk::new(root.path().to_owned());
            assert_eq!(
                state_folder(&disk, "app/prompts").path(),
                *expected,
                "{file}"
            );
        }
        let disk = Disk::new("nowhere".into());
        assert_eq!(
            state_folder(&disk, "prompts").path(),
            "prompts/.cargo-prompts"
        );
    }

    #[test]
    fn the_path_of_a_state_folder_has_one_slash_between_names() {
        for (base, expected) in [
            ("", ".state/note"),
            ("/", "/.state/note"),
            ("a", "a/.state/note"),
        ] {
            let folder = StateFolder {
                base: base.to_owned(),
                names: vec![".state".to_owned(), "note".to_owned()],
            };
            assert_eq!(folder.path(), expected);
        }
    }

    #[test]
    fn a_journal_is_found_in_each_state_folder() {
        for folder in [
            ".cargo-prompts/prompts",
            "prompts/.cargo-prompts",
            "prompts/.cargo-prompt",
        ] {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join(folder);
            fs::create_dir_all(root.path().join("prompts")).unwrap();
            fs::create_dir_all(&path).unwrap();
            let disk = Disk::new(root.path().to_owned());
            assert_eq!(interrupted_journal(&disk, "prompts"), None);
            fs::write(path.join(JOURNAL_DRAFT), "").unwrap();
            assert_eq!(interrupted_journal(&disk, "prompts"), None);
            assert_eq!(
                interrupted_draft(&disk, "prompts"),
                Some(format!("{folder}/{JOURNAL_DRAFT}"))
            );
            fs::write(path.join(JOURNAL), "").unwrap();
            let journal = Some(format!("{folder}/{JOURNAL}"));
            assert_eq!(interrupted_journal(&disk, "prompts"), journal);
        }
    }

    /// No command wrote what lies behind a link.
    #[cfg(unix)]
    #[test]
    fn a_journal_behind_a_link_does_not_count() {
        use std::os::unix::fs::symlink;

        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("elsewhere/prompts")).unwrap();
        fs::create_dir_all(at("prompts")).unwrap();
        fs::write(at("elsewhere/prompts/journal"), "").unwrap();
        let disk = Disk::new(root.path().to_owned());
        assert_eq!(linked_state(&disk, "prompts"), None);
        symlink(at("elsewhere"), at(".cargo-prompts")).unwrap();
        assert_eq!(interrupted_journal(&disk, "prompts"), None);
        let link = Some(".cargo-prompts".to_owned());
        assert_eq!(linked_state(&disk, "prompts"), link);
        fs::remove_file(at(".cargo-prompts")).unwrap();
        fs::create_dir_all(at(".cargo-prompts/prompts")).unwrap();
        symlink(
            at("elsewhere/prompts/journal"),
            at(".cargo-prompts/prompts/journal"),
        )
        .unwrap();
        assert_eq!(interrupted_journal(&disk, "prompts"), None);
        let link = Some(".cargo-prompts/prompts/journal".to_owned());
        assert_eq!(linked_state(&disk, "prompts"), link);
    }
}
