//! What a ledger says of a release beyond its text: who published it, what was run on it, who
//! signed it off, where it was pinned, and why it was given up.

mod evidence;
mod given_up;
mod pin_move;
mod sign_off;
mod signature;

pub use evidence::{Evidence, Run};
pub use given_up::GivenUp;
pub use pin_move::Move;
pub use sign_off::SignOff;
pub use signature::Signature;

use std::sync::Arc;

use super::release::read_sha256;
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Source};
use crate::yaml::{self, Node, Table, Value};

/// The items of a list under a key, each read; nothing where there is no such key.
pub(super) fn read_list<T>(
    source: &Arc<Source>,
    table: &Table<'_>,
    key: &str,
    read: impl Fn(&Arc<Source>, &Node, &mut Findings) -> Option<T>,
    findings: &mut Findings,
) -> Vec<T> {
    let items = match table.optional(key).map(|node| (&node.value, node)) {
        None | Some((Value::Null, _)) => &[][..],
        Some((Value::List(items), _)) => items,
        Some((_, node)) => {
            findings.push(yaml::unexpected(
                source,
                node,
                &format!("a list for `{key}`"),
            ));
            &[]
        }
    };
    items
        .iter()
        .filter_map(|item| read(source, item, findings))
        .collect()
}

/// The text under a key, which must be there and say something.
fn required_text(
    source: &Arc<Source>,
    table: &Table<'_>,
    key: &str,
    findings: &mut Findings,
) -> Option<String> {
    let node = table.required(key, findings)?;
    let text = yaml::text(source, node, &format!("`{key}`"), findings)?;
    if text.trim().is_empty() {
        findings.push(Finding::error(
            Code::MissingKey,
            Location::new(source, node.mark),
            format!("`{key}` is blank"),
        ));
        return None;
    }
    Some(text.to_owned())
}
