//! The golden dataset: `golden.yaml`, a promptfoo test list, or a mapping with such a list under
//! `tests`. A case has inputs for the prompt, and assertions on the model's answer.
//!
//! Supported assertions are judged as promptfoo 0.121 does. Others are kept unchanged for `cargo
//! prompts export promptfoo`, and are errors in a run.

mod assertion;
mod case;
mod comma_separated;
mod comments;
mod expectation;
mod extract;
mod fill;
mod judge;
mod pattern;
mod schema;
#[cfg(test)]
mod tests;
mod tool_call;

use std::sync::Arc;

use prompt_build::hash::sha256;
use prompt_build::library::{read_repeat, read_threshold};
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};
use prompt_build::yaml::{self, Node, Table, Value};
use prompt_core::vocabulary::Api;
use prompt_runtime::UnsupportedMessage;

pub use assertion::{Assertion, KEYS as ASSERTION_KEYS, KINDS, LATENCY};
pub use case::{Case, EXPANSION, KEYS as CASE_KEYS};
pub use extract::objects as json_objects;
pub use judge::{Said, rubrics};

use crate::rules::dataset::{Dataset, OTHER_INPUTS};
use crate::rules::render::Fault;
use crate::rules::rubric::{JUDGE, JudgeKey};

/// Returns the way out for a feature that only promptfoo supports, in an environment with this API.
fn way_out(api: Api) -> &'static str {
    match api {
        Api::ChatCompletions => {
            "run it in promptfoo: `cargo prompts export promptfoo ID --env ENV`, then \
             `cargo prompts test ID --env ENV --evidence FILE`, \
             both with the `--version` that is tested"
        }
        Api::Responses | Api::AnthropicMessages | Api::Gemini => {
            "use another assertion, or name an environment that uses `chat-completions`: \
             promptfoo runs the dataset there alone"
        }
    }
}

/// Reads a list of assertions that are for no case: names of inputs cannot stand in them, and a type
/// that only promptfoo supports is an error.
pub fn read_assertions(
    source: &Arc<Source>,
    node: &Node,
    judge: Option<&JudgeKey>,
    findings: &mut Findings,
) -> Vec<Assertion> {
    let mut unsupported = Vec::new();
    let mut reader = case::CaseReader {
        source,
        has_judge: judge.is_some(),
        is_of_case: false,
        findings,
        unsupported: &mut unsupported,
    };
    let assertions = reader.assertions(node, &[]);
    let help = "use another assertion: promptfoo does not read this file";
    for finding in unsupported {
        findings.push(finding.help(help.to_owned()));
    }
    assertions
}

/// A dataset that was read.
#[derive(Debug)]
pub struct Golden {
    source: Arc<Source>,
    pub cases: Vec<Case>,
    pub dataset: Dataset,
    /// The judge of `llm-rubric`, if the dataset names one.
    pub judge: Option<JudgeKey>,
    /// Assertions that only promptfoo supports.
    unsupported: Vec<Finding>,
}

/// The keys of a dataset that is a mapping.
pub const DATASET_KEYS: &[&str] = &[JUDGE, "repeat", "tests", "threshold"];

impl Golden {
    /// Reads the dataset. `None` if it has errors.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let mut own = Findings::default();
        let mut unsupported = Vec::new();
        let Some(root) = yaml::parse(source, &mut own) else {
            findings.append(own);
            return None;
        };
        let Opened {
            list,
            repeat,
            threshold,
            judge,
        } = opened(source, &root, &mut own);
        let nodes = match list.map(|list| &list.value) {
            None => &[],
            Some(Value::List(nodes)) if !nodes.is_empty() => nodes.as_slice(),
            Some(Value::List(_) | Value::Null) => {
                let message = "no cases, expected a list with at least one";
                own.push(Finding::error(
                    Code::InvalidGolden,
                    Location::file(source),
                    message,
                ));
                &[]
            }
            Some(_) => {
                own.push(yaml::unexpected(
                    source,
                    list.unwrap_or(&root),
                    "a list of cases",
                ));
                &[]
            }
        };
        let mut reader = case::CaseReader {
            source,
            has_judge: judge.is_some(),
            is_of_case: true,
            findings: &mut own,
            unsupported: &mut unsupported,
        };
        let cases = nodes
            .iter()
            .filter_map(|node| reader.case(node))
            .collect::<Vec<_>>();
        let is_sound = !own.has_errors();
        findings.append(own);
        let dataset = Dataset {
            sha256: sha256(&source.text),
            repeat,
            threshold,
            judge: cases
                .iter()
                .any(|case| !case.rubrics().is_empty())
                .then(|| judge.as_ref().map(|judge| judge.id.clone()))
                .flatten(),
        };
        is_sound.then_some(Self {
            source: Arc::clone(source),
            cases,
            dataset,
            judge,
            unsupported,
        })
    }

    /// The findings about assertions that only promptfoo supports, for a run with this API.
    pub fn unsupported(&self, api: Api) -> Findings {
        let mut findings = Findings::default();
        for finding in self.unsupported.iter().cloned() {
            findings.push(finding.help(way_out(api).to_owned()));
        }
        findings
    }

    /// The judge, if an assertion needs one.
    pub fn needed_judge(&self) -> Option<&JudgeKey> {
        let judge = self.judge.as_ref();
        judge.filter(|_| self.dataset.judge.is_some())
    }

    /// Warnings of the cases that assert nothing: any answer would pass them. A run refuses them.
    pub fn without_assertions(&self) -> Findings {
        let mut findings = Findings::default();
        for case in self.cases.iter().filter(|case| case.assertions.is_empty()) {
            let location = Location::new(&self.source, case.mark);
            let help = "add `assert` with what every good answer has: `cargo prompts test` takes no case without it".to_owned();
            let message = "a case without `assert`, which any answer would pass";
            findings.push(Finding::warning(Code::InvalidGolden, location, message).help(help));
        }
        findings
    }

    /// The finding for inputs that the prompt does not take.
    pub fn input_error(&self, case: &Case, fault: Fault) -> Finding {
        let mark = fault.input.as_deref().and_then(|name| case.mark_of(name));
        let missing = fault.input.filter(|_| mark.is_none());
        let addition = missing.map(|name| format!("add `{name}: …` under `vars`"));
        Finding::error(
            Code::InvalidInput,
            Location::new(&self.source, mark.unwrap_or(case.vars_mark)),
            fault.message,
        )
        .help(fault.help.or(addition))
    }

    /// The finding for a case, counted from one, that makes a message which the API does not take.
    pub fn unsupported_message(&self, number: usize, unsupported: &UnsupportedMessage) -> Finding {
        let case = number.checked_sub(1).and_then(|at| self.cases.get(at));
        let location = match case {
            Some(case) => Location::new(&self.source, case.vars_mark),
            None => Location::file(&self.source),
        };
        Finding::error(Code::UnsupportedMessage, location, unsupported.to_string())
            .help(OTHER_INPUTS.to_owned())
    }
}

/// A dataset whose cases are not read yet.
struct Opened<'a> {
    /// `None` if a mapping has no list.
    list: Option<&'a Node>,
    repeat: u32,
    threshold: f64,
    judge: Option<JudgeKey>,
}

/// The list of cases, the number of calls for each, and the share of them that must pass.
fn opened<'a>(source: &'a Arc<Source>, root: &'a Node, findings: &mut Findings) -> Opened<'a> {
    let plain = |list| Opened {
        list,
        repeat: 1,
        threshold: 1.0,
        judge: None,
    };
    let Value::Map(entries) = &root.value else {
        return plain(Some(root));
    };
    // A single case that lacks its hyphen is no dataset with unknown keys.
    let is_known =
        |key: &Node| matches!(&key.value, Value::Text(key) if DATASET_KEYS.contains(&key.as_str()));
    if !entries.iter().any(|entry| is_known(&entry.key)) {
        return plain(Some(root));
    }
    let Some(table) = Table::open(source, root, "a golden dataset", DATASET_KEYS, findings) else {
        return plain(None);
    };
    Opened {
        repeat: read_repeat(source, &table, findings),
        threshold: read_threshold(source, &table, findings),
        judge: JudgeKey::read(source, &table, findings),
        list: table.required("tests", "[]", findings),
    }
}
