use std::sync::Arc;

use super::fields::{read_sha256, required_text};
use super::signature::Signature;
use crate::report::Findings;
use crate::source::Source;
use crate::yaml::{Node, Table};

/// The record that a person approved a release for an environment.
#[derive(Debug, Clone)]
pub struct SignOff {
    pub environment: Option<String>,
    pub signature: Signature,
    pub reason: Option<String>,
    /// The evidence that the signer names.
    pub evidence: Option<String>,
    /// The hash of the text that was signed, if it is given.
    pub sha256: Option<String>,
}

const SIGN_OFF_KEYS: &[&str] = &[
    "environment",
    "by",
    "name",
    "at",
    "reason",
    "evidence",
    "sha256",
];

impl SignOff {
    /// Reads a sign-off. The signer, the time and the reason are required; the evidence is free
    /// text.
    pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "a sign-off", SIGN_OFF_KEYS, findings)?;
        Some(Self {
            signature: Signature::read(source, &table, findings),
            reason: required_text(source, &table, ("reason", "WHY"), findings),
            environment: required_text(source, &table, ("environment", "production"), findings),
            evidence: table
                .optional("evidence")
                .map(|node| node.value.to_string()),
            sha256: table
                .optional("sha256")
                .and_then(|node| read_sha256(source, node, findings)),
        })
    }
}
