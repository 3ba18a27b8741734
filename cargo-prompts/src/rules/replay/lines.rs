use std::collections::HashMap;
use std::sync::Arc;

use prompt_build::report::{Code, Finding, Findings};
use prompt_build::review::merge_conflict;
use prompt_build::source::{Location, Mark, Source};
use serde_json::{Map, Value};

use super::declared_names::DeclaredNames;
use super::tokens::tokens;

/// A line with an object on it.
pub struct Line<'a> {
    /// Counted from one.
    pub number: usize,
    /// The offset in the file, in bytes.
    pub start: usize,
    pub text: &'a str,
    pub inputs: Map<String, Value>,
    /// True if an object of the line has a key twice, which is reported.
    pub is_ambiguous: bool,
}

/// Goes through the lines of a dataset that are not blank, one after the other: there may be many.
/// Each line that is not an object, and each duplicate key, is a finding in the masked text.
pub fn for_each_line<'a>(
    source: &'a Source,
    masked: &Arc<Source>,
    findings: &mut Findings,
    mut take: impl FnMut(&Line<'a>, &mut Findings),
) {
    if let Some(conflict) = merge_conflict(masked) {
        findings.push(conflict);
        return;
    }
    let mut start = 0;
    for (position, text) in source.text.split('\n').enumerate() {
        if !text.trim().is_empty()
            && let Some(line) = read_line(masked, (position + 1, start), text, findings)
        {
            take(&line, findings);
        }
        start += text.len() + 1;
    }
}

/// Reads a line with this number and this offset. `None` if it is not an object, which is a finding.
/// Each duplicate key is one, too.
pub fn read_line<'a>(
    masked: &Arc<Source>,
    (number, start): (usize, usize),
    text: &'a str,
    findings: &mut Findings,
) -> Option<Line<'a>> {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(inputs)) => {
            let duplicates = duplicates(masked, start, text);
            let is_ambiguous = !duplicates.is_empty();
            findings.extend(duplicates);
            return Some(Line {
                number,
                start,
                text,
                inputs,
                is_ambiguous,
            });
        }
        Ok(other) => findings.push(no_object(masked, start, &other)),
        Err(error) => findings.push(no_json(masked, start, text, &error)),
    }
    None
}

/// A duplicate key is ambiguous in JSON. The finding does not repeat it, because it may be
/// personal.
fn duplicates(masked: &Arc<Source>, start: usize, text: &str) -> Vec<Finding> {
    let mut first = HashMap::new();
    let mut findings = Vec::new();
    let tokens = tokens(text, &DeclaredNames::default()).into_iter();
    for token in tokens.filter(|token| token.is_key) {
        let location = Location::new(
            masked,
            Mark::at(start + token.raw.start, start + token.raw.end),
        );
        match first.get(&(token.container, token.text.clone())) {
            None => drop(first.insert((token.container, token.text), location)),
            Some(earlier) => {
                let message = "duplicate key in an object";
                let finding = Finding::error(Code::InvalidReplay, location, message);
                findings.push(finding.related(Location::clone(earlier), "first given here"));
            }
        }
    }
    findings
}

fn no_object(masked: &Arc<Source>, start: usize, value: &Value) -> Finding {
    let kind = match value {
        Value::Null => "`null`",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    finding(
        masked,
        start,
        format!("unexpected {kind}, expected an object with the inputs of one call"),
    )
}

fn no_json(masked: &Arc<Source>, start: usize, text: &str, error: &serde_json::Error) -> Finding {
    let message = error.to_string();
    let message = if error.is_eof() {
        "it is cut off"
    } else {
        message.split(" at line ").next().unwrap_or_default()
    };
    let column = if error.is_eof() {
        text.len()
    } else {
        error.column().saturating_sub(1).min(text.len())
    };
    let column = (0..=column)
        .rev()
        .find(|offset| text.is_char_boundary(*offset))
        .unwrap_or_default();
    let help = "write one JSON object a line".to_owned();
    finding(masked, start + column, format!("invalid JSON: {message}")).help(help)
}

fn finding(masked: &Arc<Source>, at: usize, message: String) -> Finding {
    Finding::error(
        Code::InvalidReplay,
        Location::new(masked, Mark::at(at, at)),
        message,
    )
}
