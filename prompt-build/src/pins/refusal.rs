use semver::Version;

use super::{Question, approval};
use crate::config::{Environment, PromptSource};
use crate::library::{Release, Run, Status};
use crate::report::{Code, Finding, quoted};

/// Why an environment does not take a release, and the way out where a command is one.
pub(super) struct Refusal {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: Vec<String>,
}

impl Refusal {
    fn new(code: Code, message: String) -> Self {
        Self { code, message, help: Vec::new() }
    }

    fn help(mut self, help: String) -> Self {
        self.help.push(help);
        self
    }
}

impl Question<'_> {
    /// Why the environment does not take a release.
    pub(super) fn refusal(&self, source: PromptSource, status: Status, release: &Release) -> Option<Refusal> {
        let (id, version, name) = (self.id, &release.version, self.name());
        if status == Status::Withdrawn {
            return Some(Refusal::new(Code::WithdrawnVersion, format!("`{id}` {version} is withdrawn")));
        }
        if status == Status::Draft && source == PromptSource::LibraryActive {
            let message = format!("`{id}` {version} is a draft, and `{name}` takes active versions only");
            return Some(Refusal::new(Code::DraftNotAllowed, message).help(self.promotion(version)));
        }
        if !approval::is_signed_off(release, self.environment()) {
            let refusal = Refusal::new(Code::MissingSignOff, self.lack_of_sign_offs(release));
            return Some(refusal.help(self.promotion(version)));
        }
        let runs = approval::missing_runs(release, self.environment());
        if runs.is_empty() {
            return None;
        }
        let names = runs.iter().map(|run| run.as_str()).collect::<Vec<_>>().join(" and no ");
        let message = format!("`{id}` {version} has no {names} evidence for its sha256, which `{name}` requires");
        let help = runs.into_iter().map(|run| self.run(run, version)).collect();
        Some(Refusal { code: Code::MissingEvidence, message, help })
    }

    /// What is wrong where the environment requires a run, and would use another model than it passed with.
    pub fn untested_model(&self, release: &Release, model: &str) -> Option<Finding> {
        let (run, other) = approval::runs_with_another_model(release, self.environment(), model)?;
        let (id, version, name, run_name) = (self.id, &release.version, self.name(), run.as_str());
        let message = format!(
            "`{id}` {version} passed its {run_name} run with {}, and `{name}`, which requires it, uses {}",
            quoted(other),
            quoted(model)
        );
        let finding = Finding::error(Code::MissingEvidence, self.config.place(self.pin.mark), message);
        Some(finding.help(self.run(run, version)))
    }

    fn lack_of_sign_offs(&self, release: &Release) -> String {
        let (id, version, name) = (self.id, &release.version, self.name());
        let signers = approval::signers(release, self.environment());
        if signers.is_empty() {
            return format!("`{id}` {version} is not signed off for `{name}`");
        }
        let (signed, required) = (signers.len(), approval::required_sign_offs(self.environment()));
        let by = signers.iter().map(|signer| quoted(signer)).collect::<Vec<_>>().join(", ");
        format!("`{id}` {version} has {signed} of the {required} sign-offs that `{name}` requires, by {by}")
    }

    /// The command that signs a version off.
    fn promotion(&self, version: &Version) -> String {
        let (id, name) = (self.id, self.name());
        format!("`cargo prompt promote {id} --to {name} --version {version} --by WHO --reason WHY` signs it off")
    }

    /// The command that leaves the evidence of a run. Validation is made where drafts are taken.
    fn run(&self, run: Run, version: &Version) -> String {
        let id = self.id;
        let takes_drafts = |environment: &&Environment| environment.source == Some(PromptSource::LibraryDraft);
        let staging = self.config.environments.iter().find(takes_drafts).unwrap_or(self.environment());
        match run {
            Run::Golden => format!("`cargo prompt test {id} --env {} --version {version}` runs it", self.name()),
            Run::Validation => {
                format!("`cargo prompt validate {id} --env {} --version {version}` runs it", staging.name)
            }
        }
    }
}
