use prompt_core::js::Json;
use prompt_core::parameters::{Parameters, find};
use prompt_core::vocabulary::{Api, OutputTokensKey};

use crate::api::{self, ApiSetting};
use crate::config::{Environment, EnvironmentPin};
use crate::source::Mark;
use crate::template::Config as FileConfig;

/// The settings for the calls of a prompt in an environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The interface that the calls use.
    pub api: Api,
    /// The key for `max_output_tokens` in the bodies of chat completions.
    pub output_tokens_key: OutputTokensKey,
    /// Blank if it could not be read; then there is a finding.
    pub model: Setting<String>,
    pub parameters: ParameterSettings,
    /// The keys that could not be read, each with a finding of its own: `api`, and the names of
    /// parameters. What depends on them is not checked.
    pub unreadable: Vec<&'static str>,
}

/// Parameters, each with its origin.
pub type ParameterSettings = Parameters<Setting<Json>>;

/// A setting with its origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting<T> {
    pub value: T,
    pub origin: Origin,
    /// The place of the value in the file that the origin names. `None` for the models of the
    /// environment and of the file.
    pub mark: Option<Mark>,
    /// The places of the keys of a mapping, by their paths, in the same file.
    pub keys: Vec<(String, Mark)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Pin,
    /// The front matter of the prompt's file.
    File,
    Environment,
}

impl<T> Setting<T> {
    /// The place of the key at a path, or of the innermost key on the way to it.
    pub fn key_mark(&self, path: &str) -> Option<Mark> {
        let key = self.keys.iter().find(|(known, _)| known == path);
        match (key, path.rsplit_once('.')) {
            (Some((_, mark)), _) => Some(*mark),
            (None, Some((outer, _))) => self.key_mark(outer),
            (None, None) => None,
        }
    }
}

impl Settings {
    /// Takes each setting from the pin, else from the file, else from the environment.
    pub fn of(environment: &Environment, pin: Option<&EnvironmentPin>, file: &FileConfig) -> Self {
        let pinned = pin.map(|pin| pin.api).unwrap_or_default();
        let api = pinned.or(environment.api);
        let (parameters, mut unreadable) = parameters_of(environment, pin, file);
        if api == ApiSetting::Unreadable {
            unreadable.push(api::KEY);
        }
        Self {
            api: api.api(),
            output_tokens_key: environment
                .output_tokens_key
                .map(|(key, _)| key)
                .unwrap_or_default(),
            model: model_of(environment, pin, file),
            parameters,
            unreadable,
        }
    }

    /// Returns `true` if calls with the other settings are the same: the API, the model and the
    /// parameters. The key of the output tokens is another spelling of one parameter.
    pub fn make_same_calls(&self, other: &Self) -> bool {
        self.api == other.api
            && self.model.value == other.model.value
            && self.values() == other.values()
    }

    /// Returns `false` if a setting could not be read: then it has a finding.
    pub fn are_readable(&self) -> bool {
        !self.model.value.is_empty() && self.unreadable.is_empty()
    }

    /// The parameters, without their origins.
    pub fn values(&self) -> Parameters {
        self.parameters.map(|setting| setting.value.clone())
    }

    /// Returns `true` if these are the parameters.
    pub fn has_values(&self, parameters: &Parameters) -> bool {
        let own = self.parameters.iter();
        own.map(|(parameter, setting)| (parameter, &setting.value))
            .eq(parameters.iter())
    }
}

fn model_of(
    environment: &Environment,
    pin: Option<&EnvironmentPin>,
    file: &FileConfig,
) -> Setting<String> {
    let pinned = pin.and_then(|pin| pin.model.as_ref());
    let (value, origin, mark) = match (pinned, &file.model) {
        (Some((model, mark)), _) => (model, Origin::Pin, Some(*mark)),
        (None, Some(model)) => (model, Origin::File, None),
        (None, None) => (&environment.model, Origin::Environment, None),
    };
    Setting {
        value: value.clone(),
        origin,
        mark,
        keys: Vec::new(),
    }
}

fn parameters_of(
    environment: &Environment,
    pin: Option<&EnvironmentPin>,
    file: &FileConfig,
) -> (ParameterSettings, Vec<&'static str>) {
    let levels = [
        (Origin::Environment, Some(&environment.parameters)),
        (Origin::File, Some(&file.parameters)),
        (Origin::Pin, pin.map(|pin| &pin.parameters)),
    ];
    let mut settings = Parameters::<Option<Setting<Json>>>::default();
    let mut unreadable = Vec::<&str>::new();
    for (origin, parameters) in levels {
        let Some(parameters) = parameters else {
            continue;
        };
        unreadable.retain(|name| parameters.readable.get(name).is_none());
        for name in &parameters.unreadable {
            if let Some(parameter) = find(name) {
                settings.set(parameter, None);
            }
        }
        unreadable.extend(&parameters.unreadable);
        for (parameter, given) in parameters.readable.iter() {
            let mark = Some(given.mark);
            let setting = given.value.clone().map(|value| Setting {
                value,
                origin,
                mark,
                keys: given.keys.clone(),
            });
            // `null` takes away what the level below says.
            settings.set(parameter, setting);
        }
    }
    let entries = settings.iter();
    let set = entries.filter_map(|(parameter, setting)| Some((parameter, setting.clone()?)));
    (set.collect(), unreadable)
}

#[cfg(test)]
mod tests {
    use prompt_core::parameters::find;

    use super::*;
    use crate::config::Config;
    use crate::parameters::{ParameterEntries, ParameterEntry};
    use crate::report::Findings;
    use crate::source::Source;

    /// The temperature under a pin and for the `config` of a file, and its origin.
    fn temperature(pin: &str, file: Option<&str>) -> Option<(String, Origin)> {
        let text = format!(
            "environments: {{ live: {{ prompt_source: local, model: m, temperature: 0.9, logging: full, rate_limit: null }} }}\n\
             prompts: {{ note: {{ live: {pin} }} }}\n"
        );
        let source = Source::new("environments.yaml", text);
        let config = Config::read(&source, &mut Findings::default()).unwrap();
        let parameter = find("temperature").unwrap();
        let given = file.map(|text| ParameterEntry {
            value: parameter.parse(text),
            mark: Mark::at(0, 0),
            keys: Vec::new(),
        });
        let file = FileConfig {
            parameters: ParameterEntries {
                readable: given.map(|given| (parameter, given)).into_iter().collect(),
                unreadable: Vec::new(),
            },
            ..FileConfig::default()
        };
        let settings = Settings::of(&config.environments[0], config.pin("note", 0), &file);
        let setting = settings.parameters.get("temperature")?;
        assert_eq!(settings.values().get("temperature"), Some(&setting.value));
        Some((setting.value.to_string(), setting.origin))
    }

    #[test]
    fn the_pin_comes_before_the_file_and_the_file_before_the_environment() {
        let pinned = "{ version: latest, temperature: 0.1 }";
        let without = "{ version: latest, temperature: null }";
        let rows = [
            ("latest", None, Some(("0.9", Origin::Environment))),
            // Zero is a value like any other.
            ("latest", Some("0"), Some(("0", Origin::File))),
            ("latest", Some("null"), None),
            (pinned, None, Some(("0.1", Origin::Pin))),
            (pinned, Some("0"), Some(("0.1", Origin::Pin))),
            (pinned, Some("null"), Some(("0.1", Origin::Pin))),
            (without, Some("0"), None),
        ];
        for (pin, file, expected) in rows {
            let expected = expected.map(|(value, origin)| (value.to_owned(), origin));
            assert_eq!(temperature(pin, file), expected, "{pin} {file:?}");
        }
    }
}
