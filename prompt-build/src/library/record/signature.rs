use std::sync::Arc;

use super::fields::read_time;
use crate::report::Findings;
use crate::signer;
use crate::source::Source;
use crate::yaml::{Node, Table};

/// A person and a time. A part that could not be read is `None`, and has a finding. A full name may
/// stand beside the person: it is for readers alone.
#[derive(Debug, Clone)]
pub struct Signature {
    pub by: Option<String>,
    /// RFC 3339.
    pub at: Option<String>,
}

const PUBLISHED_KEYS: &[&str] = &["by", "name", "at"];

impl Signature {
    pub fn of_publication(
        source: &Arc<Source>,
        node: &Node,
        findings: &mut Findings,
    ) -> Option<Self> {
        let table = Table::open(source, node, "`published`", PUBLISHED_KEYS, findings)?;
        Some(Self::read(source, &table, findings))
    }

    pub(super) fn read(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Self {
        let by = table.required("by", "WHO", findings);
        Self {
            by: by.and_then(|node| signer::read(source, node, findings)),
            at: read_time(source, table, findings),
        }
    }
}
