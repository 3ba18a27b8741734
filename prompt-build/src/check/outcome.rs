use prompt_core::program::{PinnedAnswer, PinnedTools};

use crate::config::Config;
use crate::contract::{Contract, PinnedVersion};
use crate::report::{Finding, Findings, first_of_each_file, omitted, sorted};
use crate::source::Location;

/// The result of a check: the data for the build, and all findings.
#[derive(Debug)]
pub struct Outcome {
    pub config: Option<Config>,
    /// The environments that the build is for, by their places in the configuration.
    pub environments: Vec<usize>,
    /// The prompts of the configuration, and in a check of everything those of the library that it
    /// does not name; in the order of their ids.
    pub prompts: Vec<CheckedPrompt>,
    /// Findings about the configuration, or about the choice of an environment.
    pub findings: Findings,
    /// A finding for each file that has more than are shown.
    omitted: Vec<Finding>,
    /// The paths that the outcome depends on.
    pub inputs: Vec<String>,
}

impl Outcome {
    pub fn has_errors(&self) -> bool {
        self.findings.has_errors()
            || self
                .prompts
                .iter()
                .any(|prompt| prompt.findings.has_errors())
    }

    /// The outcome of a check that reads these paths, before it has found anything.
    pub(super) fn new(findings: Findings, inputs: Vec<String>) -> Self {
        Self {
            config: None,
            environments: Vec::new(),
            prompts: Vec::new(),
            findings,
            omitted: Vec::new(),
            inputs,
        }
    }

    /// Counts the findings that are not shown, once all are there.
    pub(super) fn count_omitted(&mut self) {
        self.omitted = omitted(&self.all());
    }

    /// The findings in the order of their places: all of them, unless a file has very many.
    pub fn findings(&self) -> Vec<&Finding> {
        let shown = first_of_each_file(&self.all());
        sorted(shown.into_iter().chain(&self.omitted))
    }

    /// All findings in the order of their places, also those that are not shown.
    pub fn all(&self) -> Vec<&Finding> {
        let of_prompts = self
            .prompts
            .iter()
            .flat_map(|prompt| prompt.findings.iter());
        let mut all = sorted(self.findings.iter().chain(of_prompts));
        // What an environment says concerns all of its prompts, and is reported once.
        all.dedup_by(|later, earlier| later.is_same(earlier));
        all
    }
}

/// A prompt with its findings.
#[derive(Debug)]
pub struct CheckedPrompt {
    pub id: String,
    /// The version that each environment of the build pins. An environment is left out if it pins
    /// none, or if an error was found.
    pub embedded: Vec<EmbeddedVersion>,
    /// Set if a version of the prompt was released.
    pub has_release: bool,
    /// The inputs that a call may pass and must pass, if the build embeds no version.
    pub contract: Contract,
    /// Set if the build embeds no version, and a version that another environment pins could not be
    /// read.
    pub has_unknown_inputs: bool,
    /// The types of the answers of all pinned versions. Without any output schema there are none.
    pub answers: Vec<PinnedAnswer>,
    /// The tools of all pinned versions. Without any tool there are none.
    pub tools: Vec<PinnedTools>,
    /// The regular expressions in the schemas of the pinned versions, each with its place. A
    /// build links no engine to check them.
    pub patterns: Vec<(String, Location)>,
    pub findings: Findings,
    /// The allowances of which the check made use, by their places in the configuration.
    pub(super) allowances: Vec<usize>,
}

impl CheckedPrompt {
    /// The version that the environment of the build pins. The build is for one.
    pub fn pinned(&self) -> Option<&PinnedVersion> {
        self.embedded.first().map(|embedded| &embedded.pinned)
    }
}

/// A version that a build embeds.
#[derive(Debug)]
pub struct EmbeddedVersion {
    pub pinned: PinnedVersion,
    /// The inputs that a call may pass and must pass, over all environments.
    pub contract: Contract,
}
