//! The answers to golden cases that `compare --save` keeps for `review`: `answers.yaml`.
//!
//! An answer belongs to a call, and is named by the hash of it: of the API, the model and the body that
//! was sent, so of the rendered text, the parameters and the inputs. The other keys are for readers.

mod quoted_yaml;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_build::report::{Code, Finding, Findings, quoted};
use prompt_build::source::{Location, Source};
use prompt_build::yaml::{self, Node, Table, Value};
use semver::Version;

use quoted_yaml::{block_or_quoted, quoted_text};

/// The keys of an answer.
pub const KEYS: [&str; 7] = [
    "answer", "call", "case", "model", "passed", "sha256", "version",
];

const HEADER: &str = "# Answers to golden cases: `cargo prompts compare --save` keeps them for `cargo prompts review`.\n";

/// The answers of a file, in its order. No two are for the same call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedAnswers {
    pub answers: Vec<SavedAnswer>,
}

/// The answer of a model to a golden case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedAnswer {
    /// The name of the case.
    pub case: String,
    /// The version that was asked; `None` for a working copy.
    pub version: Option<Version>,
    /// The hash of the prompt's text.
    pub sha256: String,
    pub model: String,
    /// The hash of the call.
    pub call: String,
    /// Whether each call for the case passed.
    pub passed: bool,
    pub answer: String,
}

impl SavedAnswers {
    /// Reads the file. `None` if it has errors.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let mut own = Findings::default();
        let answers = yaml::parse(source, &mut own)
            .map(|root| answers(source, &root, &mut own))
            .unwrap_or_default();
        let is_sound = !own.has_errors();
        findings.append(own);
        is_sound.then_some(Self { answers })
    }

    /// The answer to a call.
    pub fn find(&self, call: &str) -> Option<&SavedAnswer> {
        self.answers.iter().find(|answer| answer.call == call)
    }

    /// Adds an answer, in the place of an earlier one to the same call.
    pub fn put(&mut self, answer: SavedAnswer) {
        let mut known = self.answers.iter_mut();
        match known.find(|known| known.call == answer.call) {
            Some(known) => *known = answer,
            None => self.answers.push(answer),
        }
    }

    /// The text of a file with these answers.
    pub fn to_yaml(&self) -> String {
        let answers = self.answers.iter().map(SavedAnswer::to_yaml);
        [HEADER.to_owned()].into_iter().chain(answers).collect()
    }
}

impl SavedAnswer {
    fn to_yaml(&self) -> String {
        let Self { sha256, call, .. } = self;
        let version = self.version.as_ref();
        let version = version.map(|version| format!("  version: {version}\n"));
        format!(
            "- case: {}\n{}  sha256: {sha256}\n  model: {}\n  call: {call}\n  passed: {}\n  answer: {}\n",
            quoted_text(&self.case),
            version.unwrap_or_default(),
            quoted_text(&self.model),
            self.passed,
            block_or_quoted(&self.answer, "    "),
        )
    }
}

fn answers(source: &Arc<Source>, root: &Node, findings: &mut Findings) -> Vec<SavedAnswer> {
    let nodes = match &root.value {
        Value::Null => return Vec::new(),
        Value::List(nodes) => nodes,
        _ => {
            findings.push(yaml::unexpected(source, root, "a list of answers"));
            return Vec::new();
        }
    };
    let mut reader = AnswerReader { source, findings };
    let answers = nodes.iter().filter_map(|node| reader.answer(node));
    let answers = answers.collect::<Vec<_>>();
    let mut calls = BTreeSet::new();
    for (node, call) in &answers {
        if !calls.insert(call.call.as_str()) {
            let help = "remove one of them: an answer is found by its `call`".to_owned();
            let finding = invalid(source, node, "another answer has the same `call`");
            findings.push(finding.help(help));
        }
    }
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn invalid(source: &Arc<Source>, node: &Node, message: impl Into<String>) -> Finding {
    Finding::error(
        Code::InvalidAnswers,
        Location::new(source, node.mark),
        message,
    )
}

struct AnswerReader<'a> {
    source: &'a Arc<Source>,
    findings: &'a mut Findings,
}

impl AnswerReader<'_> {
    fn answer<'n>(&mut self, node: &'n Node) -> Option<(&'n Node, SavedAnswer)> {
        let table = Table::open(self.source, node, "an answer", &KEYS, self.findings)?;
        let case = self.text(&table, "case");
        let version = match table.optional("version") {
            None => Some(None),
            Some(node) => self.version(node).map(Some),
        };
        let sha256 = self.hash(&table, "sha256");
        let model = self.text(&table, "model");
        let call = self.hash(&table, "call");
        let passed = self.passed(&table);
        let answer = self.text(&table, "answer");
        let answer = SavedAnswer {
            case: case?.to_owned(),
            version: version?,
            sha256: sha256?,
            model: model?.to_owned(),
            call: call?,
            passed: passed?,
            answer: answer?.to_owned(),
        };
        Some((node, answer))
    }

    fn text<'n>(&mut self, table: &Table<'n>, key: &'static str) -> Option<&'n str> {
        let node = table.required(key, "TEXT", self.findings)?;
        yaml::text(self.source, node, &format!("`{key}`"), self.findings)
    }

    fn hash(&mut self, table: &Table<'_>, key: &'static str) -> Option<String> {
        let node = table.required(key, "HASH", self.findings)?;
        let text = yaml::text(self.source, node, &format!("`{key}`"), self.findings)?;
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 64 && text.bytes().all(is_digit) {
            return Some(text.to_owned());
        }
        self.refuse(node, key, "64 of the digits 0 to 9 and a to f");
        None
    }

    fn version(&mut self, node: &Node) -> Option<Version> {
        let text = yaml::text(self.source, node, "`version`", self.findings)?;
        let version = Version::parse(text).ok();
        if version.is_none() {
            self.refuse(node, "version", "a version such as `2.3.0`");
        }
        version
    }

    fn passed(&mut self, table: &Table<'_>) -> Option<bool> {
        let node = table.required("passed", "true", self.findings)?;
        if let Value::Bool(passed) = node.value {
            return Some(passed);
        }
        let finding = yaml::unexpected(self.source, node, "`true` or `false` for `passed`");
        self.findings.push(finding);
        None
    }

    fn refuse(&mut self, node: &Node, key: &str, expected: &str) {
        let value = quoted(&node.value.to_string());
        let message = format!("invalid `{key}` {value}, expected {expected}");
        let help = "`cargo prompts compare --save` writes the file; remove what it did not write";
        let finding = invalid(self.source, node, message);
        self.findings.push(finding.help(help.to_owned()));
    }
}
