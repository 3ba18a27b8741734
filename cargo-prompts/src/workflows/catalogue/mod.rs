//! The catalogue of a library: each prompt with its state in each environment.

mod environment_state;
mod table;
#[cfg(test)]
mod tests;

pub use environment_state::EnvironmentState;
pub use table::table;

use std::collections::BTreeSet;

use prompt_build::config::{Config, Prompt};
use prompt_build::library::{PromptFolder, Status, WORKING_COPY, prompt_id, release_file};
use prompt_build::parallel;
use prompt_build::pins::{PinQuery, Selection, resolve};
use prompt_build::report::{Findings, Severity};
use prompt_build::source::Location;
use prompt_build::template::Partials;
use semver::Version;

use crate::project::workspace::Workspace;
use environment_state::FrontMatterCache;

/// A prompt with its state in each environment.
#[derive(Debug)]
pub struct CatalogueEntry {
    pub id: String,
    /// The highest release that is not withdrawn.
    pub newest: Newest,
    pub working_copy: WorkingCopy,
    /// For each environment, in the order of the configuration.
    pub states: Vec<EnvironmentState>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Newest {
    /// The ledger has errors; there is a finding about them.
    Unknown,
    NeverReleased,
    Version(Version),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkingCopy {
    Missing,
    /// A release of it would have the text of the newest release.
    SameAsNewest,
    Differs,
}

/// The version of a prompt in an environment.
#[derive(Debug, PartialEq, Eq)]
pub enum PinState {
    /// The environment does not pin the prompt.
    Nothing,
    /// The pin cannot be resolved; there is a finding about it.
    Faulty,
    WorkingCopy,
    Release {
        version: Version,
        status: Status,
        /// The number of newer releases, without withdrawn ones.
        behind: usize,
    },
}

impl CatalogueEntry {
    /// Returns true if an environment pins the prompt.
    pub fn is_pinned(&self) -> bool {
        self.states
            .iter()
            .any(|state| state.taken != PinState::Nothing)
    }
}

/// All prompts that are pinned or have a folder, in the order of their ids, and the findings about
/// them.
pub fn read(workspace: &Workspace, config: &Config) -> (Vec<CatalogueEntry>, Findings) {
    let library = workspace.library(config);
    let folders = workspace
        .disk
        .folders(&library)
        .into_iter()
        .filter(|folder| prompt_id::check(folder).is_ok());
    let pinned = config.prompts.iter().map(|prompt| prompt.id.clone());
    let ids = folders
        .chain(pinned)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>();
    let reader = CatalogueReader {
        workspace,
        config,
        library: &library,
    };
    let mut findings = Findings::default();
    let read = parallel::map(&ids, |id| reader.entry(id));
    let entries = read.into_iter().map(|(entry, own)| {
        findings.append(own);
        entry
    });
    let entries = entries.collect();
    (entries, findings)
}

#[derive(Clone, Copy)]
struct CatalogueReader<'a> {
    workspace: &'a Workspace,
    config: &'a Config,
    library: &'a str,
}

impl CatalogueReader<'_> {
    fn entry(self, id: &String) -> (CatalogueEntry, Findings) {
        let mut findings = Findings::default();
        let prompt = self.config.prompts.iter().find(|prompt| prompt.id == *id);
        let entry = self.read(id, prompt, &mut findings).unwrap_or_else(|| {
            let is_pinned = |environment: usize| self.config.pin(id, environment).is_some();
            let taken = |environment| {
                if is_pinned(environment) {
                    PinState::Faulty
                } else {
                    PinState::Nothing
                }
            };
            let states = (0..self.config.environments.len())
                .map(taken)
                .map(EnvironmentState::without_text)
                .collect();
            CatalogueEntry {
                id: id.clone(),
                newest: Newest::Unknown,
                working_copy: WorkingCopy::Missing,
                states,
            }
        });
        (entry, findings)
    }

    fn read(
        self,
        id: &str,
        prompt: Option<&Prompt>,
        findings: &mut Findings,
    ) -> Option<CatalogueEntry> {
        let location = match prompt {
            Some(prompt) => self.config.location(prompt.mark),
            None => Location::file(&self.config.source),
        };
        let folder = self
            .workspace
            .prompt_folder(self.library, id, Some(&location), findings)?;
        let ledger = folder.ledger(findings)?;
        let releases = ledger.releases(findings);
        let available = releases
            .iter()
            .filter(|release| release.status != Some(Status::Withdrawn));
        let versions = available
            .map(|release| &release.version)
            .collect::<Vec<_>>();
        let newest = versions.iter().copied().max_by(|a, b| a.cmp_precedence(b));
        let mut files = FrontMatterCache::new(&folder);
        let states = (0..self.config.environments.len()).map(|environment| {
            let Some(pin) = self.config.pin(id, environment) else {
                return EnvironmentState::without_text(PinState::Nothing);
            };
            let has_working_copy = folder.contents.has_working_copy;
            let question = PinQuery {
                config: self.config,
                id,
                pin,
                ledger: &ledger,
                has_working_copy,
            };
            let mut own = Findings::default();
            let selection = resolve(&question, &mut own);
            // A deprecated version is shown in the table, not as a finding.
            own.iter()
                .filter(|finding| finding.severity == Severity::Error)
                .cloned()
                .for_each(|one| findings.push(one));
            match selection {
                Some(selected) => {
                    files.state(self.config, pin, selected, taken(selected, &versions))
                }
                None => EnvironmentState::without_text(PinState::Faulty),
            }
        });
        let states = states.collect();
        let working_copy = working_copy(&folder, newest);
        let newest = match newest {
            _ if ledger.is_in_doubt() => Newest::Unknown,
            Some(version) => Newest::Version(version.clone()),
            None => Newest::NeverReleased,
        };
        Some(CatalogueEntry {
            id: id.to_owned(),
            newest,
            working_copy,
            states,
        })
    }
}

fn taken(selected: Selection<'_>, versions: &[&Version]) -> PinState {
    let Selection::Release(release) = selected else {
        return PinState::WorkingCopy;
    };
    let Some(status) = release.status else {
        return PinState::Faulty;
    };
    let behind = versions
        .iter()
        .filter(|version| version.cmp_precedence(&release.version).is_gt())
        .count();
    PinState::Release {
        version: release.version.clone(),
        status,
        behind,
    }
}

/// Compares the working copy with the newest release. Errors in it are left to `check`.
fn working_copy(folder: &PromptFolder<'_>, newest: Option<&Version>) -> WorkingCopy {
    if !folder.contents.has_working_copy {
        return WorkingCopy::Missing;
    }
    let mut unheeded = Findings::default();
    let released = newest.and_then(|version| folder.source(&release_file(version), &mut unheeded));
    let Some(released) = released else {
        return WorkingCopy::Differs;
    };
    let is_same = folder
        .source(WORKING_COPY, &mut unheeded)
        .is_some_and(|copy| copy.text == released.text)
        || without_partials_checked(folder).is_some_and(|text| text == released.text);
    if is_same {
        WorkingCopy::SameAsNewest
    } else {
        WorkingCopy::Differs
    }
}

/// The text that a release of the working copy would have. `None` if it has no partials.
fn without_partials_checked(folder: &PromptFolder<'_>) -> Option<String> {
    let mut unheeded = Findings::default();
    let file = folder.prompt_file(WORKING_COPY, &mut unheeded)?;
    if !file.body().contains('>') {
        return None;
    }
    let load = |name: &str| folder.partial(name);
    let known = || folder.partials();
    file.without_partials(&Partials::through(&load, &known), &mut unheeded)
}
