use std::sync::Arc;

use super::fields::{mark_of, optional_text, read_time};
use crate::report::Findings;
use crate::signer;
use crate::source::{Mark, Source};
use crate::yaml::{Node, Table};

/// A person and a time, and the proof that it was this person. A part that could not be read is
/// `None`, and has a finding. A full name may stand beside the person: it is for readers alone.
#[derive(Debug, Clone)]
pub struct Signature {
    pub by: Option<String>,
    pub name: Option<String>,
    /// The base64 of an SSH signature, if there is one.
    pub ssh: Option<String>,
    /// RFC 3339.
    pub at: Option<String>,
    /// The place of the time, or of the record if it has none.
    pub at_mark: Mark,
}

impl Signature {
    /// The keys of `published`.
    pub const PUBLISHED_KEYS: &'static [&'static str] = &["by", "name", "at"];

    pub fn of_publication(
        source: &Arc<Source>,
        node: &Node,
        findings: &mut Findings,
    ) -> Option<Self> {
        let table = Table::open(source, node, "`published`", Self::PUBLISHED_KEYS, findings)?;
        Some(Self::read(source, &table, findings))
    }

    /// A signature that is not in a ledger yet.
    #[must_use]
    pub fn new(by: &str, at: &str, ssh: &str) -> Self {
        let text = |text: &str| Some(text.to_owned());
        Self {
            by: text(by),
            name: None,
            ssh: text(ssh),
            at: text(at),
            at_mark: Mark::at(0, 0),
        }
    }

    pub(super) fn read(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Self {
        let by = table.required("by", "WHO", findings);
        Self {
            by: by.and_then(|node| signer::read(source, node, findings)),
            name: optional_text(source, table, "name", findings),
            ssh: optional_text(source, table, "signature", findings),
            at: read_time(source, table, findings),
            at_mark: mark_of(table, "at"),
        }
    }
}
