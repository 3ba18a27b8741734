//! The tools of a working copy as a release has them: definitions, in place of names of files.

use std::sync::Arc;

use super::list::{ToolKeys, names};
use crate::report::Findings;
use crate::source::{Mark, Source};
use crate::template::schema::inlined;
use crate::template::shared_files::SharedFiles;
use crate::yaml::{self, Entry, Node, Value};

/// Returns the definitions of the tools in files, in the order of their names. The front matter is
/// sound. Names whose definitions stand in the front matter are passed over.
pub(in crate::template) fn released(
    source: &Arc<Source>,
    keys: ToolKeys<'_>,
    shared: &SharedFiles<'_>,
) -> Vec<Node> {
    let mut unsaid = Findings::default();
    let defined = defined_names(keys.definitions);
    let named = names(source, keys, &mut unsaid);
    let in_files = named.iter().filter(|name| !defined.contains(&name.text));
    in_files
        .filter_map(|name| {
            let file = name.file(source, shared, &mut unsaid)?;
            let node = yaml::parse(&file, &mut unsaid)?;
            definition(&file, &node, name.text, shared)
        })
        .collect()
}

fn defined_names(definitions: Option<&Node>) -> Vec<&str> {
    let Some(Node {
        value: Value::List(items),
        ..
    }) = definitions
    else {
        return Vec::new();
    };
    let name = |item| match &entry(item, "name")?.value.value {
        Value::Text(name) => Some(name.as_str()),
        _ => None,
    };
    items.iter().filter_map(name).collect()
}

/// The definition in a file, with its name and without names of schemas.
fn definition(
    file: &Arc<Source>,
    node: &Node,
    name: &str,
    shared: &SharedFiles<'_>,
) -> Option<Node> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let is_given = |entry: &&Entry| entry.value.value != Value::Null;
    let mut written = Vec::new();
    if entry(node, "name").is_none_or(|name| !is_given(&name)) {
        let text = |text: &str| Node {
            value: Value::Text(text.to_owned()),
            mark: Mark::at(0, 0),
        };
        written.push(Entry {
            key: text("name"),
            value: text(name),
        });
    }
    for entry in entries.iter().filter(is_given) {
        let is_input = entry.key.value == Value::Text("inputSchema".to_owned());
        let value = if is_input {
            inlined(file, &entry.value, shared)?
        } else {
            entry.value.clone()
        };
        let key = entry.key.clone();
        written.push(Entry { key, value });
    }
    Some(Node {
        value: Value::Map(written),
        mark: node.mark,
    })
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let is_it = |entry: &&Entry| matches!(&entry.key.value, Value::Text(text) if text == key);
    entries.iter().find(is_it)
}
