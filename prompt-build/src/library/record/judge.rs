use std::sync::Arc;

use prompt_core::parameters::Parameters;
use prompt_core::vocabulary::Api;

use super::fields::{read_sha256, read_texts, required_text};
use crate::report::Findings;
use crate::source::Source;
use crate::yaml::{Node, Table};
use crate::{api, parameters};

/// The prompt whose answers were verdicts of a run, with the settings of its calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Judge {
    /// The id of the prompt.
    pub id: String,
    /// The version; `local` for a working copy, which no ledger has.
    pub version: String,
    /// The hash of its text.
    pub sha256: String,
    pub api: Api,
    pub model: String,
    pub parameters: Parameters,
    /// The models that gave the verdicts, as the endpoint named them.
    pub answered_by: Vec<String>,
}

/// The keys before those of the parameters, and after them.
const KEYS: [&[&str]; 2] = [
    &["id", "version", "sha256", "api", "model"],
    &["answered_by"],
];

impl Judge {
    /// The keys of a judge.
    pub fn keys() -> Vec<&'static str> {
        let [before, after] = KEYS;
        parameters::keys_between(before, after)
    }

    pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "`judge`", &Self::keys(), findings)?;
        let mut text =
            |key: &str, example: &str| required_text(source, &table, (key, example), findings);
        let id = text("id", "answer-judge");
        let version = text("version", "1.0.0");
        let model = text("model", "kimi-k2-5");
        let sha256 = table
            .required("sha256", "HASH", findings)
            .and_then(|node| read_sha256(source, ("sha256", node), findings));
        Some(Self {
            api: api::read_recorded(source, &table, findings),
            parameters: parameters::read_recorded(source, &table, findings),
            answered_by: read_texts(source, &table, "answered_by", findings),
            id: id?,
            version: version?,
            sha256: sha256?,
            model: model?,
        })
    }

    /// Returns `true` if the verdicts are those of the same text with the same settings.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let answered_by = other.answered_by.clone();
        let same = Self {
            answered_by,
            ..self.clone()
        };
        same == *other
    }
}
