//! The key `model`, which environments, pins and prompt files have.

use std::sync::Arc;

use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Source};
use crate::yaml::{self, Node};

pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<String> {
    let text = yaml::text(source, node, "`model`", findings)?;
    if text.trim().is_empty() || text.chars().any(char::is_control) {
        let message = "invalid model, expected a name on one line";
        findings.push(Finding::error(
            Code::InvalidModel,
            Location::new(source, node.mark),
            message,
        ));
        return None;
    }
    Some(text.to_owned())
}
