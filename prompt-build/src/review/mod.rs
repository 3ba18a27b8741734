//! What nobody sees in a review of a text, or nobody should: hidden characters, secrets, and what a
//! merge left behind.

mod hidden_run;
mod merge_conflict;
mod secret;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use merge_conflict::merge_conflict;

use crate::report::Findings;
use crate::source::Source;

/// The most findings of each kind about a file. A text of nothing else would have millions.
const MOST_FINDINGS: usize = 50;

/// The hidden characters of a file. A reader of other rules can take some for the end of a line.
pub fn hidden_characters(source: &Arc<Source>) -> Findings {
    let mut findings = Findings::default();
    findings.extend(hidden_run::findings(source, MOST_FINDINGS));
    findings
}

/// Reviews a file. Its findings are warnings, except for a merge conflict.
pub fn review(source: &Arc<Source>) -> Findings {
    let mut findings = hidden_characters(source);
    findings.extend(secret::findings(source, MOST_FINDINGS));
    findings.extend(merge_conflict(source));
    findings
}
