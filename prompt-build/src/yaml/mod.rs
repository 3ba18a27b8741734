//! YAML as a small tree in which every node knows its place.
//!
//! Most files are plain: they are read by `everyday`, which is fast in an unoptimised build script
//! and knows each node's place for free. What it does not know for certain it leaves to `full`,
//! which is `serde_yaml`. Both give the same tree; tests hold them to that.

mod everyday;
mod fields;
mod full;
mod mark;
mod node;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use fields::{Table, entries, text, unexpected};
pub use mark::Mark;
pub use node::{Entry, Node, Value};

use crate::report::{Code, Finding, Findings, Place, Source, quoted};

/// Reads one document. `None` where the text is not YAML at all; then the findings say why.
pub fn parse(source: &Arc<Source>, findings: &mut Findings) -> Option<Node> {
    let Some(mut root) = everyday::parse(&source.text) else {
        return parse_full(source, findings);
    };
    refuse_duplicates(source, &mut root, findings);
    Some(root)
}

/// Reads a part of a document that is a list: one item, which stands at `range`. `None` where that
/// takes all of YAML, and so the whole document.
pub fn parse_item(
    source: &Arc<Source>,
    range: &Range<usize>,
    findings: &mut Findings,
) -> Option<Node> {
    let Value::List(items) = everyday::parse_part(&source.text, range)?.value else {
        return None;
    };
    let mut item = items.into_iter().next()?;
    refuse_duplicates(source, &mut item, findings);
    Some(item)
}

/// The same, without trying the fast way first.
pub fn parse_full(source: &Arc<Source>, findings: &mut Findings) -> Option<Node> {
    let documents = match full::parse(&source.text) {
        Ok(documents) => documents,
        Err(error) => {
            findings.push(syntax_finding(source, &error));
            return None;
        }
    };
    if let Some(second) = documents.get(1) {
        let place = Place::new(source, second.mark);
        let message = "unexpected second document, expected one document in a file";
        let help = "remove the line `---` between the two, or move the second to a file of its own"
            .to_owned();
        findings.push(Finding::error(Code::SeveralDocuments, place, message).help(help));
        return None;
    }
    let nothing = Node {
        value: Value::Null,
        mark: Mark::at(0, 0),
    };
    let mut root = documents.into_iter().next().unwrap_or(nothing);
    refuse_duplicates(source, &mut root, findings);
    Some(root)
}

fn syntax_finding(source: &Arc<Source>, error: &full::SyntaxError) -> Finding {
    let is_forbidden = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if let Some((at, odd)) = source.text.char_indices().find(|(_, c)| is_forbidden(*c)) {
        let message = format!(
            "invalid YAML: unexpected control character U+{:04X}",
            u32::from(odd)
        );
        return Finding::error(
            Code::InvalidYaml,
            Place::new(source, Mark::at(at, at)),
            message,
        );
    }
    let place = Place::new(source, Mark::at(error.offset, error.offset));
    Finding::error(Code::InvalidYaml, place, &*error.message)
}

/// YAML leaves duplicate keys to the reader, and most readers let the last one win without a word.
fn refuse_duplicates(source: &Arc<Source>, node: &mut Node, findings: &mut Findings) {
    match &mut node.value {
        Value::List(items) => items
            .iter_mut()
            .for_each(|item| refuse_duplicates(source, item, findings)),
        Value::Map(entries) => {
            for entry in entries.iter_mut() {
                refuse_duplicates(source, &mut entry.value, findings);
            }
            for (position, earlier) in duplicates(entries).into_iter().rev() {
                let key = &entries.remove(position).key;
                let message = format!("duplicate key {}", quoted(&key.value.to_string()));
                let finding =
                    Finding::error(Code::DuplicateKey, Place::new(source, key.mark), message);
                findings.push(finding.related(Place::new(source, earlier), "first given here"));
            }
        }
        _ => {}
    }
}

/// The positions of keys that stand in the map before, each with the place of the first.
fn duplicates(entries: &[Entry]) -> Vec<(usize, Mark)> {
    // Most maps have a handful of keys, and comparing them costs less than hashing them.
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
    let mut first = HashMap::<String, Mark>::with_capacity(entries.len());
    for (position, entry) in entries.iter().enumerate() {
        let earlier = *first
            .entry(entry.key.value.to_string())
            .or_insert(entry.key.mark);
        if earlier != entry.key.mark {
            duplicates.push((position, earlier));
        }
    }
    duplicates
}
