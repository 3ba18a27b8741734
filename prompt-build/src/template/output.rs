//! Reads `output` of a front matter: the form of the answer.

use std::sync::Arc;

use prompt_core::js::Json;

use super::schema::{AnswerSchema, Pattern};
use super::shared_files::SharedFiles;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// The form of an answer: JSON.
#[derive(Debug, Clone)]
pub struct Output {
    /// The JSON Schema of the answer. `None` for a JSON object of any form.
    pub schema: Option<Json>,
    /// The regular expressions in the schema. A build does not read them.
    pub patterns: Vec<Pattern>,
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
pub(super) fn read(
    source: &Arc<Source>,
    node: &Node,
    shared: &SharedFiles<'_>,
    findings: &mut Findings,
) -> Option<Output> {
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
            let AnswerSchema { json, patterns } =
                AnswerSchema::read(source, node, shared, findings)?;
            Some(Output {
                schema: Some(json),
                patterns,
                mark: node.mark,
            })
        }
        (Some("json"), None) => format.map(|node| Output {
            schema: None,
            patterns: Vec::new(),
            mark: node.mark,
        }),
        _ => None,
    }
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
