use crate::config::{Environment, EnvironmentPin};
use crate::template::Config as FileConfig;

/// The settings for the calls of a prompt in an environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Blank if it could not be read; then there is a finding.
    pub model: Setting<String>,
    /// 0.0 to 2.0.
    pub temperature: Setting<f64>,
}

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
        let pinned_model = pin
            .and_then(|pin| pin.model.as_ref())
            .map(|(model, _)| model);
        let model = first(pinned_model, file.model.as_ref(), &environment.model);
        let pinned_temperature = pin.and_then(|pin| pin.temperature);
        Self {
            model: Setting {
                value: model.value.clone(),
                origin: model.origin,
            },
            temperature: first(
                pinned_temperature,
                file.temperature,
                environment.temperature,
            ),
        }
    }
}

fn first<T>(pin: Option<T>, file: Option<T>, environment: T) -> Setting<T> {
    let of = |origin: Origin| move |value: T| Setting { value, origin };
    let narrowed = pin
        .map(of(Origin::Pin))
        .or_else(|| file.map(of(Origin::File)));
    narrowed.unwrap_or_else(|| of(Origin::Environment)(environment))
}
