use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use prompt_core::vocabulary::{Logging, OutputTokensKey, PromptSource};

use super::freeze::Freeze;
use super::policy::Policy;
use crate::api::ApiSetting;
use crate::parameters::ParameterEntries;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};
use crate::{api, model, parameters};

/// An environment. A setting that could not be read has a placeholder, and a finding that fails the
/// build.
#[derive(Debug)]
pub struct Environment {
    pub name: String,
    pub mark: Mark,
    /// `None` if it could not be read. Releases are then not checked against it.
    pub source: Option<PromptSource>,
    /// Blank if it could not be read.
    pub model: String,
    pub api: ApiSetting,
    /// The key for `max_output_tokens` in the bodies of chat completions, with the range of its name.
    pub output_tokens_key: Option<(OutputTokensKey, Mark)>,
    /// Without those that could not be read.
    pub parameters: ParameterEntries,
    pub logging: Logging,
    /// The most calls in an hour; `None` for no limit.
    pub rate_limit: Option<u32>,
    pub feature_flags: BTreeMap<String, bool>,
    pub policy: Policy,
    /// The time until which it takes no promotions, if it is frozen.
    pub freeze: Option<Freeze>,
}

/// The keys before those of the parameters, and after them.
const KEYS: [&[&str]; 2] = [
    &["prompt_source", "model", api::KEY, api::OUTPUT_TOKENS_KEY],
    &[
        "logging",
        "rate_limit",
        "feature_flags",
        "requires",
        "evidence_days",
        "sign_off",
        "freeze",
    ],
];
const LONGEST_NAME: usize = 64;
/// The feature that is on unless the user turns it off. So it chooses no environment.
pub const DEFAULT_FEATURE: &str = "default";
/// The most missing flags of an environment that are reported.
const MOST_MISSING_FLAGS: usize = 100;

impl Environment {
    /// The keys of an environment.
    pub fn keys() -> Vec<&'static str> {
        let [before, after] = KEYS;
        parameters::keys_between(before, after)
    }

    pub(super) fn read(
        source: &Arc<Source>,
        name: &str,
        mark: Mark,
        node: &Node,
        findings: &mut Findings,
    ) -> Self {
        let mut environment = Self {
            name: name.to_owned(),
            mark,
            source: None,
            model: String::new(),
            api: ApiSetting::default(),
            output_tokens_key: None,
            parameters: ParameterEntries::default(),
            logging: Logging::Structured,
            rate_limit: None,
            feature_flags: BTreeMap::new(),
            policy: Policy::default(),
            freeze: None,
        };
        environment.check_name(source, findings);
        let what = "an environment";
        let keys = Self::keys();
        let hint = parameters::hint_beside_model;
        let table = Table::open_with_hints(source, node, (what, &keys), hint, findings);
        if let Some(table) = table {
            let table = table.named_by(mark);
            environment.read_settings(source, &table, findings);
        }
        environment
    }

    fn read_settings(&mut self, source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) {
        self.source = table
            .required("prompt_source", "local", findings)
            .and_then(|node| read_source(source, node, findings));
        let model = table
            .required("model", "kimi-k2-5", findings)
            .and_then(|node| model::read(source, node, findings));
        self.model = model.unwrap_or_default();
        self.api = api::read(source, table, findings);
        self.output_tokens_key = api::read_output_tokens_key(source, table, findings);
        self.parameters = parameters::read(source, table, findings);
        let logging = table
            .required("logging", "structured", findings)
            .and_then(|node| read_logging(source, node, findings));
        self.logging = logging.unwrap_or(self.logging);
        let rate_limit = table.required("rate_limit", "1000", findings);
        self.rate_limit = rate_limit.and_then(|node| read_rate_limit(source, node, findings));
        let flags = table.optional("feature_flags");
        self.feature_flags = flags
            .map(|node| read_flags(source, node, findings))
            .unwrap_or_default();
        self.policy = Policy::read(source, table, self.source, findings);
        let freeze = table.optional("freeze");
        self.freeze =
            freeze.and_then(|node| Freeze::read(source, node, table.key_mark("freeze"), findings));
    }

    /// Every name must be possible as the name of a cargo feature that chooses the environment.
    fn check_name(&self, source: &Arc<Source>, findings: &mut Findings) {
        let name = &self.name;
        let good = name.len() <= LONGEST_NAME
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-'));
        if !good {
            let message = format!("invalid environment name {}", quoted(name));
            let help = format!(
                "a name begins with a lower-case letter and has lower-case letters, digits, `-` and `_`, at most {LONGEST_NAME} characters"
            );
            let location = Location::new(source, self.mark);
            findings
                .push(Finding::error(Code::InvalidEnvironmentName, location, message).help(help));
        }
        if name == DEFAULT_FEATURE {
            let message = format!("invalid environment name `{name}`");
            let help = "the feature of this name is on unless it is turned off, so it chooses no environment: rename the environment";
            let location = Location::new(source, self.mark);
            findings.push(
                Finding::error(Code::InvalidEnvironmentName, location, message)
                    .help(help.to_owned()),
            );
        }
    }
}

/// Compares the environments: cargo must be able to tell their names apart, and all must declare
/// the same flags.
pub(super) fn compare(source: &Arc<Source>, environments: &[Environment], findings: &mut Findings) {
    for (position, environment) in environments.iter().enumerate() {
        let same =
            |other: &&Environment| feature_name(&other.name) == feature_name(&environment.name);
        if let Some(other) = environments[..position].iter().find(same) {
            let (name, other_name) = (&environment.name, &other.name);
            let message = format!(
                "the environments `{other_name}` and `{name}` map to the same Cargo feature: Cargo treats `-` and `_` alike"
            );
            let location = Location::new(source, environment.mark);
            let finding = Finding::error(Code::AmbiguousEnvironmentName, location, message);
            findings
                .push(finding.related(Location::new(source, other.mark), "the other environment"));
        }
    }
    let mut flags = Vec::<(&String, &Environment)>::new();
    let mut known = BTreeSet::new();
    for owner in environments {
        for flag in owner.feature_flags.keys() {
            if known.insert(flag.clone()) {
                flags.push((flag, owner));
            }
        }
    }
    for environment in environments {
        let lacks = |(flag, _): &&(&String, _)| !environment.feature_flags.contains_key(*flag);
        for (flag, owner) in flags.iter().filter(lacks).take(MOST_MISSING_FLAGS) {
            let (name, owner) = (&environment.name, &owner.name);
            let message =
                format!("`{name}` lacks the feature flag `{flag}`, which `{owner}` declares");
            let location = Location::new(source, environment.mark);
            let help = format!("add `{flag}: false` under `feature_flags` of `{name}`");
            findings.push(Finding::error(Code::MissingFlag, location, message).help(help));
        }
    }
}

/// The name as cargo spells it in `CARGO_FEATURE_…`.
pub fn feature_name(name: &str) -> String {
    name.to_ascii_uppercase().replace('-', "_")
}

fn read_source(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<PromptSource> {
    let text = yaml::text(source, node, "`prompt_source`", findings)?;
    let parsed = PromptSource::from_spelling(text);
    if parsed.is_none() {
        let known = PromptSource::ALL.iter().map(|source| source.as_str());
        let known = known.collect::<Vec<_>>();
        let what = "prompt source";
        findings.push(unknown_word(
            source,
            node,
            Code::UnknownSource,
            what,
            text,
            &known,
        ));
    }
    parsed
}

fn read_logging(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Logging> {
    let text = yaml::text(source, node, "`logging`", findings)?;
    let parsed = Logging::from_spelling(text);
    if parsed.is_none() {
        let known = Logging::ALL.iter().map(|level| level.as_str());
        let known = known.collect::<Vec<_>>();
        let what = "logging level";
        findings.push(unknown_word(
            source,
            node,
            Code::UnknownLogging,
            what,
            text,
            &known,
        ));
    }
    parsed
}

fn unknown_word(
    source: &Arc<Source>,
    node: &Node,
    code: Code,
    what: &str,
    word: &str,
    known: &[&str],
) -> Finding {
    let message = format!(
        "unknown {what} {}, expected `{}`",
        quoted(word),
        known.join("`, `")
    );
    Finding::error(code, Location::new(source, node.mark), message)
        .help(did_you_mean(word, known.iter().copied()))
}

fn read_rate_limit(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<u32> {
    let limit = match node.value {
        Value::Null => return None,
        Value::Integer(number) => u32::try_from(number).ok().filter(|limit| *limit > 0),
        Value::Float(_) => None,
        _ => {
            findings.push(yaml::unexpected(
                source,
                node,
                "a number or `null` for `rate_limit`",
            ));
            return None;
        }
    };
    if limit.is_none() {
        let value = quoted(&node.value.to_string());
        let message = format!(
            "invalid rate limit {value}, expected a whole number from 1 to {}",
            u32::MAX
        );
        let help = "the limit counts calls per hour; `null` is no limit".to_owned();
        findings.push(
            Finding::error(
                Code::InvalidRateLimit,
                Location::new(source, node.mark),
                message,
            )
            .help(help),
        );
    }
    limit
}

fn read_flags(
    source: &Arc<Source>,
    node: &Node,
    findings: &mut Findings,
) -> BTreeMap<String, bool> {
    let mut flags = BTreeMap::new();
    if node.value == Value::Null {
        return flags;
    }
    for entry in yaml::entries(source, node, "`feature_flags`", findings).unwrap_or_default() {
        let Value::Text(name) = &entry.key.value else {
            continue;
        };
        if name.is_empty()
            || !name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        {
            let message = format!("invalid feature flag name {}", quoted(name));
            let help = "a name has letters, digits, `_`, `-` and `.`".to_owned();
            let location = Location::new(source, entry.key.mark);
            findings.push(Finding::error(Code::InvalidFlagName, location, message).help(help));
            continue;
        }
        let Value::Bool(value) = entry.value.value else {
            findings.push(yaml::unexpected(
                source,
                &entry.value,
                "`true` or `false` for a feature flag",
            ));
            // The flag still counts as declared, so that the mistake has one finding, not two.
            flags.insert(name.clone(), false);
            continue;
        };
        flags.insert(name.clone(), value);
    }
    flags
}
