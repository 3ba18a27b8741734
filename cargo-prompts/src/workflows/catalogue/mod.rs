//! The catalogue of a library: each prompt with its state in each environment.

mod environment_state;
mod reader;
mod table;
#[cfg(test)]
mod tests;
mod working_copy;

pub use environment_state::EnvironmentState;
pub use table::table;
pub use working_copy::WorkingCopy;

use std::collections::BTreeSet;

use prompt_build::config::Config;
use prompt_build::library::{Status, prompt_id};
use prompt_build::parallel;
use prompt_build::report::Findings;
use semver::Version;

use crate::project::workspace::Workspace;
use reader::CatalogueReader;

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
