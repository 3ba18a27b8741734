use std::collections::BTreeMap;

use semver::Version;

use super::{Ledger, PromptFile, PromptFolder, Release, WORKING_COPY, release_file};
use crate::hash::sha256;
use crate::report::{Code, Finding, Findings};

/// The text that a pin stands for.
#[derive(Debug)]
pub(crate) struct PinnedText {
    /// The version, or `local` for a working copy.
    pub(crate) version: String,
    pub(crate) status: &'static str,
    /// The hash of the whole file.
    pub(crate) sha256: String,
    /// The prompt's body.
    pub(crate) text: String,
}

/// The texts of one prompt, each read when it is first asked for, and once.
pub(crate) struct Texts<'a> {
    folder: &'a PromptFolder<'a>,
    ledger: &'a Ledger,
    released: BTreeMap<&'a Version, Option<ReleasedText>>,
}

struct ReleasedText {
    file: PromptFile,
    sha256: String,
    is_verified: bool,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(folder: &'a PromptFolder<'a>, ledger: &'a Ledger) -> Self {
        Self { folder, ledger, released: BTreeMap::new() }
    }

    pub(crate) fn working_copy(&self, findings: &mut Findings) -> Option<PinnedText> {
        let file = self.folder.prompt_file(WORKING_COPY, findings)?;
        Some(PinnedText {
            version: "local".to_owned(),
            status: "working-copy",
            sha256: sha256(file.text()),
            text: file.body().to_owned(),
        })
    }

    pub(crate) fn release(&mut self, release: &'a Release, findings: &mut Findings) -> Option<PinnedText> {
        let text = self.load(release, findings)?;
        Some(PinnedText {
            version: release.version.to_string(),
            status: release.status?.as_str(),
            sha256: text.sha256.clone(),
            text: text.file.body().to_owned(),
        })
    }

    /// Holds a release against the hash in its ledger; one that several environments pin is held once.
    pub(crate) fn verify(&mut self, id: &str, release: &'a Release, findings: &mut Findings) {
        let place = self.ledger.place(release.sha256_mark);
        let Some(text) = self.load(release, findings) else { return };
        if std::mem::replace(&mut text.is_verified, true) {
            return;
        }
        let Some(expected) = &release.sha256 else { return };
        if text.sha256 != *expected {
            let (version, actual) = (&release.version, &text.sha256);
            let message =
                format!("`{id}` {version} was altered after its release: `{version}.prompt` hashes to {actual}");
            let help = "released versions never change: restore the file, and publish the change as a new version";
            findings.push(Finding::error(Code::AlteredRelease, place, message).help(help.to_owned()));
        }
    }

    fn load(&mut self, release: &'a Release, findings: &mut Findings) -> Option<&mut ReleasedText> {
        let folder = self.folder;
        let text = self.released.entry(&release.version).or_insert_with(|| {
            // A missing file is the ledger's fault, and reported there.
            folder.contents.releases.contains(&release.version.to_string()).then_some(())?;
            let file = folder.prompt_file(&release_file(&release.version), findings)?;
            Some(ReleasedText { sha256: sha256(file.text()), file, is_verified: false })
        });
        text.as_mut()
    }
}
