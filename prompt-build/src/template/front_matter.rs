//! Reads the declarations of a prompt file.

use std::sync::Arc;

use prompt_core::js::Json;
use prompt_core::parameters::TABLE;

use super::json::from_yaml;
use super::output::{self, Output};
use super::schema::{self, Field, Kind, Schema};
use crate::model;
use crate::parameters::{self, GivenParameters};
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

/// The model settings of a file. They precede those of the environment, and follow those of the
/// pin.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    pub model: Option<String>,
    /// The keys of `config` that are in the table of parameters.
    pub parameters: GivenParameters,
    /// Everything under `config`, as JSON.
    pub json: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) inputs: Inputs,
    /// The defaults of inputs that no schema declares.
    pub(super) defaults: Vec<DefaultValue>,
    pub(super) output: Option<Output>,
    pub(super) config: Config,
    /// Keys that have no effect.
    pub(super) warnings: Findings,
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

const KEYS: &[&str] = &[
    "config",
    "description",
    "ext",
    "input",
    "maxTurns",
    "metadata",
    "model",
    "name",
    "output",
    "returnToolRequests",
    "toolDefs",
    "tools",
    "variant",
    "version",
];
/// The keys that have no effect, each with the reason.
const IGNORED: [(&str, &str); 7] = [
    ("maxTurns", "the application calls the tools"),
    ("name", "the folder names the prompt"),
    ("returnToolRequests", "the application calls the tools"),
    ("toolDefs", "tools are not sent yet"),
    ("tools", "tools are not sent yet"),
    ("variant", "a variant is a prompt of its own here"),
    ("version", "the ledger has the version"),
];
/// The most names, types or choices beside each other: each is compared with each.
const WIDEST: usize = 1_000;
const INPUT_KEYS: &[&str] = &["default", "schema"];
/// The argument of every call that is no input: the conversation so far.
pub(super) const HISTORY: &str = "history";
pub(super) const HISTORY_IS_NO_INPUT: &str =
    "`history` cannot name an input: a call passes the conversation so far under this name";

impl Config {
    /// Reads the configuration alone, and ignores errors: they are reported with the template.
    pub fn of_front_matter(source: &Arc<Source>, node: &Node) -> Self {
        let (mut config, mut unsaid) = (Self::default(), Findings::default());
        for entry in
            yaml::entries(source, node, "the front matter", &mut unsaid).unwrap_or_default()
        {
            if let Value::Text(key) = &entry.key.value {
                config.read_key(source, key, &entry.value, &mut unsaid);
            }
        }
        config
    }

    fn read_key(&mut self, source: &Arc<Source>, key: &str, value: &Node, findings: &mut Findings) {
        match key {
            "model" => self.model = model::read(source, value, findings),
            "config" => _ = self.read_config(source, value, findings),
            _ => {}
        }
    }

    /// Reads `config`, and returns a warning for each key that is not sent. A key with a dot is an
    /// extension of Dotprompt, for other readers.
    fn read_config(
        &mut self,
        source: &Arc<Source>,
        node: &Node,
        findings: &mut Findings,
    ) -> Findings {
        let mut warnings = Findings::default();
        if node.value == Value::Null {
            return warnings;
        }
        let entries = yaml::entries(source, node, "`config`", findings).unwrap_or_default();
        let (parameters, others) = parameters::read_config(source, entries, findings);
        self.parameters = parameters;
        self.json = Some(from_yaml(node).to_string());
        for key in others {
            let name = key.value.to_string();
            if !name.contains('.') {
                warnings.push(unsent(source, &name, key.mark));
            }
        }
        warnings
    }
}

pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> FrontMatter {
    let mut front = FrontMatter::default();
    if node.value == Value::Null {
        return front;
    }
    let Some(entries) = yaml::entries(source, node, "the front matter", findings) else {
        return front;
    };
    for entry in entries {
        let Value::Text(key) = &entry.key.value else {
            continue;
        };
        if let ("input" | "output", Some(wide)) = (key.as_str(), too_wide(&entry.value)) {
            let message = format!("more than {WIDEST} names, types or values in one place");
            let location = Location::new(source, wide);
            findings.push(Finding::error(Code::InvalidSchema, location, message));
            front.inputs = Inputs::Unreadable;
            continue;
        }
        match key.as_str() {
            "input" => read_input(source, &entry.value, &mut front, findings),
            "output" => front.output = output::read(source, &entry.value, findings),
            "model" => front.config.read_key(source, key, &entry.value, findings),
            "config" => {
                let warnings = front.config.read_config(source, &entry.value, findings);
                front.warnings.append(warnings);
            }
            key if KEYS.contains(&key) => {
                front.warnings.extend(ignored(source, key, entry.key.mark));
            }
            key if key.contains('.') => {}
            key => {
                let is_suggested = !findings.are_many();
                findings.push(unknown_key(source, key, entry.key.mark, is_suggested));
            }
        }
    }
    front
}

/// The place after the last of the entries that a mapping or a list may have, if one has more.
fn too_wide(node: &Node) -> Option<Mark> {
    match &node.value {
        Value::List(items) => {
            let own = items.get(WIDEST).map(|item| item.mark);
            own.or_else(|| items.iter().find_map(too_wide))
        }
        Value::Map(entries) => {
            let own = entries.get(WIDEST).map(|entry| entry.key.mark);
            own.or_else(|| entries.iter().find_map(|entry| too_wide(&entry.value)))
        }
        _ => None,
    }
}

/// Warns of a key that Dotprompt has and that has no effect here.
fn ignored(source: &Arc<Source>, key: &str, mark: Mark) -> Option<Finding> {
    let (_, reason) = IGNORED.iter().find(|(ignored, _)| *ignored == key)?;
    let message = format!("`{key}` has no effect: {reason}");
    let location = Location::new(source, mark);
    Some(Finding::warning(Code::IgnoredKey, location, message))
}

/// Warns of a key under `config` that names no parameter.
fn unsent(source: &Arc<Source>, key: &str, mark: Mark) -> Finding {
    let message = format!("{} under `config` is not sent to the model", quoted(key));
    let location = Location::new(source, mark);
    let names = TABLE
        .iter()
        .flat_map(|row| [Some(row.name), row.in_file])
        .flatten();
    let help = did_you_mean(key, names).unwrap_or_else(|| {
        "`extra_body` sends what is no parameter; a key for other readers has a dot in it"
            .to_owned()
    });
    Finding::warning(Code::IgnoredKey, location, message).help(help)
}

/// Makes the finding for an unknown key. Keys with a dot are extensions of Dotprompt.
fn unknown_key(source: &Arc<Source>, key: &str, mark: Mark, is_suggested: bool) -> Finding {
    let message = format!("unknown key {} in the front matter", quoted(key));
    let nearest = is_suggested
        .then(|| did_you_mean(key, KEYS.iter().copied()))
        .flatten();
    let is_parameter = TABLE.iter().any(|row| row.is_named_in_file(key));
    let below = is_parameter.then(|| format!("`{key}` stands under `config`"));
    let help = below.or(nearest).unwrap_or_else(|| {
        format!(
            "the keys are `{}`; one of your own has a dot in it",
            KEYS.join("`, `")
        )
    });
    Finding::error(Code::UnknownKey, Location::new(source, mark), message).help(help)
}

fn read_input(source: &Arc<Source>, node: &Node, front: &mut FrontMatter, findings: &mut Findings) {
    let Some(table) = Table::open(source, node, "`input`", INPUT_KEYS, findings) else {
        return;
    };
    let defaults = table
        .optional("default")
        .filter(|node| node.value != Value::Null);
    if let Some(node) = defaults {
        for entry in yaml::entries(source, node, "`default`", findings).unwrap_or_default() {
            let Value::Text(name) = &entry.key.value else {
                continue;
            };
            let (name, value) = (name.clone(), from_yaml(&entry.value));
            front.defaults.push(DefaultValue {
                name,
                mark: entry.key.mark,
                value,
                value_mark: entry.value.mark,
            });
        }
    }
    let Some(node) = table
        .optional("schema")
        .filter(|node| node.value != Value::Null)
    else {
        return;
    };
    let Some(schema) = Schema::read(source, node, findings) else {
        front.inputs = Inputs::Unreadable;
        return;
    };
    check_others(source, &schema, findings);
    let Kind::Object(fields) = schema.kind else {
        findings.push(not_an_object(source, node));
        front.inputs = Inputs::Unreadable;
        return;
    };
    let defaults = std::mem::take(&mut front.defaults);
    front.inputs = Inputs::Declared(declare(source, fields, defaults, findings));
}

fn not_an_object(source: &Arc<Source>, node: &Node) -> Finding {
    let message = "the schema of the input is that of one value, expected names and their types";
    let help = schema::is_json_schema(node).then(|| {
        "a mapping with the key `type` or `properties` is read as JSON Schema; an input cannot have these names in \
         Picoschema"
            .to_owned()
    });
    Finding::error(
        Code::InvalidSchema,
        Location::new(source, node.mark),
        message,
    )
    .help(help)
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

/// Checks the names in an input: each is written in Rust, as an argument of the call or as a field.
fn check_names(source: &Arc<Source>, schema: &Schema, findings: &mut Findings) {
    check_others(source, schema, findings);
    match &schema.kind {
        Kind::Array(inner) | Kind::Map(inner) => check_names(source, inner, findings),
        Kind::Object(fields) => {
            for field in fields {
                check_name(source, &field.name, field.mark, "a field", findings);
                check_names(source, &field.schema, findings);
            }
        }
        _ => {}
    }
}

/// Refuses an input with both names and `(*)`: a Rust value has either fields or keys.
fn check_others(source: &Arc<Source>, schema: &Schema, findings: &mut Findings) {
    let Some(others) = &schema.others else { return };
    let message = "an object has either named fields or `(*)`, found both";
    let help = "declare the object with any keys as an input or a field of its own".to_owned();
    findings.push(
        Finding::error(
            Code::InvalidSchema,
            Location::new(source, others.mark),
            message,
        )
        .help(help),
    );
}

fn check_name(source: &Arc<Source>, name: &str, mark: Mark, what: &str, findings: &mut Findings) {
    let location = || Location::new(source, mark);
    if !is_rust_name(name) {
        let message = format!("{} cannot name {what}", quoted(name));
        let help = "it has to be a name in Rust: letters from a to z, digits and `_`, not a digit first, and not `self`, `super` or `crate`".to_owned();
        findings.push(Finding::error(Code::InvalidName, location(), message).help(help));
    } else if name == HISTORY && what == "an input" {
        findings.push(Finding::error(
            Code::InvalidName,
            location(),
            HISTORY_IS_NO_INPUT,
        ));
    }
}

/// Returns whether a Rust field can have the name. It can be a keyword, as a raw identifier, except
/// for a few.
pub(super) fn is_rust_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let starts_well = bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    starts_well
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !matches!(name, "_" | "self" | "Self" | "super" | "crate")
}
