//! Changes that were interrupted: they are finished, or left as they are.

use std::path::{Path, PathBuf};

use prompt_build::hash::sha256;
use prompt_build::library::{JOURNAL, JOURNAL_DRAFT};
use prompt_build::report::quoted;

use super::journal::{DISCARD, Journal};
use super::text_file::TextFile;
use super::{Changes, Target};
use crate::project::folder::{CreationMode, Folder, cannot};
use crate::project::state::Lock;
use crate::report::failure::Failure;
use crate::report::output::note;

/// The way in which an interrupted change ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// The rest of the change is made.
    Finish,
    /// The journal is removed, and the files are left as they are.
    Discard,
}

/// The steps that end an interrupted change, by the state folder that holds it.
#[derive(Debug)]
pub struct Plan {
    pub remedy: Remedy,
    /// True if there is the draft of a journal. It is removed: nothing was changed yet.
    pub has_draft: bool,
    pub change: Option<Interrupted>,
}

/// A change that was interrupted.
#[derive(Debug)]
pub struct Interrupted {
    pub journal: PathBuf,
    /// The command that makes the change; `None` for a journal that is refused here.
    pub command: Option<String>,
    pub files: Vec<ChangedFile>,
    /// The mode of new files. The command may have been stricter than the one that finishes its
    /// change, and the journal is a file that it made.
    mode: CreationMode,
}

/// A file of an interrupted change.
#[derive(Debug)]
pub struct ChangedFile {
    pub target: Target,
    pub state: FileState,
    file: TextFile,
    /// The text after the change.
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// The file is as it was before the change.
    Old,
    /// The file has the change.
    New,
    /// The file has been edited since.
    Edited,
}

impl Changes {
    /// Waits until no other command changes the library, and finishes an interrupted change.
    pub fn begin(&self) -> Result<Lock, Failure> {
        let lock = self.state.lock()?;
        self.recover_locked(&lock, Remedy::Finish, &mut |plan| {
            if plan.has_draft {
                note!("note: a command was interrupted before it changed anything");
            }
            if let Some(command) = plan.command() {
                let command = quoted(command);
                note!("note: {command} was interrupted; its change is now complete");
            }
        })?;
        Ok(lock)
    }

    /// Waits until no other command changes the library. Fails if a change was interrupted.
    pub fn begin_uninterrupted(&self) -> Result<Lock, Failure> {
        let lock = self.state.lock()?;
        let plans = self.plans(Remedy::Finish)?;
        let command = plans.iter().find_map(Plan::command);
        match command {
            Some(command) => Err(unfinished(command)),
            None => Ok(lock),
        }
    }

    /// Returns the steps that `recover` would take. Nothing is locked or written.
    pub fn plans(&self, remedy: Remedy) -> Result<Vec<Plan>, Failure> {
        let mut plans = Vec::new();
        for folder in self.state.existing()? {
            let plan = self.plan(&folder, remedy)?;
            plans.extend(Some(plan).filter(|plan| !plan.is_empty()));
        }
        Ok(plans)
    }

    /// Waits until no other command changes the library, and ends what was interrupted. `tell` is
    /// called after each step.
    pub fn recover(&self, remedy: Remedy, tell: &mut dyn FnMut(&Plan)) -> Result<(), Failure> {
        self.recover_locked(&self.state.lock()?, remedy, tell)
    }

    fn recover_locked(
        &self,
        lock: &Lock,
        remedy: Remedy,
        tell: &mut dyn FnMut(&Plan),
    ) -> Result<(), Failure> {
        let folder = lock.folder();
        let mut recover = || {
            let plan = self.plan(folder, remedy)?;
            plan.carry_out(folder)?;
            if !plan.is_empty() {
                tell(&plan);
            }
            Ok::<_, Failure>(())
        };
        recover()?;
        if self.state.take_over(lock)? {
            recover()?;
        }
        Ok(())
    }

    /// Makes the rest of a change.
    pub(super) fn finish(&self, folder: &Folder, journal: Journal) -> Result<(), Failure> {
        let plan = Plan {
            remedy: Remedy::Finish,
            has_draft: false,
            change: Some(self.unedited(folder, journal)?),
        };
        plan.carry_out(folder)
    }

    fn plan(&self, folder: &Folder, remedy: Remedy) -> Result<Plan, Failure> {
        Ok(Plan {
            remedy,
            has_draft: has_file(folder, JOURNAL_DRAFT)?,
            change: match remedy {
                Remedy::Finish => self.unfinished(folder)?,
                Remedy::Discard => self.discarded(folder)?,
            },
        })
    }

    /// The change that is to be finished. Fails if it must not be.
    fn unfinished(&self, folder: &Folder) -> Result<Option<Interrupted>, Failure> {
        let Some(journal) = Journal::read(folder)? else {
            return Ok(None);
        };
        self.refuse_foreign(folder, &journal)?;
        self.unedited(folder, journal).map(Some)
    }

    /// The change that is to be discarded. A journal that is refused here is discarded unread.
    fn discarded(&self, folder: &Folder) -> Result<Option<Interrupted>, Failure> {
        if !has_file(folder, JOURNAL)? {
            return Ok(None);
        }
        let own = Journal::read(folder).and_then(|journal| {
            journal
                .map(|journal| {
                    self.refuse_foreign(folder, &journal)?;
                    self.interrupted(folder, journal)
                })
                .transpose()
        });
        Ok(Some(own.ok().flatten().unwrap_or_else(|| Interrupted {
            journal: folder.path_of(JOURNAL),
            command: None,
            files: Vec::new(),
            mode: CreationMode::USUAL,
        })))
    }

    fn unedited(&self, folder: &Folder, journal: Journal) -> Result<Interrupted, Failure> {
        let change = self.interrupted(folder, journal)?;
        let mut files = change.files.iter();
        match files.find(|file| file.state == FileState::Edited) {
            Some(edited) => Err(altered(&change, &edited.file.path)),
            None => Ok(change),
        }
    }

    fn interrupted(&self, folder: &Folder, journal: Journal) -> Result<Interrupted, Failure> {
        let mut files = Vec::new();
        for entry in journal.entries {
            let file = self.file(&entry.target)?;
            let present = file.read()?.as_deref().map(sha256);
            let state = match present {
                present if present == Some(entry.after()) => FileState::New,
                present if present == entry.before => FileState::Old,
                _ => FileState::Edited,
            };
            files.push(ChangedFile {
                target: entry.target,
                state,
                file,
                text: entry.text,
            });
        }
        Ok(Interrupted {
            journal: folder.path_of(JOURNAL),
            command: Some(journal.command),
            files,
            mode: folder.mode(JOURNAL),
        })
    }

    /// Refuses a journal that was made elsewhere: it came with a copy of its folder, or it is about
    /// the pins of another application that shares the library.
    fn refuse_foreign(&self, folder: &Folder, journal: &Journal) -> Result<(), Failure> {
        let own = self.tree()?;
        if !journal.tree.library.is_same(&own.library) {
            return Err(foreign(&folder.path_of(JOURNAL), journal));
        }
        let is_about_pins = journal
            .entries
            .iter()
            .any(|entry| entry.target == Target::Configuration);
        let is_own = match (&journal.tree.configuration, &own.configuration) {
            (None, None) => true,
            (Some(theirs), Some(own)) => theirs.is_same(own),
            _ => false,
        };
        if is_own || !is_about_pins {
            return Ok(());
        }
        let theirs = journal.tree.configuration.as_ref();
        let theirs = theirs.unwrap_or(&journal.tree.library);
        Err(of_other_application(&journal.command, &theirs.path))
    }
}

impl Plan {
    /// Returns true if nothing was interrupted.
    fn is_empty(&self) -> bool {
        !self.has_draft && self.change.is_none()
    }

    fn command(&self) -> Option<&str> {
        self.change.as_ref()?.command.as_deref()
    }

    fn carry_out(&self, folder: &Folder) -> Result<(), Failure> {
        if self.has_draft {
            remove(folder, JOURNAL_DRAFT)?;
        }
        let Some(change) = &self.change else {
            return Ok(());
        };
        for file in &change.files {
            match (self.remedy, file.state) {
                (Remedy::Finish, FileState::Old) => file.file.replace(&file.text, change.mode)?,
                (Remedy::Finish, _) => {}
                (Remedy::Discard, _) => file.file.remove_draft()?,
            }
        }
        remove(folder, JOURNAL)
    }
}

fn remove(folder: &Folder, name: &str) -> Result<(), Failure> {
    let removed = folder.remove(name);
    removed.map_err(|error| cannot("remove", &folder.path_of(name), &error))
}

/// Returns true if a file that a command wrote is there. Fails if something else is.
fn has_file(folder: &Folder, name: &str) -> Result<bool, Failure> {
    let file = folder.file(name);
    let file = file.map_err(|error| cannot("read", &folder.path_of(name), &error))?;
    Ok(file.is_some())
}

fn foreign(path: &Path, journal: &Journal) -> Failure {
    Failure::new(format!(
        "`{}`, of {}, was made in another working tree, `{}`",
        path.display(),
        quoted(&journal.command),
        journal.tree.library.path.escape_debug()
    ))
    .help("`cargo prompts recover` finishes the change there")
    .help(DISCARD)
}

fn of_other_application(command: &str, folder: &str) -> Failure {
    Failure::new(format!(
        "{} was interrupted while it changed the pins in `{}`",
        quoted(command),
        folder.escape_debug()
    ))
    .help("run `cargo prompts recover` there to finish it")
    .help(DISCARD)
}

fn unfinished(command: &str) -> Failure {
    Failure::new(format!(
        "{} was interrupted, and its change is not complete",
        quoted(command)
    ))
    .help("`cargo prompts recover` finishes it; nothing was changed")
}

fn altered(change: &Interrupted, path: &Path) -> Failure {
    let (command, path) = (change.command.as_deref(), path.display());
    let command = quoted(command.unwrap_or_default());
    Failure::new(format!(
        "{command} was interrupted, and `{path}` has been edited since"
    ))
    .help(format!(
        "undo the edit of `{path}`, and `cargo prompts recover` finishes the change"
    ))
    .help(DISCARD)
}
