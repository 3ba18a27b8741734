//! Evidence that does not count for the settings that a pin has: those of the pin, of the file and
//! of the environment.

use semver::Version;

use super::pin_query::PinQuery;
use super::refusal::takes_drafts;
use super::settings::Settings;
use crate::config::Environment;
use crate::library::{Evidence, Release, Run};
use crate::parameters::in_words;
use crate::report::{Code, Finding, quoted};
use crate::template::Config as FileConfig;

impl PinQuery<'_> {
    /// Reports a required run that passed, but with other settings than the environment would use,
    /// or after the sign-off. Settings that could not be read are not reported again.
    pub fn untested(&self, release: &Release, file: &FileConfig) -> Option<Finding> {
        let settings = self.settings(file);
        let approval = self.approval(release);
        if !settings.are_readable() {
            return None;
        }
        if let Some((run, other)) = approval.passed_otherwise(&settings) {
            return Some(self.passed_otherwise((release, run, other), file, &settings));
        }
        let (run, first) = approval.passed_late(&settings)?;
        Some(self.passed_late(release, run, first))
    }

    /// The location is the pin's model, or else the pin.
    fn passed_otherwise(
        &self,
        (release, run, other): (&Release, Run, &Evidence),
        file: &FileConfig,
        settings: &Settings,
    ) -> Finding {
        let model = &settings.model.value;
        let is_other_model = other.model.as_ref() != Some(model);
        let (used, tested) = if is_other_model {
            let tested = other.model.as_deref().unwrap_or_default();
            (format!("the model {}", quoted(model)), quoted(tested))
        } else if other.api != settings.api {
            let used = format!("the API `{}`", settings.api);
            (used, format!("`{}`", other.api))
        } else {
            (in_words(&settings.values()), in_words(&other.parameters))
        };
        let (id, version, name, run_name) =
            (self.id, &release.version, self.name(), kind(other, run));
        let message = format!(
            "`{name}` uses {used}, but `{id}` {version} passed its {run_name} run with {tested}"
        );
        let pinned = self.pin.model.as_ref().filter(|_| is_other_model);
        let mark = pinned.map_or(self.pin.mark, |(_, mark)| *mark);
        let finding = Finding::error(Code::MissingEvidence, self.config.location(mark), message);
        let help = self.run_with(run, version, file, settings);
        let without_model = is_other_model.then(|| self.without_model(release, file));
        finding.help(help).help(without_model.flatten())
    }

    fn passed_late(&self, release: &Release, run: Run, first: &Evidence) -> Finding {
        let (id, version, name, run_name) =
            (self.id, &release.version, self.name(), kind(first, run));
        let at = first.at.as_deref().unwrap_or_default();
        let message = format!(
            "`{id}` {version} passed its {run_name} run on {at}, after it was signed off for `{name}`"
        );
        self.finding(Code::MissingEvidence, message)
            .help("a sign-off vouches for what was run before it".to_owned())
            .help(self.promotion(version))
    }

    /// Suggests to remove the pin's model, if the required runs have passed with the model that
    /// would apply then.
    fn without_model(&self, release: &Release, file: &FileConfig) -> Option<String> {
        let model = Settings::of(self.environment(), None, file).model.value;
        self.approval(release).is_tested_with(&model).then(|| {
            format!(
                "remove `model` from the pin: it would then use {}, with which the run passed",
                quoted(&model)
            )
        })
    }

    /// The command that records evidence of a run with these settings. Validation needs an
    /// environment that has them.
    fn run_with(
        &self,
        run: Run,
        version: &Version,
        file: &FileConfig,
        settings: &Settings,
    ) -> String {
        let mut drafts = self
            .config
            .environments
            .iter()
            .enumerate()
            .filter(|(_, one)| takes_drafts(one));
        let has_them = |(position, environment): &(usize, &Environment)| {
            let own = Settings::of(environment, self.config.pin(self.id, *position), file);
            own.make_same_calls(settings)
        };
        let (first, staging) = (drafts.clone().next(), drafts.find(has_them));
        match (run, staging, first) {
            (Run::Validation, Some((_, staging)), _) => self.validation(staging, version),
            (Run::Validation, None, Some((position, other))) => {
                let command = self.validation(other, version);
                let own = Settings::of(other, self.config.pin(self.id, position), file);
                let api = if own.api == settings.api {
                    String::new()
                } else {
                    format!("the API `{}`, ", settings.api)
                };
                format!(
                    "give the pin in `{}` the same settings, {api}{} and {}: {command}",
                    other.name,
                    quoted(&settings.model.value),
                    settings.values()
                )
            }
            _ => self.run(run, version),
        }
    }

    /// Warns of a sign-off that does not say for which text of which prompt it is: it would count
    /// for another text of the same version, and in a copy of the folder.
    pub fn unbound(&self, release: &Release) -> Option<Finding> {
        let sign_off = self.approval(release).unbound()?;
        let (id, version, name) = (self.id, &release.version, self.name());
        let who = sign_off.signature.by.as_deref().unwrap_or("WHO");
        let message = format!(
            "the sign-off of `{id}` {version} for `{name}` does not hold the prompt and the hash that it is for"
        );
        let location = self.ledger.location(sign_off.environment_mark);
        let help = format!(
            "`cargo prompts promote {id} --to {name} --version {version} --by {who} --reason WHY` adds a sign-off with both"
        );
        Some(Finding::warning(Code::UnboundSignOff, location, message).help(help))
    }
}

/// The kind of a run that counts where another may be required.
fn kind(evidence: &Evidence, required: Run) -> &'static str {
    evidence.run.unwrap_or(required).as_str()
}
