use prompt_core::js::Json;
use prompt_core::parameters::Parameters;

use crate::config::{Environment, EnvironmentPin};
use crate::template::Config as FileConfig;

/// The settings for the calls of a prompt in an environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Blank if it could not be read; then there is a finding.
    pub model: Setting<String>,
    pub parameters: ParameterSettings,
}

/// Parameters, each with its origin.
pub type ParameterSettings = Parameters<Setting<Json>>;

/// A setting with its origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting<T> {
    pub value: T,
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Pin,
    /// The front matter of the prompt's file.
    File,
    Environment,
}

impl Settings {
    /// Takes each setting from the pin, else from the file, else from the environment.
    pub fn of(environment: &Environment, pin: Option<&EnvironmentPin>, file: &FileConfig) -> Self {
        let pinned = pin.and_then(|pin| pin.model.as_ref());
        let model = match (pinned, &file.model) {
            (Some((model, _)), _) => (model, Origin::Pin),
            (None, Some(model)) => (model, Origin::File),
            (None, None) => (&environment.model, Origin::Environment),
        };
        Self {
            model: Setting {
                value: model.0.clone(),
                origin: model.1,
            },
            parameters: parameters_of(environment, pin, file),
        }
    }

    /// The parameters, without their origins.
    pub fn values(&self) -> Parameters {
        self.parameters.map(|setting| setting.value.clone())
    }
}

fn parameters_of(
    environment: &Environment,
    pin: Option<&EnvironmentPin>,
    file: &FileConfig,
) -> ParameterSettings {
    let levels = [
        (Origin::Environment, Some(&environment.parameters)),
        (Origin::File, Some(&file.parameters)),
        (Origin::Pin, pin.map(|pin| &pin.parameters)),
    ];
    let mut settings = Parameters::default();
    for (origin, parameters) in levels {
        for (parameter, value) in parameters.into_iter().flat_map(Parameters::iter) {
            let value = value.clone();
            settings.set(parameter, Setting { value, origin });
        }
    }
    settings
}
