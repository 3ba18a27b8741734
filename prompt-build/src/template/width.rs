//! Limits the width of declarations: some checks compare each name with each.

use std::sync::Arc;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};
use crate::yaml::{Node, Value};

/// The most names, types or choices beside each other.
const WIDEST: usize = 1_000;

/// Reports the first list or mapping that has more entries than are allowed.
pub(super) fn too_wide(source: &Arc<Source>, node: &Node) -> Option<Finding> {
    let message = format!("more than {WIDEST} names, types or values in one place");
    let location = Location::new(source, first_beyond(node)?);
    Some(Finding::error(Code::InvalidSchema, location, message))
}

/// The place after the last of the entries that a mapping or a list may have, if one has more.
fn first_beyond(node: &Node) -> Option<Mark> {
    match &node.value {
        Value::List(items) => {
            let own = items.get(WIDEST).map(|item| item.mark);
            own.or_else(|| items.iter().find_map(first_beyond))
        }
        Value::Map(entries) => {
            let own = entries.get(WIDEST).map(|entry| entry.key.mark);
            own.or_else(|| entries.iter().find_map(|entry| first_beyond(&entry.value)))
        }
        _ => None,
    }
}
