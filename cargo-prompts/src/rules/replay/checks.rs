use std::sync::Arc;

use prompt_build::hash::sha256;
use prompt_build::library::{read_repeat, read_threshold};
use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::yaml::{self, Table, Value};

use crate::rules::golden::{Assertion, Said, read_assertions, rubrics};
use crate::rules::rubric::{JUDGE, JudgeKey};

/// What every realistic answer must meet: `checks.yaml`.
#[derive(Debug)]
pub struct Checks {
    /// The assertions, without inputs in them: they are for all lines.
    assertions: Vec<Assertion>,
    /// The number of calls for each line, at least one.
    pub repeat: u32,
    /// The share of the calls that must pass.
    pub threshold: f64,
    /// The hash of the file's text.
    pub sha256: String,
    /// The judge of `llm-rubric`, if the file names one.
    pub judge: Option<JudgeKey>,
}

/// The keys of the file.
pub const KEYS: &[&str] = &["assert", JUDGE, "repeat", "threshold"];

impl Checks {
    /// Reads the file. `None` if it has errors.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let mut own = Findings::default();
        let mut checks = Self {
            assertions: Vec::new(),
            repeat: 1,
            threshold: 1.0,
            sha256: sha256(&source.text),
            judge: None,
        };
        let root = yaml::parse(source, &mut own);
        if let Some(root) = root.filter(|root| root.value != Value::Null)
            && let Some(table) = Table::open(source, &root, "`checks.yaml`", KEYS, &mut own)
        {
            checks.repeat = read_repeat(source, &table, &mut own);
            checks.threshold = read_threshold(source, &table, &mut own);
            checks.judge = JudgeKey::read(source, &table, &mut own);
            let assertions = table.optional("assert");
            checks.assertions = assertions
                .map(|node| read_assertions(source, node, checks.judge.as_ref(), &mut own))
                .unwrap_or_default();
        }
        let is_sound = !own.has_errors();
        findings.append(own);
        is_sound.then_some(checks)
    }

    /// The rubrics that a judge decides, each once.
    pub fn rubrics(&self) -> Vec<&str> {
        rubrics(&self.assertions)
    }

    /// The judge, if an assertion needs one.
    pub fn needed_judge(&self) -> Option<&JudgeKey> {
        self.judge.as_ref().filter(|_| !self.rubrics().is_empty())
    }

    /// The number, counted from one, and the type of each assertion that an answer does not meet.
    pub fn failed(&self, said: &Said<'_>) -> impl Iterator<Item = (usize, &str)> {
        let assertions = self.assertions.iter().enumerate();
        let failed = assertions.filter(|(_, assertion)| !assertion.is_met(said));
        failed.map(|(position, assertion)| (position + 1, assertion.kind.as_str()))
    }
}
