use std::sync::Arc;

use super::required_text;
use crate::library::time;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{Node, Table};

/// Who did something, and when. What could not be read is `None`, and has a finding.
#[derive(Debug, Clone)]
pub struct Signature {
    pub by: Option<String>,
    /// RFC 3339.
    pub at: Option<String>,
}

const PUBLISHED_KEYS: &[&str] = &["by", "at"];

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
        let by = required_text(source, table, "by", findings);
        Self {
            by,
            at: read_time(source, table, findings),
        }
    }
}

pub(super) fn read_time(
    source: &Arc<Source>,
    table: &Table<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let text = required_text(source, table, "at", findings)?;
    if time::is_valid(&text) {
        return Some(text);
    }
    let mark = table.optional("at")?.mark;
    let message = format!(
        "invalid time {}, expected one as in `2026-10-05T14:00:00Z`",
        quoted(&text)
    );
    findings.push(Finding::error(
        Code::InvalidTime,
        Location::new(source, mark),
        message,
    ));
    None
}
