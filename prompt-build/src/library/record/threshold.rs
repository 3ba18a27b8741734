//! The share of a dataset's cases that must pass.

use std::sync::Arc;

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{Table, Value};

/// Returns `true` if the share of passed cases is at least the threshold. Where there are no cases,
/// nothing has passed.
#[must_use]
pub fn meets(passed: u32, cases: u32, threshold: f64) -> bool {
    cases > 0 && f64::from(passed) / f64::from(cases) >= threshold
}

/// Reads the key `threshold`: a share above 0 and at most 1. Without the key it is 1.
pub fn read_threshold(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> f64 {
    const ALL: f64 = 1.0;
    let Some(node) = table.optional("threshold") else {
        return ALL;
    };
    match node.value {
        Value::Integer(1) => return ALL,
        Value::Float(share) if share > 0.0 && share <= 1.0 => return share,
        _ => {}
    }
    let message = format!(
        "invalid threshold {}, expected the share of the cases that must pass, as in `0.95`",
        quoted(&node.value.to_string())
    );
    let help = "it is above 0 and at most 1; without the key all cases must pass".to_owned();
    let location = Location::new(source, node.mark);
    findings.push(Finding::error(Code::InvalidThreshold, location, message).help(help));
    ALL
}

#[cfg(test)]
mod tests {
    use super::meets;

    /// A share that is written in decimals is met by exactly that share.
    #[test]
    fn a_threshold_is_met_by_its_own_share() {
        for (passed, cases, threshold) in
            [(55, 100, 0.55), (7, 10, 0.7), (29, 100, 0.29), (1, 1, 1.0)]
        {
            assert!(meets(passed, cases, threshold), "{passed} of {cases}");
            assert!(
                !meets(passed - 1, cases, threshold),
                "{passed} - 1 of {cases}"
            );
        }
        assert!(!meets(0, 0, 0.5));
        assert!(!meets(1, 0, 0.5));
    }
}
