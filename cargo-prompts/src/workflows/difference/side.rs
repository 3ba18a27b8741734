//! One of two texts of a prompt: a version, the text of an environment, or the working copy.

use std::sync::Arc;

use prompt_build::config::Config;
use prompt_build::library::{PinnedText, Texts};
use prompt_build::pins::{Origin, Settings};
use prompt_build::report::{Findings, did_you_mean};
use prompt_core::vocabulary::Api;
use semver::Version;

use super::settings::{ValueChange, changed_settings};
use crate::project::resolved_prompt::{ResolvedPrompt, Setting};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::escape_line;
use crate::rules::bump;
use crate::workflows::draft::{text_without_files, versions_with_text};
use crate::workflows::prefix_change::{CachedText, PrefixChange};

/// A text as the user names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideName {
    WorkingCopy,
    Environment(String),
    Version(Version),
}

/// A text as a release has it: without partials, named schemas and tools in files, if they can be inlined.
#[derive(Debug)]
pub struct DiffSide {
    /// `None` for a working copy.
    pub version: Option<Version>,
    /// The environment that pins it, with the settings of the pin.
    environment: Option<String>,
    /// The name of that environment.
    environment_name: Option<String>,
    pub text: String,
    /// For a working copy: all releases of the prompt.
    pub released: Vec<Version>,
    /// For a working copy: the releases with the same text, without withdrawn ones.
    pub same: Vec<Version>,
    pinned: Arc<PinnedText>,
    /// The settings of the calls.
    settings: Settings,
}

impl SideName {
    /// Understands a version, `local`, or the name of an environment.
    pub fn parse(text: &str, config: &Config) -> Result<Self, Failure> {
        if text == "local" {
            return Ok(Self::WorkingCopy);
        }
        let environments = config
            .environments
            .iter()
            .map(|environment| environment.name.as_str());
        if environments.clone().any(|name| name == text) {
            return Ok(Self::Environment(text.to_owned()));
        }
        if let Ok(version) = Version::parse(text) {
            return Ok(Self::Version(version));
        }
        let help = did_you_mean(text, environments.chain(["local"]));
        let help = help.unwrap_or_else(|| {
            "expected a version such as `2.3.0`, `local`, or an environment".to_owned()
        });
        Err(Failure::new(format!("unknown version or environment `{text}`")).help(help))
    }

    /// The name of an environment.
    pub fn environment(&self) -> Option<&str> {
        match self {
            Self::Environment(name) => Some(name),
            Self::WorkingCopy | Self::Version(_) => None,
        }
    }
}

impl DiffSide {
    /// Finds the text that the first name means. If that is no environment, the settings are those of the
    /// environment on the other side, or of the default one. `None` if the text has errors, which the
    /// findings describe.
    pub fn find(
        workspace: &Workspace,
        id: &str,
        (name, other): (&SideName, &SideName),
        findings: &mut Findings,
    ) -> Result<Option<Self>, Failure> {
        let beside = other.environment();
        let (prompt, own) = match name {
            SideName::WorkingCopy => return Self::working_copy(workspace, id, beside, findings),
            SideName::Environment(environment) => {
                ResolvedPrompt::find(workspace, id, Some(environment), None)?
            }
            SideName::Version(version) => {
                ResolvedPrompt::find(workspace, id, beside, Some(version))?
            }
        };
        findings.append(own);
        let Some(prompt) = prompt else {
            return Ok(None);
        };
        let environment =
            matches!(name, SideName::Environment(_)).then(|| described(&prompt.environment));
        let environment_name = name.environment().map(str::to_owned);
        let settings = prompt.environment.settings;
        if prompt.version.is_none() {
            let side = Self::working_copy(workspace, id, name.environment(), findings)?;
            return Ok(side.map(|side| Self {
                environment,
                environment_name,
                ..side
            }));
        }
        let text = prompt.text.file.text().to_owned();
        let (released, same) = (Vec::new(), Vec::new());
        Ok(Some(Self {
            version: prompt.version,
            environment,
            environment_name,
            text,
            released,
            same,
            settings,
            pinned: prompt.text,
        }))
    }

    fn working_copy(
        workspace: &Workspace,
        id: &str,
        environment: Option<&str>,
        findings: &mut Findings,
    ) -> Result<Option<Self>, Failure> {
        let config = workspace.sound_config()?;
        let library = workspace.library(&config);
        let folder = workspace.prompt_folder(&library, id, None, findings);
        let Some((folder, ledger)) =
            folder.and_then(|folder| folder.ledger(findings).map(|ledger| (folder, ledger)))
        else {
            return Ok(None);
        };
        if !folder.contents.has_working_copy() {
            return Err(Failure::new(format!("`{id}` has no working copy")));
        }
        let mut texts = Texts::new(&folder, &ledger);
        findings.append(texts.take_working_copy_findings());
        let Some(pinned) = texts.working_copy() else {
            return Ok(None);
        };
        let text = text_without_files(&folder, &pinned.file);
        // Errors in the ledger were reported when the folder was opened.
        let all = ledger.releases(&mut Findings::default());
        let released = all.iter().map(|release| release.version.clone()).collect();
        let same = versions_with_text(&text, folder.contents.working_copy(), &all);
        Ok(Some(Self {
            version: None,
            environment: None,
            environment_name: None,
            text,
            released,
            same,
            settings: Setting::of(&config, id, environment, &pinned)?.settings,
            pinned,
        }))
    }

    /// Returns true if the file of another text has the same bytes and is read in the same way.
    pub fn is_same_file(&self, other: &Self) -> bool {
        self.text == other.text && self.pinned.file.extension() == other.pinned.file.extension()
    }

    /// The heading of a text: its version, and the environment that pins it.
    pub fn label(&self) -> String {
        let version = self
            .version
            .as_ref()
            .map_or("working copy".to_owned(), Version::to_string);
        match &self.environment {
            Some(environment) => format!("{version} ({environment})"),
            None => version,
        }
    }

    /// Compares the fixed text at the start with that of an earlier text.
    pub fn prefix_change(&self, old: &Self) -> PrefixChange {
        PrefixChange::between(&old.cached_text(), &self.cached_text())
    }

    fn cached_text(&self) -> CachedText<'_> {
        CachedText {
            template: &self.pinned.template,
            settings: &self.settings,
        }
    }

    /// The settings that differ from an earlier text's, if both are of environments.
    pub fn changed_settings(&self, old: &Self) -> Vec<ValueChange> {
        let both = old.settings_of_pin().zip(self.settings_of_pin());
        both.map(|(old, new)| changed_settings(old, new))
            .unwrap_or_default()
    }

    /// The settings of the environment's pin, if the text is of an environment.
    pub fn settings_of_pin(&self) -> Option<&Settings> {
        self.environment.is_some().then_some(&self.settings)
    }

    /// The environment that pins the text, if it was named by one.
    pub fn environment_name(&self) -> Option<&str> {
        self.environment_name.as_deref()
    }

    pub fn side(&self) -> bump::PromptText<'_> {
        bump::PromptText {
            file: &self.text,
            extension: self.pinned.file.extension(),
            template: &self.pinned.template,
        }
    }
}

/// An environment with the settings of its pin, and its API if that is not chat completions.
fn described(setting: &Setting) -> String {
    let model = (setting.settings.model.origin == Origin::Pin)
        .then(|| format!(", model {}", escape_line(setting.model())));
    let parameters = setting
        .settings
        .parameters
        .iter()
        .filter(|(_, setting)| setting.origin == Origin::Pin)
        .map(|(parameter, setting)| {
            let value = setting.value.to_string();
            format!(", {} {}", parameter.name, escape_line(&value))
        });
    let api = setting.settings.api;
    let api = (api != Api::default()).then(|| format!(", api {api}"));
    let name = Some(setting.name.clone());
    name.into_iter()
        .chain(api)
        .chain(model)
        .chain(parameters)
        .collect()
}
