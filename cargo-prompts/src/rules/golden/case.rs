//! Reads the cases of the dataset.

use std::sync::Arc;

use prompt_build::parameters::changed_numbers;
use prompt_build::report::{Code, Finding, Findings, did_you_mean, quoted};
use prompt_build::source::{Location, Mark, Source};
use prompt_build::template::{Json, from_yaml};
use prompt_build::yaml::{self, Entry, Node, Value};

use super::{Assertion, fill};

/// Inputs, and what the answer must be like.
#[derive(Debug)]
pub struct Case {
    /// The description in the file, if there is one.
    pub description: Option<String>,
    pub mark: Mark,
    /// The key `vars`, or the case if it has none.
    pub(super) vars_mark: Mark,
    vars: Vec<(String, Json, Mark)>,
    pub assertions: Vec<Assertion>,
    /// The share of the assertions that must hold, above 0.0 up to 1.0; `None` means all.
    pub threshold: Option<f64>,
    /// Keys that only promptfoo supports, unchanged.
    pub others: Vec<(String, Json)>,
    /// The keys of `options` other than `disableVarExpansion`, unchanged.
    pub options: Vec<(String, Json)>,
}

impl Case {
    /// The inputs, by name.
    pub fn vars(&self) -> Vec<(String, Json)> {
        self.vars
            .iter()
            .map(|(name, value, _)| (name.clone(), value.clone()))
            .collect()
    }

    /// The name of the case: its description, or its number counted from one.
    pub fn name(&self, position: usize) -> String {
        self.description
            .clone()
            .unwrap_or_else(|| format!("case {}", position + 1))
    }

    /// Returns true if only promptfoo can judge the case.
    pub fn is_unsupported(&self) -> bool {
        !self.others.is_empty()
            || !self.options.is_empty()
            || self.assertions.iter().any(Assertion::is_unsupported)
    }

    pub(super) fn mark_of(&self, input: &str) -> Option<Mark> {
        self.vars
            .iter()
            .find(|(name, ..)| name == input)
            .map(|(.., mark)| *mark)
    }
}

/// The keys of a case.
pub const KEYS: [&str; 5] = ["assert", "description", "options", "threshold", "vars"];
/// The option that keeps a list among the inputs in one case.
pub const EXPANSION: &str = "disableVarExpansion";

/// Reads cases. Errors go to one list, and keys that only promptfoo knows to another.
pub(super) struct CaseReader<'a> {
    pub(super) source: &'a Arc<Source>,
    /// Whether the dataset names a judge.
    pub(super) has_judge: bool,
    /// `true` if the assertions are those of a case, whose inputs they can name.
    pub(super) is_of_case: bool,
    pub(super) findings: &'a mut Findings,
    pub(super) unsupported: &'a mut Vec<Finding>,
}

impl CaseReader<'_> {
    pub(super) fn case(&mut self, node: &Node) -> Option<Case> {
        let entries = yaml::entries(self.source, node, "a case", self.findings)?;
        let value = |key: &str| {
            entries
                .iter()
                .find(|entry| is_key(entry, key))
                .map(|entry| &entry.value)
        };
        let description = value("description");
        let description = description
            .and_then(|node| yaml::text(self.source, node, "`description`", self.findings));
        let vars = value("vars")
            .map(|node| self.vars(node))
            .unwrap_or_default();
        let vars_key = entries.iter().find(|entry| is_key(entry, "vars"));
        let (options, is_whole) = value("options")
            .map(|node| self.options(node))
            .unwrap_or_default();
        if !is_whole {
            self.refuse_expansion(&vars);
        }
        let assertions = value("assert")
            .map(|node| self.assertions(node, &vars))
            .unwrap_or_default();
        let threshold = value("threshold").and_then(|node| self.threshold(node));
        let others = self.others(entries);
        let description = description.map(str::to_owned);
        Some(Case {
            description,
            mark: node.mark,
            vars_mark: vars_key.map_or(node.mark, |entry| entry.key.mark),
            vars,
            assertions,
            threshold,
            others,
            options,
        })
    }

    fn vars(&mut self, node: &Node) -> Vec<(String, Json, Mark)> {
        if node.value == Value::Null {
            return Vec::new();
        }
        let entries = yaml::entries(self.source, node, "`vars`", self.findings).unwrap_or_default();
        let var = |entry: &Entry| {
            let Value::Text(name) = &entry.key.value else {
                return None;
            };
            Some((name.clone(), from_yaml(&entry.value), entry.key.mark))
        };
        let vars = entries.iter().filter_map(var).collect::<Vec<_>>();
        for (mark, clause) in changed_numbers(self.source, node) {
            let message = format!("an input has {clause}");
            let help = "write a number that 64 bits hold, or a string".to_owned();
            self.report(Code::InvalidGolden, mark, message, Some(help));
        }
        for (name, value, mark) in &vars {
            self.refuse_filling(name, value, *mark);
        }
        vars
    }

    /// Refuses variables that promptfoo would replace before sending. Other braces are plain text.
    fn refuse_filling(&mut self, name: &str, value: &Json, mark: Mark) {
        let Some(text) = fill::filled_by_promptfoo(value) else {
            return;
        };
        let message = format!(
            "{} is {}, which promptfoo would replace",
            quoted(name),
            quoted(text)
        );
        let help = "write its value: `cargo prompts` sends the text unchanged".to_owned();
        self.report(Code::UnsupportedGolden, mark, message, Some(help));
    }

    /// The keys that only promptfoo knows, and whether lists among the inputs stay whole.
    fn options(&mut self, node: &Node) -> (Vec<(String, Json)>, bool) {
        let mut options = Vec::new();
        let mut is_whole = false;
        for entry in
            yaml::entries(self.source, node, "`options`", self.findings).unwrap_or_default()
        {
            if !is_key(entry, EXPANSION) {
                self.unsupported_key(&entry.key, "`options`", &[EXPANSION]);
                options.push((entry.key.value.to_string(), from_yaml(&entry.value)));
            } else if let Value::Bool(value) = entry.value.value {
                is_whole = value;
            } else {
                let finding = yaml::unexpected(
                    self.source,
                    &entry.value,
                    "`true` or `false` for `disableVarExpansion`",
                );
                self.findings.push(finding);
            }
        }
        (options, is_whole)
    }

    /// Refuses a list without `disableVarExpansion`. Here it is one input, but promptfoo would run
    /// a case for each item.
    fn refuse_expansion(&mut self, vars: &[(String, Json, Mark)]) {
        let Some((name, _, mark)) = vars
            .iter()
            .find(|(_, value, _)| matches!(value, Json::List(_)))
        else {
            return;
        };
        let message = format!(
            "{} is a list; promptfoo would run a case for each item",
            quoted(name)
        );
        let help = "add `options: { disableVarExpansion: true }` to the case".to_owned();
        self.report(Code::InvalidGolden, *mark, message, Some(help));
    }

    pub(super) fn assertions(
        &mut self,
        node: &Node,
        vars: &[(String, Json, Mark)],
    ) -> Vec<Assertion> {
        match &node.value {
            Value::Null => Vec::new(),
            Value::List(nodes) => nodes
                .iter()
                .filter_map(|node| self.assertion(node, vars))
                .collect(),
            _ => {
                self.findings
                    .push(yaml::unexpected(self.source, node, "a list for `assert`"));
                Vec::new()
            }
        }
    }

    fn threshold(&mut self, node: &Node) -> Option<f64> {
        let share = match node.value {
            Value::Integer(1) => Some(1.0),
            Value::Float(share) => Some(share),
            Value::Integer(_) => None,
            _ => {
                self.findings.push(yaml::unexpected(
                    self.source,
                    node,
                    "a number for `threshold`",
                ));
                return None;
            }
        };
        let share = share.filter(|share| *share > 0.0 && *share <= 1.0);
        if share.is_none() {
            let value = quoted(&node.value.to_string());
            let message =
                format!("threshold {value} is out of range, expected above 0.0 up to 1.0");
            let help =
                "it is the share of the case's assertions that must pass; without it all must"
                    .to_owned();
            self.report(Code::InvalidGolden, node.mark, message, Some(help));
        }
        share
    }

    fn others(&mut self, entries: &[Entry]) -> Vec<(String, Json)> {
        let mut others = Vec::new();
        for entry in entries {
            let Value::Text(key) = &entry.key.value else {
                continue;
            };
            if !KEYS.contains(&key.as_str()) {
                self.unsupported_key(&entry.key, "a case", &KEYS);
                others.push((key.clone(), from_yaml(&entry.value)));
            }
        }
        others
    }

    /// Reports a key that promptfoo may know. A misspelt key is known to neither.
    pub(super) fn unsupported_key(&mut self, key: &Node, what: &str, known: &[&str]) {
        let name = key.value.to_string();
        let location = Location::new(self.source, key.mark);
        if let Some(help) = did_you_mean(&name, known.iter().copied()) {
            let message = format!("unknown key {} in {what}", quoted(&name));
            self.findings
                .push(Finding::error(Code::UnknownKey, location, message).help(help));
            return;
        }
        let message = format!(
            "only promptfoo supports the key {} in {what}",
            quoted(&name)
        );
        self.unsupported
            .push(Finding::error(Code::UnsupportedGolden, location, message));
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        mark: Mark,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.findings
            .push(Finding::error(code, Location::new(self.source, mark), message).help(help));
    }
}

pub(super) fn is_key(entry: &Entry, key: &str) -> bool {
    matches!(&entry.key.value, Value::Text(text) if text == key)
}
