use std::sync::Arc;

use prompt_core::parameters::Parameters;
use prompt_core::vocabulary::Api;

use super::fields::{mark_of, optional_text, read_hashes, read_prompt, read_sha256, required_text};
use super::signature::Signature;
use crate::report::{Findings, quoted};
use crate::source::{Mark, Source};
use crate::yaml::{Node, Table};
use crate::{api, parameters};

/// The record that a person approved a release for an environment.
#[derive(Debug, Clone)]
pub struct SignOff {
    /// The id of the prompt, if it is given.
    pub prompt: Option<String>,
    pub environment: Option<String>,
    /// The place of the environment.
    pub environment_mark: Mark,
    /// The application whose pin was moved with it, if several share the library.
    pub application: Option<String>,
    pub signature: Signature,
    pub reason: Option<String>,
    /// The evidence that the signer names.
    pub evidence: Option<String>,
    /// The digests of the runs that it rests on.
    pub runs: Vec<String>,
    /// The API that the environment used then.
    pub api: Api,
    /// The model that the environment used then, if it is given.
    pub model: Option<String>,
    /// The parameters that the environment used then.
    pub parameters: Parameters,
    /// The hash of the text that was signed, if it is given.
    pub sha256: Option<String>,
}

/// The keys before those of the parameters, and after them.
const KEYS: [&[&str]; 2] = [
    &[
        "prompt",
        "environment",
        "application",
        "by",
        "name",
        "at",
        "reason",
        "evidence",
        "runs",
        "api",
        "model",
    ],
    &["sha256", "signature"],
];

impl SignOff {
    /// The keys of a sign-off.
    pub fn keys() -> Vec<&'static str> {
        let [before, after] = KEYS;
        parameters::keys_between(before, after)
    }

    /// Returns `true` if the sign-off says which text of which prompt it is for.
    #[must_use]
    pub fn is_bound(&self) -> bool {
        self.prompt.is_some() && self.sha256.is_some()
    }

    /// The reason why the sign-off is of another prompt or another text, if it says so.
    #[must_use]
    pub fn other_subject(&self, id: &str, sha256: Option<&String>) -> Option<String> {
        let prompt = self.prompt.as_ref().filter(|prompt| *prompt != id);
        let is_other_text = self.sha256.is_some() && self.sha256.as_ref() != sha256;
        let prompt = prompt.map(|prompt| format!("it is for the prompt {}", quoted(prompt)));
        prompt.or_else(|| is_other_text.then(|| "it is for another text".to_owned()))
    }

    /// Reads a sign-off. The signer, the time and the reason are required; the evidence is free
    /// text.
    pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let keys = Self::keys();
        let table = Table::open(source, node, "a sign-off", &keys, findings)?;
        Some(Self {
            prompt: read_prompt(source, &table, findings),
            environment_mark: mark_of(&table, "environment"),
            application: optional_text(source, &table, "application", findings),
            signature: Signature::read(source, &table, findings),
            reason: required_text(source, &table, ("reason", "WHY"), findings),
            environment: required_text(source, &table, ("environment", "production"), findings),
            evidence: table
                .optional("evidence")
                .map(|node| node.value.to_string()),
            runs: read_hashes(source, &table, "runs", findings),
            api: api::read_recorded(source, &table, findings),
            model: optional_text(source, &table, "model", findings),
            parameters: parameters::read_recorded(source, &table, findings),
            sha256: table
                .optional("sha256")
                .and_then(|node| read_sha256(source, ("sha256", node), findings)),
        })
    }
}
