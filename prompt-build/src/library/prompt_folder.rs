use std::io::ErrorKind;
use std::sync::Arc;

use super::misplaced::{doubles, misnamed, way_to_folder};
use super::shared_file::SharedFile;
use super::shared_library::SharedLibrary;
use super::{Contents, Extension, Folders, LEDGER, Ledger, PromptFile, working_copy_file};
use crate::disk::{Disk, describe, outside_library};
use crate::report::{Code, Finding, Findings, quoted};
use crate::review::hidden_characters;
use crate::source::{Location, Source};
use crate::template::{SharedForms, SharedKind};

/// One prompt's folder on disk.
#[derive(Debug)]
pub struct PromptFolder<'a> {
    disk: &'a Disk,
    /// The folder of the library. No file outside it is read.
    library: &'a str,
    path: String,
    /// What was made of the files that the prompts of the library share.
    pub(super) forms: Arc<SharedForms>,
    pub contents: Contents,
}

impl<'a> PromptFolder<'a> {
    /// Opens the folder of a prompt. A folder that cannot be opened is reported at the given
    /// location.
    pub fn open(
        folders: &Folders<'a, '_>,
        id: &str,
        location: impl Fn() -> Location,
        findings: &mut Findings,
    ) -> Option<Self> {
        let Folders { disk, library, .. } = *folders;
        let path = format!("{library}/{id}");
        if disk.is_symlink(&path) && disk.leaves(library, &path) {
            findings.push(outside_library(location(), &path));
            return None;
        }
        let names = match disk.list(&path) {
            Ok(names) => names,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                findings.push(unknown_prompt(folders, id, location()));
                return None;
            }
            Err(error) => {
                let message = format!("the folder `{path}` cannot be read: {}", describe(&error));
                findings.push(Finding::error(Code::UnreadableFile, location(), message));
                return None;
            }
        };
        Some(Self {
            disk,
            library,
            path,
            forms: Arc::clone(&folders.forms),
            contents: Contents::read(names),
        })
    }

    /// The name of the working copy, or the name that it would have.
    pub fn working_copy(&self) -> String {
        working_copy_file(self.contents.working_copy())
    }

    /// Reads the ledger, and compares the folder's files with it.
    pub fn ledger(&self, findings: &mut Findings) -> Option<Ledger> {
        findings.extend(doubles(&self.path, &self.contents));
        if self.contents.has_ledger {
            let source = self.source(LEDGER, findings)?;
            // Commands write none, so that whoever reads a ledger sees what counts.
            let mut hidden = hidden_characters(&source);
            hidden.fail();
            findings.append(hidden);
            let ledger = Ledger::read(&source, findings)?;
            ledger.compare_with_files(&self.path, &self.contents, findings);
            return Some(ledger);
        }
        let misnamed = misnamed(&self.path, &self.contents, |_| false);
        let are_all = misnamed.len() == self.contents.releases().count();
        findings.extend(misnamed);
        if are_all {
            return Some(Ledger::empty(&self.path_of(LEDGER)));
        }
        let message =
            format!("the folder has released versions but no ledger, expected `{LEDGER}`");
        let location = Location::file(&Source::without_text(self.path_of(LEDGER)));
        let help = "list each version there with its status and the hash that `sha256sum` prints"
            .to_owned();
        findings.push(Finding::error(Code::MissingLedger, location, message).help(help));
        None
    }

    /// Reads a working copy or a released version.
    pub fn prompt_file(&self, name: &str, findings: &mut Findings) -> Option<PromptFile> {
        PromptFile::read(&self.source(name, findings)?, findings)
    }

    /// Reads and reviews a file that the prompts of the library share, unless it was read for another
    /// prompt.
    pub(super) fn reviewed(
        &self,
        kind: SharedKind,
        name: &str,
    ) -> Result<Arc<SharedFile>, Finding> {
        let key = SharedFile::key(kind, name);
        if let Some(file) = self.forms.get(&key) {
            return Ok(file);
        }
        let file = Arc::new(SharedFile::new(self.shared(kind, name)?));
        self.forms.keep(key, &file);
        Ok(file)
    }

    /// Reads a file that the prompts of the library share.
    pub fn shared(&self, kind: SharedKind, name: &str) -> Result<Arc<Source>, Finding> {
        self.library().read(kind, name)
    }

    /// The names of the files of a kind that the prompts of the library share.
    pub fn shared_names(&self, kind: SharedKind) -> Vec<String> {
        self.library().names(kind)
    }

    fn library(&self) -> SharedLibrary<'a> {
        SharedLibrary {
            disk: self.disk,
            library: self.library,
        }
    }

    /// The paths of the links in the folder.
    pub fn links(&self) -> impl Iterator<Item = String> {
        let links = self.contents.links.iter();
        links.map(|name| self.path_of(name))
    }

    /// The path of a file of the folder.
    pub fn path_of(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }

    /// Reads a file of the folder.
    pub fn source(&self, name: &str, findings: &mut Findings) -> Option<Arc<Source>> {
        let path = self.path_of(name);
        // The listing of the folder tells which names are links: that saves a call for each file.
        let read = if self.contents.is_link(name) {
            self.disk.read_within(self.library, &path)
        } else {
            self.disk.read(&path)
        };
        read.map_err(|finding| findings.push(finding)).ok()
    }
}

fn unknown_prompt(folders: &Folders<'_, '_>, id: &str, location: Location) -> Finding {
    let message = format!("the library has no folder for {}", quoted(id));
    let library = folders.library;
    let help = if folders.disk.exists(&format!("{library}/{id}.prompt")) {
        way_to_folder(library, id)
    } else if let Some(known) = folders.suggestion(id) {
        known
    } else {
        let copy = working_copy_file(Extension::default());
        format!("put its working copy at `{library}/{id}/{copy}`")
    };
    Finding::error(Code::UnknownPrompt, location, message).help(help)
}
