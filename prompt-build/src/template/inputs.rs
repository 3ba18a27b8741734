//! Reads `input` of a front matter.

use std::sync::Arc;

use prompt_core::js::Json;

use super::input_name::{check_name, check_names, check_others};
use super::json::from_yaml;
use super::schema::{self, Field, Kind, Schema};
use super::shared_files::SharedFiles;
use crate::parameters::changed_numbers;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// An input of a prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    pub name: String,
    pub schema: Schema,
    /// The location of its declaration or of its first use.
    pub mark: Mark,
    /// `true` if a call must pass it.
    pub is_required: bool,
    /// The value if a call does not pass it.
    pub default: Option<Json>,
}

/// The inputs that a file declares.
#[derive(Debug, Default)]
pub(super) enum Inputs {
    /// The file declares none: they are inferred from their use.
    #[default]
    Inferred,
    Declared(Vec<Input>),
    /// The declaration cannot be read, so uses of inputs are not checked.
    Unreadable,
}

/// The value of an input that a call does not pass.
#[derive(Debug)]
pub(super) struct DefaultValue {
    pub(super) name: String,
    pub(super) mark: Mark,
    pub(super) value: Json,
    value_mark: Mark,
}

const KEYS: &[&str] = &["default", "schema"];

/// Reads `input`: what it declares, and the defaults of inputs that no schema declares.
pub(super) fn read(
    source: &Arc<Source>,
    node: &Node,
    shared: &SharedFiles<'_>,
    findings: &mut Findings,
) -> (Inputs, Vec<DefaultValue>) {
    let Some(table) = Table::open(source, node, "`input`", KEYS, findings) else {
        return (Inputs::Inferred, Vec::new());
    };
    let given = |key| {
        let node = table.optional(key);
        node.filter(|node: &&Node| node.value != Value::Null)
    };
    let defaults = given("default")
        .map(|node| read_defaults(source, node, findings))
        .unwrap_or_default();
    let Some(node) = given("schema") else {
        return (Inputs::Inferred, defaults);
    };
    let Some(schema) = Schema::read(source, node, shared, findings) else {
        return (Inputs::Unreadable, defaults);
    };
    check_others(source, &schema, findings);
    let Kind::Object(fields) = schema.kind else {
        findings.push(not_an_object(source, node));
        return (Inputs::Unreadable, defaults);
    };
    let declared = declare(source, fields, defaults, findings);
    (Inputs::Declared(declared), Vec::new())
}

fn read_defaults(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Vec<DefaultValue> {
    let mut defaults = Vec::new();
    for entry in yaml::entries(source, node, "`default`", findings).unwrap_or_default() {
        let Value::Text(name) = &entry.key.value else {
            continue;
        };
        let inexact = changed_numbers(source, &entry.value);
        if !inexact.is_empty() {
            let report =
                |(mark, clause): (Mark, String)| inexact_default(source, name, mark, &clause);
            findings.extend(inexact.into_iter().map(report));
            continue;
        }
        defaults.push(DefaultValue {
            name: name.clone(),
            mark: entry.key.mark,
            value: from_yaml(&entry.value),
            value_mark: entry.value.mark,
        });
    }
    defaults
}

fn inexact_default(source: &Arc<Source>, name: &str, mark: Mark, clause: &str) -> Finding {
    let message = format!("the default of {} has {clause}", quoted(name));
    let help = "write a number that 64 bits hold, or a string".to_owned();
    Finding::error(Code::InvalidDefault, Location::new(source, mark), message).help(help)
}

fn not_an_object(source: &Arc<Source>, node: &Node) -> Finding {
    let message = "the schema of the input is that of one value, expected names and their types";
    let help = if schema::is_json_schema(node) {
        "a mapping with a keyword such as `type`, `properties` or `anyOf` is read as JSON Schema; an input cannot \
         have these names in Picoschema"
    } else {
        "a call passes inputs by their names: write `schema: { text: string }`"
    };
    Finding::error(
        Code::InvalidSchema,
        Location::new(source, node.mark),
        message,
    )
    .help(help.to_owned())
}

fn declare(
    source: &Arc<Source>,
    fields: Vec<Field>,
    defaults: Vec<DefaultValue>,
    findings: &mut Findings,
) -> Vec<Input> {
    let mut inputs = Vec::new();
    for Field {
        name,
        schema,
        mark,
        is_required,
    } in fields
    {
        check_name(source, &name, mark, "an input", findings);
        check_names(source, &schema, findings);
        inputs.push(Input {
            name,
            schema,
            mark,
            is_required,
            default: None,
        });
    }
    for default in defaults {
        set_default(source, &mut inputs, default, findings);
    }
    inputs
}

fn set_default(
    source: &Arc<Source>,
    inputs: &mut [Input],
    default: DefaultValue,
    findings: &mut Findings,
) {
    let DefaultValue {
        name,
        mark,
        value,
        value_mark,
    } = default;
    let Some(input) = inputs.iter_mut().find(|input| input.name == name) else {
        let shown = quoted(&name);
        let message = format!("a default for {shown}, which the schema does not declare");
        let location = Location::new(source, mark);
        let known = inputs.iter().map(|input| input.name.as_str());
        let help = (!findings.are_many())
            .then(|| did_you_mean(&name, known))
            .flatten();
        findings.push(Finding::error(Code::UndeclaredVariable, location, message).help(help));
        return;
    };
    if !input.schema.admits(&value) {
        let location = Location::new(source, value_mark);
        let finding = ill_typed(&name, &value, &input.schema, location);
        findings.push(finding.related(Location::new(source, input.mark), "declared here"));
    }
    input.is_required = false;
    // A default of nothing is none.
    input.default = Some(value).filter(|value| *value != Json::Null);
}

/// A default that its schema does not admit.
fn ill_typed(name: &str, value: &Json, schema: &Schema, location: Location) -> Finding {
    let name = quoted(name);
    let (message, help) = match (&schema.kind, value) {
        (Kind::Enum(choices), value) => {
            let text = if let Json::Text(text) = value {
                text.clone()
            } else {
                value.to_string()
            };
            let message = format!(
                "the default of {name} is {}, which is not one of the choices",
                quoted(&text)
            );
            (message, Some(schema::nearest_choice(&text, choices)))
        }
        (Kind::Array(_), Json::List(_)) | (Kind::Object(_) | Kind::Map(_), Json::Object(_)) => (
            format!("the default of {name} has not the items or fields that are declared"),
            None,
        ),
        _ => (
            format!(
                "the default of {name} is {}, expected `{}`",
                value.kind(),
                schema.name()
            ),
            None,
        ),
    };
    Finding::error(Code::InvalidDefault, location, message).help(help)
}
