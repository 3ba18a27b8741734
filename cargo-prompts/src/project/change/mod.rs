//! Changes to the prompts folder that happen as a whole or not at all, one at a time.
//!
//! A change is written down as a whole before it is made: the journal is put in place by one
//! rename, and from then on the change counts as made. Whoever comes next after an interruption
//! finds the journal and makes what is left of it. Before that rename nothing but a draft of the
//! journal is there, and the old state stands.

mod fault_point;
mod journal;
mod lock;
mod text_file;

pub use lock::Lock;

use std::fs;
use std::path::{Path, PathBuf};

use prompt_build::check::CONFIGURATION;
use prompt_build::hash::sha256;
use prompt_build::library::CHANGES;
use prompt_build::report::quoted;

use crate::report::failure::Failure;
use crate::report::output::note;
use journal::{Entry, Journal};
use text_file::{TextFile, normalised};

/// Where changes to a library, and to the pins of an application that uses it, are made.
#[derive(Debug)]
pub struct Changes {
    /// The folder in which they are prepared.
    folder: PathBuf,
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
    pub fn of(configuration: &Path, library: &Path) -> Self {
        Self {
            folder: library.join(CHANGES),
            library: library.to_owned(),
            configuration: configuration.to_owned(),
        }
    }

    /// Waits until no one else changes the library, and finishes what was interrupted.
    pub fn begin(&self) -> Result<Lock, Failure> {
        let cannot = |error| Failure::cannot("write", &self.folder, &error);
        fs::create_dir_all(&self.folder).map_err(cannot)?;
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n").map_err(cannot)?;
        }
        let lock = Lock::acquire(&self.folder)?;
        self.recover()?;
        Ok(lock)
    }

    /// Whether there is something left of an interrupted change.
    pub fn is_interrupted(&self) -> bool {
        Journal::path(&self.folder).exists() || Journal::draft(&self.folder).exists()
    }

    /// Makes a change; the command that makes it goes into the journal, to be told after an
    /// interruption.
    pub fn commit(&self, _lock: &Lock, command: &str, edits: &[Edit]) -> Result<(), Failure> {
        let mut originals = Vec::new();
        let mut entries = Vec::new();
        for edit in edits {
            let file = self.file(&edit.target)?;
            let original = file.read()?;
            if original.as_deref().map(normalised).unwrap_or_default() != edit.from {
                return Err(meanwhile(&file));
            }
            let text = file.in_its_form(&edit.text)?;
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
            .write(&self.folder)
            .and_then(|()| self.finish(&journal));
        made.map_err(|failure| self.undo(failure, &originals))
    }

    /// Puts back what was there before a write failed. Where that fails, too, the change stays
    /// decided on.
    fn undo(&self, failure: Failure, originals: &[(TextFile, Option<String>)]) -> Failure {
        let is_undone = originals
            .iter()
            .all(|(file, original)| file.restore(original.as_deref()).is_ok());
        let path = Journal::path(&self.folder);
        if is_undone && TextFile::own(&path).remove().is_ok() {
            return failure.help("nothing was changed");
        }
        failure
            .help("the change is decided on, and only partly made: the next `cargo prompts` finishes it")
            .help(format!("remove `{}` to keep the files as they are", path.display()))
    }

    /// The configuration, where it is not in the library's folder.
    fn foreign_configuration(&self) -> Option<PathBuf> {
        (self.configuration != self.library.join(CONFIGURATION)).then(|| self.configuration.clone())
    }

    /// The file of a target. What the library holds stays within it, whatever links there are.
    fn file(&self, target: &Target) -> Result<TextFile, Failure> {
        let Target::Library(path) = target else {
            return Ok(TextFile::at(&self.configuration));
        };
        let file = TextFile::at(&self.library.join(path));
        if is_within(&file.path, &self.library) {
            Ok(file)
        } else {
            Err(outside(&file))
        }
    }

    fn recover(&self) -> Result<(), Failure> {
        let draft = TextFile::own(&Journal::draft(&self.folder));
        if draft.path.is_symlink() || draft.path.exists() {
            draft.remove()?;
            note!(
                "note: a command was interrupted before it changed anything: the old state stands"
            );
        }
        let Some(journal) = Journal::read(&self.folder)? else {
            return Ok(());
        };
        self.refuse_foreign(&journal)?;
        self.finish(&journal)?;
        note!(
            "note: {} was interrupted; its change is now complete",
            quoted(&journal.command)
        );
        Ok(())
    }

    /// A journal comes with its folder, wherever that was copied to: of configurations it may name
    /// that of the library, and the one at hand.
    fn refuse_foreign(&self, journal: &Journal) -> Result<(), Failure> {
        let is_about_pins = journal
            .entries
            .iter()
            .any(|entry| entry.target == Target::Configuration);
        let own = self.foreign_configuration();
        let leads_out = self.configuration.is_symlink()
            && !is_within(&TextFile::at(&self.configuration).path, &self.library);
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
            "{command} was interrupted, which is about the pins in {}",
            quoted(&place)
        ))
        .help("run any `cargo prompts` there to have it finished")
        .help(format!(
            "or remove `{}` to keep the files as they are",
            Journal::path(&self.folder).display()
        )))
    }

    /// Makes what is left of a change that has been written down.
    fn finish(&self, journal: &Journal) -> Result<(), Failure> {
        let mut writes = Vec::new();
        for entry in &journal.entries {
            let file = self.file(&entry.target)?;
            let present = file.read()?.as_deref().map(sha256);
            if present == Some(entry.after()) {
                continue;
            }
            if present != entry.before {
                return Err(self.altered(journal, &file));
            }
            writes.push((file, entry));
        }
        for (file, entry) in writes {
            file.replace(&entry.text)?;
        }
        TextFile::own(&Journal::path(&self.folder)).remove()
    }

    fn altered(&self, journal: &Journal, file: &TextFile) -> Failure {
        let (command, path) = (quoted(&journal.command), file.path.display());
        let message = format!(
            "{command} was interrupted, and `{path}` has been changed since by other means"
        );
        let keep = format!(
            "remove `{}` to keep the files as they are",
            Journal::path(&self.folder).display()
        );
        Failure::new(message).help(keep).help(format!(
            "put `{path}` back as it was to have the change finished"
        ))
    }
}

/// Whether a path, of which the end need not be there yet, lies in a folder.
fn is_within(path: &Path, folder: &Path) -> bool {
    let nearest = path
        .ancestors()
        .find(|ancestor| ancestor.exists())
        .and_then(|ancestor| ancestor.canonicalize().ok());
    matches!((nearest, folder.canonicalize()), (Some(nearest), Ok(folder)) if nearest.starts_with(&folder))
}

fn outside(file: &TextFile) -> Failure {
    Failure::new(format!(
        "`{}` is not in the library: a symbolic link leads out of it",
        file.path.display()
    ))
    .help("put the file into the library; nothing was changed")
}

fn meanwhile(file: &TextFile) -> Failure {
    Failure::new(format!(
        "`{}` was changed while the command ran",
        file.path.display()
    ))
    .help("nothing was changed: run the command again")
}
