use std::collections::BTreeMap;

use prompt_build::config::{Config, EnvironmentPin};
use prompt_build::library::{PromptFolder, WORKING_COPY, release_file};
use prompt_build::parameters::values_of;
use prompt_build::pins::{Selection, Settings};
use prompt_build::report::Findings;
use prompt_build::template::Config as FileConfig;

use prompt_core::parameters::Parameters;

use super::PinState;

/// The pin of a prompt in an environment, and the settings that differ from the environment's.
#[derive(Debug, PartialEq)]
pub struct EnvironmentState {
    pub taken: PinState,
    pub model: Option<String>,
    pub parameters: Parameters,
}

impl EnvironmentState {
    /// A state without a text.
    pub fn without_text(taken: PinState) -> Self {
        Self {
            taken,
            model: None,
            parameters: Parameters::default(),
        }
    }
}

/// The settings in the files of a prompt, each read once.
pub struct FrontMatterCache<'a> {
    folder: &'a PromptFolder<'a>,
    read: BTreeMap<String, FileConfig>,
}

impl<'a> FrontMatterCache<'a> {
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
        // Errors in a file are reported by `check`.
        let read = |name: &String| {
            folder
                .prompt_file(name, &mut Findings::default())
                .map(|file| file.config())
        };
        let file = self
            .read
            .entry(name)
            .or_insert_with_key(|name| read(name).unwrap_or_default());
        let environment = &config.environments[pin.environment];
        let settings = Settings::of(environment, Some(pin), file);
        EnvironmentState {
            taken,
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
