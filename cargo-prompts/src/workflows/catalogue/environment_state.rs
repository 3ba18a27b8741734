use std::collections::BTreeMap;

use prompt_build::config::{Config, EnvironmentPin};
use prompt_build::library::{PromptFolder, WORKING_COPY, release_file};
use prompt_build::parameters::values_of;
use prompt_build::pins::{Selection, Settings};
use prompt_build::report::Findings;
use prompt_build::template::{Config as FileConfig, Partials, Template};

use prompt_core::parameters::Parameters;

use super::PinState;

/// The pin of a prompt in an environment, and the settings that differ from the environment's.
#[derive(Debug, PartialEq)]
pub struct EnvironmentState {
    pub taken: PinState,
    pub model: Option<String>,
    pub parameters: Parameters,
    /// The length in bytes of the text before the first value. `None` if the text has errors.
    pub prefix: Option<usize>,
}

impl EnvironmentState {
    /// A state without a text.
    pub fn without_text(taken: PinState) -> Self {
        Self {
            taken,
            model: None,
            parameters: Parameters::default(),
            prefix: None,
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
        let load = |name: &str| folder.partial(name);
        let known = || folder.partials();
        Self {
            config: file.config(),
            template: file.template(&Partials::through(&load, &known), &mut unheeded),
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
            Selection::WorkingCopy => WORKING_COPY.to_owned(),
            Selection::Release(release) => release_file(&release.version),
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
            parameters: parameters_that_differ(
                &settings.values(),
                &values_of(&environment.parameters),
            ),
            model: Some(settings.model.value)
                .filter(|value| !value.is_empty() && *value != environment.model),
        }
    }
}

fn parameters_that_differ(parameters: &Parameters, from: &Parameters) -> Parameters {
    let differing = parameters
        .iter()
        .filter(|(parameter, value)| from.get(parameter.name) != Some(value));
    differing
        .map(|(parameter, value)| (parameter, value.clone()))
        .collect()
}
