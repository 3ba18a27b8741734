//! YAML as a small tree in which every node has its range in the text.
//!
//! Most files keep to a small part of YAML. `fast_subset` reads them four times as fast as `full`,
//! in a build script compiled without optimisation; `full` reads all others. Both return the same
//! tree, and tests compare them.

mod fast_subset;
mod fields;
mod full;
mod node;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

pub use fields::{KeyHint, Table, entries, text, unexpected};
pub use node::{Entry, Node, Value};

use crate::order;
use crate::report::{Code, Finding, Findings, quoted};
use crate::review::merge_conflict;
use crate::source::{Location, Mark, Source};

/// Reads one document. `None` if the text is not YAML; then a finding says why.
pub fn parse(source: &Arc<Source>, findings: &mut Findings) -> Option<Node> {
    let Some(mut root) = fast_subset::parse(&source.text) else {
        return parse_full(source, findings);
    };
    check_keys(source, &source.text, &mut root, findings)?;
    Some(root)
}

/// Reads the item of a list at `range`. `None` if it is outside the fast subset: then the whole
/// document has to be read.
pub fn parse_item(
    source: &Arc<Source>,
    range: &Range<usize>,
    findings: &mut Findings,
) -> Option<Node> {
    let Value::List(items) = fast_subset::parse_part(&source.text, range)?.value else {
        return None;
    };
    let mut item = items.into_iter().next()?;
    check_keys(source, &source.text[range.clone()], &mut item, findings)?;
    Some(item)
}

/// Returns `true` if [`parse_item`] reads an item and has no findings.
pub fn is_item(source: &Arc<Source>, range: &Range<usize>) -> bool {
    let mut findings = Findings::default();
    parse_item(source, range, &mut findings).is_some() && findings.iter().next().is_none()
}

/// Reads one document as [`parse`] does, without the fast reader.
pub fn parse_full(source: &Arc<Source>, findings: &mut Findings) -> Option<Node> {
    let documents = match full::parse(&source.text) {
        Ok(documents) => documents,
        Err(error) => {
            findings.push(syntax_finding(source, error));
            return None;
        }
    };
    if let Some(second) = documents.get(1) {
        let location = Location::new(source, second.mark);
        let message = "unexpected second document, expected one document in a file";
        let help = "remove the line `---` between the two, or move the second to a file of its own"
            .to_owned();
        findings.push(Finding::error(Code::SeveralDocuments, location, message).help(help));
        return None;
    }
    let nothing = Node {
        value: Value::Null,
        mark: Mark::at(0, 0),
    };
    let mut root = documents.into_iter().next().unwrap_or(nothing);
    check_keys(source, &source.text, &mut root, findings)?;
    Some(root)
}

fn syntax_finding(source: &Arc<Source>, error: full::SyntaxError) -> Finding {
    // What follows the marker of a conflict is no YAML, whatever the reader says of it.
    if let Some(conflict) = merge_conflict(source) {
        return conflict;
    }
    let location = Location::new(source, error.mark);
    // What the reader says can repeat a line.
    if !source.is_shown {
        return Finding::error(Code::InvalidYaml, location, "invalid YAML");
    }
    let message = format!("invalid YAML: {}", error.message);
    let finding = Finding::error(Code::InvalidYaml, location, message);
    error.help.into_iter().fold(finding, Finding::help)
}

/// Reports keys that other readers take for something else, in a tree that was read from this part of
/// the source. Returns `None` after a merge key: without its entries, whatever is said of the rest may
/// be wrong. A document that is one text because of a conflict's markers is no document either.
fn check_keys(
    source: &Arc<Source>,
    part: &str,
    root: &mut Node,
    findings: &mut Findings,
) -> Option<()> {
    if matches!(root.value, Value::Text(_))
        && let Some(conflict) = merge_conflict(source)
    {
        findings.push(conflict);
        return None;
    }
    if part.contains(MERGE_KEY)
        && let Some(mark) = merge_key(source, root)
    {
        let message = "merge keys (`<<`) are not supported";
        let help = "write the keys out, in each place".to_owned();
        let location = Location::new(source, mark);
        findings.push(Finding::error(Code::InvalidYaml, location, message).help(help));
        return None;
    }
    refuse_other_keys(source, root, findings)?;
    refuse_duplicates(source, root, findings);
    Some(())
}

/// Reports keys that are no strings, and removes their entries: as names, `1` and `"1"` would be one
/// key. Returns `None` after a list or a mapping as a key, as in `{{name}}` without quotes: that was
/// no mapping.
fn refuse_other_keys(source: &Arc<Source>, node: &mut Node, findings: &mut Findings) -> Option<()> {
    match &mut node.value {
        Value::List(items) => {
            for item in items {
                refuse_other_keys(source, item, findings)?;
            }
        }
        Value::Map(entries) => {
            for Entry { key, value } in entries.iter_mut() {
                if !matches!(key.value, Value::Text(_)) {
                    findings.push(other_key(source, key));
                }
                if matches!(key.value, Value::List(_) | Value::Map(_)) {
                    return None;
                }
                refuse_other_keys(source, value, findings)?;
            }
            entries.retain(|entry| matches!(entry.key.value, Value::Text(_)));
        }
        _ => {}
    }
    Some(())
}

fn other_key(source: &Arc<Source>, key: &Node) -> Finding {
    let finding = unexpected(source, key, "a string for a key");
    let help = match key.value {
        Value::List(_) | Value::Map(_) => "put a text with braces or brackets in quotes",
        _ => "put the key in quotes",
    };
    finding.help(help.to_owned())
}

/// The key that YAML 1.1 has for the entries of another mapping.
const MERGE_KEY: &str = "<<";

/// Returns the first merge key. In quotes it is a key like any other.
fn merge_key(source: &Source, node: &Node) -> Option<Mark> {
    match &node.value {
        Value::List(items) => items.iter().find_map(|item| merge_key(source, item)),
        Value::Map(entries) => entries.iter().find_map(|Entry { key, value }| {
            let is_merge = matches!(&key.value, Value::Text(text) if text == MERGE_KEY);
            let is_plain = || source.text[key.mark.span()].starts_with(MERGE_KEY);
            if is_merge && is_plain() {
                return Some(key.mark);
            }
            merge_key(source, value)
        }),
        _ => None,
    }
}

/// Reports duplicate keys and removes them. Most readers silently let the last one win.
fn refuse_duplicates(source: &Arc<Source>, node: &mut Node, findings: &mut Findings) {
    match &mut node.value {
        Value::List(items) => items
            .iter_mut()
            .for_each(|item| refuse_duplicates(source, item, findings)),
        Value::Map(entries) => {
            for entry in entries.iter_mut() {
                refuse_duplicates(source, &mut entry.value, findings);
            }
            let duplicates = duplicates(entries);
            for (position, earlier) in &duplicates {
                let key = &entries[*position].key;
                let message = format!("duplicate key {}", quoted(&key.value.to_string()));
                let finding =
                    Finding::error(Code::DuplicateKey, Location::new(source, key.mark), message);
                findings.push(finding.related(Location::new(source, *earlier), "first given here"));
            }
            // One after the other, each removal would move all entries after it.
            let mut removed = duplicates
                .into_iter()
                .map(|(position, _)| position)
                .peekable();
            let mut position = 0;
            entries.retain(|_| {
                position += 1;
                removed.next_if_eq(&(position - 1)).is_none()
            });
        }
        _ => {}
    }
}

/// The positions of duplicate keys, each with the range of the first key.
fn duplicates(entries: &[Entry]) -> Vec<(usize, Mark)> {
    // Most maps have a handful of keys. Comparing each pair of them is faster than sorting.
    const HANDFUL: usize = 12;
    let mut duplicates = Vec::new();
    if entries.len() <= HANDFUL {
        for (position, entry) in entries.iter().enumerate() {
            let first = entries[..position]
                .iter()
                .find(|earlier| earlier.key.value == entry.key.value);
            duplicates.extend(first.map(|first| (position, first.key.mark)));
        }
        return duplicates;
    }
    let keys = entries.iter().map(|entry| entry.key.value.to_string());
    for (first, position) in order::repeated(keys) {
        duplicates.push((position, entries[first].key.mark));
    }
    duplicates
}
