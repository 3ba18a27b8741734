//! The text of a prompt that an environment serves, with the settings of the call.

mod resolver;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_build::config::{Config, DefaultEnvironment, Pin, PromptSource};
use prompt_build::library::PinnedText;
use prompt_build::pins::Settings;
use prompt_build::report::{Code, Findings, Severity};
use prompt_build::template::Json;
use prompt_core::parameters::Parameters;
use semver::Version;

use crate::project::lookup;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::Failure;
use resolver::{PromptResolver, Wanted};

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
    /// The inputs that any environment's version declares. A call may pass all of them.
    inputs: BTreeSet<String>,
}

/// The settings of an environment that concern a call, for any version of the prompt. Settings in
/// a pin belong to the environment, and a promotion keeps them.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    pub name: String,
    pub settings: Settings,
    /// Calls per hour; `None` means no limit.
    pub rate_limit: Option<u32>,
}

impl Setting {
    /// The settings under which an environment serves a text, whatever text it pins. Without a name it is
    /// the default environment.
    pub fn of(
        config: &Config,
        id: &str,
        environment: Option<&str>,
        text: &PinnedText,
    ) -> Result<Self, Failure> {
        let position = position(config, environment)?;
        Ok(Self::at(config, id, position, text))
    }

    fn at(config: &Config, id: &str, position: usize, text: &PinnedText) -> Self {
        let environment = &config.environments[position];
        let pin = config.pin(id, position);
        Self {
            name: environment.name.clone(),
            settings: Settings::of(environment, pin, &text.template.config),
            rate_limit: environment.rate_limit,
        }
    }

    /// The model of a call.
    pub fn model(&self) -> &str {
        &self.settings.model.value
    }

    /// The parameters of a call.
    pub fn parameters(&self) -> Parameters {
        self.settings.values()
    }
}

impl ResolvedPrompt {
    /// Finds the text that an environment pins, or the text of a version, with the environment's
    /// settings. The default environment is `default_environment`, else the first that accepts
    /// working copies, else the first.
    ///
    /// Returns `None` if a file has errors, which the findings describe. The findings may also
    /// contain warnings.
    pub fn find(
        workspace: &Workspace,
        id: &str,
        environment: Option<&str>,
        version: Option<&Version>,
    ) -> Result<(Option<Self>, Findings), Failure> {
        let wanted = Wanted::version_or_pinned(version);
        Self::find_wanted(workspace, id, environment, wanted)
    }

    /// Finds the working copy, with the settings of an environment. It prints warnings, and fails, as
    /// [`find_or_fail`](Self::find_or_fail) does.
    pub fn find_working_copy(
        workspace: &Workspace,
        id: &str,
        environment: Option<&str>,
    ) -> Result<Self, Failure> {
        let (prompt, findings) =
            Self::find_wanted(workspace, id, environment, Wanted::WorkingCopy)?;
        Self::given(prompt, findings)
    }

    fn find_wanted(
        workspace: &Workspace,
        id: &str,
        environment: Option<&str>,
        wanted: Wanted<'_>,
    ) -> Result<(Option<Self>, Findings), Failure> {
        let (config, mut findings) = workspace.config()?;
        let Some(config) = config.filter(|_| !findings.has_errors()) else {
            return Ok((None, findings));
        };
        let environment = position(&config, environment)?;
        lookup::prompt(workspace, &workspace.library(&config), id)?;
        let prompt = PromptResolver {
            workspace,
            config: &config,
            id,
            environment,
        }
        .run(wanted, &mut findings)?;
        Ok((prompt.filter(|_| !findings.has_errors()), findings))
    }

    /// Finds the text as [`find`](Self::find) does, and prints the warnings. A file with errors is a
    /// failure.
    pub fn find_or_fail(
        workspace: &Workspace,
        id: &str,
        environment: Option<&str>,
        version: Option<&Version>,
    ) -> Result<Self, Failure> {
        let (prompt, findings) = Self::find(workspace, id, environment, version)?;
        Self::given(prompt, findings)
    }

    fn given(prompt: Option<Self>, findings: Findings) -> Result<Self, Failure> {
        match prompt {
            Some(prompt) => {
                print_findings(&findings);
                Ok(prompt)
            }
            None => Err(findings.into()),
        }
    }

    /// Finds the text of a run as [`find_or_fail`](Self::find_or_fail) does. A pin that lacks evidence
    /// alone is no failure: the run may be what it lacks.
    pub fn find_to_run(
        workspace: &Workspace,
        id: &str,
        environment: Option<&str>,
        version: Option<&Version>,
    ) -> Result<Self, Failure> {
        let (prompt, findings) = Self::find(workspace, id, environment, version)?;
        if prompt.is_some() || version.is_some() || !lacks_evidence_alone(&findings) {
            return Self::given(prompt, findings);
        }
        let config = workspace.sound_config()?;
        let pin = config.pin(id, position(&config, environment)?);
        match pin.map(|pin| &pin.pin) {
            Some(Pin::Exact(version)) => {
                Self::find_or_fail(workspace, id, environment, Some(version))
            }
            _ => Err(findings.into()),
        }
    }

    /// The text that an environment pins, by its position in the configuration. `None` if there is
    /// no pin, or if it has errors, which the check of pins reports.
    pub fn pinned(
        workspace: &Workspace,
        config: &Config,
        id: &str,
        environment: usize,
    ) -> Option<Self> {
        let mut unsaid = Findings::default();
        let prompt = PromptResolver {
            workspace,
            config,
            id,
            environment,
        }
        .run(Wanted::Pinned, &mut unsaid)
        .ok()?;
        prompt.filter(|_| !unsaid.has_errors())
    }

    /// The text that an environment pins, whatever errors the pin or the text has: the findings have
    /// them. `None` if no text can be read.
    pub fn taken_by(
        workspace: &Workspace,
        config: &Config,
        id: &str,
        environment: usize,
        findings: &mut Findings,
    ) -> Option<Self> {
        let resolver = PromptResolver {
            workspace,
            config,
            id,
            environment,
        };
        resolver.run(Wanted::Pinned, findings).ok().flatten()
    }

    /// The text of a version, with the settings of an environment. `None` if it has errors.
    pub fn released(
        workspace: &Workspace,
        config: &Config,
        id: &str,
        environment: usize,
        version: &Version,
    ) -> Option<Self> {
        let mut unsaid = Findings::default();
        let resolver = PromptResolver {
            workspace,
            config,
            id,
            environment,
        };
        let prompt = resolver
            .run(Wanted::Version(version), &mut unsaid)
            .ok()
            .flatten();
        prompt.filter(|_| !unsaid.has_errors())
    }

    /// The inputs of a call that this text declares. Inputs that only another environment's
    /// version declares are dropped.
    pub fn taken(&self, inputs: Vec<(String, Json)>) -> Vec<(String, Json)> {
        let own = &self.text.template.inputs;
        let is_taken =
            |name: &str| own.iter().any(|input| input.name == name) || !self.inputs.contains(name);
        inputs
            .into_iter()
            .filter(|(name, _)| is_taken(name))
            .collect()
    }

    /// Lets a call pass inputs that only another text of the prompt declares.
    pub fn allow_inputs_of(&mut self, other: &Self) {
        let inputs = other.text.template.inputs.iter();
        self.inputs.extend(inputs.map(|input| input.name.clone()));
    }

    /// Has the calls made with another model, and all other settings as they are.
    pub fn use_model(&mut self, model: &str) {
        model.clone_into(&mut self.environment.settings.model.value);
    }

    /// The version, or `working copy`.
    pub fn version_name(&self) -> String {
        self.version
            .as_ref()
            .map_or_else(|| "working copy".to_owned(), Version::to_string)
    }
}

fn lacks_evidence_alone(findings: &Findings) -> bool {
    let mut errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.all(|finding| finding.code == Code::MissingEvidence)
}

/// Returns `true` if an environment pins a prompt. Without a name it is the one that
/// [`ResolvedPrompt::find`] takes.
pub fn is_pinned(config: &Config, id: &str, environment: Option<&str>) -> Result<bool, Failure> {
    Ok(config.pin(id, position(config, environment)?).is_some())
}

/// The position of the environment with a name, or of the default environment.
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
