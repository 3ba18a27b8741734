//! The settings that a version was signed off with, and what a pin has to change for them.

use prompt_build::api::{self, ApiSetting};
use prompt_build::config::{Environment, EnvironmentPin};
use prompt_build::library::SignOff;
use prompt_build::pins::Settings;
use prompt_build::template::{Config as FileConfig, Json};
use prompt_core::parameters::{NESTED, Parameter, Parameters, Place, TABLE};
use prompt_core::vocabulary::Api;
use serde_yaml::{Mapping, Value};

use crate::project::edit::SettingChange;
use crate::project::settings_record::{recorded, settings_record, to_yaml};

/// The settings that a version was signed off with.
pub struct Restored {
    api: Api,
    model: String,
    parameters: Parameters,
    /// The changes of the pin after which these settings apply.
    pub changes: Vec<SettingChange>,
}

impl Restored {
    pub fn of(
        target: &Environment,
        pin: Option<&EnvironmentPin>,
        file: &FileConfig,
        sign_off: &SignOff,
    ) -> Self {
        let model = sign_off.model.clone().unwrap_or_default();
        let lower = Settings::of(target, None, file);
        let pinned_api = pin.map(|pin| pin.api).unwrap_or_default();
        let has_api = match pinned_api {
            ApiSetting::Unset => lower.api == sign_off.api,
            ApiSetting::Set(api) => api == sign_off.api,
            ApiSetting::Unreadable => false,
        };
        let pinned_model = pin.and_then(|pin| pin.model.as_ref());
        let has_model = pinned_model.map_or(&lower.model.value, |(model, _)| model) == &model;
        let api = (!has_api).then(|| at_the_top(api::KEY, sign_off.api.as_str()));
        let model_change = (!has_model).then(|| at_the_top("model", &model));
        let lower = lower.values();
        let parameters = TABLE.iter().filter_map(|parameter| {
            let signed = sign_off.parameters.get(parameter.name);
            change(parameter, pin, signed, lower.get(parameter.name))
        });
        Self {
            changes: api
                .into_iter()
                .chain(model_change)
                .chain(parameters)
                .collect(),
            api: sign_off.api,
            parameters: sign_off.parameters.clone(),
            model,
        }
    }

    pub fn record(&self) -> Mapping {
        let (api, model) = (recorded(self.api), Some(self.model.as_str()));
        settings_record(api, model, &self.parameters)
    }

    pub fn shown(&self) -> String {
        let api = recorded(self.api).map(|api| format!("api {api}"));
        let parameters = Some(self.parameters.to_string());
        let parameters = parameters.filter(|parameters| !parameters.is_empty());
        let model = Some(format!("model {}", self.model));
        let settings = api.into_iter().chain(model).chain(parameters);
        settings.collect::<Vec<_>>().join(", ")
    }

    /// Names each key of the pin that is set or removed.
    pub fn changes_in_words(&self) -> impl Iterator<Item = String> {
        self.changes.iter().map(|change| match &change.value {
            Some(Value::String(text)) => format!("{} is set to {text}", change.key),
            Some(value) => {
                let value = serde_json::to_string(value).unwrap_or_default();
                format!("{} is set to {value}", change.key)
            }
            None => format!("{} is removed", change.key),
        })
    }
}

fn at_the_top(key: &'static str, value: &str) -> SettingChange {
    SettingChange {
        within: None,
        key,
        value: Some(value.into()),
    }
}

/// The change of a parameter. `lower` is its value without the pin. A pin that says what was signed
/// is not changed, even if it need not say it.
fn change(
    parameter: &'static Parameter,
    pin: Option<&EnvironmentPin>,
    signed: Option<&Json>,
    lower: Option<&Json>,
) -> Option<SettingChange> {
    let name = parameter.name;
    let entries = pin.map(|pin| &pin.parameters);
    let readable = entries.and_then(|entries| entries.readable.get(name));
    let is_unreadable = entries.is_some_and(|entries| entries.unreadable.contains(&name));
    let is_right = match readable {
        Some(entry) => entry.value.as_ref() == signed,
        None => !is_unreadable && lower == signed,
    };
    let value = match (signed, lower) {
        (Some(signed), _) => Some(to_yaml(signed)),
        (None, Some(_)) => Some(Value::Null),
        (None, None) => None,
    };
    (!is_right).then_some(SettingChange {
        within: match parameter.place {
            Place::TopLevel => None,
            Place::Nested => Some(NESTED),
        },
        key: name,
        value,
    })
}
