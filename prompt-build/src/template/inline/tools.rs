//! Puts the definitions of the tools that a front matter names into its `toolDefs`.

use std::ops::Range;
use std::sync::Arc;

use super::edit::Edit;
use super::yaml_text::{STEP, block, flow};
use crate::source::{Mark, Source};
use crate::template::shared_files::SharedFiles;
use crate::template::tools::{ToolKeys, released};
use crate::yaml::{Entry, Node, Value};

const NAMES: &str = "tools";
const DEFINITIONS: &str = "toolDefs";

/// The edits of a front matter, and the place of the names that they take away.
pub(super) struct ToolEdits {
    pub(super) edits: Vec<Edit>,
    pub(super) mark: Mark,
}

/// Returns the edits, or `None` if no tool is in a file.
pub(super) fn edits(
    front: &Arc<Source>,
    front_matter: &Node,
    shared: &SharedFiles<'_>,
) -> Option<ToolEdits> {
    let (names, definitions) = (
        entry(front_matter, NAMES)?,
        entry(front_matter, DEFINITIONS),
    );
    let keys = ToolKeys {
        names: Some(&names.value),
        definitions: definitions.map(|entry| &entry.value),
    };
    let released = released(front, keys, shared);
    if released.is_empty() {
        return None;
    }
    let is_flow = front.text[front_matter.mark.span()].starts_with('{');
    let range = names.key.mark.span().start..end(&names.value);
    let whole = |range| Edit {
        range,
        text: if is_flow {
            format!("{DEFINITIONS}: {}", flow_list(&released))
        } else {
            let column = column(front, names.key.mark.span().start);
            format!("{DEFINITIONS}:{}", block_list(&released, column + STEP))
        },
    };
    let edits = match definitions {
        None => vec![whole(range)],
        Some(Entry { key, value }) if value.value == Value::Null => {
            let start = key.mark.span().start;
            let colon = front.text[start..].find(':').unwrap_or_default();
            let range_of_none = start..(start + colon + 1).max(value.mark.span().end);
            vec![whole(range_of_none), removal(front, range)]
        }
        Some(Entry { value, .. }) => {
            vec![insertion(front, value, &released), removal(front, range)]
        }
    };
    let mark = names.key.mark;
    Some(ToolEdits { edits, mark })
}

/// The end of a list: behind its last item, or its bracket.
fn end(list: &Node) -> usize {
    match &list.value {
        Value::List(items) => {
            let behind = items.last().map(|item| item.mark.span().end);
            behind.unwrap_or_default()
        }
        _ => 0,
    }
    .max(list.mark.span().end)
}

/// Puts definitions before those that are there.
fn insertion(front: &Source, list: &Node, released: &[Node]) -> Edit {
    let start = list.mark.span().start;
    let text = &front.text[start..];
    if text.starts_with('[') {
        let is_empty = matches!(&list.value, Value::List(items) if items.is_empty());
        let written = flow_list(released);
        let written = written.trim_matches(['[', ']']);
        return Edit {
            range: start + 1..start + 1,
            text: format!("{written}{}", if is_empty { "" } else { ", " }),
        };
    }
    let column = column(front, start);
    let written = block_list(released, column);
    let indent = format!("\n{}", " ".repeat(column));
    Edit {
        range: start..start,
        text: format!("{}{indent}", written.trim_start_matches(&indent)),
    }
}

/// Takes an entry away, with its line if nothing else is on it.
fn removal(front: &Source, range: Range<usize>) -> Edit {
    let (_, line) = front.line(range.start);
    let rest = &front.text[range.end..];
    let line_end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let is_alone =
        front.text[line..range.start].trim().is_empty() && rest[..line_end].trim().is_empty();
    let range = if is_alone {
        line..range.end + line_end
    } else {
        range
    };
    Edit {
        range,
        text: String::new(),
    }
}

fn flow_list(items: &[Node]) -> String {
    let items = items.iter().map(flow).collect::<Vec<_>>();
    format!("[{}]", items.join(", "))
}

/// Writes items, each after a line end.
fn block_list(items: &[Node], indent: usize) -> String {
    let item = |item: &Node| {
        let text = block(item, indent + STEP);
        let spaces = " ".repeat(indent);
        format!("\n{spaces}- {}", text.trim_start())
    };
    items.iter().map(item).collect()
}

fn column(front: &Source, at: usize) -> usize {
    let (_, line) = front.line(at);
    at - line
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let is_it = |entry: &&Entry| matches!(&entry.key.value, Value::Text(text) if text == key);
    entries.iter().find(is_it)
}
