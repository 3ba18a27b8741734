//! A prompt with its whole history.

use prompt_build::check::{of_the_future, unconfirmed_rollback};
use prompt_build::config::{Config, Environment};
use prompt_build::library::{LEDGER, Ledger, Release, Status, Texts};
use prompt_build::pins::{PinQuery, Selection, resolve};
use prompt_build::report::{Code, Finding, Findings, Severity};
use prompt_build::source::Location;
use semver::Version;

use crate::project::lookup;
use crate::project::timestamp::latest;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// The ledger of a prompt in which every entry can be read, and whose files are as they were
/// released.
#[derive(Debug)]
pub struct Prompt {
    pub id: String,
    /// The prompt's folder, relative to the package.
    pub folder: String,
    ledger: Ledger,
    /// The path of the working copy, or the path that it would have.
    working_copy: String,
    has_working_copy: bool,
}

impl Prompt {
    pub fn open(workspace: &Workspace, config: &Config, id: &str) -> Result<Self, Failure> {
        let (prompt, altered) = Self::open_altered(workspace, config, id)?;
        if altered.has_errors() {
            Err(altered.into())
        } else {
            Ok(prompt)
        }
    }

    /// Opens a prompt some of whose releases may have been altered, and returns the findings about
    /// these.
    pub fn open_altered(
        workspace: &Workspace,
        config: &Config,
        id: &str,
    ) -> Result<(Self, Findings), Failure> {
        let library = workspace.library(config);
        lookup::prompt(workspace, &library, id)?;
        let mut findings = Findings::default();
        let folder = workspace.prompt_folder(&library, id, None, &mut findings);
        let ledger = folder.and_then(|folder| {
            let ledger = folder.ledger(&mut findings)?;
            Texts::new(&folder, &ledger).verify_all(id, &mut findings);
            let copy = folder.path_of(&folder.working_copy());
            Some((ledger, copy, folder.contents.has_working_copy()))
        });
        let is_other = |finding: &Finding| {
            finding.severity == Severity::Error && finding.code != Code::AlteredRelease
        };
        let ledger = ledger.filter(|_| !findings.iter().any(is_other));
        let Some((ledger, working_copy, has_working_copy)) = ledger else {
            return Err(findings.into());
        };
        let prompt = Self {
            id: id.to_owned(),
            folder: format!("{library}/{id}"),
            ledger,
            working_copy,
            has_working_copy,
        };
        Ok((prompt, findings))
    }

    /// The releases, in the order of the ledger.
    pub fn releases(&self) -> Vec<&Release> {
        // Errors in an entry were reported when the ledger was opened.
        self.ledger.releases(&mut Findings::default())
    }

    /// A release by its version.
    pub fn release(&self, version: &Version) -> Result<&Release, Failure> {
        let releases = self.releases();
        let release = releases
            .iter()
            .find(|release| release.version == *version)
            .copied();
        let known = releases.iter().map(|release| &release.version);
        release.ok_or_else(|| lookup::unknown_version(&self.id, version, known))
    }

    /// The highest release that has not been withdrawn.
    pub fn newest(&self) -> Option<&Release> {
        let releases = self
            .releases()
            .into_iter()
            .filter(|release| release.status != Some(Status::Withdrawn));
        releases.max_by(|a, b| a.version.cmp_precedence(&b.version))
    }

    /// The version that an environment pins, regardless of its requirements; `None` for a working
    /// copy, or without a pin.
    pub fn pinned(&self, config: &Config, environment: usize) -> Option<Version> {
        let pin = config.pin(&self.id, environment)?;
        let (id, ledger, has_working_copy) =
            (self.id.as_str(), &self.ledger, self.has_working_copy);
        match resolve(
            &PinQuery {
                config,
                id,
                pin,
                ledger,
                has_working_copy,
            },
            &mut Findings::default(),
        )? {
            Selection::WorkingCopy => None,
            Selection::Release(release) => Some(release.version.clone()),
        }
    }

    /// The ledger as text; empty where the prompt was never released.
    pub fn ledger_text(&self) -> &str {
        self.ledger.text()
    }

    /// The ledger's path, relative to the package.
    pub fn ledger_path(&self) -> String {
        format!("{}/{LEDGER}", self.folder)
    }

    /// The path of the working copy, or the path that it would have, relative to the package.
    pub fn working_copy(&self) -> &str {
        &self.working_copy
    }

    /// The place of a release in the ledger.
    pub fn location(&self, release: &Release) -> Location {
        self.ledger.location(release.version_mark)
    }

    /// A finding about a release.
    pub fn finding(&self, release: &Release, code: Code, message: impl Into<String>) -> Finding {
        Finding::error(code, self.location(release), message)
    }

    /// The findings about records of a release that are dated later than now.
    pub fn records_of_the_future(&self, release: &Release) -> Findings {
        of_the_future(&self.ledger, release, &latest())
    }

    /// Returns `true` if the pin of an environment was rolled back by somebody who may not sign off,
    /// and nobody who may has confirmed it.
    pub fn waits_for_confirmation(
        &self,
        config: &Config,
        application: Option<String>,
        environment: &Environment,
    ) -> bool {
        unconfirmed_rollback(config, &self.id, &self.ledger, application, environment).is_some()
    }
}
