use std::sync::Arc;

use super::pin::Pin;
use crate::report::Findings;
use crate::source::{Mark, Source};
use crate::yaml::{Entry, Table, Value};
use crate::{model, temperature};

/// The pin of one prompt in one environment: a version, and what it is called with there.
#[derive(Debug)]
pub struct EnvironmentPin {
    /// The environment's place in [`Config::environments`](super::Config::environments).
    pub environment: usize,
    pub pin: Pin,
    /// Where the version stands: the pin itself, or the value of its key `version`.
    pub mark: Mark,
    /// The model, over what the file and the environment say, and where it stands. Blank where it
    /// could not be read, with a finding that fails the build.
    pub model: Option<(String, Mark)>,
    /// The same of the temperature, 0.0 to 2.0.
    pub temperature: Option<f64>,
}

const KEYS: &[&str] = &["model", "temperature", "version"];

impl EnvironmentPin {
    /// Reads what stands under the name of an environment: a text, or a mapping with it.
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
            temperature: None,
        })
    }

    fn read_mapping(
        source: &Arc<Source>,
        environment: usize,
        entry: &Entry,
        findings: &mut Findings,
    ) -> Option<Self> {
        let table =
            Table::open(source, &entry.value, "a pin", KEYS, findings)?.named_by(entry.key.mark);
        let model = read_model(source, &table, findings);
        let temperature = table
            .optional("temperature")
            .and_then(|node| temperature::read(source, node, findings));
        let version = table.required("version", findings)?;
        let pin = Pin::read(source, version, "a string for `version`", findings)?;
        Some(Self {
            environment,
            pin,
            mark: version.mark,
            model,
            temperature,
        })
    }
}

/// A key that is misspelt says as much as a value that cannot be read: that the model is another
/// one than elsewhere.
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
