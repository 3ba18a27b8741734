use std::collections::BTreeMap;
use std::sync::Arc;

use semver::Version;

use super::{Ledger, PromptFile, PromptFolder, Release, WORKING_COPY, release_file};
use crate::hash::sha256;
use crate::report::{Code, Finding, Findings};
use crate::template::{Partials, Template};

/// The text that a pin stands for.
#[derive(Debug)]
pub struct PinnedText {
    /// The version, or `local` for a working copy.
    pub version: String,
    pub status: &'static str,
    /// The hash of the whole file.
    pub sha256: String,
    pub file: PromptFile,
    pub template: Template,
}

/// The texts of one prompt, each read when it is first asked for, and once.
pub struct Texts<'a> {
    folder: &'a PromptFolder<'a>,
    ledger: &'a Ledger,
    released: BTreeMap<&'a Version, Released>,
}

struct Released {
    /// The hash of the file; `None` where it cannot be read.
    sha256: Option<String>,
    text: Option<Arc<PinnedText>>,
    is_verified: bool,
}

impl<'a> Texts<'a> {
    pub fn new(folder: &'a PromptFolder<'a>, ledger: &'a Ledger) -> Self {
        Self { folder, ledger, released: BTreeMap::new() }
    }

    pub fn working_copy(&self, findings: &mut Findings) -> Option<Arc<PinnedText>> {
        let file = self.folder.prompt_file(WORKING_COPY, findings)?;
        let load = |name: &str| self.folder.partial(name);
        let known = || self.folder.partials();
        let template = file.template(&Partials::through(&load, &known), findings)?;
        let sha256 = sha256(file.text());
        Some(Arc::new(PinnedText { version: "local".to_owned(), status: "working-copy", sha256, file, template }))
    }

    pub fn release(&mut self, release: &'a Release, findings: &mut Findings) -> Option<Arc<PinnedText>> {
        self.load(release, findings).text.clone()
    }

    /// Holds a release against the hash in its ledger; one that several environments pin is held once.
    pub fn verify(&mut self, id: &str, release: &'a Release, findings: &mut Findings) {
        let place = self.ledger.place(release.sha256_mark);
        let released = self.load(release, findings);
        if std::mem::replace(&mut released.is_verified, true) {
            return;
        }
        let (Some(expected), Some(actual)) = (&release.sha256, &released.sha256) else { return };
        if actual != expected {
            let version = &release.version;
            let message =
                format!("`{id}` {version} was altered after its release: `{version}.prompt` hashes to {actual}");
            let help = "released versions never change: restore the file, and publish the change as a new version";
            findings.push(Finding::error(Code::AlteredRelease, place, message).help(help.to_owned()));
        }
    }

    fn load(&mut self, release: &'a Release, findings: &mut Findings) -> &mut Released {
        let folder = self.folder;
        self.released.entry(&release.version).or_insert_with(|| {
            // A missing file is the ledger's fault, and reported there.
            let is_there = folder.contents.releases.contains(&release.version.to_string());
            let name = release_file(&release.version);
            let file = if is_there { folder.prompt_file(&name, findings) } else { None };
            let sha256 = file.as_ref().map(|file| sha256(file.text()));
            let text = file.and_then(|file| {
                let template = file.template(&Partials::refused(), findings)?;
                let (version, status) = (release.version.to_string(), release.status?.as_str());
                Some(Arc::new(PinnedText { version, status, sha256: sha256.clone()?, file, template }))
            });
            Released { sha256, text, is_verified: false }
        })
    }
}
