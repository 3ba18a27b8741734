//! Checks the prompts of a program against the present ledger and pins.

use std::collections::BTreeMap;

use prompt_build::config::{Config, Environment, EnvironmentPin, PromptSource};
use prompt_build::library::{Ledger, Release, Status};
use prompt_build::pins::{PinQuery, Selection, resolve};
use prompt_build::report::{Code, Finding, Findings, Severity, quoted};
use prompt_build::source::Location;
use semver::Version;

use super::signed_by::{SignedBy, signed_by};
use super::{Marker, Verdict};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// The ledger and the pins of the package at hand.
#[derive(Debug)]
pub struct LedgerJudge<'a> {
    workspace: &'a Workspace,
    config: &'a Config,
    library: String,
    /// The package's name.
    application: String,
    /// The ids that the library has a folder for.
    known: Vec<String>,
    /// The place of findings about the program.
    location: Location,
}

/// What the ledger says of an embedded prompt.
#[derive(Debug, Clone)]
pub struct Judged {
    pub verdict: Verdict,
    /// Those who signed it off for its environment.
    pub signed_by: Vec<SignedBy>,
}

/// A prompt's folder, opened.
struct OpenedPrompt {
    ledger: Ledger,
    has_working_copy: bool,
}

impl<'a> LedgerJudge<'a> {
    pub fn new(
        workspace: &'a Workspace,
        config: &'a Config,
        location: Location,
    ) -> Result<Self, Failure> {
        let library = workspace.library(config);
        let known = workspace.disk.folders(&library);
        Ok(Self {
            workspace,
            config,
            application: workspace.application()?,
            library,
            known,
            location,
        })
    }

    /// The verdict on each prompt with those who signed it off, and the findings. Each ledger is
    /// read once.
    pub fn judge<'m>(&self, markers: impl Iterator<Item = &'m Marker>) -> (Vec<Judged>, Findings) {
        let (mut findings, mut folders) = (Findings::default(), BTreeMap::new());
        let verdicts = markers.map(|marker| {
            let folder = folders
                .entry(&marker.id)
                .or_insert_with(|| self.open(&marker.id, &mut findings));
            let (verdict, finding) = self.judge_one(marker, folder.as_ref(), &mut findings);
            findings.extend(finding);
            let signed_by = folder
                .as_ref()
                .map_or_else(Vec::new, |folder| self.signed_by(marker, folder));
            Judged { verdict, signed_by }
        });
        (verdicts.collect(), findings)
    }

    /// Those who signed off the text that is embedded, for its environment.
    fn signed_by(&self, marker: &Marker, folder: &OpenedPrompt) -> Vec<SignedBy> {
        let version = Version::parse(&marker.version).ok();
        // Findings about the entry have been reported.
        let release =
            version.and_then(|version| folder.ledger.find(&version, &mut Findings::default()));
        let release = release.filter(|release| release.sha256.as_ref() == Some(&marker.sha256));
        release.map_or_else(Vec::new, |release| {
            signed_by(self.config, &marker.id, release, &marker.environment)
        })
    }

    /// `None` where the library does not know the prompt, or its ledger cannot be read.
    fn open(&self, id: &str, findings: &mut Findings) -> Option<OpenedPrompt> {
        if !self.known.iter().any(|known| known == id) {
            return None;
        }
        let folder =
            self.workspace
                .prompt_folder(&self.library, id, Some(&self.location), findings)?;
        let ledger = folder.ledger(findings)?;
        Some(OpenedPrompt {
            ledger,
            has_working_copy: folder.contents.has_working_copy(),
        })
    }

    fn judge_one(
        &self,
        marker: &Marker,
        folder: Option<&OpenedPrompt>,
        findings: &mut Findings,
    ) -> (Verdict, Option<Finding>) {
        let is_own = marker.package == self.application;
        let Some(folder) = folder else {
            let is_known = self.known.contains(&marker.id);
            return if is_known {
                (Verdict::Unclear, None)
            } else {
                self.foreign(marker, is_own)
            };
        };
        let Ok(version) = Version::parse(&marker.version) else {
            return if is_own {
                self.working_copy(marker)
            } else {
                self.foreign(marker, false)
            };
        };
        match folder.ledger.find(&version, findings) {
            Some(release) => self.release(marker, release, folder, is_own),
            None if folder.ledger.may_have(&version) => (Verdict::Unclear, None),
            None => self.foreign(marker, is_own),
        }
    }

    /// A version that the ledger at hand does not contain.
    fn foreign(&self, marker: &Marker, is_own: bool) -> (Verdict, Option<Finding>) {
        let Marker { package, id, .. } = marker;
        if is_own {
            let message = format!("{} is not in the ledger", named(marker));
            let help = format!(
                "`cargo prompts history {id}` lists the releases; rebuild with one of them"
            );
            return (
                Verdict::Unknown,
                Some(self.error(Code::EmbeddedUnknown, message).help(help)),
            );
        }
        let message = format!(
            "{} belongs to {}, whose ledger is not at hand",
            named(marker),
            quoted(package)
        );
        let finding = self.error(Code::EmbeddedForeign, message);
        let finding = finding.help(format!(
            "run `cargo prompts inspect` in the folder of {} as well",
            quoted(package)
        ));
        let help = format!(
            "`--package {}` skips the prompts of other packages",
            self.application
        );
        (Verdict::Foreign, Some(finding.help(help)))
    }

    fn working_copy(&self, marker: &Marker) -> (Verdict, Option<Finding>) {
        let takes = |source| source == PromptSource::Local;
        let finding = self.unapproved(marker, Code::EmbeddedWorkingCopy, "a working copy", takes);
        (Verdict::WorkingCopy, Some(finding))
    }

    fn altered(&self, marker: &Marker, hash: Location) -> Finding {
        let message = format!(
            "{} differs from the released text: its hash is {}",
            named(marker),
            quoted(&marker.sha256)
        );
        self.error(Code::EmbeddedAltered, message)
            .related(hash, "the hash of the release")
            .help("restore the released file and rebuild".to_owned())
    }

    fn release(
        &self,
        marker: &Marker,
        release: &Release,
        folder: &OpenedPrompt,
        is_own: bool,
    ) -> (Verdict, Option<Finding>) {
        let location = || folder.ledger.location(release.version_mark);
        let Some(sha256) = &release.sha256 else {
            return (Verdict::Unclear, None);
        };
        if *sha256 != marker.sha256 {
            if !is_own {
                return self.foreign(marker, false);
            }
            let hash = folder.ledger.location(release.sha256_mark);
            return (Verdict::Altered, Some(self.altered(marker, hash)));
        }
        match release.status {
            // A ledger has no working copy.
            None | Some(Status::WorkingCopy) => (Verdict::Unclear, None),
            Some(Status::Withdrawn) => {
                let message = format!("{} was withdrawn", named(marker));
                let finding = self
                    .error(Code::EmbeddedWithdrawn, message)
                    .related(location(), "the release");
                let help = format!(
                    "rebuild with the version that `{}` pins now, and stop using this program",
                    marker.environment
                );
                (Verdict::Withdrawn, Some(finding.help(help)))
            }
            Some(Status::Draft) => {
                let takes = |source| source != PromptSource::LibraryActive;
                (
                    Verdict::Draft,
                    Some(self.unapproved(marker, Code::EmbeddedDraft, "a draft", takes)),
                )
            }
            Some(Status::Deprecated) => {
                let message = format!("{} is deprecated", named(marker));
                let finding =
                    Finding::warning(Code::EmbeddedDeprecated, self.location.clone(), message);
                (
                    Verdict::Deprecated,
                    Some(finding.related(location(), "the release")),
                )
            }
            Some(Status::Active) if is_own => self.pinned(marker, release, folder),
            Some(Status::Active) => (Verdict::AsReleased, None),
        }
    }

    /// A finding about an unapproved text: an error if the environment does not accept it.
    fn unapproved(
        &self,
        marker: &Marker,
        code: Code,
        what: &str,
        takes: impl Fn(PromptSource) -> bool,
    ) -> Finding {
        let environment = self
            .environment(&marker.environment)
            .and_then(|(_, environment)| environment.source);
        let (severity, rest) = match environment {
            Some(source) if !takes(source) => (
                Severity::Error,
                format!(", which `{}` does not accept", marker.environment),
            ),
            _ => (Severity::Warning, String::new()),
        };
        let message = format!("{} is {what}{rest}", named(marker));
        Finding {
            severity,
            ..self.error(code, message)
        }
    }

    /// Compares an active release with the pin of its environment.
    fn pinned(
        &self,
        marker: &Marker,
        release: &Release,
        folder: &OpenedPrompt,
    ) -> (Verdict, Option<Finding>) {
        let outdated = |message: String| {
            let finding = Finding::warning(Code::EmbeddedOutdated, self.location.clone(), message);
            (Verdict::Outdated, Some(finding.help("rebuild".to_owned())))
        };
        let Marker {
            id, environment, ..
        } = marker;
        let Some(pin) = self.pin(marker) else {
            return outdated(format!(
                "{}, but `{environment}` has no pin for it",
                named(marker)
            ));
        };
        let has_working_copy = folder.has_working_copy;
        let question = PinQuery {
            config: self.config,
            id,
            pin,
            ledger: &folder.ledger,
            has_working_copy,
        };
        // Errors in the pin are reported by `check`.
        let now = match resolve(&question, &mut Findings::default()) {
            Some(Selection::Release(now)) if now.version == release.version => {
                return (Verdict::Pinned, None);
            }
            Some(Selection::Release(now)) => format!("`{environment}` now pins {}", now.version),
            Some(Selection::WorkingCopy) => format!("`{environment}` now uses the working copy"),
            None => format!("the pin of `{environment}` cannot be resolved"),
        };
        outdated(format!("{}, but {now}", named(marker)))
    }

    fn pin(&self, marker: &Marker) -> Option<&EnvironmentPin> {
        let (environment, _) = self.environment(&marker.environment)?;
        let prompt = self
            .config
            .prompts
            .iter()
            .find(|prompt| prompt.id == marker.id)?;
        prompt
            .pins
            .iter()
            .find(|pin| pin.environment == environment)
    }

    fn environment(&self, name: &str) -> Option<(usize, &Environment)> {
        self.config
            .environments
            .iter()
            .enumerate()
            .find(|(_, environment)| environment.name == name)
    }

    fn error(&self, code: Code, message: String) -> Finding {
        Finding::error(code, self.location.clone(), message)
    }
}

pub(super) fn named(marker: &Marker) -> String {
    let (id, environment) = (quoted(&marker.id), quoted(&marker.environment));
    match marker.version.as_str() {
        "local" => format!("{id} for {environment}"),
        version => format!("{id} {version} for {environment}"),
    }
}
