//! Writes values as YAML.

use prompt_core::js::Json;

use crate::yaml::{Entry, Node, Value};

/// The spaces by which a block is indented.
pub(super) const STEP: usize = 2;

/// Words that YAML reads as something else than a text, in one of its versions.
const WORDS: [&str; 9] = ["false", "n", "no", "null", "off", "on", "true", "y", "yes"];

/// Writes a value in one line, with mappings in braces and lists in brackets.
pub(super) fn flow(node: &Node) -> String {
    match &node.value {
        Value::List(items) => {
            let items = items.iter().map(flow).collect::<Vec<_>>();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Map(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", flow(&entry.key), flow(&entry.value));
            let entries = entries.iter().map(entry).collect::<Vec<_>>();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Text(text) => scalar(text, true),
        Value::Float(value) => float(*value),
        value => value.to_string(),
    }
}

/// Returns whether a value can be written as a block of lines.
pub(super) fn is_block(node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if !entries.is_empty())
}

/// Writes a mapping as lines, each after a line end. Lists are written in brackets.
pub(super) fn block(node: &Node, indent: usize) -> String {
    let Value::Map(entries) = &node.value else {
        return flow(node);
    };
    let line = |Entry { key, value }: &Entry| {
        let key = in_block(key);
        let value = if is_block(value) {
            block(value, indent + STEP)
        } else {
            format!(" {}", in_block(value))
        };
        format!("\n{}{key}:{value}", " ".repeat(indent))
    };
    entries.iter().map(line).collect()
}

fn in_block(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => scalar(text, false),
        _ => flow(node),
    }
}

/// Writes a text, in quotes if YAML could read it as something else.
pub(super) fn scalar(text: &str, is_flow: bool) -> String {
    if is_plain(text, is_flow) {
        text.to_owned()
    } else {
        Json::text(text).to_string()
    }
}

/// Returns whether a text means itself without quotes. Some that do are written in quotes.
fn is_plain(text: &str, is_flow: bool) -> bool {
    let is_taken = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ' ' | '(' | ')' | '*' | '-' | '.' | '/' | '?' | '_' | '$')
            || (c == ',' && !is_flow)
    };
    text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '$' | '_'))
        && !text.ends_with(' ')
        && text.chars().all(is_taken)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

fn float(value: f64) -> String {
    if value.is_nan() {
        ".nan".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { ".inf" } else { "-.inf" }.to_owned()
    } else {
        Value::Float(value).to_string()
    }
}
