//! Changes to the prompts folder, made completely or not at all, one at a time.
//!
//! The whole change is first written to the journal, which one rename puts in place. From then on,
//! the change counts as made: after an interruption, the next command that writes finds the journal
//! and finishes the change. Before that rename there is only a draft of the journal, and the old
//! state is valid.

mod journal;
mod recovery;
mod text_file;

use std::path::{Path, PathBuf};

use prompt_build::check::CONFIGURATION;
use prompt_build::hash::sha256;
use prompt_build::library::JOURNAL;

use crate::project::folder::Folder;
use crate::project::folder_identity::FolderIdentity;
use crate::project::state::{Lock, StatePlaces};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use journal::{DISCARD, Entry, Journal, Tree};
pub use recovery::{FileState, Interrupted, Plan, Remedy};
use text_file::TextFile;
pub use text_file::normalised;

/// Changes a library, and the pins of an application that uses it.
#[derive(Debug)]
pub struct Changes {
    state: StatePlaces,
    library: PathBuf,
    configuration: PathBuf,
}

/// A file of a change, and the text that it is to have.
#[derive(Debug, Clone)]
pub struct Edit {
    pub target: Target,
    /// The text that the edit was made from, with LF line ends; empty where there was no file.
    pub from: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `environments.yaml`.
    Configuration,
    /// A file below the library's folder, with forward slashes.
    Library(String),
}

impl Target {
    /// The path, relative to the package.
    pub fn path(&self, workspace: &Workspace, library: &str) -> String {
        match self {
            Self::Configuration => workspace.configuration(),
            Self::Library(path) => format!("{library}/{path}"),
        }
    }
}

impl Changes {
    /// The changes to a library, of which the path is relative to the package.
    pub fn of(workspace: &Workspace, library: &str) -> Self {
        Self {
            state: StatePlaces::of(workspace, library),
            library: workspace.root.join(library),
            configuration: workspace.root.join(workspace.configuration()),
        }
    }

    /// Makes a change. The journal records the command, to name it after an interruption.
    pub fn commit(&self, lock: &Lock, command: &str, edits: &[Edit]) -> Result<(), Failure> {
        let mut originals = Vec::new();
        let mut entries = Vec::new();
        for edit in edits {
            let file = self.file(&edit.target)?;
            let original = file.read()?;
            if original.as_deref().map(normalised).unwrap_or_default() != edit.from {
                return Err(changed_meanwhile(&file));
            }
            let text = file.with_line_ends_kept(&edit.text)?;
            entries.push(Entry {
                target: edit.target.clone(),
                before: original.as_deref().map(sha256),
                text,
            });
            originals.push((file, original));
        }
        let journal = Journal {
            command: command.to_owned(),
            tree: self.tree()?,
            entries,
        };
        let made = journal
            .write(lock.folder())
            .and_then(|()| self.finish(lock.folder(), journal));
        made.map_err(|failure| undo(lock.folder(), failure, &originals))
    }

    /// The folders of this library and configuration.
    fn tree(&self) -> Result<Tree, Failure> {
        let identity = |folder: &Path| {
            let identity = FolderIdentity::of(folder);
            identity.map_err(|error| Failure::cannot("read", folder, &error))
        };
        let is_foreign = self.configuration != self.library.join(CONFIGURATION);
        let folder = self.configuration.parent().filter(|_| is_foreign);
        Ok(Tree {
            library: identity(&self.library)?,
            configuration: folder.map(identity).transpose()?,
        })
    }

    /// The file of a target. A file of the library stays within it: no link is followed out of it.
    fn file(&self, target: &Target) -> Result<TextFile, Failure> {
        let Target::Library(path) = target else {
            return Ok(TextFile::following_link(&self.configuration));
        };
        let file = TextFile::following_link(&self.library.join(path));
        if is_within(&file.path, &self.library) {
            Ok(file)
        } else {
            Err(outside(&file))
        }
    }
}

/// Restores the files after a failed write. If that fails too, the journal stays, and the change
/// counts as made.
fn undo(folder: &Folder, failure: Failure, originals: &[(TextFile, Option<String>)]) -> Failure {
    let is_undone = originals
        .iter()
        .all(|(file, original)| file.restore(original.as_deref()).is_ok());
    // A folder that was made for new files would look like a prompt that exists.
    for (file, _) in originals.iter().filter(|(_, original)| original.is_none()) {
        file.remove_empty_folder();
    }
    if is_undone && folder.remove(JOURNAL).is_ok() {
        return failure.help("nothing was changed");
    }
    failure
        .help("the change is partly made: `cargo prompts recover` finishes it")
        .help(DISCARD)
}

/// Returns true if a path lies in a folder. The end of the path need not exist.
fn is_within(path: &Path, folder: &Path) -> bool {
    let nearest = path
        .ancestors()
        .find(|ancestor| ancestor.exists())
        .and_then(|ancestor| ancestor.canonicalize().ok());
    matches!((nearest, folder.canonicalize()), (Some(nearest), Ok(folder)) if nearest.starts_with(&folder))
}

fn outside(file: &TextFile) -> Failure {
    Failure::new(format!(
        "a symbolic link leads from `{}` out of the library",
        file.path.display()
    ))
    .help("move the file into the library; nothing was changed")
}

fn changed_meanwhile(file: &TextFile) -> Failure {
    Failure::new(format!(
        "`{}` was changed while the command ran",
        file.path.display()
    ))
    .help("nothing was changed: run the command again")
}
