use std::collections::BTreeMap;

use prompt_build::config::{Config, EnvironmentPin};
use prompt_build::library::{PromptFolder, WORKING_COPY, release_file};
use prompt_build::pins::{Selection, Settings};
use prompt_build::report::Findings;
use prompt_build::template::Config as FileConfig;

use super::Taken;

/// What an environment takes of a prompt, and what it calls it with where that is not what the
/// environment says.
#[derive(Debug, PartialEq)]
pub struct Share {
    pub taken: Taken,
    pub model: Option<String>,
    /// 0.0 to 2.0.
    pub temperature: Option<f64>,
}

impl Share {
    /// Nothing, or what cannot be had.
    pub fn without_text(taken: Taken) -> Self {
        Self {
            taken,
            model: None,
            temperature: None,
        }
    }
}

/// What the files of a prompt say of the model, each read once.
pub struct Files<'a> {
    folder: &'a PromptFolder<'a>,
    read: BTreeMap<String, FileConfig>,
}

impl<'a> Files<'a> {
    pub fn new(folder: &'a PromptFolder<'a>) -> Self {
        Self {
            folder,
            read: BTreeMap::new(),
        }
    }

    pub fn share(
        &mut self,
        config: &Config,
        pin: &EnvironmentPin,
        selected: Selection<'_>,
        taken: Taken,
    ) -> Share {
        let name = match selected {
            Selection::WorkingCopy => WORKING_COPY.to_owned(),
            Selection::Release(release) => release_file(&release.version),
        };
        let folder = self.folder;
        // What is wrong with a file is for `check` to say.
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
        let Settings { model, temperature } = Settings::of(environment, Some(pin), file);
        Share {
            taken,
            model: Some(model.value)
                .filter(|value| !value.is_empty() && *value != environment.model),
            temperature: Some(temperature.value)
                .filter(|value| value.total_cmp(&environment.temperature).is_ne()),
        }
    }
}
