use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use semver::Version;

use super::{Extension, Ledger, PromptFile, PromptFolder, Release, release_file};
use crate::hash::sha256;
use crate::report::{Code, Finding, Findings};
use crate::review::review;
use crate::source::{Location, Source};
use crate::template::{SharedFiles, SharedKind, Template};

use prompt_core::vocabulary::Status;

/// The text that a pin stands for.
#[derive(Debug)]
pub struct PinnedText {
    /// The version, or `local` for a working copy.
    pub version: String,
    pub status: Status,
    /// The hash of the whole file.
    pub sha256: String,
    /// The hash of the partials, schemas and tools that a working copy names, if it names any.
    pub partials: Option<String>,
    pub file: PromptFile,
    pub template: Template,
}

/// The texts of one prompt. Each is read once, when it is first asked for.
pub struct Texts<'a> {
    folder: &'a PromptFolder<'a>,
    ledger: &'a Ledger,
    working_copy: Option<WorkingCopy>,
    /// The releases that were asked for: at most one for each pin.
    released: Vec<(&'a Version, Released)>,
}

#[derive(Default)]
struct WorkingCopy {
    text: Option<Arc<PinnedText>>,
    /// Its findings, until they are taken.
    findings: Findings,
}

struct Released {
    /// The hash of the file; `None` if it cannot be read.
    sha256: Option<String>,
    text: Option<Arc<PinnedText>>,
    is_verified: bool,
}

impl<'a> Texts<'a> {
    pub fn new(folder: &'a PromptFolder<'a>, ledger: &'a Ledger) -> Self {
        Self {
            folder,
            ledger,
            working_copy: None,
            released: Vec::new(),
        }
    }

    /// The working copy; `None` if it has an error.
    pub fn working_copy(&mut self) -> Option<Arc<PinnedText>> {
        self.loaded_working_copy().text.clone()
    }

    /// Takes the findings about the working copy, so that they are reported once.
    pub fn take_working_copy_findings(&mut self) -> Findings {
        std::mem::take(&mut self.loaded_working_copy().findings)
    }

    fn loaded_working_copy(&mut self) -> &mut WorkingCopy {
        let folder = self.folder;
        self.working_copy.get_or_insert_with(|| {
            let mut findings = Findings::default();
            let text = read_working_copy(folder, &mut findings);
            WorkingCopy { text, findings }
        })
    }

    pub fn release(
        &mut self,
        release: &'a Release,
        findings: &mut Findings,
    ) -> Option<Arc<PinnedText>> {
        self.load(release, findings).text.clone()
    }

    /// Compares a release with the hash in its ledger. A release that several environments pin is
    /// compared once.
    pub fn verify(&mut self, id: &str, release: &'a Release, findings: &mut Findings) {
        let released = self.load(release, findings);
        if std::mem::replace(&mut released.is_verified, true) {
            return;
        }
        if let Some(actual) = released.sha256.clone() {
            self.compare(id, release, &actual, findings);
        }
    }

    /// Compares every release of the ledger with its hash. A release that nothing pins is hashed
    /// and not parsed.
    pub fn verify_all(&mut self, id: &str, findings: &mut Findings) {
        for release in self.ledger.releases(findings) {
            if self.position(release).is_some() {
                self.verify(id, release, findings);
            } else if let Some(source) = self.source(release, findings) {
                self.compare(id, release, &sha256(&source.text), findings);
            }
        }
    }

    fn compare(&self, id: &str, release: &Release, actual: &str, findings: &mut Findings) {
        let expected = release.sha256.as_deref();
        if expected.is_some_and(|expected| actual != expected) {
            findings.push(self.altered(id, release, actual));
        }
    }

    /// Reports a released file that was edited. The location is the file, since it is what has to
    /// be restored.
    fn altered(&self, id: &str, release: &Release, actual: &str) -> Finding {
        let version = &release.version;
        let path = self.folder.path_of(&release.file());
        let message = format!(
            "this file is not the text that was released as `{id}` {version}: it hashes to {actual}"
        );
        let restore =
            format!("restore the file from version control, as with `git restore {path}`");
        let publish = format!(
            "to change the text, edit `{}` and publish it: `cargo prompts publish {id}`",
            self.folder.path_of(&self.folder.working_copy())
        );
        let recorded = self.ledger.location(release.sha256_mark);
        Finding::error(
            Code::AlteredRelease,
            Location::file(&Source::without_text(path)),
            message,
        )
        .related(recorded, "the hash of the released text")
        .help(restore)
        .help(publish)
    }

    /// Reports a released file that was renamed: under another extension its text is read in another
    /// way.
    fn in_another_form(&self, release: &Release, found: Extension) -> Finding {
        let (expected, found) = (release.file(), release_file(&release.version, found));
        let message = format!("this release is the file `{expected}`, not `{found}`");
        let help = format!("rename the file to `{expected}`");
        let location = self.ledger.location(release.version_mark);
        Finding::error(Code::MissingRelease, location, message).help(help)
    }

    /// Reads the file of a release. A missing one is reported by the ledger.
    fn source(&self, release: &Release, findings: &mut Findings) -> Option<Arc<Source>> {
        let found = self.folder.contents.release(&release.version.to_string())?;
        if found != release.extension {
            findings.push(self.in_another_form(release, found));
            return None;
        }
        self.folder.source(&release.file(), findings)
    }

    /// The position of a release among those that were asked for.
    fn position(&self, release: &Release) -> Option<usize> {
        let mut released = self.released.iter();
        released.position(|(version, _)| **version == release.version)
    }

    fn load(&mut self, release: &'a Release, findings: &mut Findings) -> &mut Released {
        let position = self.position(release).unwrap_or_else(|| {
            let released = self.read(release, findings);
            self.released.push((&release.version, released));
            self.released.len() - 1
        });
        &mut self.released[position].1
    }

    fn read(&self, release: &Release, findings: &mut Findings) -> Released {
        let source = self.source(release, findings);
        let file = source.and_then(|source| PromptFile::read(&source, findings));
        let sha256 = file.as_ref().map(|file| sha256(file.text()));
        let text = file.and_then(|file| {
            let template = file.template(&SharedFiles::refused(), findings)?;
            let (version, status) = (release.version.to_string(), release.status?);
            Some(Arc::new(PinnedText {
                version,
                status,
                sha256: sha256.clone()?,
                partials: None,
                file,
                template,
            }))
        });
        Released {
            sha256,
            text,
            is_verified: false,
        }
    }
}

fn read_working_copy(
    folder: &PromptFolder<'_>,
    findings: &mut Findings,
) -> Option<Arc<PinnedText>> {
    let file = folder.prompt_file(&folder.working_copy(), findings)?;
    findings.append(review(file.source()));
    let reviewed = RefCell::new(Findings::default());
    let called = RefCell::new(BTreeMap::new());
    let load = |kind: SharedKind, name: &str| {
        let file = folder.reviewed(kind, name)?;
        let source = Arc::clone(&file.source);
        let mut called = called.borrow_mut();
        // A partial that is called twice is loaded twice, and so is a schema of inputs and answer.
        if called
            .insert(format!("{kind:?} {name}"), Arc::clone(&source))
            .is_none()
        {
            reviewed.borrow_mut().append(file.review.clone());
        }
        Ok(source)
    };
    let known = |kind| folder.shared_names(kind);
    let mut own = Findings::default();
    let shared = SharedFiles::through(&load, &known).remembering(&folder.forms);
    let template = file.template(&shared, &mut own);
    // The reader of a schema finds a merge conflict as well.
    own.append(reviewed.into_inner());
    own.deduplicate();
    findings.append(own);
    let template = template?;
    let sha256 = sha256(file.text());
    Some(Arc::new(PinnedText {
        version: "local".to_owned(),
        status: Status::WorkingCopy,
        sha256,
        partials: hash_of_partials(&called.into_inner()),
        file,
        template,
    }))
}

/// The hash of the names and texts of partials, schemas and tools. Lengths keep one from passing for another.
fn hash_of_partials(files: &BTreeMap<String, Arc<Source>>) -> Option<String> {
    let lines = files.iter().map(|(name, file)| {
        let text = &file.text;
        format!("{name} {}\n{text}", text.len())
    });
    (!files.is_empty()).then(|| sha256(&lines.collect::<String>()))
}
