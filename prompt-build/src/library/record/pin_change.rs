use std::sync::Arc;

use prompt_core::parameters::Parameters;
use prompt_core::vocabulary::Api;

use super::fields::{mark_of, optional_text, required_text};
use super::signature::Signature;
use crate::pin::Pin;
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};
use crate::{api, parameters};

/// The record that a pin was set to this release.
#[derive(Debug, Clone)]
pub struct PinChange {
    pub environment: Option<String>,
    /// The application whose pin it is, if several share the library.
    pub application: Option<String>,
    /// The earlier pin, as the configuration had it; `None` if there was none.
    pub before: Option<String>,
    /// The place of the earlier pin.
    pub before_mark: Mark,
    pub is_rollback: bool,
    /// The API that a rollback restored.
    pub api: Api,
    /// The model that a rollback restored, if it is given.
    pub model: Option<String>,
    /// The parameters that a rollback restored.
    pub parameters: Parameters,
    pub signature: Signature,
    pub reason: Option<String>,
}

/// The keys before those of the parameters, and after them.
const KEYS: [&[&str]; 2] = [
    &[
        "environment",
        "application",
        "before",
        "rollback",
        "api",
        "model",
    ],
    &["by", "name", "at", "reason", "signature"],
];

impl PinChange {
    /// The keys of an entry of `pinned`.
    pub fn keys() -> Vec<&'static str> {
        let [before, after] = KEYS;
        parameters::keys_between(before, after)
    }

    pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let keys = Self::keys();
        let table = Table::open(source, node, "an entry of `pinned`", &keys, findings)?;
        let rollback = table.optional("rollback");
        if let Some(node) = rollback.filter(|node| !matches!(node.value, Value::Bool(_))) {
            findings.push(yaml::unexpected(
                source,
                node,
                "`true` or `false` for `rollback`",
            ));
        }
        let is_rollback = rollback.is_some_and(|node| node.value == Value::Bool(true));
        let model = optional_text(source, &table, "model", findings);
        let parameters = parameters::read_recorded(source, &table, findings);
        let has_settings = table.optional(api::KEY).is_some()
            || model.is_some()
            || parameters.iter().next().is_some();
        if !is_rollback && has_settings {
            findings.push(restores_nothing(Location::new(source, node.mark)));
        }
        Some(Self {
            environment: required_text(source, &table, ("environment", "production"), findings),
            application: table
                .optional("application")
                .map(|node| node.value.to_string()),
            before: read_before(source, &table, findings),
            before_mark: mark_of(&table, "before"),
            is_rollback,
            api: api::read_recorded(source, &table, findings),
            model,
            parameters,
            signature: Signature::read(source, &table, findings),
            reason: required_text(source, &table, ("reason", "WHY"), findings),
        })
    }
}

/// The text of the earlier pin, which a signature covers as it is written.
fn read_before(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Option<String> {
    let node = table.optional("before")?;
    Pin::read(source, node, "a string for `before`", findings)?;
    Some(node.value.to_string())
}

/// Reports settings in the record of a promotion: nothing reads or signs them there.
fn restores_nothing(location: Location) -> Finding {
    let message =
        "an API, a model or a parameter in the record of a promotion, which restores none";
    let help =
        "the sign-off of the promotion holds the API, the model and the parameters".to_owned();
    Finding::error(Code::UnknownKey, location, message).help(help)
}
