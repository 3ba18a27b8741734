use std::sync::Arc;

use super::fields::required_text;
use super::signature::Signature;
use crate::report::Findings;
use crate::source::Source;
use crate::yaml::{Node, Table};

/// The record that a release was deprecated or withdrawn.
#[derive(Debug, Clone)]
pub struct Retirement {
    pub signature: Signature,
    pub reason: Option<String>,
}

impl Retirement {
    /// The keys of `deprecated` and `withdrawn`.
    pub const KEYS: &'static [&'static str] = &["by", "name", "at", "reason", "signature"];

    pub fn read(
        source: &Arc<Source>,
        node: &Node,
        what: &'static str,
        findings: &mut Findings,
    ) -> Option<Self> {
        let table = Table::open(source, node, what, Self::KEYS, findings)?;
        let signature = Signature::read(source, &table, findings);
        Some(Self {
            signature,
            reason: required_text(source, &table, ("reason", "WHY"), findings),
        })
    }
}
