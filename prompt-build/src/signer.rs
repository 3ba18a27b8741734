//! The names of people in the configuration and in ledgers.

use std::sync::Arc;

use prompt_core::signer::{LONGEST, is_signer};

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{self, Node};

/// Reads a name. Names that only look alike would let one person sign as two.
pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<String> {
    let name = yaml::text(source, node, "a name", findings)?;
    if is_signer(name) {
        return Some(name.to_owned());
    }
    let message = format!(
        "invalid name {}, expected 1 to {LONGEST} letters (a to z), digits and `. _ @ + -`",
        quoted(name)
    );
    let help = "a full name, in any spelling, may stand beside `by` under `name`".to_owned();
    let location = Location::new(source, node.mark);
    findings.push(Finding::error(Code::InvalidSigner, location, message).help(help));
    None
}
