use std::sync::Arc;

use super::fields::{optional_text, required_text};
use super::signature::Signature;
use crate::report::Findings;
use crate::source::Source;
use crate::yaml::{Node, Table};

/// The record that somebody who may sign off agreed to a rollback by somebody who may not.
#[derive(Debug, Clone)]
pub struct Confirmation {
    pub environment: Option<String>,
    /// The application whose pin it is, if several share the library.
    pub application: Option<String>,
    pub signature: Signature,
    pub reason: Option<String>,
}

const KEYS: &[&str] = &[
    "environment",
    "application",
    "by",
    "name",
    "at",
    "reason",
    "signature",
];

impl Confirmation {
    pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "an entry of `confirmed`", KEYS, findings)?;
        Some(Self {
            environment: required_text(source, &table, ("environment", "production"), findings),
            application: optional_text(source, &table, "application", findings),
            signature: Signature::read(source, &table, findings),
            reason: required_text(source, &table, ("reason", "WHY"), findings),
        })
    }
}
