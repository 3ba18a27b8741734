//! The requirements for pinning a version in an environment.

mod evidence;
mod gates;
mod judges;
mod signatures;
#[cfg(test)]
mod tests;

pub use gates::{Gate, check_gates};
pub use judges::PinnedJudge;
pub use signatures::Signatures;

use prompt_build::config::{Config, Environment, PromptSource};
use prompt_build::library::{Moment, Release, Run};
use prompt_build::pins::Settings;
use prompt_build::report::Findings;
use prompt_build::template::Config as FileConfig;

use crate::project::prompt::Prompt;
use crate::rules::dataset::Dataset;

/// A version to be pinned, with everything that the decision depends on.
#[derive(Debug)]
pub struct Candidate<'a> {
    pub config: &'a Config,
    pub prompt: &'a Prompt,
    pub release: &'a Release,
    /// The model settings in the file of the version.
    pub file: FileConfig,
    /// The environment that is to pin it.
    pub target: &'a Environment,
    /// The present `golden.yaml`; `None` if there is none.
    pub golden: Option<Dataset>,
    /// The present `replay.jsonl`; `None` if there is none.
    pub replay: Option<Dataset>,
    /// The present `judge.yaml`; `None` if there is none.
    pub labelled: Option<Dataset>,
    /// The judges of its runs, as the environments of these pin them now.
    pub judges: Vec<PinnedJudge>,
    /// The records that are dated later than now.
    pub future: Findings,
    /// The present time, if the clock shows one that a record can have.
    pub now: Option<Moment>,
}

impl<'a> Candidate<'a> {
    /// The environments with `library:draft` that pin this version. It can only have been validated
    /// in these.
    pub fn staged(&self) -> Vec<&'a Environment> {
        let environments = self.config.environments.iter().enumerate();
        let drafts = environments.filter(|(_, one)| one.source == Some(PromptSource::LibraryDraft));
        let pins_it = |position: usize| {
            self.prompt.pinned(self.config, position).as_ref() == Some(&self.release.version)
        };
        drafts
            .filter(|(position, _)| pins_it(*position))
            .map(|(_, environment)| environment)
            .collect()
    }

    fn dataset(&self, run: Run) -> Option<&Dataset> {
        match run {
            Run::Golden => self.golden.as_ref(),
            Run::Validation => self.replay.as_ref(),
            Run::Agreement => self.labelled.as_ref(),
        }
    }

    /// The run of cases whose right answers are known: of the golden ones, or of the labelled ones of a
    /// judge without golden ones.
    fn run_of_known_cases(&self) -> Run {
        if self.golden.is_none() && self.labelled.is_some() {
            Run::Agreement
        } else {
            Run::Golden
        }
    }

    /// The settings that an environment would use. A pin that moves keeps its own.
    pub fn settings_in(&self, environment: &Environment) -> Settings {
        let position = self
            .config
            .environments
            .iter()
            .position(|one| one.name == environment.name);
        let pin = position.and_then(|position| self.config.pin(&self.prompt.id, position));
        Settings::of(environment, pin, &self.file)
    }

    /// The command line of a step that must come first.
    fn command(&self, command: &str, environment: &str) -> String {
        format!(
            "`cargo prompts {command} {} --env {environment} --version {}`",
            self.prompt.id, self.release.version
        )
    }
}
