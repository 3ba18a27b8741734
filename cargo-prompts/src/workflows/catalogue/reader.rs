use prompt_build::config::Config;
use prompt_build::library::{Release, Status};
use prompt_build::pins::{PinQuery, Selection, resolve};
use prompt_build::report::{Findings, Severity};
use prompt_build::source::Location;
use semver::Version;

use super::environment_state::{EnvironmentState, FileCache};
use super::working_copy::WorkingCopy;
use super::{CatalogueEntry, Newest, PinState};
use crate::project::workspace::Workspace;

/// Reads the prompts of a library, one after the other.
#[derive(Clone, Copy)]
pub(super) struct CatalogueReader<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) config: &'a Config,
    pub(super) library: &'a str,
}

impl CatalogueReader<'_> {
    pub(super) fn entry(self, id: &str) -> (CatalogueEntry, Findings) {
        let mut findings = Findings::default();
        let entry = self.read(id, &mut findings);
        (entry.unwrap_or_else(|| self.faulty(id)), findings)
    }

    fn read(self, id: &str, findings: &mut Findings) -> Option<CatalogueEntry> {
        let location = self.location(id);
        let folder = self
            .workspace
            .prompt_folder(self.library, id, Some(&location), findings)?;
        let ledger = folder.ledger(findings)?;
        let versions = available(&ledger.releases(findings));
        let mut files = FileCache::new(&folder);
        let mut state = |environment| {
            let Some(pin) = self.config.pin(id, environment) else {
                return EnvironmentState::without_text(PinState::Nothing);
            };
            let query = PinQuery {
                config: self.config,
                id,
                pin,
                ledger: &ledger,
                has_working_copy: folder.contents.has_working_copy(),
            };
            match selection(&query, findings) {
                Some(selected) => {
                    files.state(self.config, pin, selected, taken(selected, &versions))
                }
                None => EnvironmentState::without_text(PinState::Faulty),
            }
        };
        let states = (0..self.config.environments.len()).map(&mut state);
        let states = states.collect();
        let newest = versions.iter().copied().max_by(|a, b| a.cmp_precedence(b));
        Some(CatalogueEntry {
            id: id.to_owned(),
            working_copy: WorkingCopy::of(&folder, newest),
            newest: match newest {
                _ if ledger.is_in_doubt() => Newest::Unknown,
                Some(version) => Newest::Version(version.clone()),
                None => Newest::NeverReleased,
            },
            states,
        })
    }

    /// The entry of a prompt that cannot be read.
    fn faulty(self, id: &str) -> CatalogueEntry {
        let taken = |environment| {
            if self.config.pin(id, environment).is_some() {
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
            id: id.to_owned(),
            newest: Newest::Unknown,
            working_copy: WorkingCopy::Missing,
            states,
        }
    }

    /// The place where the configuration names the prompt, or else the configuration.
    fn location(self, id: &str) -> Location {
        match self.config.prompts.iter().find(|prompt| prompt.id == *id) {
            Some(prompt) => self.config.location(prompt.mark),
            None => Location::file(&self.config.source),
        }
    }
}

/// The versions of the releases that are not withdrawn.
fn available<'a>(releases: &[&'a Release]) -> Vec<&'a Version> {
    let available = releases
        .iter()
        .filter(|release| release.status != Some(Status::Withdrawn));
    available.map(|release| &release.version).collect()
}

/// The version that a pin selects. A deprecated version is shown in the table, not as a finding.
fn selection<'a>(query: &PinQuery<'a>, findings: &mut Findings) -> Option<Selection<'a>> {
    let mut own = Findings::default();
    let selection = resolve(query, &mut own);
    own.retain(|finding| finding.severity == Severity::Error);
    findings.append(own);
    selection
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
