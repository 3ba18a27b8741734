use std::sync::Arc;

use semver::Version;

use super::{Contents, Release, release_file};
use crate::report::{Code, Finding, Findings, Place, Source};
use crate::yaml::{self, Mark, Value};

/// A prompt's `releases.yaml`.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) source: Arc<Source>,
    pub(crate) releases: Vec<Release>,
    /// Whether every entry says which version it is about. Where one does not, a version that seems to be missing
    /// may be that one.
    pub(crate) is_complete: bool,
}

impl Ledger {
    /// The ledger of a prompt that was never released.
    pub(crate) fn empty(path: &str) -> Self {
        Self { source: Source::without_text(path), releases: Vec::new(), is_complete: true }
    }

    /// Reads a ledger. `None` where it is no list of releases at all; then nothing can be said about versions.
    pub(crate) fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let root = yaml::parse(source, findings)?;
        let entries = match &root.value {
            Value::Null => &[][..],
            Value::List(entries) => entries,
            _ => {
                findings.push(yaml::unexpected(source, &root, "a list of releases"));
                return None;
            }
        };
        let releases = entries.iter().filter_map(|entry| Release::read(source, entry, findings)).collect::<Vec<_>>();
        let is_complete = releases.len() == entries.len();
        let mut ledger = Self { source: Arc::clone(source), releases, is_complete };
        ledger.refuse_ambiguity(findings);
        Some(ledger)
    }

    pub(crate) fn find(&self, version: &Version) -> Option<&Release> {
        self.releases.iter().find(|release| release.version == *version)
    }

    pub(crate) fn place(&self, mark: Mark) -> Place {
        Place::new(&self.source, mark)
    }

    /// Holds the files of the prompt's folder against the entries: both must tell the same story.
    pub(super) fn agree(&self, folder: &str, contents: &Contents, findings: &mut Findings) {
        let is_unlisted = |version: &&Version| self.is_complete && self.find(version).is_none();
        for version in contents.versions.iter().filter(is_unlisted) {
            let file = format!("{folder}/{}", release_file(version));
            let message = format!("the file is not in the ledger, `{}`", self.source.path);
            let help = "released versions are listed there: restore the entry, or remove the file".to_owned();
            let place = Place::file(&Source::without_text(file));
            findings.push(Finding::error(Code::UnlistedRelease, place, message).help(help));
        }
        for release in self.releases.iter().filter(|release| !contents.versions.contains(&release.version)) {
            let message = format!("no file `{}` for this release", release_file(&release.version));
            let help = "restore the file: the ledger is the record of what was released".to_owned();
            let place = self.place(release.version_mark);
            findings.push(Finding::error(Code::MissingRelease, place, message).help(help));
        }
    }

    /// A version stands for one text: it is listed once, and not beside one that differs in build metadata alone,
    /// which has the same precedence.
    fn refuse_ambiguity(&mut self, findings: &mut Findings) {
        let mut kept = Vec::<Release>::with_capacity(self.releases.len());
        for release in std::mem::take(&mut self.releases) {
            let same = |other: &&Release| other.version.cmp_precedence(&release.version).is_eq();
            let Some(other) = kept.iter().find(same) else {
                kept.push(release);
                continue;
            };
            let finding = if other.version == release.version {
                let message = format!("duplicate version `{}`", release.version);
                Finding::error(Code::DuplicateVersion, self.place(release.version_mark), message)
            } else {
                let message = format!("`{}` and `{}` differ in build metadata alone", other.version, release.version);
                let help = "versions are ordered without their build metadata: give one of them another number";
                Finding::error(Code::AmbiguousVersion, self.place(release.version_mark), message).help(help.to_owned())
            };
            findings.push(finding.related(self.place(other.version_mark), "first given here"));
            // Both stay known, so that pins and files that name either give no second finding.
            kept.push(release);
        }
        self.releases = kept;
    }
}
