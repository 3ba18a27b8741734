//! The conditions that an environment sets for releases, beside its prompt source.

use std::sync::Arc;

use super::people::People;
use crate::library::Run;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::signer;
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};
use prompt_core::vocabulary::PromptSource;

/// The optional keys `requires`, `evidence_days` and `sign_off`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// The runs that must have passed on the text. The ledger holds their evidence.
    pub requires: Vec<Run>,
    /// The days after which a run is old: `promote` and `check` warn of it, and a build does not,
    /// because it has no clock.
    pub evidence_days: Option<u32>,
    pub sign_off: Option<SignOffPolicy>,
}

/// The sign-offs that a release needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffPolicy {
    /// The number of people, at least one.
    pub required: usize,
    /// The people who may sign off; everyone if there is no list.
    pub by: Option<People>,
    /// The place of the key `signatures`, if sign-offs must carry SSH signatures.
    pub signatures: Option<Mark>,
    /// The people who may roll back to versions that are signed off, beside those who may sign.
    pub emergency: People,
}

/// The most days until a run is old: ten years.
const MOST_DAYS: u32 = 3650;
impl Policy {
    pub(super) fn read(
        source: &Arc<Source>,
        table: &Table<'_>,
        prompt_source: Option<PromptSource>,
        findings: &mut Findings,
    ) -> Self {
        let takes_working_copies = prompt_source == Some(PromptSource::Local);
        let mut open = |key: &str, what: &str| {
            let node = table.optional(key)?;
            if takes_working_copies {
                let message = format!(
                    "unexpected `{key}` with the source `local`: working copies have no {what}"
                );
                let location = Location::new(source, table.key_mark(key));
                let finding = Finding::error(Code::InvalidRequirement, location, message);
                findings.push(finding.help(
                    "set it in environments with the source `library:draft` or `library:active`".to_owned(),
                ));
            }
            Some(node).filter(|_| !takes_working_copies)
        };
        let (requires, sign_off) = (open("requires", "evidence"), open("sign_off", "sign-off"));
        let days = open("evidence_days", "evidence");
        Self {
            evidence_days: days.and_then(|node| read_days(source, node, findings)),
            requires: requires
                .map(|node| read_requires(source, node, findings))
                .unwrap_or_default(),
            sign_off: sign_off.and_then(|node| SignOffPolicy::read(source, node, findings)),
        }
    }

    /// The number of sign-offs that a release needs under a source.
    pub fn required_sign_offs(&self, source: PromptSource) -> usize {
        let by_source = usize::from(source == PromptSource::LibraryActive);
        self.sign_off
            .as_ref()
            .map_or(by_source, |policy| policy.required)
    }

    /// Returns `true` if sign-offs must carry signatures.
    pub fn asks_for_signatures(&self) -> bool {
        let policy = self.sign_off.as_ref();
        policy.is_some_and(|policy| policy.signatures.is_some())
    }

    /// Returns `true` if only those who sign off, and those under `emergency`, may roll back.
    pub fn says_who_rolls_back(&self) -> bool {
        let policy = self.sign_off.as_ref();
        policy.is_some_and(|policy| {
            policy.signatures.is_some() || !policy.emergency.names().is_empty()
        })
    }

    /// Returns `true` if this person may roll back to versions that are signed off, and may not
    /// sign off.
    pub fn is_for_emergencies(&self, who: &str) -> bool {
        let emergency = self.sign_off.as_ref().map(|policy| &policy.emergency);
        !self.may_sign(who) && emergency.is_some_and(|people| people.contains(who))
    }

    /// Returns `true` if this person may sign off.
    pub fn may_sign(&self, who: &str) -> bool {
        let by = self.sign_off.as_ref().and_then(|policy| policy.by.as_ref());
        by.is_none_or(|people| people.contains(who))
    }
}

impl SignOffPolicy {
    /// The keys of `sign_off`.
    pub const KEYS: &'static [&'static str] = &["by", "emergency", "required", "signatures"];
    /// The keys of `emergency` in it.
    pub const EMERGENCY_KEYS: &'static [&'static str] = &["by"];
    /// The only kind of signatures.
    pub const SIGNATURES: &'static str = "ssh";

    fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "`sign_off`", Self::KEYS, findings)?;
        let by = table
            .optional("by")
            .and_then(|node| read_names(source, node, findings));
        let required_node = table.optional("required");
        let required =
            required_node.map_or(Some(1), |node| read_required(source, node, findings))?;
        let names = by.as_ref().map(People::names);
        let names = names.filter(|names| !names.is_empty());
        if let Some(names) = names.filter(|names| names.len() < required) {
            let message = format!(
                "{required} people must sign, but `by` names only {}",
                names.len()
            );
            let location = Location::new(source, table.key_mark("by"));
            findings.push(Finding::error(
                Code::InvalidSignOffPolicy,
                location,
                message,
            ));
            return None;
        }
        if let (Some(emergency), None) = (table.optional("emergency"), table.optional("by")) {
            let message = "everyone may sign, so `emergency` adds nobody";
            let location = Location::new(source, emergency.mark);
            let finding = Finding::error(Code::InvalidSignOffPolicy, location, message);
            findings.push(finding.help("name those who may sign, under `by`".to_owned()));
        }
        Some(Self {
            required,
            by,
            signatures: read_signatures(source, &table, findings),
            emergency: read_emergency(source, &table, findings),
        })
    }
}

/// The place of the key, if it asks for signatures.
fn read_signatures(
    source: &Arc<Source>,
    table: &Table<'_>,
    findings: &mut Findings,
) -> Option<Mark> {
    const SSH: &str = SignOffPolicy::SIGNATURES;
    let node = table.optional("signatures")?;
    if node.value == Value::Text(SSH.to_owned()) {
        return Some(node.mark);
    }
    let message = format!(
        "unknown kind of signatures {}, expected `{SSH}`",
        quoted(&node.value.to_string())
    );
    let location = Location::new(source, node.mark);
    findings.push(Finding::error(
        Code::InvalidSignOffPolicy,
        location,
        message,
    ));
    None
}

/// The people under `by` in `emergency`.
fn read_emergency(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> People {
    let names = table.optional("emergency").and_then(|node| {
        let table = Table::open(
            source,
            node,
            "`emergency`",
            SignOffPolicy::EMERGENCY_KEYS,
            findings,
        )?;
        let node = table.required("by", "[on-call]", findings)?;
        read_names(source, node, findings)
    });
    names.unwrap_or_default()
}

fn read_requires(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Vec<Run> {
    let Value::List(items) = &node.value else {
        findings.push(yaml::unexpected(source, node, "a list for `requires`"));
        return Vec::new();
    };
    let mut requires = Vec::new();
    for item in items {
        let Some(text) = yaml::text(source, item, "`requires`", findings) else {
            continue;
        };
        let run = Run::parse(text).filter(|run| Run::REQUIRABLE.contains(run));
        match run {
            Some(run) if !requires.contains(&run) => requires.push(run),
            Some(_) => {}
            None => findings.push(unknown_requirement(source, item, text)),
        }
    }
    requires
}

fn unknown_requirement(source: &Arc<Source>, node: &Node, text: &str) -> Finding {
    let known = Run::REQUIRABLE.map(Run::as_str);
    let message = format!(
        "unknown requirement {}, expected `{}`",
        quoted(text),
        known.join("` or `")
    );
    let finding = Finding::error(
        Code::InvalidRequirement,
        Location::new(source, node.mark),
        message,
    );
    finding.help(did_you_mean(text, known))
}

fn read_days(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<u32> {
    let days = match node.value {
        Value::Integer(number) => u32::try_from(number).ok(),
        _ => None,
    };
    let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
    if days.is_none() {
        let message = format!(
            "invalid `evidence_days` {}, expected a number of days from 1 to {MOST_DAYS}",
            quoted(&node.value.to_string())
        );
        let location = Location::new(source, node.mark);
        findings.push(Finding::error(Code::InvalidRequirement, location, message));
    }
    days
}

fn read_required(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<usize> {
    let required = match node.value {
        Value::Integer(number) => usize::try_from(number).ok().filter(|count| *count > 0),
        _ => None,
    };
    if required.is_none() {
        let message = format!(
            "invalid `required` {}, expected the number of people who must sign",
            quoted(&node.value.to_string())
        );
        findings.push(Finding::error(
            Code::InvalidSignOffPolicy,
            Location::new(source, node.mark),
            message,
        ));
    }
    required
}

/// Names of people, each once.
fn read_names(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<People> {
    let Value::List(items) = &node.value else {
        findings.push(yaml::unexpected(source, node, "a list of names for `by`"));
        return None;
    };
    let mut people = People::default();
    for item in items {
        let Some(name) = signer::read(source, item, findings) else {
            continue;
        };
        if !people.add(&name) {
            let message = format!("duplicate name {}", quoted(&name));
            findings.push(Finding::error(
                Code::InvalidSignOffPolicy,
                Location::new(source, item.mark),
                message,
            ));
        }
    }
    Some(people)
}
