use std::collections::BTreeMap;
use std::sync::Arc;

use prompt_build::hash::sha256;
use prompt_build::library::{read_repeat, read_threshold};
use prompt_build::parameters::changed_numbers;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Mark, Source};
use prompt_build::template::{Json, from_yaml};
use prompt_build::yaml::{self, Entry, Node, Table, Value};

use super::form::{ANSWER, RUBRIC};
use crate::rules::dataset::{Dataset, OTHER_INPUTS};
use crate::rules::render::Fault;
use prompt_runtime::UnsupportedMessage;

/// The keys of the file.
pub const DATASET_KEYS: &[&str] = &["cases", "repeat", "threshold"];
/// The keys of a case that every case has, or that are no input of the judge.
pub const CASE_KEYS: &[&str] = &[ANSWER, DESCRIPTION, PASS, RUBRIC];
/// The kind of failure of a verdict that passes an answer which people fail.
pub const FALSE_PASS: &str = "false pass";
/// The kind of failure of a verdict that fails an answer which people pass.
pub const FALSE_FAIL: &str = "false fail";

const DESCRIPTION: &str = "description";
const PASS: &str = "pass";

/// Answers that people have judged: `judge.yaml` beside the prompt of a judge.
#[derive(Debug)]
pub struct LabelledCases {
    source: Arc<Source>,
    pub cases: Vec<LabelledCase>,
    pub dataset: Dataset,
}

/// An answer with the verdict of people.
#[derive(Debug)]
pub struct LabelledCase {
    description: Option<String>,
    mark: Mark,
    /// The inputs of the judge.
    inputs: Vec<(String, Json, Mark)>,
    /// Whether people pass the answer.
    pub is_passed: bool,
}

impl LabelledCase {
    /// The inputs, by name.
    pub fn inputs(&self) -> Vec<(String, Json)> {
        let inputs = self.inputs.iter();
        inputs
            .map(|(name, value, _)| (name.clone(), value.clone()))
            .collect()
    }

    /// The name of the case: its description, or its number counted from one.
    pub fn name(&self, position: usize) -> String {
        let description = self.description.clone();
        description.unwrap_or_else(|| format!("case {}", position + 1))
    }
}

impl LabelledCases {
    /// Reads the file. `None` if it has errors.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let mut own = Findings::default();
        let labelled = yaml::parse(source, &mut own)
            .and_then(|root| Self::of(source, &root, &mut own))
            .filter(|_| !own.has_errors());
        findings.append(own);
        labelled
    }

    fn of(source: &Arc<Source>, root: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, root, "`judge.yaml`", DATASET_KEYS, findings)?;
        let repeat = read_repeat(source, &table, findings);
        let threshold = read_threshold(source, &table, findings);
        let list = table.required("cases", "[]", findings)?;
        let Value::List(nodes) = &list.value else {
            findings.push(yaml::unexpected(source, list, "a list of cases"));
            return None;
        };
        let cases = nodes
            .iter()
            .filter_map(|node| read_case(source, node, findings))
            .collect::<Vec<_>>();
        report_opposites(source, &cases, findings);
        for (is_passed, word) in [(true, "true"), (false, "false")] {
            if cases.iter().all(|case| case.is_passed != is_passed) && !findings.has_errors() {
                let message = format!("no case with `pass: {word}`");
                let help = "label answers that people pass, and others that they fail: a judge that always says the same would agree with one kind alone";
                let location = Location::new(source, list.mark);
                let finding = Finding::error(Code::InvalidJudge, location, message);
                findings.push(finding.help(help.to_owned()));
            }
        }
        Some(Self {
            source: Arc::clone(source),
            cases,
            dataset: Dataset {
                sha256: sha256(&source.text),
                repeat,
                threshold,
                judge: None,
            },
        })
    }

    /// The finding for inputs that the judge does not take.
    pub fn input_error(&self, case: &LabelledCase, fault: Fault) -> Finding {
        let named = fault.input.as_ref();
        let mark = named.and_then(|name| {
            let mut inputs = case.inputs.iter();
            inputs
                .find(|(known, ..)| known == name)
                .map(|(.., mark)| *mark)
        });
        let location = Location::new(&self.source, mark.unwrap_or(case.mark));
        Finding::error(Code::InvalidInput, location, fault.message).help(fault.help)
    }

    /// The finding for a case, counted from one, that makes a message which the API does not take.
    pub fn unsupported_message(&self, number: usize, unsupported: &UnsupportedMessage) -> Finding {
        let case = number.checked_sub(1).and_then(|at| self.cases.get(at));
        let location = case.map_or_else(
            || Location::file(&self.source),
            |case| Location::new(&self.source, case.mark),
        );
        Finding::error(Code::UnsupportedMessage, location, unsupported.to_string())
            .help(OTHER_INPUTS.to_owned())
    }
}

/// Reports cases that people pass and fail alike: whatever the judge says of them, it disagrees with one.
fn report_opposites(source: &Arc<Source>, cases: &[LabelledCase], findings: &mut Findings) {
    let mut labels = BTreeMap::new();
    for case in cases {
        let mut inputs = case.inputs.iter().collect::<Vec<_>>();
        inputs.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let inputs = inputs
            .into_iter()
            .map(|(name, value, _)| format!("{name:?} {value:?}"));
        let first = labels.entry(inputs.collect::<Vec<_>>()).or_insert(case);
        if first.is_passed != case.is_passed {
            let label = |case: &LabelledCase| if case.is_passed { "true" } else { "false" };
            let message = format!(
                "the same case has `pass: {}` here and `pass: {}` before",
                label(case),
                label(first)
            );
            let help =
                "decide for one label, and remove the other case: a judge can agree with one alone";
            let finding = Finding::error(
                Code::InvalidJudge,
                Location::new(source, case.mark),
                message,
            );
            let finding = finding.related(Location::new(source, first.mark), "the first one");
            findings.push(finding.help(help.to_owned()));
        }
    }
}

fn read_case(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<LabelledCase> {
    let entries = yaml::entries(source, node, "a case", findings)?;
    let value = |key: &str| {
        let mut entries = entries.iter();
        entries
            .find(|entry| is_key(entry, key))
            .map(|entry| &entry.value)
    };
    report_missing(source, node, |key| value(key).is_none(), findings);
    for key in [RUBRIC, ANSWER] {
        value(key).and_then(|node| yaml::text(source, node, &format!("`{key}`"), findings));
    }
    let description =
        value(DESCRIPTION).and_then(|node| yaml::text(source, node, "`description`", findings));
    let is_passed = value(PASS).and_then(|node| {
        let Value::Bool(is_passed) = node.value else {
            findings.push(yaml::unexpected(
                source,
                node,
                "`true` or `false` for `pass`",
            ));
            return None;
        };
        Some(is_passed)
    });
    report_changed_numbers(source, node, findings);
    let inputs = entries
        .iter()
        .filter(|entry| !is_key(entry, DESCRIPTION) && !is_key(entry, PASS));
    let inputs = inputs.filter_map(|entry| {
        let Value::Text(name) = &entry.key.value else {
            return None;
        };
        Some((name.clone(), from_yaml(&entry.value), entry.key.mark))
    });
    Some(LabelledCase {
        description: description.map(str::to_owned),
        mark: node.mark,
        inputs: inputs.collect(),
        is_passed: is_passed?,
    })
}

/// Reports the keys that every case has.
fn report_missing(
    source: &Arc<Source>,
    node: &Node,
    is_missing: impl Fn(&str) -> bool,
    findings: &mut Findings,
) {
    for key in [RUBRIC, ANSWER, PASS] {
        if is_missing(key) {
            let message = format!("missing key `{key}` in a case");
            let help = "a case has `rubric`, `answer` and `pass`, the verdict of people";
            let location = Location::new(source, node.mark);
            let finding = Finding::error(Code::MissingKey, location, message);
            findings.push(finding.help(help.to_owned()));
        }
    }
}

/// Reports inputs that would be sent as other numbers.
fn report_changed_numbers(source: &Arc<Source>, node: &Node, findings: &mut Findings) {
    for (mark, clause) in changed_numbers(source, node) {
        let message = format!("an input has {clause}");
        let help = "write a number that 64 bits hold, or a string".to_owned();
        let location = Location::new(source, mark);
        findings.push(Finding::error(Code::InvalidJudge, location, message).help(help));
    }
}

fn is_key(entry: &Entry, key: &str) -> bool {
    matches!(&entry.key.value, Value::Text(text) if text == key)
}
