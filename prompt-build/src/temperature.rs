//! The key `temperature`, the sampling temperature, which environments, pins and prompt files have.

use std::sync::Arc;

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{self, Node, Value};

pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<f64> {
    let number = match node.value {
        // An integer too large for the conversion is out of range in any case.
        Value::Integer(number) => f64::from(i32::try_from(number).unwrap_or(i32::MAX)),
        Value::Float(number) => number,
        _ => {
            findings.push(yaml::unexpected(source, node, "a number for `temperature`"));
            return None;
        }
    };
    if (0.0..=2.0).contains(&number) {
        return Some(number);
    }
    let message = format!(
        "temperature {} is out of range, expected 0.0 to 2.0",
        quoted(&node.value.to_string())
    );
    findings.push(Finding::error(
        Code::InvalidTemperature,
        Location::new(source, node.mark),
        message,
    ));
    None
}
