use std::sync::Arc;

use crate::api::ApiSetting;
use crate::parameters::ParameterEntries;
use crate::pin::Pin;
use crate::report::Findings;
use crate::source::{Mark, Source};
use crate::yaml::{Entry, Table, Value};
use crate::{api, model, parameters};

/// The pin of a prompt in an environment: a version, and the settings for its calls.
#[derive(Debug)]
pub struct EnvironmentPin {
    /// The environment's index in [`Config::environments`](super::Config::environments).
    pub environment: usize,
    pub pin: Pin,
    /// The range of the version: of the pin itself, or of the value of its key `version`.
    pub mark: Mark,
    /// The model, which overrides those of the file and of the environment, with its range. Blank
    /// if it could not be read; then a finding fails the build.
    pub model: Option<(String, Mark)>,
    /// The interface of the model, which overrides the environment's.
    pub api: ApiSetting,
    /// The parameters, which override those of the file and of the environment.
    pub parameters: ParameterEntries,
}

impl EnvironmentPin {
    /// The keys of a pin that is a mapping.
    pub fn keys() -> Vec<&'static str> {
        parameters::keys_between(&["model", api::KEY], &["version"])
    }

    /// Reads the value under the name of an environment: a string, or a mapping.
    pub(super) fn read(
        source: &Arc<Source>,
        environment: usize,
        entry: &Entry,
        findings: &mut Findings,
    ) -> Option<Self> {
        if let Value::Map(_) = entry.value.value {
            return Self::read_mapping(source, environment, entry, findings);
        }
        let pin = Pin::read(
            source,
            &entry.value,
            "a string or a mapping for a pin",
            findings,
        )?;
        Some(Self {
            environment,
            pin,
            mark: entry.value.mark,
            model: None,
            api: ApiSetting::default(),
            parameters: ParameterEntries::default(),
        })
    }

    fn read_mapping(
        source: &Arc<Source>,
        environment: usize,
        entry: &Entry,
        findings: &mut Findings,
    ) -> Option<Self> {
        let keys = Self::keys();
        let hint = parameters::hint_beside_model;
        let table = Table::open_with_hints(source, &entry.value, ("a pin", &keys), hint, findings)?
            .named_by(entry.key.mark);
        let model = read_model(source, &table, findings);
        let api = api::read(source, &table, findings);
        let parameters = parameters::read(source, &table, findings);
        let version = table.required("version", "\"1.0.0\"", findings)?;
        let pin = Pin::read(source, version, "a string for `version`", findings)?;
        Some(Self {
            environment,
            pin,
            mark: version.mark,
            model,
            api,
            parameters,
        })
    }
}

/// Reads the model. A misspelt key counts as a model that cannot be read: it would have been
/// another one than the environment's.
fn read_model(
    source: &Arc<Source>,
    table: &Table<'_>,
    findings: &mut Findings,
) -> Option<(String, Mark)> {
    match table.optional("model") {
        Some(node) => Some((
            model::read(source, node, findings).unwrap_or_default(),
            node.mark,
        )),
        None => table
            .is_meant("model")
            .then(|| (String::new(), table.key_mark("model"))),
    }
}
