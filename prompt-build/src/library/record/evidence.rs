use std::sync::Arc;

use prompt_core::parameters::Parameters;
use prompt_core::vocabulary::Api;

use super::fields::{mark_of, read_prompt, read_sha256, read_texts, read_time, required_text};
use super::judge::Judge;
use super::repeat::read_repeat;
use super::threshold::{self, read_threshold};
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};
use crate::{api, parameters};

/// The result of running a dataset on a release, whether it passed or not.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The id of the prompt that was run. A record without it is from an earlier version, and
    /// counts for no prompt.
    pub prompt: Option<String>,
    pub run: Option<Run>,
    /// The environment whose API, model and parameters it was run with.
    pub environment: Option<String>,
    pub api: Api,
    pub model: Option<String>,
    pub parameters: Parameters,
    /// The hash of the text that was run.
    pub sha256: Option<String>,
    /// The hash of the dataset.
    pub dataset: Option<String>,
    /// The hash that names the run of another tool, where one ran the dataset.
    pub report: Option<String>,
    /// The models that answered, as the endpoint named them.
    pub answered_by: Vec<String>,
    /// The judge whose verdicts the run rests on, if it rests on any.
    pub judge: Option<Judge>,
    pub cases: u32,
    /// The number of calls for each case.
    pub repeat: u32,
    /// The calls that passed. In a run of labelled cases, the verdicts that agree with people.
    pub passed: u32,
    /// The verdicts that pass an answer which people fail.
    pub false_passes: u32,
    /// The verdicts that fail an answer which people pass.
    pub false_fails: u32,
    /// The share of the calls that must pass, as the dataset said then.
    pub threshold: f64,
    /// RFC 3339.
    pub at: Option<String>,
    pub at_mark: Mark,
    /// The place of the environment.
    pub environment_mark: Mark,
}

/// The kind of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Run {
    /// The golden dataset.
    Golden,
    /// The replay of realistic inputs.
    Validation,
    /// The cases that people have labelled, which tell how often a judge agrees with them.
    Agreement,
}

/// The keys before those of the parameters, and after them.
const KEYS: [&[&str]; 2] = [
    &["prompt", "run", "environment", "api", "model"],
    &[
        "answered_by",
        "judge",
        "cases",
        "repeat",
        "passed",
        "false_passes",
        "false_fails",
        "threshold",
        "sha256",
        "dataset",
        "at",
        "report",
    ],
];

impl Run {
    pub const ALL: [Self; 3] = [Self::Golden, Self::Validation, Self::Agreement];
    /// The runs that an environment can require of every prompt.
    pub const REQUIRABLE: [Self; 2] = [Self::Golden, Self::Validation];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Golden => "golden",
            Self::Validation => "validation",
            Self::Agreement => "agreement",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|run| run.as_str() == text)
    }
}

/// The numbers of a run, of which none contradicts another.
struct Counts {
    cases: u32,
    passed: u32,
    repeat: u32,
    false_passes: u32,
    false_fails: u32,
}

impl Counts {
    fn read(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Self {
        let cases = read_count(source, table, "cases", findings);
        let counts = Self {
            passed: read_count(source, table, "passed", findings).unwrap_or_default(),
            false_passes: read_optional_count(source, table, "false_passes", findings),
            false_fails: read_optional_count(source, table, "false_fails", findings),
            repeat: read_repeat(source, table, findings),
            cases: cases.unwrap_or_default(),
        };
        // Without a number of cases, the finding is that it lacks.
        let contradiction = cases.and_then(|_| counts.too_many_passed());
        for message in contradiction.into_iter().chain(counts.too_many_disagree()) {
            let location = Location::new(source, table.key_mark("passed"));
            findings.push(Finding::error(Code::InvalidEvidence, location, message));
        }
        counts
    }

    fn calls(&self) -> u32 {
        self.cases.saturating_mul(self.repeat)
    }

    fn too_many_passed(&self) -> Option<String> {
        let Self {
            cases,
            passed,
            repeat,
            ..
        } = self;
        let calls = if *repeat > 1 {
            format!(
                "{repeat} calls for each of `cases` are only {}",
                self.calls()
            )
        } else {
            format!("`cases` is only {cases}")
        };
        (*passed > self.calls()).then(|| format!("`passed` is {passed}, but {calls}"))
    }

    fn too_many_disagree(&self) -> Option<String> {
        let disagreements = self.false_passes.saturating_add(self.false_fails);
        let failed = self.calls().saturating_sub(self.passed);
        (disagreements > failed).then(|| {
            format!(
                "`false_passes` and `false_fails` are {disagreements} together, but {failed} did not pass"
            )
        })
    }
}

impl Evidence {
    /// The keys of a piece of evidence.
    pub fn keys() -> Vec<&'static str> {
        let [before, after] = KEYS;
        parameters::keys_between(before, after)
    }

    pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let keys = Self::keys();
        let table = Table::open(source, node, "a piece of evidence", &keys, findings)?;
        let hash = |key: &str, findings: &mut Findings| {
            table
                .required(key, "HASH", findings)
                .and_then(|node| read_sha256(source, (key, node), findings))
        };
        let Counts {
            cases,
            passed,
            repeat,
            false_passes,
            false_fails,
        } = Counts::read(source, &table, findings);
        Some(Self {
            prompt: read_prompt(source, &table, findings),
            run: table
                .required("run", "golden", findings)
                .and_then(|node| read_run(source, node, findings)),
            environment: required_text(source, &table, ("environment", "staging"), findings),
            api: api::read_recorded(source, &table, findings),
            model: required_text(source, &table, ("model", "kimi-k2-5"), findings),
            parameters: parameters::read_recorded(source, &table, findings),
            answered_by: read_texts(source, &table, "answered_by", findings),
            judge: table
                .optional("judge")
                .and_then(|node| Judge::read(source, node, findings)),
            false_passes,
            false_fails,
            cases,
            repeat,
            passed,
            threshold: read_threshold(source, &table, findings),
            sha256: hash("sha256", findings),
            dataset: hash("dataset", findings),
            report: table
                .optional("report")
                .and_then(|node| read_sha256(source, ("report", node), findings)),
            at: read_time(source, &table, findings),
            at_mark: mark_of(&table, "at"),
            environment_mark: mark_of(&table, "environment"),
        })
    }

    /// Returns `true` if the share of the calls that the dataset asks for passed.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        threshold::meets(self.passed, self.calls(), self.threshold)
    }

    /// The number of calls: each case was sent as often as the dataset said.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.cases.saturating_mul(self.repeat)
    }

    /// Returns `true` if the run was of this text of a prompt.
    #[must_use]
    pub fn is_of(&self, id: &str, sha256: Option<&String>) -> bool {
        self.prompt.as_deref() == Some(id) && self.sha256.as_ref() == sha256
    }
}

fn read_run(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Run> {
    let text = yaml::text(source, node, "`run`", findings)?;
    let run = Run::parse(text);
    if run.is_none() {
        let known = Run::ALL.map(Run::as_str);
        let message = format!(
            "unknown run {}, expected `{}`",
            quoted(text),
            known.join("` or `")
        );
        let finding = Finding::error(
            Code::InvalidEvidence,
            Location::new(source, node.mark),
            message,
        );
        findings.push(finding.help(did_you_mean(text, known)));
    }
    run
}

fn read_count(
    source: &Arc<Source>,
    table: &Table<'_>,
    key: &str,
    findings: &mut Findings,
) -> Option<u32> {
    let node = table.required(key, "12", findings)?;
    count(source, node, key, findings)
}

fn read_optional_count(
    source: &Arc<Source>,
    table: &Table<'_>,
    key: &str,
    findings: &mut Findings,
) -> u32 {
    let node = table.optional(key);
    node.and_then(|node| count(source, node, key, findings))
        .unwrap_or_default()
}

fn count(source: &Arc<Source>, node: &Node, key: &str, findings: &mut Findings) -> Option<u32> {
    let count = if let Value::Integer(number) = node.value {
        u32::try_from(number).ok()
    } else {
        None
    };
    if count.is_none() {
        let message = format!(
            "invalid {}, expected a whole number for `{key}`",
            quoted(&node.value.to_string())
        );
        findings.push(Finding::error(
            Code::InvalidEvidence,
            Location::new(source, node.mark),
            message,
        ));
    }
    count
}
