//! What an environment takes of a prompt, before the change or after it.

use prompt_build::config::{Config, Pin};
use prompt_build::pins::Settings;
use prompt_build::report::{Findings, Severity};
use semver::Version;

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::rules::bump::PromptText;
use crate::workflows::draft::text_without_files;
use crate::workflows::prefix_change::CachedText;

/// A package before the change or after it.
#[derive(Debug, Clone, Copy)]
pub struct Package<'a> {
    pub workspace: &'a Workspace,
    pub config: &'a Config,
}

/// A pin of a prompt.
#[derive(Debug)]
pub enum Side {
    Nothing,
    /// The pin has errors alone.
    Unreadable(Vec<String>),
    Text(Box<PinnedSide>),
}

#[derive(Debug)]
pub struct PinnedSide {
    pub prompt: ResolvedPrompt,
    /// The text as a release has it: without partials, named schemas and tools in files.
    pub text: String,
    /// Why a build refuses it.
    pub problems: Vec<String>,
}

impl Side {
    /// The side of an environment, which is given by its name.
    pub fn of(package: Option<Package<'_>>, id: &str, environment: &str) -> Self {
        let Some(Package { workspace, config }) = package else {
            return Self::Nothing;
        };
        let Some(position) = config.position(environment) else {
            return Self::Nothing;
        };
        let Some(pin) = config.pin(id, position) else {
            return Self::Nothing;
        };
        let mut findings = Findings::default();
        let prompt = ResolvedPrompt::taken_by(workspace, config, id, position, &mut findings);
        let problems = errors(&findings);
        // A version that the environment does not take has a text all the same.
        let prompt = prompt.or_else(|| match &pin.pin {
            Pin::Exact(version) => {
                ResolvedPrompt::released(workspace, config, id, position, version)
            }
            Pin::Latest | Pin::Range(_) => None,
        });
        match prompt {
            None => Self::Unreadable(problems),
            Some(prompt) => Self::Text(Box::new(PinnedSide {
                text: text(workspace, config, &prompt),
                prompt,
                problems,
            })),
        }
    }

    pub fn pinned(&self) -> Option<&PinnedSide> {
        match self {
            Self::Text(side) => Some(side),
            Self::Nothing | Self::Unreadable(_) => None,
        }
    }

    pub fn prompt(&self) -> Option<&ResolvedPrompt> {
        self.pinned().map(|side| &side.prompt)
    }

    pub fn problems(&self) -> &[String] {
        match self {
            Self::Nothing => &[],
            Self::Unreadable(problems) => problems,
            Self::Text(side) => &side.problems,
        }
    }

    /// The version as pages name it. `None` without a pin.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Unreadable(_) => Some("a pin with errors".to_owned()),
            Self::Text(side) => Some(side.prompt.version_name()),
        }
    }
}

impl PinnedSide {
    /// A released version, with the settings of an environment. `None` if its text has errors.
    pub fn of_release(
        package: Package<'_>,
        id: &str,
        environment: usize,
        version: &Version,
    ) -> Option<Self> {
        let Package { workspace, config } = package;
        let prompt = ResolvedPrompt::released(workspace, config, id, environment, version)?;
        Some(Self {
            text: prompt.text.file.text().to_owned(),
            prompt,
            problems: Vec::new(),
        })
    }

    pub fn prompt_text(&self) -> PromptText<'_> {
        PromptText {
            file: &self.text,
            extension: self.prompt.text.file.extension(),
            template: &self.prompt.text.template,
        }
    }

    pub fn cached_text(&self) -> CachedText<'_> {
        CachedText {
            template: &self.prompt.text.template,
            settings: self.settings(),
        }
    }

    pub fn settings(&self) -> &Settings {
        &self.prompt.environment.settings
    }

    /// Returns `true` if both are the same bytes, read in the same way.
    pub fn is_same_text(&self, other: &Self) -> bool {
        let form = |side: &Self| side.prompt.text.file.extension();
        self.text == other.text && form(self) == form(other)
    }
}

/// The text of a prompt as it would be released. What cannot be put into it stays as it is.
fn text(workspace: &Workspace, config: &Config, prompt: &ResolvedPrompt) -> String {
    let file = &prompt.text.file;
    if prompt.version.is_some() {
        return file.text().to_owned();
    }
    let library = workspace.library(config);
    let folder = workspace.prompt_folder(&library, &prompt.id, None, &mut Findings::default());
    folder.map_or_else(
        || file.text().to_owned(),
        |folder| text_without_files(&folder, file),
    )
}

fn errors(findings: &Findings) -> Vec<String> {
    let errors = findings.iter();
    let errors = errors.filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|finding| format!("{} [{}]", finding.message, finding.code.as_str()))
        .collect()
}
