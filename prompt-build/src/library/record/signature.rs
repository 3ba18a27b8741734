use std::sync::Arc;

use super::fields::read_time;
use crate::library::time::Moment;
use crate::report::Findings;
use crate::signer;
use crate::source::{Mark, Source};
use crate::yaml::{Node, Table};

/// A person and a time. A part that could not be read is `None`, and has a finding. A full name may
/// stand beside the person: it is for readers alone.
#[derive(Debug, Clone)]
pub struct Signature {
    pub by: Option<String>,
    /// RFC 3339.
    pub at: Option<String>,
    /// The place of the time, or of the record if it has none.
    pub at_mark: Mark,
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

    /// Returns `true` if both have a time, and this one is the earlier.
    #[must_use]
    pub fn is_before(&self, other: &Self) -> bool {
        let moment = |signature: &Self| signature.at.as_deref().and_then(Moment::parse);
        matches!((moment(self), moment(other)), (Some(own), Some(others)) if own < others)
    }

    pub(super) fn read(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Self {
        let by = table.required("by", "WHO", findings);
        Self {
            by: by.and_then(|node| signer::read(source, node, findings)),
            at: read_time(source, table, findings),
            at_mark: table
                .optional("at")
                .map_or(table.key_mark("at"), |node| node.mark),
        }
    }
}
