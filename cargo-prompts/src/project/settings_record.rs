//! An API and a model with its parameters, as records of ledgers and pins have them.

use prompt_core::js::Json;
use prompt_core::parameters::{NESTED, Parameters, Place};
use prompt_core::vocabulary::Api;
use serde_yaml::{Mapping, Value};

/// The API, the model, and the parameters in the places that they have in an environment.
pub fn settings_record(api: Option<Api>, model: Option<&str>, parameters: &Parameters) -> Mapping {
    let (mut record, mut nested) = (Mapping::new(), Mapping::new());
    if let Some(api) = api {
        record.insert("api".into(), api.as_str().into());
    }
    if let Some(model) = model {
        record.insert("model".into(), model.into());
    }
    for (parameter, value) in parameters.iter() {
        let place = match parameter.place {
            Place::TopLevel => &mut record,
            Place::Nested => &mut nested,
        };
        place.insert(parameter.name.into(), to_yaml(value));
    }
    if !nested.is_empty() {
        record.insert(NESTED.into(), nested.into());
    }
    record
}

/// The API as a record names it: records of chat completions do not.
pub fn recorded(api: Api) -> Option<Api> {
    Some(api).filter(|api| *api != Api::default())
}

/// The words for an API behind a model; blank for chat completions.
pub fn through(api: Api) -> String {
    recorded(api).map_or_else(String::new, |api| format!(" through {api}"))
}

/// The words for parameters behind a model, such as ` (seed 5, top_p 0.9)`; blank for none.
pub fn in_brackets(parameters: &Parameters) -> String {
    let shown = parameters.to_string();
    if shown.is_empty() {
        return shown;
    }
    format!(" ({shown})")
}

/// A value of a parameter is a scalar or a list of them, so it can be written as YAML.
pub fn to_yaml(value: &Json) -> Value {
    serde_yaml::to_value(value).unwrap_or_default()
}
