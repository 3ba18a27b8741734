use std::collections::BTreeMap;

use prompt_build::config::{Config, EnvironmentPin};
use prompt_build::library::PromptFolder;
use prompt_build::pins::{Selection, Settings};
use prompt_build::report::Findings;
use prompt_build::template::{Config as FileConfig, SharedFiles, Template};

use super::PinState;

/// The pin of a prompt in an environment, and the settings of its calls.
#[derive(Debug, PartialEq)]
pub struct EnvironmentState {
    pub taken: PinState,
    /// `None` without a text.
    pub settings: Option<Settings>,
    /// `true` if a pin or the prompt's file sets another model than the environment.
    pub has_own_model: bool,
    /// The length in bytes of the tools and the text before the first value. `None` if the text has
    /// errors.
    pub prefix: Option<usize>,
    /// The names of the tools that the model may call.
    pub tools: Vec<String>,
}

impl EnvironmentState {
    /// A state without a text.
    pub fn without_text(taken: PinState) -> Self {
        Self {
            taken,
            settings: None,
            has_own_model: false,
            prefix: None,
            tools: Vec::new(),
        }
    }
}

/// The files of a prompt, each read once.
pub struct FileCache<'a> {
    folder: &'a PromptFolder<'a>,
    read: BTreeMap<String, ReadFile>,
}

/// The settings and the program of a file. Errors in it are reported by `check`.
#[derive(Default)]
struct ReadFile {
    config: FileConfig,
    template: Option<Template>,
}

impl ReadFile {
    fn open(folder: &PromptFolder<'_>, name: &str) -> Self {
        let mut unheeded = Findings::default();
        let Some(file) = folder.prompt_file(name, &mut unheeded) else {
            return Self::default();
        };
        let load = |kind, name: &str| folder.shared(kind, name);
        let known = |kind| folder.shared_names(kind);
        Self {
            config: file.config(),
            template: file.template(&SharedFiles::through(&load, &known), &mut unheeded),
        }
    }
}

impl<'a> FileCache<'a> {
    pub fn new(folder: &'a PromptFolder<'a>) -> Self {
        Self {
            folder,
            read: BTreeMap::new(),
        }
    }

    pub fn state(
        &mut self,
        config: &Config,
        pin: &EnvironmentPin,
        selected: Selection<'_>,
        taken: PinState,
    ) -> EnvironmentState {
        let name = match selected {
            Selection::WorkingCopy => self.folder.working_copy(),
            Selection::Release(release) => release.file(),
        };
        let folder = self.folder;
        let file = self
            .read
            .entry(name)
            .or_insert_with_key(|name| ReadFile::open(folder, name));
        let environment = &config.environments[pin.environment];
        let settings = Settings::of(environment, Some(pin), &file.config);
        EnvironmentState {
            taken,
            prefix: file
                .template
                .as_ref()
                .map(|template| template.prefix(settings.api).bytes()),
            tools: file.template.iter().flat_map(tool_names).collect(),
            has_own_model: !settings.model.value.is_empty()
                && settings.model.value != environment.model,
            settings: Some(settings),
        }
    }
}

fn tool_names(template: &Template) -> impl Iterator<Item = String> {
    template.tools.iter().map(|tool| tool.name.clone())
}
