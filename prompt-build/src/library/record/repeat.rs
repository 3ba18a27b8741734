//! The number of calls for each case of a dataset.

use std::sync::Arc;

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{Table, Value};

/// The most calls for a case.
const MOST: u32 = 1000;

/// Reads the key `repeat`: a whole number from 1 to 1000. Without the key it is 1.
pub fn read_repeat(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> u32 {
    const ONCE: u32 = 1;
    let Some(node) = table.optional("repeat") else {
        return ONCE;
    };
    if let Value::Integer(number) = node.value
        && let Ok(repeat) = u32::try_from(number)
        && (ONCE..=MOST).contains(&repeat)
    {
        return repeat;
    }
    let message = format!(
        "invalid repeat {}, expected the number of calls for each case, from 1 to {MOST}",
        quoted(&node.value.to_string())
    );
    let location = Location::new(source, node.mark);
    findings.push(Finding::error(Code::InvalidRepeat, location, message));
    ONCE
}
