//! The parameters of a model, which environments, pins and prompt files set.

use std::sync::Arc;

use prompt_core::js::{Json, Number};
use prompt_core::parameters::{Mismatch, NESTED, Parameter, Parameters, Place, TABLE};

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{self, Entry, Node, Table, Value};

/// The keys for parameters in an environment, a pin or evidence, between the other keys.
pub fn keys_between(before: &[&'static str], after: &[&'static str]) -> Vec<&'static str> {
    [before.to_vec(), ROWS.keys(), after.to_vec()].concat()
}

/// Reads the parameters of an environment.
pub fn read_all(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Parameters {
    ROWS.read_table(source, table, findings, |row, findings| {
        table.required(row.name, &row.kind.example(), findings)
    })
}

/// Reads the parameters of a pin, where each may be left out.
pub fn read_some(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Parameters {
    ROWS.read_table(source, table, findings, |row, _| table.optional(row.name))
}

/// Reads the parameters in the `config` of a prompt file. Other keys are none of ours.
pub fn read_config(source: &Arc<Source>, entries: &[Entry], findings: &mut Findings) -> Parameters {
    ROWS.read_config(source, entries, findings)
}

/// The rows of a table of parameters. Tests have tables of their own.
struct Rows(&'static [Parameter]);

static ROWS: Rows = Rows(TABLE);

impl Rows {
    fn keys(&self) -> Vec<&'static str> {
        let nested = self.at(Place::Nested).next().map(|_| NESTED);
        let top_level = self.at(Place::TopLevel).map(|parameter| parameter.name);
        top_level.chain(nested).collect()
    }

    fn read_table<'a>(
        &self,
        source: &Arc<Source>,
        table: &Table<'a>,
        findings: &mut Findings,
        top_level: impl Fn(&Parameter, &mut Findings) -> Option<&'a Node>,
    ) -> Parameters {
        let mut parameters = Parameters::default();
        for parameter in self.at(Place::TopLevel) {
            if let Some(node) = top_level(parameter, findings) {
                set(source, parameter, node, &mut parameters, findings);
            }
        }
        if let Some(node) = table.optional(NESTED) {
            self.read_nested(source, node, &mut parameters, findings);
        }
        parameters
    }

    fn read_nested(
        &self,
        source: &Arc<Source>,
        node: &Node,
        parameters: &mut Parameters,
        findings: &mut Findings,
    ) {
        let rows = self.at(Place::Nested).collect::<Vec<_>>();
        // Without such a row the mapping is an unknown key, which is reported as one.
        if rows.is_empty() {
            return;
        }
        let names = rows.iter().map(|row| row.name).collect::<Vec<_>>();
        let Some(table) = Table::open(source, node, "`parameters`", &names, findings) else {
            return;
        };
        for parameter in rows {
            if let Some(node) = table.optional(parameter.name) {
                set(source, parameter, node, parameters, findings);
            }
        }
    }

    fn read_config(
        &self,
        source: &Arc<Source>,
        entries: &[Entry],
        findings: &mut Findings,
    ) -> Parameters {
        let mut parameters = Parameters::default();
        for entry in entries {
            let Value::Text(key) = &entry.key.value else {
                continue;
            };
            let Some(parameter) = self.0.iter().find(|row| row.is_named_in_file(key)) else {
                continue;
            };
            if parameters.get(parameter.name).is_some() {
                let name = quoted(parameter.name);
                let message = format!("{name} is set twice, under two names");
                let place = Location::new(source, entry.key.mark);
                findings.push(Finding::error(Code::DuplicateKey, place, message));
            }
            set(source, parameter, &entry.value, &mut parameters, findings);
        }
        parameters
    }

    fn at(&self, place: Place) -> impl Iterator<Item = &'static Parameter> {
        self.0
            .iter()
            .filter(move |parameter| parameter.place == place)
    }
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

/// The code for a value of the right type that is not allowed. The temperature has its own, which
/// is older than the table.
fn code(parameter: &Parameter) -> Code {
    match parameter.name {
        "temperature" => Code::InvalidTemperature,
        _ => Code::InvalidParameter,
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

#[cfg(test)]
mod tests {
    use prompt_core::parameters::Kind;

    use super::*;

    static ONE: Rows = Rows(&[row("warmth", Place::TopLevel, None)]);
    static TWO: Rows = Rows(&[
        row("warmth", Place::TopLevel, None),
        row("top_share", Place::Nested, Some("topShare")),
    ]);

    const fn row(name: &'static str, place: Place, in_file: Option<&'static str>) -> Parameter {
        Parameter {
            name,
            attribute: None,
            in_file,
            body: name,
            place,
            kind: Kind::Number {
                least: 0.0,
                most: 1.0,
            },
        }
    }

    /// Returns the parameters of an environment, and the findings.
    fn environment(rows: &Rows, text: &str) -> String {
        let mut findings = Findings::default();
        let source = Source::new("environments.yaml", text.to_owned());
        let node = yaml::parse(&source, &mut findings).unwrap();
        let keys = rows.keys();
        let table = Table::open(&source, &node, "an environment", &keys, &mut findings).unwrap();
        let read = rows.read_table(&source, &table, &mut findings, |row, findings| {
            table.required(row.name, &row.kind.example(), findings)
        });
        said(&read, &findings)
    }

    /// Returns the parameters of a file's `config`, and the findings.
    fn config(text: &str) -> String {
        let mut findings = Findings::default();
        let source = Source::new("local.prompt", text.to_owned());
        let node = yaml::parse(&source, &mut findings).unwrap();
        let entries = yaml::entries(&source, &node, "`config`", &mut findings).unwrap();
        said(&TWO.read_config(&source, entries, &mut findings), &findings)
    }

    fn said(read: &Parameters, findings: &Findings) -> String {
        let findings = findings.sorted();
        let messages = findings
            .iter()
            .map(|finding| format!("; {}: {}", finding.code, finding.message));
        format!("{read}{}", messages.collect::<String>())
    }

    #[test]
    fn the_mapping_of_nested_parameters_is_there_where_there_are_any() {
        assert_eq!(ONE.keys(), ["warmth"]);
        assert_eq!(TWO.keys(), ["warmth", "parameters"]);
        let text = "{ warmth: 1, parameters: { top_share: 0.5 } }";
        assert_eq!(environment(&TWO, text), "top_share 0.5, warmth 1");
        assert_eq!(
            environment(&ONE, text),
            "warmth 1; unknown-key: unknown key `parameters` in an environment"
        );
    }

    #[test]
    fn what_is_wrong_in_the_mapping_is_reported() {
        let rows = [
            (
                "{}",
                "; missing-key: missing key `warmth` in an environment",
            ),
            (
                "{ warmth: 0, parameters: { top_shore: 1 } }",
                "warmth 0; unknown-key: unknown key `top_shore` in `parameters`",
            ),
            (
                "{ warmth: 0, parameters: { top_share: 1.5 } }",
                "warmth 0; invalid-parameter: top_share `1.5` is out of range, expected 0.0 to 1.0",
            ),
            (
                "{ warmth: 0, parameters: { top_share: low } }",
                "warmth 0; unexpected-type: unexpected string, expected a number for `top_share`",
            ),
            (
                "{ warmth: 0, parameters: 1 }",
                "warmth 0; unexpected-type: unexpected number, expected a mapping for `parameters`",
            ),
        ];
        for (text, expected) in rows {
            assert_eq!(environment(&TWO, text), expected, "{text}");
        }
    }

    #[test]
    fn a_file_has_either_spelling_and_keys_of_its_own() {
        let rows = [
            ("{ topShare: 0.5, other: [1] }", "top_share 0.5"),
            ("{ top_share: 0.5, warmth: 0 }", "top_share 0.5, warmth 0"),
            (
                "{ topShare: 0.5, top_share: 1 }",
                "top_share 1; duplicate-key: `top_share` is set twice, under two names",
            ),
        ];
        for (text, expected) in rows {
            assert_eq!(config(text), expected, "{text}");
        }
    }
}
