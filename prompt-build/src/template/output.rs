//! Reads `output` of a front matter: the form of the answer.

use std::sync::Arc;

use prompt_core::js::Json;

use super::schema;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// The form of an answer: JSON.
#[derive(Debug, Clone)]
pub struct Output {
    /// The JSON Schema of the answer. `None` for a JSON object of any form.
    pub schema: Option<Json>,
    /// The place of the schema, or else of the format.
    pub mark: Mark,
}

/// Compares the forms, wherever they stand.
impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        self.schema == other.schema
    }
}

const KEYS: &[&str] = &["format", "schema"];
const FORMATS: [&str; 2] = ["json", "text"];

/// Reads the form. Returns `None` for a text.
pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Output> {
    let table = Table::open(source, node, "`output`", KEYS, findings)?;
    let format = table.optional("format").filter(|node| is_given(node));
    let word = format.and_then(|node| read_format(source, node, findings));
    let schema = table.optional("schema").filter(|node| is_given(node));
    match (word, schema) {
        (Some("text"), Some(node)) => {
            let message = "a text has no schema";
            let location = Location::new(source, node.mark);
            let help = "write `format: json`, or remove the schema".to_owned();
            findings.push(Finding::error(Code::InvalidOutput, location, message).help(help));
            None
        }
        (_, Some(node)) => {
            let schema = schema::json_schema(source, node, findings)?;
            let mark = node.mark;
            if let Some(target) = missing_target(&schema, &schema) {
                let message = format!(
                    "the schema refers to {}, which it does not have",
                    quoted(&target)
                );
                let help = "a reference within the schema has the form `#/$defs/NAME`".to_owned();
                let location = Location::new(source, mark);
                findings.push(Finding::error(Code::InvalidOutput, location, message).help(help));
            }
            Some(Output {
                schema: Some(schema),
                mark,
            })
        }
        (Some("json"), None) => format.map(|node| Output {
            schema: None,
            mark: node.mark,
        }),
        _ => None,
    }
}

/// Returns a reference in a schema that leads nowhere within the whole of it.
fn missing_target(schema: &Json, whole: &Json) -> Option<String> {
    match schema {
        Json::Object(entries) => entries.iter().find_map(|(key, value)| match value {
            Json::Text(target) if key == "$ref" => {
                (!leads_somewhere(target, whole)).then(|| target.clone())
            }
            value => missing_target(value, whole),
        }),
        Json::List(items) => items.iter().find_map(|item| missing_target(item, whole)),
        _ => None,
    }
}

/// Returns whether a reference such as `#/$defs/price` leads to a part of the schema.
fn leads_somewhere(target: &str, whole: &Json) -> bool {
    let Some(pointer) = target.strip_prefix('#') else {
        return false;
    };
    let mut keys = pointer.split('/').skip(1);
    let place = keys.try_fold(whole, |place, key| {
        let name = key.replace("~1", "/").replace("~0", "~");
        Some(place.field(&name)).filter(|inner| **inner != Json::Null)
    });
    place.is_some()
}

fn is_given(node: &Node) -> bool {
    node.value != Value::Null
}

fn read_format<'a>(
    source: &Arc<Source>,
    node: &'a Node,
    findings: &mut Findings,
) -> Option<&'a str> {
    let word = yaml::text(source, node, "`format`", findings)?;
    if FORMATS.contains(&word) {
        return Some(word);
    }
    let message = format!("unknown format {}, expected `json` or `text`", quoted(word));
    let help = did_you_mean(word, FORMATS)
        .unwrap_or_else(|| "`json` with a schema says what the answer has".to_owned());
    let location = Location::new(source, node.mark);
    findings.push(Finding::error(Code::InvalidOutput, location, message).help(help));
    None
}
