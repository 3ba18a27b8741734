use semver::Version;

use super::pin_query::PinQuery;
use crate::config::{Environment, PromptSource};
use crate::library::{Release, Run, Status};
use crate::report::{Code, quoted};

/// The reason why an environment refuses a release, and the commands that help.
pub(super) struct Refusal {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: Vec<String>,
}

impl Refusal {
    fn new(code: Code, message: String) -> Self {
        Self {
            code,
            message,
            help: Vec::new(),
        }
    }

    fn help(mut self, help: String) -> Self {
        self.help.push(help);
        self
    }
}

impl PinQuery<'_> {
    /// The reason why the environment refuses a release, if it does.
    pub(super) fn refusal(
        &self,
        source: PromptSource,
        status: Status,
        release: &Release,
    ) -> Option<Refusal> {
        let (id, version, name) = (self.id, &release.version, self.name());
        if status == Status::Withdrawn {
            return Some(Refusal::new(
                Code::WithdrawnVersion,
                format!("`{id}` {version} is withdrawn"),
            ));
        }
        if status == Status::Draft && source == PromptSource::LibraryActive {
            let message =
                format!("`{id}` {version} is a draft, but `{name}` accepts active versions only");
            return Some(
                Refusal::new(Code::DraftNotAllowed, message).help(self.promotion(version)),
            );
        }
        if !self.approval(release).is_signed_off() {
            return Some(self.lack_of_sign_offs(release));
        }
        let runs = self.approval(release).missing_runs();
        if runs.is_empty() {
            return None;
        }
        Some(self.lack_of_evidence(release, runs))
    }

    fn lack_of_evidence(&self, release: &Release, runs: Vec<Run>) -> Refusal {
        let (id, version, name) = (self.id, &release.version, self.name());
        let names = runs
            .iter()
            .map(|run| format!("the {} run", run.as_str()))
            .collect::<Vec<_>>()
            .join(" and ");
        let message = format!("`{id}` {version} has not passed {names} that `{name}` requires");
        let aside = self.run_aside(release, &runs);
        let commands = runs.into_iter().map(|run| self.run(run, version));
        Refusal {
            code: Code::MissingEvidence,
            message,
            help: aside.into_iter().chain(commands).collect(),
        }
    }

    /// The reason why a run in the ledger does not count, where there is one that passed.
    fn run_aside(&self, release: &Release, runs: &[Run]) -> Option<String> {
        let counts = self.approval(release).counting();
        let mut evidence = release.evidence.iter().rev();
        let aside = evidence.find(|one| {
            let is_required = runs.iter().any(|required| counts(one, *required));
            is_required && one.is_passed() && !one.is_of(self.id, release.sha256.as_ref())
        })?;
        let reason = match &aside.prompt {
            Some(id) if id != self.id => format!("it is of the prompt {}", quoted(id)),
            None => "it names no prompt".to_owned(),
            Some(_) => "its `sha256` is not that of the release".to_owned(),
        };
        Some(format!("a run in the ledger does not count: {reason}"))
    }

    fn lack_of_sign_offs(&self, release: &Release) -> Refusal {
        let (id, version, name) = (self.id, &release.version, self.name());
        let approval = self.approval(release);
        let signers = approval.signers();
        let message = if signers.is_empty() {
            format!("`{id}` {version} is not signed off for `{name}`")
        } else {
            let (signed, required) = (signers.len(), approval.required_sign_offs());
            let by = signers.iter().map(|signer| quoted(signer));
            let by = by.collect::<Vec<_>>().join(", ");
            format!(
                "`{id}` {version} has {signed} of the {required} sign-offs that `{name}` requires, by {by}"
            )
        };
        let refusal = Refusal::new(Code::MissingSignOff, message);
        let refusal = match self.sign_off_aside(release) {
            Some(aside) => refusal.help(aside),
            None => refusal,
        };
        refusal.help(self.promotion(version))
    }

    /// The reason why a sign-off for the environment does not count, where it names another prompt:
    /// the folder was copied or renamed.
    fn sign_off_aside(&self, release: &Release) -> Option<String> {
        let mut others = release.sign_offs.iter().filter_map(|one| {
            let is_here = one.environment.as_deref() == Some(self.name());
            one.prompt.as_deref().filter(|id| is_here && *id != self.id)
        });
        let other = quoted(others.next()?);
        Some(format!(
            "a sign-off in the ledger does not count: it is of the prompt {other}"
        ))
    }

    /// The command that signs a version off.
    pub(super) fn promotion(&self, version: &Version) -> String {
        let (id, name) = (self.id, self.name());
        format!(
            "`cargo prompts promote {id} --to {name} --version {version} --by WHO --reason WHY` signs it off"
        )
    }

    /// The command that records evidence of a run. Validation runs in an environment that accepts
    /// drafts.
    pub(super) fn run(&self, run: Run, version: &Version) -> String {
        let staging = self
            .config
            .environments
            .iter()
            .find(|one| takes_drafts(one))
            .unwrap_or(self.environment());
        match run {
            Run::Golden | Run::Agreement => format!(
                "`cargo prompts test {} --env {} --version {version}` runs it and records the evidence",
                self.id,
                self.name()
            ),
            Run::Validation => self.validation(staging, version),
        }
    }

    pub(super) fn validation(&self, environment: &Environment, version: &Version) -> String {
        format!(
            "`cargo prompts validate {} --env {} --version {version}` runs it and records the evidence",
            self.id, environment.name
        )
    }
}

pub(super) fn takes_drafts(environment: &Environment) -> bool {
    environment.source == Some(PromptSource::LibraryDraft)
}
