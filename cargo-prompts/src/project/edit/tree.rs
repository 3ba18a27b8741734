//! Places in a text of YAML, found by the build's own reader, and texts put there.

use std::ops::Range;

use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::yaml::{self, Entry, Node, Value};

use super::EditError;

/// Reads a text as a tree in which each node has its place.
pub(super) fn tree(text: &str) -> Result<Node, EditError> {
    let source = Source::new("", text);
    let root = yaml::parse(&source, &mut Findings::default());
    root.ok_or_else(|| EditError::new("not YAML"))
}

/// The entry of a mapping.
pub(super) fn entry<'a>(node: &'a Node, key: &str) -> Option<&'a Entry> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let is_it = |entry: &&Entry| matches!(&entry.key.value, Value::Text(text) if text == key);
    entries.iter().find(is_it)
}

/// Returns the tags and anchors before a value.
fn properties<'a>(text: &'a str, entry: &Entry) -> Vec<&'a str> {
    let key_end = entry.key.mark.span().end;
    let start = entry.value.mark.span().start.max(key_end);
    let lines = text[key_end..end_of_line(text, start)].lines();
    let lines = lines.map(|line| line.split(" #").next().unwrap_or_default());
    let firsts = lines.flat_map(|line| {
        let words = line.split([' ', ':']).filter(|word| !word.is_empty());
        words.take_while(|word| word.starts_with(['!', '&']))
    });
    firsts.collect()
}

/// Refuses a value that has a tag: the editor of YAML does not know any.
pub(super) fn refuse_tag(text: &str, entry: &Entry) -> Result<(), EditError> {
    let mut properties = properties(text, entry).into_iter();
    match properties.find(|property| property.starts_with('!')) {
        Some(tag) => Err(EditError::new(format!("it has the tag `{tag}`"))),
        None => Ok(()),
    }
}

/// Refuses a list that has a tag or an anchor: with an item in it, it could not be edited again.
pub(super) fn refuse_odd_list(text: &str, entry: &Entry) -> Result<(), EditError> {
    if properties(text, entry).is_empty() {
        return Ok(());
    }
    let key = &text[entry.key.mark.span()];
    Err(EditError::new(format!("`{key}` has a tag or an anchor")))
}

/// Returns `true` for a collection in brackets or braces.
pub(super) fn is_flow(text: &str, node: &Node) -> bool {
    text[node.mark.span()].starts_with(['[', '{'])
}

/// Returns `true` for nothing, `null` and an empty collection.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        _ => false,
    }
}

/// Gives a value to an entry that has an empty one: `lines` below the key, as far as the entry
/// stands in lines, or else `flow` in the place of the value. Comments stay.
pub(super) fn fill(
    text: &str,
    entry: &Entry,
    is_in_flow: bool,
    (lines, flow): (&str, &str),
) -> Result<String, EditError> {
    let key = entry.key.mark.span();
    let value = value_range(text, entry)?;
    let line_end = end_of_line(text, key.end);
    if is_in_flow || value.end > line_end {
        return Ok(in_place(text, value, flow));
    }
    let column = key.start - start_of_line(text, key.start);
    let indent = " ".repeat(column + 2);
    let (before, comment) = (&text[..value.start], text[value.end..line_end].trim_end());
    let before = before.trim_end_matches(' ');
    let lines = lines
        .lines()
        .flat_map(|line| [indent.as_str(), line, "\n"])
        .collect::<String>();
    let after = text[line_end..].strip_prefix('\n').unwrap_or_default();
    Ok(format!("{before}{comment}\n{lines}{after}"))
}

/// Adds an item to a list in brackets that has some: on a line of its own if the last one has.
pub(super) fn with_flow_item(text: &str, last: &Node, item: &str) -> String {
    let Range { start, end } = last.mark.span();
    let line = start_of_line(text, start);
    let line_end = end_of_line(text, end);
    let (margin, rest) = (&text[line..start], &text[end..line_end]);
    let has_comma = rest.trim_start().starts_with(',');
    let others = rest.trim_start().trim_start_matches(',').trim_start();
    let is_alone = margin.trim().is_empty() && (others.is_empty() || others.starts_with('#'));
    let (before, after) = (&text[..end], &text[line_end..]);
    match (is_alone, has_comma) {
        (false, _) => format!("{before}, {item}{rest}{after}"),
        (true, false) => format!("{before},{rest}\n{margin}{item}{after}"),
        (true, true) => format!("{before}{rest}\n{margin}{item},{after}"),
    }
}

/// Adds a key to a mapping in braces that has some.
pub(super) fn with_flow_entry(
    text: &str,
    mapping: &Node,
    entry: &str,
) -> Result<String, EditError> {
    let Value::Map(entries) = &mapping.value else {
        return Err(EditError::new("a mapping was expected"));
    };
    let last = entries.last();
    let last = last.ok_or_else(|| EditError::new("a mapping has no key"))?;
    let (before, after) = text.split_at(value_range(text, last)?.end);
    Ok(format!("{before}, {entry}{after}"))
}

/// Removes an entry of a mapping in braces, with the comma behind it, or else the one before it.
pub(super) fn without_flow_entry(text: &str, entry: &Entry) -> Result<String, EditError> {
    let (before, after) = (
        &text[..entry.key.mark.span().start],
        &text[value_range(text, entry)?.end..],
    );
    if let Some(after) = after.trim_start_matches(' ').strip_prefix(',') {
        return Ok(format!("{before}{}", after.trim_start_matches(' ')));
    }
    let before = before.trim_end_matches(' ');
    let before = before.strip_suffix(',').unwrap_or(before);
    Ok(format!("{before}{after}"))
}

/// Replaces an empty value. A remark within its brackets stays.
fn in_place(text: &str, value: Range<usize>, flow: &str) -> String {
    let old = &text[value.clone()];
    let (before, after) = (&text[..value.start], &text[value.end..]);
    let inner = old.get(1..old.len().saturating_sub(1)).unwrap_or_default();
    if old.starts_with(['[', '{']) && !inner.trim().is_empty() {
        return format!("{before}{}{}{after}", &old[..old.len() - 1], &flow[1..]);
    }
    let space = if before.ends_with(':') { " " } else { "" };
    format!("{before}{space}{flow}{after}")
}

/// The range of a value; after the colon, if there is none.
pub(super) fn value_range(text: &str, entry: &Entry) -> Result<Range<usize>, EditError> {
    let value = entry.value.mark.span();
    let is_written = entry.value.value != Value::Null
        || matches!(&text[value.clone()], "~" | "null" | "Null" | "NULL");
    if is_written {
        return Ok(value);
    }
    let key = entry.key.mark.span().end;
    let blanks = text[key..].len() - text[key..].trim_start().len();
    if !text[key + blanks..].starts_with(':') {
        return Err(EditError::new("a key has no colon"));
    }
    let after = key + blanks + 1;
    Ok(after..after)
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn end_of_line(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |length| at + length)
}
