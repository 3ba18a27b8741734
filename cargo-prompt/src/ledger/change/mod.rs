//! Changes to the prompts folder that happen as a whole or not at all, one at a time.
//!
//! A change is written down as a whole before it is made: the journal is put in place by one rename, and from then on
//! the change counts as made. Whoever comes next after an interruption finds the journal and makes what is left of it.
//! Before that rename nothing but a draft of the journal is there, and the old state stands.

mod fault;
mod journal;
mod lock;
mod text_file;

pub use lock::Lock;

use std::fs;
use std::path::{Path, PathBuf};

use prompt_build::library::CHANGES;

use crate::ending::Failure;
use crate::report::output::note;
use journal::{Entry, Journal};
use text_file::TextFile;

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
        Self { folder: library.join(CHANGES), library: library.to_owned(), configuration: configuration.to_owned() }
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

    /// Makes a change; the command that makes it goes into the journal, to be told after an interruption.
    pub fn commit(&self, _lock: &Lock, command: &str, edits: &[Edit]) -> Result<(), Failure> {
        let entry = |edit: &Edit| {
            let file = TextFile::at(&self.path(&edit.target));
            let text = file.in_its_form(&edit.text)?;
            Ok(Entry { target: edit.target.clone(), before: file.hash()?, text })
        };
        let entries = edits.iter().map(entry).collect::<Result<_, Failure>>()?;
        let journal = Journal { command: command.to_owned(), configuration: self.configuration.clone(), entries };
        journal.write(&self.folder)?;
        self.finish(&journal)
    }

    fn path(&self, target: &Target) -> PathBuf {
        match target {
            Target::Configuration => self.configuration.clone(),
            Target::Library(path) => self.library.join(path),
        }
    }

    fn recover(&self) -> Result<(), Failure> {
        let draft = Journal::draft(&self.folder);
        if draft.exists() {
            TextFile::at(&draft).remove()?;
            note!("note: a command was interrupted before it changed anything: the old state stands");
        }
        let Some(journal) = Journal::read(&self.folder)? else { return Ok(()) };
        self.finish(&journal)?;
        note!("note: `{}` was interrupted; its change is now complete", journal.command);
        Ok(())
    }

    /// Makes what is left of a change that has been written down.
    fn finish(&self, journal: &Journal) -> Result<(), Failure> {
        let mut writes = Vec::new();
        for entry in &journal.entries {
            let file = self.file(journal, entry);
            let present = file.hash()?;
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
        TextFile::at(&Journal::path(&self.folder)).remove()
    }

    /// The file of an entry. Another application that shares the library may have left the journal: then it is that
    /// one's configuration.
    fn file(&self, journal: &Journal, entry: &Entry) -> TextFile {
        let ours = TextFile::at(&self.path(&entry.target));
        if entry.target != Target::Configuration || journal.configuration == self.configuration {
            return ours;
        }
        let theirs = TextFile::at(&journal.configuration);
        let is_known =
            |file: &TextFile| file.hash().is_ok_and(|hash| hash == entry.before || hash == Some(entry.after()));
        if is_known(&theirs) || !is_known(&ours) { theirs } else { ours }
    }

    fn altered(&self, journal: &Journal, file: &TextFile) -> Failure {
        let (command, path) = (&journal.command, file.path.display());
        let message = format!("`{command}` was interrupted, and `{path}` has been changed since by other means");
        let keep = format!("remove `{}` to keep the files as they are", Journal::path(&self.folder).display());
        Failure::new(message).help(keep).help(format!("put `{path}` back as it was to have the change finished"))
    }
}
