//! The parameters of a model, which environments, pins and prompt files set.

use std::sync::Arc;

use prompt_core::js::{Json, Number};
use prompt_core::parameters::{Mismatch, NESTED, Parameter, Parameters, Place, TABLE};

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{self, Node, Table, Value};

/// The keys for parameters in an environment, a pin or evidence, between the other keys.
pub fn keys_between(before: &[&'static str], after: &[&'static str]) -> Vec<&'static str> {
    let nested = names(Place::Nested).next().map(|_| NESTED);
    let parameters = names(Place::TopLevel).chain(nested);
    [before.to_vec(), parameters.collect(), after.to_vec()].concat()
}

/// Reads the parameters of an environment.
pub fn read_all(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Parameters {
    read_table(source, table, findings, |name, findings| {
        table.required(name, findings)
    })
}

/// Reads the parameters of a pin, where each may be left out.
pub fn read_some(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Parameters {
    read_table(source, table, findings, |name, _| table.optional(name))
}

/// Reads the parameters in the `config` of a prompt file. Other keys are none of ours.
pub fn read_config(
    source: &Arc<Source>,
    entries: &[yaml::Entry],
    findings: &mut Findings,
) -> Parameters {
    let mut parameters = Parameters::default();
    for entry in entries {
        let Value::Text(key) = &entry.key.value else {
            continue;
        };
        let Some(parameter) = TABLE.iter().find(|one| one.is_named_in_file(key)) else {
            continue;
        };
        if parameters.get(parameter.name).is_some() {
            let message = format!("{} is set twice, under two names", quoted(parameter.name));
            let place = Location::new(source, entry.key.mark);
            findings.push(Finding::error(Code::DuplicateKey, place, message));
        }
        set(source, parameter, &entry.value, &mut parameters, findings);
    }
    parameters
}

fn read_table<'a>(
    source: &Arc<Source>,
    table: &Table<'a>,
    findings: &mut Findings,
    top_level: impl Fn(&str, &mut Findings) -> Option<&'a Node>,
) -> Parameters {
    let mut parameters = Parameters::default();
    for parameter in at(Place::TopLevel) {
        if let Some(node) = top_level(parameter.name, findings) {
            set(source, parameter, node, &mut parameters, findings);
        }
    }
    let nested = names(Place::Nested).collect::<Vec<_>>();
    let node = table.optional(NESTED).filter(|_| !nested.is_empty());
    let nested = node.and_then(|node| Table::open(source, node, "`parameters`", &nested, findings));
    for parameter in at(Place::Nested) {
        let node = nested
            .as_ref()
            .and_then(|table| table.optional(parameter.name));
        if let Some(node) = node {
            set(source, parameter, node, &mut parameters, findings);
        }
    }
    parameters
}

/// Sets a parameter to the value of a node, or reports the node.
fn set(
    source: &Arc<Source>,
    parameter: &'static Parameter,
    node: &Node,
    parameters: &mut Parameters,
    findings: &mut Findings,
) {
    match parameter.read(&json(node)) {
        Ok(value) => parameters.set(parameter, value),
        Err(mismatch) => findings.push(finding(source, parameter, node, mismatch)),
    }
}

fn finding(
    source: &Arc<Source>,
    parameter: &Parameter,
    node: &Node,
    mismatch: Mismatch,
) -> Finding {
    let name = parameter.name;
    match mismatch {
        Mismatch::Type(expected) => {
            yaml::unexpected(source, node, &format!("{expected} for `{name}`"))
        }
        Mismatch::Value(reason) => {
            let message = format!("{name} {} {reason}", quoted(&node.value.to_string()));
            Finding::error(code(parameter), Location::new(source, node.mark), message)
        }
    }
}

/// The code for a value of the right type that is not allowed. That of the temperature is older
/// than the table.
fn code(parameter: &Parameter) -> Code {
    match parameter.name {
        "temperature" => Code::InvalidTemperature,
        _ => Code::UnexpectedType,
    }
}

/// The value of a node. A mapping is no value of a parameter.
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(value) => Json::Number(Number::from(*value)),
        // Infinity stays a number here: it is out of range, not of another type.
        Value::Float(value) => Json::Number(Number::from(*value)),
        Value::Text(text) => Json::text(text.as_str()),
        Value::List(items) => Json::List(items.iter().map(json).collect()),
        Value::Null | Value::Map(_) => Json::Null,
    }
}

fn at(place: Place) -> impl Iterator<Item = &'static Parameter> {
    TABLE
        .iter()
        .filter(move |parameter| parameter.place == place)
}

fn names(place: Place) -> impl Iterator<Item = &'static str> {
    at(place).map(|parameter| parameter.name)
}
