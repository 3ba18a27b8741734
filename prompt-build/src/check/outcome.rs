use crate::config::Config;
use crate::contract::{Contract, PinnedVersion};
use crate::report::{Finding, Findings, sorted};

/// The result of a check: the data for the build, and all findings.
#[derive(Debug)]
pub struct Outcome {
    pub config: Option<Config>,
    /// The environment that the build is for, by its place in the configuration.
    pub environment: Option<usize>,
    /// The prompts of the configuration, and in a check of everything those of the library that it
    /// does not name; in the order of their ids.
    pub prompts: Vec<CheckedPrompt>,
    /// Findings about the configuration, or about the choice of an environment.
    pub findings: Findings,
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

    /// All findings in the order of their places.
    pub fn findings(&self) -> Vec<&Finding> {
        let of_prompts = self
            .prompts
            .iter()
            .flat_map(|prompt| prompt.findings.iter());
        sorted(self.findings.iter().chain(of_prompts))
    }
}

/// A prompt with its findings.
#[derive(Debug)]
pub struct CheckedPrompt {
    pub id: String,
    /// The version that the environment of this build pins. `None` if it pins none, or if an error
    /// was found.
    pub pinned: Option<PinnedVersion>,
    /// Set if a version of the prompt was released.
    pub has_release: bool,
    /// The inputs that a call may pass and must pass, over all environments.
    pub contract: Contract,
    pub findings: Findings,
}
