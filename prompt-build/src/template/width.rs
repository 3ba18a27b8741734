//! Limits the width of declarations, and the length of names: some checks compare each name with each.

use std::sync::Arc;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};
use crate::yaml::{Node, Value};

/// The most names, types or choices beside each other.
const WIDEST: usize = 1_000;
/// The longest name, in bytes. Checks name places within a schema by all names on the way to them.
const LONGEST: usize = 1_000;

/// Reports the first list or mapping that has more entries than are allowed, or the first name that is
/// longer.
pub(super) fn too_wide(source: &Arc<Source>, node: &Node) -> Option<Finding> {
    let finding = |mark, message| {
        let location = Location::new(source, mark);
        Finding::error(Code::InvalidSchema, location, message)
    };
    let wide = first_beyond(node).map(|mark| {
        let message = format!("more than {WIDEST} names, types or values in one place");
        finding(mark, message)
    });
    wide.or_else(|| {
        let message = format!("a name of more than {LONGEST} bytes");
        Some(finding(first_long(node)?, message))
    })
}

/// The place of the first name that is longer than a name may be.
fn first_long(node: &Node) -> Option<Mark> {
    match &node.value {
        Value::List(items) => items.iter().find_map(first_long),
        Value::Map(entries) => entries.iter().find_map(|entry| {
            let is_long = matches!(&entry.key.value, Value::Text(name) if name.len() > LONGEST);
            is_long
                .then_some(entry.key.mark)
                .or_else(|| first_long(&entry.value))
        }),
        _ => None,
    }
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
