//! Limits the size of all paths: calls, answers and tools are checked and compared by the path of each value,
//! which has the names of all objects around it. A deep schema of a few hundred kilobytes can have
//! gigabytes of paths.

use std::sync::Arc;

use crate::report::{Code, Finding};
use crate::size_limit::{TEMPLATE, mebibytes};
use crate::source::{Location, Source};
use crate::yaml::{Node, Value};

/// Reports a schema whose paths are larger than a prompt may be.
pub(super) fn paths_too_large(source: &Arc<Source>, schema: &Node) -> Option<Finding> {
    TEMPLATE.check(size(schema, 0) as u64).err()?;
    let most = mebibytes(TEMPLATE.bytes);
    let message =
        format!("the names, each with those of the objects around it, are larger than {most} MiB");
    let place = Location::new(source, schema.mark);
    let finding = Finding::error(Code::InvalidSchema, place, message);
    Some(finding.help("declare fewer fields, or objects that are less deep".to_owned()))
}

/// The bytes of the paths in a part of a schema, whose own path has the given number.
fn size(node: &Node, path: usize) -> usize {
    let sizes = |inner: &mut dyn Iterator<Item = usize>| inner.fold(0, usize::saturating_add);
    match &node.value {
        Value::Map(entries) => sizes(&mut entries.iter().map(|entry| {
            let name = match &entry.key.value {
                Value::Text(name) => name.len(),
                _ => 0,
            };
            size(&entry.value, path + ".".len() + name)
        })),
        // An enum has one path.
        Value::List(items) => path.saturating_add(sizes(&mut items.iter().map(|item| {
            let is_part = matches!(item.value, Value::Map(_) | Value::List(_));
            if is_part { size(item, path) } else { 0 }
        }))),
        _ => path,
    }
}
