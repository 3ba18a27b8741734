//! Values that several records have.

use std::sync::Arc;

use crate::library::time::Moment;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// Reads each item of the list under a key. The list is empty if there is no such key.
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

/// The text under a key, which must be there and not be blank. The key comes with an example of its
/// value.
pub(super) fn required_text(
    source: &Arc<Source>,
    table: &Table<'_>,
    (key, example): (&str, &str),
    findings: &mut Findings,
) -> Option<String> {
    let node = table.required(key, example, findings)?;
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

/// The hash under a key.
pub(in crate::library) fn read_sha256(
    source: &Arc<Source>,
    (key, node): (&str, &Node),
    findings: &mut Findings,
) -> Option<String> {
    let text = yaml::text(source, node, &format!("`{key}`"), findings)?;
    let good = text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !good {
        let message = format!(
            "invalid {key} {}, expected 64 lower-case hexadecimal digits",
            quoted(text)
        );
        let help = "`sha256sum` prints the hash of a file in this form".to_owned();
        let location = Location::new(source, node.mark);
        findings.push(Finding::error(Code::InvalidSha256, location, message).help(help));
    }
    good.then(|| text.to_owned())
}

pub(super) fn read_time(
    source: &Arc<Source>,
    table: &Table<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let text = required_text(source, table, ("at", "2026-10-05T14:00:00Z"), findings)?;
    if Moment::parse(&text).is_some() {
        return Some(text);
    }
    let mark = table.optional("at")?.mark;
    let message = format!(
        "invalid time {}, expected one as in `2026-10-05T14:00:00Z`",
        quoted(&text)
    );
    findings.push(Finding::error(
        Code::InvalidTime,
        Location::new(source, mark),
        message,
    ));
    None
}

/// The place of a key's value, or of the record where it has no such key.
pub(super) fn mark_of(table: &Table<'_>, key: &str) -> Mark {
    table
        .optional(key)
        .map_or(table.key_mark(key), |node| node.mark)
}

/// The text under a key that may be left out.
pub(super) fn optional_text(
    source: &Arc<Source>,
    table: &Table<'_>,
    key: &str,
    findings: &mut Findings,
) -> Option<String> {
    let node = table.optional(key)?;
    yaml::text(source, node, &format!("`{key}`"), findings).map(str::to_owned)
}

/// The texts in the list under a key that may be left out.
pub(super) fn read_texts(
    source: &Arc<Source>,
    table: &Table<'_>,
    key: &str,
    findings: &mut Findings,
) -> Vec<String> {
    let Some(node) = table.optional(key) else {
        return Vec::new();
    };
    let Value::List(items) = &node.value else {
        findings.push(yaml::unexpected(
            source,
            node,
            &format!("a list for `{key}`"),
        ));
        return Vec::new();
    };
    let what = format!("`{key}`");
    let texts = items
        .iter()
        .filter_map(|item| yaml::text(source, item, &what, findings));
    texts.map(str::to_owned).collect()
}

/// The id of the prompt that a record is about, under the key `prompt`.
pub(super) fn read_prompt(
    source: &Arc<Source>,
    table: &Table<'_>,
    findings: &mut Findings,
) -> Option<String> {
    optional_text(source, table, "prompt", findings)
}

/// The hashes in the list under a key.
pub(super) fn read_hashes(
    source: &Arc<Source>,
    table: &Table<'_>,
    key: &str,
    findings: &mut Findings,
) -> Vec<String> {
    let read = |source: &_, node: &_, findings: &mut _| read_sha256(source, (key, node), findings);
    read_list(source, table, key, read, findings)
}
