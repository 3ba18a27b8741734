//! The parameters of a model, which environments, pins and prompt files set.

mod hints;
mod inexact;

use std::fmt;
use std::sync::Arc;

use prompt_core::js::{Json, Number};
use prompt_core::parameters::{Kind, Mismatch, NESTED, Parameter, Parameters, Place, TABLE};

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Entry, Node, Table, Value};
use hints::hint_nested;
pub use hints::{hint_beside_model, hint_in_file};
pub use inexact::{HELP as INEXACT_HELP, changed_numbers, exact_number, inexact_numbers};

/// An entry for a parameter in an environment, a pin or a prompt file.
#[derive(Debug, Clone)]
pub struct ParameterEntry {
    /// `None` for `null`: the parameter is not sent, whatever the levels below say.
    pub value: Option<Json>,
    /// The place of the value.
    pub mark: Mark,
    /// The places of the keys of a mapping, and of the mappings in it, by their paths. Keys within a
    /// path that is longer than any path of the body are left out.
    pub keys: Vec<(String, Mark)>,
}

/// Compares what is said, wherever it stands.
impl PartialEq for ParameterEntry {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// Writes the value, or `null`.
impl fmt::Display for ParameterEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => value.fmt(f),
            None => f.write_str("null"),
        }
    }
}

/// The parameters that an environment, a pin or a prompt file mentions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParameterEntries {
    pub readable: Parameters<ParameterEntry>,
    /// The names of those whose entries have a finding: an invalid value, a misspelt name, or the
    /// wrong place.
    pub unreadable: Vec<&'static str>,
}

impl ParameterEntries {
    fn names(&self, name: &str) -> bool {
        self.readable.get(name).is_some() || self.unreadable.contains(&name)
    }
}

/// Returns the values of those that have one.
pub fn values_of(given: &ParameterEntries) -> Parameters {
    let values = given.readable.iter();
    values
        .filter_map(|(parameter, given)| Some((parameter, given.value.clone()?)))
        .collect()
}

/// The parameters in a sentence: with their values, or that there are none.
pub fn in_words(parameters: &Parameters) -> String {
    let shown = parameters.to_string();
    if shown.is_empty() {
        return "no parameters".to_owned();
    }
    shown
}

/// The keys for parameters in an environment, a pin or evidence, between the other keys.
pub fn keys_between(before: &[&'static str], after: &[&'static str]) -> Vec<&'static str> {
    let own = Place::TopLevel.rows().map(|row| row.name).chain([NESTED]);
    [before.to_vec(), own.collect(), after.to_vec()].concat()
}

/// Reads the parameters of an environment or a pin.
pub fn read(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> ParameterEntries {
    let mut given = ParameterEntries::default();
    for parameter in Place::TopLevel.rows() {
        if let Some(node) = table.optional(parameter.name) {
            set(source, parameter, node, &mut given, findings);
        }
    }
    let nested = table.optional(NESTED);
    if let Some(node) = nested.filter(|node| node.value != Value::Null) {
        read_nested(source, node, &mut given, findings);
    }
    add_meant(table, &mut given);
    given
}

/// Adds the parameters that unknown keys were probably meant to be.
fn add_meant(table: &Table<'_>, given: &mut ParameterEntries) {
    for parameter in TABLE {
        if table.is_meant(parameter.name) && !given.names(parameter.name) {
            given.unreadable.push(parameter.name);
        }
    }
}

/// Reads the parameters of a record, which has only those that were sent.
pub fn read_recorded(
    source: &Arc<Source>,
    table: &Table<'_>,
    findings: &mut Findings,
) -> Parameters {
    let given = read(source, table, findings);
    let nulls = given.readable.iter();
    for (parameter, given) in nulls.filter(|(_, given)| given.value.is_none()) {
        let message = format!(
            "unexpected null for `{}`: a record has only the parameters that were sent",
            parameter.name
        );
        let place = Location::new(source, given.mark);
        findings.push(Finding::error(Code::UnexpectedType, place, message));
    }
    values_of(&given)
}

fn read_nested(
    source: &Arc<Source>,
    node: &Node,
    given: &mut ParameterEntries,
    findings: &mut Findings,
) {
    let rows = Place::Nested.rows();
    let names = rows.map(|row| row.name).collect::<Vec<_>>();
    let what = ("`parameters`", names.as_slice());
    let Some(table) = Table::open_with_hints(source, node, what, hint_nested, findings) else {
        return;
    };
    for parameter in Place::Nested.rows() {
        if let Some(node) = table.optional(parameter.name) {
            set(source, parameter, node, given, findings);
        }
    }
    add_meant(&table, given);
}

/// Reads the parameters in the `config` of a prompt file, and returns the keys that name none.
pub fn read_config<'a>(
    source: &Arc<Source>,
    entries: &'a [Entry],
    findings: &mut Findings,
) -> (ParameterEntries, Vec<&'a Node>) {
    let (mut given, mut others) = (ParameterEntries::default(), Vec::new());
    for entry in entries {
        let Value::Text(key) = &entry.key.value else {
            continue;
        };
        let Some(parameter) = TABLE.iter().find(|row| row.is_named_in_file(key)) else {
            others.push(&entry.key);
            continue;
        };
        if given.names(parameter.name) {
            let name = quoted(parameter.name);
            let message = format!("{name} is set twice, under two names");
            let place = Location::new(source, entry.key.mark);
            findings.push(Finding::error(Code::DuplicateKey, place, message));
        }
        set(source, parameter, &entry.value, &mut given, findings);
    }
    (given, others)
}

/// Sets a parameter to the value of a node, or reports the node.
fn set(
    source: &Arc<Source>,
    parameter: &'static Parameter,
    node: &Node,
    given: &mut ParameterEntries,
    findings: &mut Findings,
) {
    let mark = node.mark;
    if node.value == Value::Null {
        let entry = ParameterEntry {
            value: None,
            mark,
            keys: Vec::new(),
        };
        given.readable.set(parameter, entry);
        return;
    }
    // Texts stay texts: that of a stop sequence may look like a number.
    let has_numbers = matches!(parameter.kind, Kind::Number { .. } | Kind::Object);
    match parameter.read(&json(node)) {
        Ok(value) if !has_numbers || !inexact::report(source, parameter, node, findings) => {
            let mut keys = Vec::new();
            add_keys(node, "", &mut keys);
            let entry = ParameterEntry {
                value: Some(value),
                mark,
                keys,
            };
            given.readable.set(parameter, entry);
        }
        Err(mismatch) => {
            given.unreadable.push(parameter.name);
            findings.push(finding(source, parameter, node, mismatch));
        }
        Ok(_) => given.unreadable.push(parameter.name),
    }
}

/// The longest path within which keys are kept: those that findings name are shorter.
const LONGEST_PATH: usize = 200;

/// Adds the keys of a mapping, each with the path to it, such as `outer.key`.
fn add_keys(node: &Node, outer: &str, keys: &mut Vec<(String, Mark)>) {
    let Value::Map(entries) = &node.value else {
        return;
    };
    for Entry { key, value } in entries {
        let path = format!("{outer}{}", key.value);
        // Long names within each other would need far more memory than the file has bytes.
        let has_short_path = path.len() < LONGEST_PATH;
        let inner = has_short_path.then(|| format!("{path}."));
        keys.push((path, key.mark));
        if let Some(inner) = inner {
            add_keys(value, &inner, keys);
        }
    }
}

fn finding(
    source: &Arc<Source>,
    parameter: &Parameter,
    node: &Node,
    mismatch: Mismatch,
) -> Finding {
    let name = parameter.name;
    let is_text = |item: &&Node| matches!(item.value, Value::Text(_));
    match (mismatch, &node.value) {
        // Of a list of strings, the first item that is none.
        (Mismatch::Type(_), Value::List(items)) if parameter.kind == Kind::Texts => {
            let item = items.iter().find(|item| !is_text(item)).unwrap_or(node);
            yaml::unexpected(source, item, &format!("a string in `{name}`"))
        }
        (Mismatch::Type(expected), _) => {
            yaml::unexpected(source, node, &format!("{expected} for `{name}`"))
        }
        (Mismatch::Value(reason), _) => {
            let value = match &node.value {
                Value::List(_) | Value::Map(_) => format!("`{name}`"),
                value => format!("{name} {}", quoted(&value.to_string())),
            };
            let message = format!("{value} {reason}");
            Finding::error(code(parameter), Location::new(source, node.mark), message)
        }
    }
}

/// The code for a value of the right type that is not allowed. The temperature has its own, which
/// is older than the table.
fn code(parameter: &Parameter) -> Code {
    match parameter.name {
        "temperature" => Code::InvalidTemperature,
        _ => Code::InvalidParameter,
    }
}

/// The value of a node.
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(value) => Json::Number(Number::from(*value)),
        // Infinity stays a number here: it is out of range, not of another type.
        Value::Float(value) => Json::Number(Number::from(*value)),
        Value::Text(text) => Json::text(text.as_str()),
        Value::List(items) => Json::List(items.iter().map(json).collect()),
        Value::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|entry| (entry.key.value.to_string(), json(&entry.value)));
            Json::Object(entries.collect())
        }
        Value::Null => Json::Null,
    }
}

#[cfg(test)]
mod tests;
