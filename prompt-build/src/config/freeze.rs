use std::sync::Arc;

use crate::library::Moment;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// The time until which an environment takes no promotions: its key `freeze`. A build has no clock, so
/// only commands heed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeze {
    /// The end, as the file has it: a time, or a date, which begins at midnight in UTC.
    pub until: String,
    /// The end.
    pub end: Moment,
    pub reason: String,
    /// The place of the key.
    pub mark: Mark,
}

impl Freeze {
    /// The keys of `freeze`.
    pub const KEYS: &'static [&'static str] = &["until", "reason"];

    /// Reads the value of the key, whose place is given.
    pub(super) fn read(
        source: &Arc<Source>,
        node: &Node,
        mark: Mark,
        findings: &mut Findings,
    ) -> Option<Self> {
        let table = Table::open(source, node, "`freeze`", Self::KEYS, findings)?.named_by(mark);
        let until = table.required("until", "2027-01-04", findings);
        let until = until.and_then(|node| read_until(source, node, findings));
        let reason = table.required("reason", "WHY", findings);
        let reason = reason.and_then(|node| read_reason(source, node, findings));
        let ((until, end), reason) = (until?, reason?);
        Some(Self {
            until,
            end,
            reason,
            mark,
        })
    }

    /// Returns `true` if promotions are refused at this moment.
    #[must_use]
    pub fn holds_at(&self, now: &Moment) -> bool {
        *now < self.end
    }
}

fn read_until(
    source: &Arc<Source>,
    node: &Node,
    findings: &mut Findings,
) -> Option<(String, Moment)> {
    let Value::Text(text) = &node.value else {
        let expected = "a date or a time for `until`";
        findings.push(yaml::unexpected(source, node, expected));
        return None;
    };
    let end = Moment::parse(text).or_else(|| Moment::parse(&format!("{text}T00:00:00Z")));
    if end.is_none() {
        let message = format!(
            "invalid end of a freeze {}, expected a date as in `2027-01-04` or a time as in `2027-01-04T08:00:00Z`",
            quoted(text)
        );
        let help = "a date ends the freeze at its midnight, in UTC".to_owned();
        let location = Location::new(source, node.mark);
        findings.push(Finding::error(Code::InvalidFreeze, location, message).help(help));
    }
    Some((text.clone(), end?))
}

fn read_reason(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<String> {
    let reason = yaml::text(source, node, "`reason`", findings)?;
    if reason.trim().is_empty() {
        let message = "the freeze has no reason";
        let help = "say why: whoever is refused reads it".to_owned();
        let location = Location::new(source, node.mark);
        findings.push(Finding::error(Code::InvalidFreeze, location, message).help(help));
        return None;
    }
    Some(reason.to_owned())
}
