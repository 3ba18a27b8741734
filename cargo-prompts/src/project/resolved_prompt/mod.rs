//! What `test`, `validate` and `show` work on: a prompt's text as an environment has it.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_build::config::{Config, DefaultEnvironment, Environment, EnvironmentPin, PromptSource};
use prompt_build::library::{Ledger, PinnedText, Release, Texts};
use prompt_build::pins::{Origin, PinQuery, Selection, Settings, resolve};
use prompt_build::report::{Findings, Place};
use prompt_build::template::Json;
use semver::Version;

use crate::project::lookup;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// A text of a prompt, and the settings under which an environment serves it.
#[derive(Debug)]
pub struct ResolvedPrompt {
    pub id: String,
    /// The prompt's folder, relative to the package, with forward slashes.
    pub folder: String,
    pub environment: Setting,
    /// `None` for the working copy.
    pub version: Option<Version>,
    pub text: Arc<PinnedText>,
    /// The inputs that some environment's version declares. A call may pass them all, whatever the
    /// version at hand takes.
    inputs: BTreeSet<String>,
}

/// An environment's settings, as far as they are about a call: by the one precedence, whatever
/// version it is that is called. What a pin says is the environment's own, and a promotion keeps
/// it.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    pub name: String,
    pub model: String,
    pub model_origin: Origin,
    /// From 0.0 to 2.0.
    pub temperature: f64,
    pub temperature_origin: Origin,
    /// Calls per hour; `None` is no limit.
    pub rate_limit: Option<u32>,
}

impl ResolvedPrompt {
    /// Finds the text that an environment pins, or that of a version, under the environment's
    /// settings. Without a name, the environment is the default one, else the first that takes
    /// working copies, else the first.
    ///
    /// `None` where something is wrong with a file; then the findings say what. They may have
    /// warnings in any case.
    pub fn find(
        workspace: &Workspace,
        id: &str,
        environment: Option<&str>,
        version: Option<&Version>,
    ) -> Result<(Option<Self>, Findings), Failure> {
        let (config, mut findings) = workspace.config()?;
        let Some(config) = config.filter(|_| !findings.has_errors()) else {
            return Ok((None, findings));
        };
        let environment = position(&config, environment)?;
        lookup::prompt(workspace, &workspace.library(&config), id)?;
        let subject = Search {
            workspace,
            config: &config,
            id,
            environment,
        }
        .run(version, &mut findings)?;
        Ok((subject.filter(|_| !findings.has_errors()), findings))
    }

    /// The text that an environment pins, by its position in the configuration. `None` where it
    /// pins none, or something is wrong with it: that is for the check of pins to say.
    pub fn pinned(
        workspace: &Workspace,
        config: &Config,
        id: &str,
        environment: usize,
    ) -> Option<Self> {
        let mut unsaid = Findings::default();
        let subject = Search {
            workspace,
            config,
            id,
            environment,
        }
        .run(None, &mut unsaid)
        .ok()?;
        subject.filter(|_| !unsaid.has_errors())
    }

    /// What the text takes of the inputs of a call: not those that only another environment's
    /// version declares.
    pub fn taken(&self, inputs: Vec<(String, Json)>) -> Vec<(String, Json)> {
        let own = &self.text.template.inputs;
        let is_taken =
            |name: &str| own.iter().any(|input| input.name == name) || !self.inputs.contains(name);
        inputs
            .into_iter()
            .filter(|(name, _)| is_taken(name))
            .collect()
    }

    /// The version, or the words `working copy`.
    pub fn version_name(&self) -> String {
        self.version
            .as_ref()
            .map_or_else(|| "working copy".to_owned(), Version::to_string)
    }
}

/// What is looked for, and where.
struct Search<'a> {
    workspace: &'a Workspace,
    config: &'a Config,
    id: &'a str,
    environment: usize,
}

impl Search<'_> {
    fn run(
        &self,
        version: Option<&Version>,
        findings: &mut Findings,
    ) -> Result<Option<ResolvedPrompt>, Failure> {
        let library = self.workspace.library(self.config);
        let prompt = self
            .config
            .prompts
            .iter()
            .find(|prompt| prompt.id == self.id);
        let place = prompt.map_or_else(
            || Place::file(&self.config.source),
            |prompt| self.config.place(prompt.mark),
        );
        let Some(folder) = self
            .workspace
            .prompt_folder(&library, self.id, Some(place), findings)
        else {
            return Ok(None);
        };
        let Some(ledger) = folder.ledger(findings) else {
            return Ok(None);
        };
        let selection = match version {
            Some(version) => self
                .release(&ledger, version, findings)?
                .map(Selection::Release),
            None => self.pinned(&ledger, folder.contents.has_working_copy, findings)?,
        };
        let Some(selection) = selection else {
            return Ok(None);
        };
        let mut texts = Texts::new(&folder, &ledger);
        // As in a build: where working copies are taken, a release is taken as it is.
        if version.is_some() || self.environment().source != Some(PromptSource::Local) {
            self.verify(selection, &mut texts, findings);
        }
        let text = text(selection, &mut texts, findings);
        let version = match selection {
            Selection::WorkingCopy => None,
            Selection::Release(release) => Some(release.version.clone()),
        };
        let inputs = self.inputs(&ledger, folder.contents.has_working_copy, &mut texts);
        Ok(text.map(|text| ResolvedPrompt {
            id: self.id.to_owned(),
            folder: format!("{library}/{}", self.id),
            environment: self.setting(&text),
            version,
            text,
            inputs,
        }))
    }

    fn verify<'l>(&self, selection: Selection<'l>, texts: &mut Texts<'l>, findings: &mut Findings) {
        if let Selection::Release(release) = selection {
            texts.verify(self.id, release, findings);
        }
    }

    /// The inputs of all versions that are pinned. What is wrong with another version than the one
    /// at hand is told where that one is used.
    fn inputs<'l>(
        &self,
        ledger: &'l Ledger,
        has_working_copy: bool,
        texts: &mut Texts<'l>,
    ) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let prompt = self
            .config
            .prompts
            .iter()
            .find(|prompt| prompt.id == self.id);
        for pin in prompt.into_iter().flat_map(|prompt| &prompt.pins) {
            let mut unsaid = Findings::default();
            let selection = self.resolved(pin, ledger, has_working_copy, &mut unsaid);
            let text = selection.and_then(|selection| text(selection, texts, &mut unsaid));
            names.extend(
                text.iter()
                    .flat_map(|text| text.template.inputs.iter().map(|input| input.name.clone())),
            );
        }
        names
    }

    fn setting(&self, text: &PinnedText) -> Setting {
        let (environment, pin) = (
            self.environment(),
            self.config.pin(self.id, self.environment),
        );
        let Settings { model, temperature } = Settings::of(environment, pin, &text.template.config);
        Setting {
            name: environment.name.clone(),
            model: model.value,
            model_origin: model.origin,
            temperature: temperature.value,
            temperature_origin: temperature.origin,
            rate_limit: environment.rate_limit,
        }
    }

    fn environment(&self) -> &Environment {
        &self.config.environments[self.environment]
    }

    fn pinned<'l>(
        &self,
        ledger: &'l Ledger,
        has_working_copy: bool,
        findings: &mut Findings,
    ) -> Result<Option<Selection<'l>>, Failure> {
        let Some(pin) = self.config.pin(self.id, self.environment) else {
            let message = format!(
                "`{}` pins no version of `{}`",
                self.environment().name,
                self.id
            );
            return Err(Failure::new(message)
                .help("name a version in its place; `cargo prompts list` shows what is pinned"));
        };
        Ok(self.resolved(pin, ledger, has_working_copy, findings))
    }

    /// What a pin stands for. The question about it does not outlive this function, the release
    /// does: it is found again by its version.
    fn resolved<'l>(
        &self,
        pin: &EnvironmentPin,
        ledger: &'l Ledger,
        has_working_copy: bool,
        findings: &mut Findings,
    ) -> Option<Selection<'l>> {
        let question = PinQuery {
            config: self.config,
            id: self.id,
            pin,
            ledger,
            has_working_copy,
        };
        let version = match resolve(&question, findings)? {
            Selection::WorkingCopy => return Some(Selection::WorkingCopy),
            Selection::Release(release) => release.version.clone(),
        };
        ledger.find(&version, findings).map(Selection::Release)
    }

    fn release<'l>(
        &self,
        ledger: &'l Ledger,
        version: &Version,
        findings: &mut Findings,
    ) -> Result<Option<&'l Release>, Failure> {
        if ledger.may_have(version) {
            return Ok(ledger.find(version, findings));
        }
        let known = ledger
            .releases(findings)
            .into_iter()
            .map(|release| &release.version);
        Err(lookup::unknown_version(self.id, version, known))
    }
}

/// The text of a working copy or a release.
fn text<'l>(
    selection: Selection<'l>,
    texts: &mut Texts<'l>,
    findings: &mut Findings,
) -> Option<Arc<PinnedText>> {
    match selection {
        Selection::WorkingCopy => {
            findings.append(texts.take_working_copy_findings());
            texts.working_copy()
        }
        Selection::Release(release) => texts.release(release, findings),
    }
}

/// The environment of this name, or the one that is taken without a name.
fn position(config: &Config, name: Option<&str>) -> Result<usize, Failure> {
    if let Some(name) = name {
        return lookup::environment(config, name);
    }
    let mut environments = config.environments.iter();
    let local =
        environments.position(|environment| environment.source == Some(PromptSource::Local));
    Ok(match config.default_environment {
        DefaultEnvironment::Given(position) => position,
        DefaultEnvironment::NotGiven | DefaultEnvironment::Invalid => local.unwrap_or_default(),
    })
}
