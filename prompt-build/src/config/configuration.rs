use std::sync::Arc;

use prompt_core::vocabulary::Api;

use super::allowance::Allowance;
use super::environment::{self, Environment};
use super::environment_pin::EnvironmentPin;
use super::personal_data::PersonalPattern;
use super::trust::Trust;
use crate::api::{self, ApiSetting};
use crate::disk::Disk;
use crate::library::prompt_id;
use crate::order;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::review::review;
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// The file `environments.yaml`. A part that could not be read is left out, with a finding.
#[derive(Debug)]
pub struct Config {
    pub source: Arc<Source>,
    pub default_environment: DefaultEnvironment,
    /// The range of the key `environments`.
    pub environments_mark: Mark,
    pub environments: Vec<Environment>,
    /// The folder of a shared library, relative to this file's folder, with its range.
    pub library: Option<(String, Mark)>,
    /// The name of the library, for which people sign.
    pub library_name: Option<String>,
    /// In the order of their ids.
    pub prompts: Vec<Prompt>,
    /// The findings that versions may have, in the order of their prompts.
    pub allowances: Vec<Allowance>,
    /// The forms of personal data that commands look for beside those that they know.
    pub personal_patterns: Vec<PersonalPattern>,
    /// What signatures are checked with.
    pub trust: Trust,
}

/// The environment of a build that names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefaultEnvironment {
    NotGiven,
    /// It could not be read, and a finding says why.
    Invalid,
    Given(usize),
}

/// A prompt with its pins.
#[derive(Debug)]
pub struct Prompt {
    pub id: String,
    pub mark: Mark,
    pub pins: Vec<EnvironmentPin>,
}

/// Each prompt can have a pin for each, and each pair of them is compared.
const MOST_ENVIRONMENTS: usize = 100;

impl Config {
    /// The keys of the file.
    pub const KEYS: &'static [&'static str] = &[
        "allow",
        "default_environment",
        "environments",
        "library",
        "library_name",
        "personal_data",
        "prompts",
    ];

    /// Reads the file, and the file with the keys of those who sign, where an environment asks for
    /// signatures. `None` if the configuration has no environments.
    pub fn open(disk: &Disk, source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let config = Self::read(source, findings)?;
        let name = config.library_name.as_ref();
        let trust = Trust::read(disk, source, &config.environments, name, findings);
        #[cfg(feature = "signatures")]
        for environment in &config.environments {
            trust.check_emergency(source, environment, findings);
        }
        Some(Self { trust, ..config })
    }

    /// Reads the file alone: no signature counts. `None` if it has no environments.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let root = yaml::parse(source, findings)?;
        if root.value == Value::Null {
            let message = "the file is empty, expected `environments` and `prompts`";
            findings.push(Finding::error(
                Code::UnexpectedType,
                Location::file(source),
                message,
            ));
            return None;
        }
        let table = Table::open(source, &root, "the configuration", Self::KEYS, findings)?;
        let environments_node = table.required("environments", "", findings)?;
        let environments = read_environments(source, environments_node, findings)?;
        let default_environment = match table.optional("default_environment") {
            Some(node) => read_default_environment(source, node, &environments, findings),
            None if table.is_meant("default_environment") => DefaultEnvironment::Invalid,
            None => DefaultEnvironment::NotGiven,
        };
        let library = table
            .optional("library")
            .and_then(|node| read_library(source, node, findings));
        let prompts = table
            .required("prompts", "", findings)
            .map(|node| read_prompts(source, node, &environments, findings))
            .unwrap_or_default();
        check_output_tokens_keys(source, &environments, &prompts, findings);
        let allowances = table
            .optional("allow")
            .map(|node| {
                let is_pinned = |id: &str| position_of(&prompts, id).is_some();
                Allowance::read_all(source, node, is_pinned, findings)
            })
            .unwrap_or_default();
        let library_name = table
            .optional("library_name")
            .and_then(|node| read_library_name(source, node, findings));
        let personal_patterns = table
            .optional("personal_data")
            .map(|node| PersonalPattern::read_all(source, node, findings))
            .unwrap_or_default();
        findings.append(review(source));
        Some(Self {
            source: Arc::clone(source),
            default_environment,
            environments_mark: table.key_mark("environments"),
            library,
            prompts,
            allowances,
            environments,
            library_name,
            personal_patterns,
            trust: Trust::default(),
        })
    }

    /// The pin of a prompt in an environment, which is given by its index.
    pub fn pin(&self, id: &str, environment: usize) -> Option<&EnvironmentPin> {
        self.prompt(id)?
            .pins
            .iter()
            .find(|pin| pin.environment == environment)
    }

    /// The index of the environment with this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.environment_names().position(|known| known == name)
    }

    pub fn environment_names(&self) -> impl Iterator<Item = &str> + Clone {
        let environments = self.environments.iter();
        environments.map(|environment| environment.name.as_str())
    }

    /// The prompt with this id.
    pub fn prompt(&self, id: &str) -> Option<&Prompt> {
        position_of(&self.prompts, id).map(|position| &self.prompts[position])
    }

    /// The allowances for a version of a prompt, each with its position.
    pub fn allowances_of<'a>(
        &'a self,
        id: &'a str,
        version: &'a str,
    ) -> impl Iterator<Item = (usize, &'a Allowance)> {
        let first = self
            .allowances
            .partition_point(|allowance| allowance.prompt.as_str() < id);
        let own = self.allowances.iter().enumerate().skip(first);
        own.take_while(move |(_, allowance)| allowance.prompt == id)
            .filter(move |(_, allowance)| allowance.version == version)
    }

    pub fn location(&self, mark: Mark) -> Location {
        Location::new(&self.source, mark)
    }
}

/// The position of a prompt among prompts in the order of their ids.
fn position_of(prompts: &[Prompt], id: &str) -> Option<usize> {
    let found = prompts.binary_search_by(|prompt| prompt.id.as_str().cmp(id));
    found.ok()
}

fn read_environments(
    source: &Arc<Source>,
    node: &Node,
    findings: &mut Findings,
) -> Option<Vec<Environment>> {
    let entries = yaml::entries(source, node, "`environments`", findings)?;
    if let Some(first) = entries.get(MOST_ENVIRONMENTS) {
        let message = format!("more than {MOST_ENVIRONMENTS} environments");
        let location = Location::new(source, first.key.mark);
        findings.push(Finding::error(Code::TooManyEnvironments, location, message));
        return None;
    }
    let environments = entries
        .iter()
        .filter_map(|entry| {
            let Value::Text(name) = &entry.key.value else {
                return None;
            };
            Some(Environment::read(
                source,
                name,
                entry.key.mark,
                &entry.value,
                findings,
            ))
        })
        .collect::<Vec<_>>();
    if environments.is_empty() {
        let message = "no environment, expected at least one under `environments`";
        findings.push(Finding::error(
            Code::NoEnvironments,
            Location::new(source, node.mark),
            message,
        ));
        return None;
    }
    environment::compare(source, &environments, findings);
    Some(environments)
}

fn read_default_environment(
    source: &Arc<Source>,
    node: &Node,
    environments: &[Environment],
    findings: &mut Findings,
) -> DefaultEnvironment {
    let Some(name) = yaml::text(source, node, "`default_environment`", findings) else {
        return DefaultEnvironment::Invalid;
    };
    if let Some(position) = position(environments, name) {
        return DefaultEnvironment::Given(position);
    }
    let location = Location::new(source, node.mark);
    findings.push(unknown_environment(
        name,
        environments,
        location,
        "in `default_environment`",
    ));
    DefaultEnvironment::Invalid
}

/// The index of the environment with this name. A name with capitals, which is an error of its own,
/// matches in lower case as well.
fn position(environments: &[Environment], name: &str) -> Option<usize> {
    // Lengths first: many pins can name an environment that is not there.
    let lower = name.to_ascii_lowercase();
    let is_meant = |environment: &Environment| {
        let meant = &environment.name;
        meant.len() == lower.len() && *meant != lower && meant.to_ascii_lowercase() == lower
    };
    environments
        .iter()
        .position(|environment| environment.name == name || is_meant(environment))
}

/// The path becomes part of a line for cargo, so it must not contain a line end.
fn read_library(
    source: &Arc<Source>,
    node: &Node,
    findings: &mut Findings,
) -> Option<(String, Mark)> {
    let path = yaml::text(source, node, "`library`", findings)?;
    if path.is_empty() || path.chars().any(char::is_control) {
        let message = format!(
            "invalid library {}, expected the path of a folder",
            quoted(path)
        );
        findings.push(Finding::error(
            Code::InvalidLibrary,
            Location::new(source, node.mark),
            message,
        ));
        return None;
    }
    Some((path.to_owned(), node.mark))
}

/// Reads the name that signatures are for.
fn read_library_name(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<String> {
    let name = yaml::text(source, node, "`library_name`", findings)?;
    if let Err(fault) = prompt_id::check(name) {
        let message = format!("invalid name of the library {}: {fault}", quoted(name));
        let location = Location::new(source, node.mark);
        findings.push(Finding::error(Code::InvalidLibrary, location, message));
        return None;
    }
    Some(name.to_owned())
}

fn read_prompts(
    source: &Arc<Source>,
    node: &Node,
    environments: &[Environment],
    findings: &mut Findings,
) -> Vec<Prompt> {
    if node.value == Value::Null {
        return Vec::new();
    }
    let mut prompts = Vec::new();
    for entry in yaml::entries(source, node, "`prompts`", findings).unwrap_or_default() {
        let Value::Text(id) = &entry.key.value else {
            continue;
        };
        if let Err(fault) = prompt_id::check(id) {
            let message = format!("invalid prompt id {}: {fault}", quoted(id));
            let location = Location::new(source, entry.key.mark);
            findings.push(
                Finding::error(Code::InvalidId, location, message).help(prompt_id::suggestion(id)),
            );
            continue;
        }
        let pins = read_pins(source, id, &entry.value, environments, findings);
        prompts.push(Prompt {
            id: id.clone(),
            mark: entry.key.mark,
            pins,
        });
    }
    order::by_text(prompts, |prompt| prompt.id.clone())
}

fn read_pins(
    source: &Arc<Source>,
    id: &str,
    node: &Node,
    environments: &[Environment],
    findings: &mut Findings,
) -> Vec<EnvironmentPin> {
    let mut pins = Vec::new();
    for entry in
        yaml::entries(source, node, &format!("the pins of `{id}`"), findings).unwrap_or_default()
    {
        let Value::Text(name) = &entry.key.value else {
            continue;
        };
        let Some(environment) = position(environments, name) else {
            let location = Location::new(source, entry.key.mark);
            let context = format!("among the pins of `{id}`");
            // Each message has the names of all environments, and further findings are not shown.
            let named = if findings.fill_a_file() {
                &[]
            } else {
                environments
            };
            findings.push(unknown_environment(name, named, location, &context));
            continue;
        };
        pins.extend(EnvironmentPin::read(source, environment, entry, findings));
    }
    pins
}

/// Reports a key of chat completions in an environment whose calls go to other APIs: that of the
/// environment, and those of its pins. An API that could not be read may be the one.
fn check_output_tokens_keys(
    source: &Arc<Source>,
    environments: &[Environment],
    prompts: &[Prompt],
    findings: &mut Findings,
) {
    let is_other =
        |api: ApiSetting| matches!(api, ApiSetting::Set(api) if api != Api::ChatCompletions);
    for (position, environment) in environments.iter().enumerate() {
        let mut pins = prompts.iter().flat_map(|prompt| &prompt.pins);
        let has_pin =
            pins.any(|pin| pin.environment == position && !is_other(pin.api.or(environment.api)));
        if let Some((_, mark)) = environment.output_tokens_key
            && is_other(environment.api)
            && !has_pin
        {
            let api = environment.api.api();
            findings.push(api::unused_output_tokens_key(source, mark, api));
        }
    }
}

/// Reports a name that none of the environments has.
fn unknown_environment(
    name: &str,
    environments: &[Environment],
    location: Location,
    context: &str,
) -> Finding {
    let message = format!("unknown environment {} {context}", quoted(name));
    let finding = Finding::error(Code::UnknownEnvironment, location, message);
    let names = environments
        .iter()
        .map(|environment| environment.name.as_str())
        .collect::<Vec<_>>();
    if names.is_empty() {
        return finding;
    }
    let help = did_you_mean(name, names.iter().copied())
        .unwrap_or_else(|| format!("the environments are `{}`", names.join("`, `")));
    finding.help(help)
}
