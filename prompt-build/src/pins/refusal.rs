use semver::Version;

use super::approval;
use super::pin_query::PinQuery;
use super::settings::Settings;
use crate::config::{Environment, PromptSource};
use crate::library::{Release, Run, Status};
use crate::report::{Code, Finding, quoted};
use crate::template::Config as FileConfig;

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
        if !approval::is_signed_off(release, self.environment()) {
            let refusal = Refusal::new(Code::MissingSignOff, self.lack_of_sign_offs(release));
            return Some(refusal.help(self.promotion(version)));
        }
        let runs = approval::missing_runs(release, self.environment());
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
        let mut evidence = release.evidence.iter();
        let is_of_another_text = evidence.any(|one| {
            let is_required = one.run.is_some_and(|run| runs.contains(&run));
            is_required && one.is_complete() && one.sha256 != release.sha256
        });
        let aside = is_of_another_text.then(|| {
            "a run in the ledger does not count: its `sha256` is not that of the release".to_owned()
        });
        let commands = runs.into_iter().map(|run| self.run(run, version));
        Refusal {
            code: Code::MissingEvidence,
            message,
            help: aside.into_iter().chain(commands).collect(),
        }
    }

    /// Reports a required run that passed with another model than the environment would use. The
    /// location is the pin's model, or else the pin. A model that could not be read is not reported
    /// again.
    pub fn untested_model(&self, release: &Release, file: &FileConfig) -> Option<Finding> {
        let model = self.settings(file).model.value;
        if model.is_empty() {
            return None;
        }
        let (run, other) = approval::runs_with_another_model(release, self.environment(), &model)?;
        let (id, version, name, run_name) = (self.id, &release.version, self.name(), run.as_str());
        let message = format!(
            "`{name}` uses the model {}, but `{id}` {version} passed its {run_name} run with {}",
            quoted(&model),
            quoted(other)
        );
        let mark = self
            .pin
            .model
            .as_ref()
            .map_or(self.pin.mark, |(_, mark)| *mark);
        let finding = Finding::error(Code::MissingEvidence, self.config.location(mark), message);
        let help = self.run_with(run, version, file, &model);
        Some(finding.help(help).help(self.without_model(release, file)))
    }

    /// Suggests to remove the pin's model, if the required runs have passed with the model that
    /// would apply then.
    fn without_model(&self, release: &Release, file: &FileConfig) -> Option<String> {
        let model = Settings::of(self.environment(), None, file).model.value;
        let is_tested =
            approval::runs_with_another_model(release, self.environment(), &model).is_none();
        is_tested.then(|| {
            format!(
                "remove `model` from the pin: it would then use {}, with which the run passed",
                quoted(&model)
            )
        })
    }

    /// The command that records evidence of a run with a model. Validation needs an environment
    /// that uses this model.
    fn run_with(&self, run: Run, version: &Version, file: &FileConfig, model: &str) -> String {
        let mut drafts = self
            .config
            .environments
            .iter()
            .enumerate()
            .filter(|(_, one)| takes_drafts(one));
        let uses_it = |(position, environment): &(usize, &Environment)| {
            Settings::of(environment, self.config.pin(self.id, *position), file)
                .model
                .value
                == model
        };
        let (first, staging) = (drafts.clone().next(), drafts.find(uses_it));
        match (run, staging, first) {
            (Run::Validation, Some((_, staging)), _) => self.validation(staging, version),
            (Run::Validation, None, Some((_, other))) => {
                let command = self.validation(other, version);
                format!(
                    "give the pin in `{}` the same model, {}: {command}",
                    other.name,
                    quoted(model)
                )
            }
            _ => self.run(run, version),
        }
    }

    fn lack_of_sign_offs(&self, release: &Release) -> String {
        let (id, version, name) = (self.id, &release.version, self.name());
        let signers = approval::signers(release, self.environment());
        if signers.is_empty() {
            return format!("`{id}` {version} is not signed off for `{name}`");
        }
        let (signed, required) = (
            signers.len(),
            approval::required_sign_offs(self.environment()),
        );
        let by = signers
            .iter()
            .map(|signer| quoted(signer))
            .collect::<Vec<_>>()
            .join(", ");
        format!(
            "`{id}` {version} has {signed} of the {required} sign-offs that `{name}` requires, by {by}"
        )
    }

    /// The command that signs a version off.
    fn promotion(&self, version: &Version) -> String {
        let (id, name) = (self.id, self.name());
        format!(
            "`cargo prompts promote {id} --to {name} --version {version} --by WHO --reason WHY` signs it off"
        )
    }

    /// The command that records evidence of a run. Validation runs in an environment that accepts
    /// drafts.
    fn run(&self, run: Run, version: &Version) -> String {
        let staging = self
            .config
            .environments
            .iter()
            .find(|one| takes_drafts(one))
            .unwrap_or(self.environment());
        match run {
            Run::Golden => format!(
                "`cargo prompts test {} --env {} --version {version}` runs it and records the evidence",
                self.id,
                self.name()
            ),
            Run::Validation => self.validation(staging, version),
        }
    }

    fn validation(&self, environment: &Environment, version: &Version) -> String {
        format!(
            "`cargo prompts validate {} --env {} --version {version}` runs it and records the evidence",
            self.id, environment.name
        )
    }
}

fn takes_drafts(environment: &Environment) -> bool {
    environment.source == Some(PromptSource::LibraryDraft)
}
