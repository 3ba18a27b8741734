//! Reads `model` and `config` of a front matter.

use std::sync::Arc;

use prompt_core::parameters::TABLE;

use super::json::from_yaml;
use crate::model;
use crate::parameters::{self, ParameterEntries};
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Value};

/// The model settings of a file. They precede those of the environment, and follow those of the
/// pin.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    pub model: Option<String>,
    /// The keys of `config` that are in the table of parameters.
    pub parameters: ParameterEntries,
    /// Everything under `config`, as JSON.
    pub json: Option<String>,
}

impl Config {
    /// Reads the configuration alone, and ignores errors: they are reported with the template.
    pub fn of_front_matter(source: &Arc<Source>, node: &Node) -> Self {
        let (mut config, mut unsaid) = (Self::default(), Findings::default());
        for entry in
            yaml::entries(source, node, "the front matter", &mut unsaid).unwrap_or_default()
        {
            if let Value::Text(key) = &entry.key.value {
                config.read_key(source, key, &entry.value, &mut unsaid);
            }
        }
        config
    }

    pub(super) fn read_key(
        &mut self,
        source: &Arc<Source>,
        key: &str,
        value: &Node,
        findings: &mut Findings,
    ) {
        match key {
            "model" => self.model = model::read(source, value, findings),
            "config" => _ = self.read_config(source, value, findings),
            _ => {}
        }
    }

    /// Reads `config`, and returns a warning for each key that is not sent. A key with a dot is an
    /// extension of Dotprompt, for other readers, unless it ends with the name of a parameter.
    pub(super) fn read_config(
        &mut self,
        source: &Arc<Source>,
        node: &Node,
        findings: &mut Findings,
    ) -> Findings {
        let mut warnings = Findings::default();
        if node.value == Value::Null {
            return warnings;
        }
        let entries = yaml::entries(source, node, "`config`", findings).unwrap_or_default();
        let (parameters, others) = parameters::read_config(source, entries, findings);
        self.parameters = parameters;
        self.json = Some(from_yaml(node).to_string());
        for key in others {
            let name = key.value.to_string();
            let is_extension = name.contains('.') && !ends_with_parameter(&name);
            if !is_extension {
                let is_suggested = !warnings.fill_a_file();
                warnings.push(unsent(source, &name, key.mark, is_suggested));
            }
        }
        warnings
    }
}

/// Returns whether the part of a key behind its last dot is the name of a parameter.
fn ends_with_parameter(key: &str) -> bool {
    let last = key.rsplit('.').next();
    TABLE
        .iter()
        .any(|row| last == Some(row.name) || last == row.in_file && row.in_file.is_some())
}

/// Warns of a key under `config` that names no parameter.
fn unsent(source: &Arc<Source>, key: &str, mark: Mark, is_suggested: bool) -> Finding {
    let message = format!("{} under `config` is not sent to the model", quoted(key));
    let location = Location::new(source, mark);
    let finding = Finding::warning(Code::IgnoredKey, location, message);
    if !is_suggested {
        return finding;
    }
    let names = TABLE
        .iter()
        .flat_map(|row| [Some(row.name), row.in_file])
        .flatten();
    let help = parameters::hint_in_file(key, false).or_else(|| did_you_mean(key, names));
    let help = help.unwrap_or_else(|| {
        "`extra_body` sends what is no parameter; a key for other readers has a dot in it"
            .to_owned()
    });
    finding.help(help)
}
