//! Reads the declarations of a prompt file.

use std::sync::Arc;

use super::config::Config;
use super::inputs::{self, DefaultValue, Inputs};
use super::output::{self, Output};
use super::secret_names::secret_names;
use super::shared_files::SharedFiles;
use super::tools::{self, Tool, ToolKeys};
use super::width::too_wide;
use crate::parameters;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Value};

#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) inputs: Inputs,
    /// The defaults of inputs that no schema declares.
    pub(super) defaults: Vec<DefaultValue>,
    pub(super) output: Option<Output>,
    pub(super) tools: Vec<Tool>,
    pub(super) config: Config,
    /// Keys that have no effect.
    pub(super) warnings: Findings,
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
const IGNORED: [(&str, &str); 5] = [
    ("maxTurns", "the application calls the tools"),
    ("name", "the folder names the prompt"),
    ("returnToolRequests", "the application calls the tools"),
    ("variant", "a variant is a prompt of its own here"),
    ("version", "the ledger has the version"),
];

/// Returns whether the front matter has a key that it may have.
pub fn has_known_key(node: &Node) -> bool {
    let Value::Map(entries) = &node.value else {
        return false;
    };
    let is_known =
        |key: &Node| matches!(&key.value, Value::Text(key) if KEYS.contains(&key.as_str()));
    entries.iter().any(|entry| is_known(&entry.key))
}

pub(super) fn read(
    source: &Arc<Source>,
    node: &Node,
    shared: &SharedFiles<'_>,
    findings: &mut Findings,
) -> FrontMatter {
    let mut front = FrontMatter::default();
    if node.value == Value::Null {
        return front;
    }
    let Some(entries) = yaml::entries(source, node, "the front matter", findings) else {
        return front;
    };
    let mut keys = ToolKeys::default();
    for entry in entries {
        let Value::Text(key) = &entry.key.value else {
            continue;
        };
        let refused =
            || too_wide(source, &entry.value).or_else(|| secret_names(source, &entry.value));
        if let Some(finding) = ["input", "output"]
            .contains(&key.as_str())
            .then(refused)
            .flatten()
        {
            findings.push(finding);
            front.inputs = Inputs::Unreadable;
            continue;
        }
        match key.as_str() {
            "input" => {
                (front.inputs, front.defaults) =
                    inputs::read(source, &entry.value, shared, findings);
            }
            "output" => front.output = output::read(source, &entry.value, shared, findings),
            "tools" => keys.names = Some(&entry.value),
            "toolDefs" => keys.definitions = Some(&entry.value),
            "description" if matches!(entry.value.value, Value::List(_) | Value::Map(_)) => {
                findings.push(yaml::unexpected(
                    source,
                    &entry.value,
                    "a string for `description`",
                ));
            }
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
    front.tools = tools::read(source, keys, shared, &mut front.warnings, findings);
    front
}

/// Warns of a key that Dotprompt has and that has no effect here.
fn ignored(source: &Arc<Source>, key: &str, mark: Mark) -> Option<Finding> {
    let (_, reason) = IGNORED.iter().find(|(ignored, _)| *ignored == key)?;
    let message = format!("`{key}` has no effect: {reason}");
    let location = Location::new(source, mark);
    Some(Finding::warning(Code::IgnoredKey, location, message))
}

/// Returns the help for a key that belongs to a part of the front matter.
fn hint_of_part(key: &str) -> Option<String> {
    match key {
        "schema" => Some("`schema` stands under `input`, or under `output`".to_owned()),
        "default" => Some("`default` stands under `input`".to_owned()),
        _ => None,
    }
}

/// Makes the finding for an unknown key. Keys with a dot are extensions of Dotprompt.
fn unknown_key(source: &Arc<Source>, key: &str, mark: Mark, is_suggested: bool) -> Finding {
    let message = format!("unknown key {} in the front matter", quoted(key));
    let nearest = is_suggested
        .then(|| did_you_mean(key, KEYS.iter().copied()))
        .flatten();
    let hint = hint_of_part(key).or_else(|| parameters::hint_in_file(key, true));
    let help = hint.or(nearest).unwrap_or_else(|| {
        format!(
            "the keys are `{}`; one of your own has a dot in it",
            KEYS.join("`, `")
        )
    });
    Finding::error(Code::UnknownKey, Location::new(source, mark), message).help(help)
}
