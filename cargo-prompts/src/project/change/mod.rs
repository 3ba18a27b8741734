//! Changes to the prompts folder, made completely or not at all, one at a time.
//!
//! The whole change is first written to the journal, which one rename puts in place. From then on,
//! the change counts as made: after an interruption, the next command finds the journal and
//! finishes the change. Before that rename there is only a draft of the journal, and the old state
//! is valid.

mod journal;
mod text_file;

use std::path::{Path, PathBuf};

use prompt_build::check::CONFIGURATION;
use prompt_build::hash::sha256;
use prompt_build::report::quoted;

use crate::project::state::{Lock, StateFolder};
use crate::report::failure::Failure;
use crate::report::output::note;
use journal::{Entry, Journal};
use text_file::{TextFile, normalised};

/// Changes a library, and the pins of an application that uses it.
#[derive(Debug)]
pub struct Changes {
    state: StateFolder,
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

impl Changes {
    pub fn of(state: StateFolder, configuration: &Path, library: &Path) -> Self {
        Self {
            state,
            library: library.to_owned(),
            configuration: configuration.to_owned(),
        }
    }

    /// Waits until no other command changes the library, and finishes an interrupted change.
    pub fn begin(&self) -> Result<Lock, Failure> {
        let lock = self.state.lock()?;
        self.recover(lock.folder())?;
        if self.state.take_over(&lock)? {
            self.recover(lock.folder())?;
        }
        Ok(lock)
    }

    /// Returns true if an interrupted change left a journal or a draft of one.
    pub fn is_interrupted(&self) -> bool {
        let mut folders = self.state.candidates();
        folders.any(|folder| Journal::path(folder).exists() || Journal::draft(folder).exists())
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
            configuration: self.foreign_configuration(),
            entries,
        };
        let made = journal
            .write(lock.folder())
            .and_then(|()| self.finish(lock.folder(), &journal));
        made.map_err(|failure| undo(lock.folder(), failure, &originals))
    }

    /// The configuration, where it is not in the library's folder.
    fn foreign_configuration(&self) -> Option<PathBuf> {
        (self.configuration != self.library.join(CONFIGURATION)).then(|| self.configuration.clone())
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

    fn recover(&self, folder: &Path) -> Result<(), Failure> {
        let draft = TextFile::not_following(&Journal::draft(folder));
        if draft.path.is_symlink() || draft.path.exists() {
            draft.remove()?;
            note!("note: a command was interrupted before it changed anything");
        }
        let Some(journal) = Journal::read(folder)? else {
            return Ok(());
        };
        self.refuse_foreign(folder, &journal)?;
        self.finish(folder, &journal)?;
        note!(
            "note: {} was interrupted; its change is now complete",
            quoted(&journal.command)
        );
        Ok(())
    }

    /// Refuses a journal that was copied from elsewhere together with its folder: it may change
    /// only the configuration of the library, or the one of this application.
    fn refuse_foreign(&self, folder: &Path, journal: &Journal) -> Result<(), Failure> {
        let is_about_pins = journal
            .entries
            .iter()
            .any(|entry| entry.target == Target::Configuration);
        let own = self.foreign_configuration();
        let leads_out = self.configuration.is_symlink()
            && !is_within(
                &TextFile::following_link(&self.configuration).path,
                &self.library,
            );
        if !is_about_pins || (journal.configuration == own && !(own.is_none() && leads_out)) {
            return Ok(());
        }
        let command = quoted(&journal.command);
        let place = journal
            .configuration
            .as_ref()
            .unwrap_or(&self.configuration)
            .display()
            .to_string();
        Err(Failure::new(format!(
            "{command} was interrupted while it changed the pins in {}",
            quoted(&place)
        ))
        .help("run any `cargo prompts` there to finish it")
        .help(format!(
            "or remove `{}` to keep the files as they are",
            Journal::path(folder).display()
        )))
    }

    /// Makes the rest of a change that is in the journal.
    fn finish(&self, folder: &Path, journal: &Journal) -> Result<(), Failure> {
        let mut writes = Vec::new();
        for entry in &journal.entries {
            let file = self.file(&entry.target)?;
            let present = file.read()?.as_deref().map(sha256);
            if present == Some(entry.after()) {
                continue;
            }
            if present != entry.before {
                return Err(altered(folder, journal, &file));
            }
            writes.push((file, entry));
        }
        for (file, entry) in writes {
            file.replace(&entry.text)?;
        }
        TextFile::not_following(&Journal::path(folder)).remove()
    }
}

/// Restores the files after a failed write. If that fails too, the journal stays, and the change
/// counts as made.
fn undo(folder: &Path, failure: Failure, originals: &[(TextFile, Option<String>)]) -> Failure {
    let is_undone = originals
        .iter()
        .all(|(file, original)| file.restore(original.as_deref()).is_ok());
    let path = Journal::path(folder);
    if is_undone && TextFile::not_following(&path).remove().is_ok() {
        return failure.help("nothing was changed");
    }
    failure
        .help("the change is partly made: the next `cargo prompts` finishes it")
        .help(format!(
            "remove `{}` to keep the files as they are",
            path.display()
        ))
}

/// Returns true if a path lies in a folder. The end of the path need not exist.
fn is_within(path: &Path, folder: &Path) -> bool {
    let nearest = path
        .ancestors()
        .find(|ancestor| ancestor.exists())
        .and_then(|ancestor| ancestor.canonicalize().ok());
    matches!((nearest, folder.canonicalize()), (Some(nearest), Ok(folder)) if nearest.starts_with(&folder))
}

fn altered(folder: &Path, journal: &Journal, file: &TextFile) -> Failure {
    let (command, path) = (quoted(&journal.command), file.path.display());
    let message = format!("{command} was interrupted, and `{path}` has been edited since");
    let keep = format!(
        "remove `{}` to keep the files as they are",
        Journal::path(folder).display()
    );
    Failure::new(message).help(keep).help(format!(
        "or undo the edit of `{path}` to have the change finished"
    ))
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
