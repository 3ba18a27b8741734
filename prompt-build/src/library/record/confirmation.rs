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
    /// The time of the rollback, as its record has it.
    pub rolled_back_at: Option<String>,
    pub signature: Signature,
    pub reason: Option<String>,
}

/// The key, and an example of its value.
const ROLLED_BACK_AT: (&str, &str) = ("rolled_back_at", "2026-10-05T02:10:00Z");

impl Confirmation {
    /// The keys of an entry of `confirmed`.
    pub const KEYS: &'static [&'static str] = &[
        "environment",
        "application",
        "rolled_back_at",
        "by",
        "name",
        "at",
        "reason",
        "signature",
    ];

    pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(
            source,
            node,
            "an entry of `confirmed`",
            Self::KEYS,
            findings,
        )?;
        Some(Self {
            environment: required_text(source, &table, ("environment", "production"), findings),
            application: optional_text(source, &table, "application", findings),
            rolled_back_at: required_text(source, &table, ROLLED_BACK_AT, findings),
            signature: Signature::read(source, &table, findings),
            reason: required_text(source, &table, ("reason", "WHY"), findings),
        })
    }
}
