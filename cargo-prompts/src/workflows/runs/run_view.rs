//! A run as it is shown: the sums for people, and the whole run for programs.

use std::collections::BTreeSet;

use prompt_build::library::Judge;
use prompt_core::parameters::Parameters;
use prompt_core::secret::masked;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::dataset::RenderedDataset;
use super::rubric_judge::LOCAL;
use super::run_result::RunResult;
use crate::project::judge_words::verb_of_share;
use crate::report::table::{Cell, table};
use crate::rules::call_result::{JudgeCalls, Tokens};
use crate::rules::case_result::CaseResult;
use crate::rules::junit::Suite;
use crate::rules::run_summary::RunSummary;
use crate::rules::share_interval::lower_bound;

const UNKNOWN: &str = "-";

/// The sums of a run, as tables at most so wide if that is possible.
pub fn summary_table(result: &RunResult<'_>, columns: usize) -> String {
    let summary = &result.tally.summary;
    let mut text = String::new();
    if !result.is_reported() {
        text.push_str(&sums(summary, columns));
        if let Some(judged) = &result.dataset.judged {
            text.push_str(&judge_sums(&judged.judge.id, &summary.judge, columns));
        }
    }
    if !summary.failed.is_empty() {
        let rows = summary.failed.iter();
        let rows =
            rows.map(|(kind, calls)| vec![Cell::plain(kind), Cell::plain(calls.to_string())]);
        text.push_str(&table(
            &["failed assertion", "calls"],
            &rows.collect::<Vec<_>>(),
            columns,
        ));
    }
    let (bound, cases) = (bound(result), result.dataset.counted());
    let verb = verb_of_share(result.dataset.run);
    text + &format!(
        "at least {} % {verb}, with a confidence of 95 % (exact two-sided interval of Clopper and Pearson over {cases})",
        whole_percent(bound)
    )
}

/// The lower end of the interval of the share that passes. It counts cases: calls for the same case
/// are no further evidence of others.
fn bound(result: &RunResult<'_>) -> f64 {
    let repeat = usize::try_from(result.dataset.dataset.repeat).unwrap_or(usize::MAX);
    lower_bound(result.passed() / repeat, result.dataset.len())
}

/// A share in percent, rounded down: it is a bound.
fn whole_percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).floor())
}

fn sums(summary: &RunSummary, columns: usize) -> String {
    let names = [
        "calls",
        "passed",
        "median latency",
        "95th percentile",
        "tokens in",
        "from cache",
        "tokens out",
        "answered by",
    ];
    let latency = |percent| {
        summary
            .latency(percent)
            .map_or(UNKNOWN.to_owned(), |latency| format!("{latency} ms"))
    };
    let row = [
        summary.calls.to_string(),
        summary.passed.to_string(),
        latency(50),
        latency(95),
        tokens(summary.tokens.input),
        tokens(summary.tokens.cached),
        tokens(summary.tokens.output),
        models(&summary.models),
    ];
    table(&names, &[row.map(Cell::plain).into()], columns)
}

/// The calls of the judge, and what they took.
fn judge_sums(id: &str, calls: &JudgeCalls, columns: usize) -> String {
    let names = [
        "judge",
        "calls",
        "tokens in",
        "from cache",
        "tokens out",
        "answered by",
    ];
    let row = [
        id.to_owned(),
        calls.calls.to_string(),
        tokens(calls.tokens.input),
        tokens(calls.tokens.cached),
        tokens(calls.tokens.output),
        models(&calls.models),
    ];
    table(&names, &[row.map(Cell::plain).into()], columns)
}

fn tokens(count: Option<u64>) -> String {
    count.map_or(UNKNOWN.to_owned(), |count| count.to_string())
}

fn models(models: &BTreeSet<String>) -> String {
    if models.is_empty() {
        return UNKNOWN.to_owned();
    }
    let models = models.iter().map(String::as_str);
    models.collect::<Vec<_>>().join(", ")
}

/// The whole run, for programs. Its cases are made when they are written: there may be many.
#[derive(Serialize)]
pub struct RunJson<'a> {
    #[serde(flatten)]
    sums: Value,
    cases: CasesJson<'a>,
    /// The sentence about the run as evidence.
    evidence: &'a str,
}

struct CasesJson<'a>(&'a RunResult<'a>);

impl<'a> RunJson<'a> {
    pub fn new(result: &'a RunResult<'_>, evidence: &'a str) -> Self {
        Self {
            sums: sums_to_json(result),
            cases: CasesJson(result),
            evidence,
        }
    }
}

impl Serialize for CasesJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cases = self.0.cases().iter().enumerate();
        serializer.collect_seq(
            cases.map(|(position, case)| case_to_json(self.0.dataset, position, &case)),
        )
    }
}

fn sums_to_json(result: &RunResult<'_>) -> Value {
    let (dataset, summary) = (result.dataset, &result.tally.summary);
    let (prompt, setting) = (dataset.prompt, &dataset.prompt.environment);
    json!({
        "run": dataset.run.as_str(),
        "prompt": prompt.id,
        "version": prompt.version.as_ref().map(ToString::to_string),
        "environment": setting.name,
        "api": setting.settings.api.as_str(),
        "model": setting.model(),
        "answered_by": summary.models,
        "parameters": parameters_to_json(&setting.parameters()),
        "judge": dataset.judged.as_ref().map(|judged| judge_to_json(&judged.judge, &summary.judge)),
        "repeat": dataset.dataset.repeat,
        "threshold": dataset.dataset.threshold,
        "calls": summary.calls,
        "calls_passed": summary.passed,
        "is_passed": result.is_passed(),
        "at_least": bound(result),
        "failed": summary.failed,
        "latency_ms": { "median": summary.latency(50), "p95": summary.latency(95) },
        "tokens": tokens_to_json(summary.tokens),
    })
}

fn judge_to_json(judge: &Judge, calls: &JudgeCalls) -> Value {
    json!({
        "prompt": judge.id,
        "version": Some(&judge.version).filter(|version| *version != LOCAL),
        "api": judge.api.as_str(),
        "model": judge.model,
        "parameters": parameters_to_json(&judge.parameters),
        "answered_by": calls.models,
        "calls": calls.calls,
        "tokens": tokens_to_json(calls.tokens),
    })
}

fn parameters_to_json(parameters: &Parameters) -> Value {
    let parameters = parameters
        .iter()
        .map(|(parameter, value)| (parameter.name.to_owned(), json!(value)));
    Value::Object(parameters.collect::<Map<_, _>>())
}

fn tokens_to_json(tokens: Tokens) -> Value {
    json!({
        "input": tokens.input,
        "cached": tokens.cached,
        "output": tokens.output,
    })
}

fn case_to_json(dataset: &RenderedDataset<'_>, position: usize, case: &CaseResult) -> Value {
    let reasons = case
        .reasons
        .iter()
        .map(|reason| masked(reason).into_owned());
    json!({
        "number": dataset.number(position),
        "name": masked(&dataset.name_of(position)),
        "calls": case.calls,
        "calls_passed": case.passed,
        "latency_ms": case.latency_ms,
        "reasons": reasons.collect::<Vec<_>>(),
    })
}

/// The run as `JUnit` has it.
pub fn suite<'a>(result: &'a RunResult<'_>) -> Suite<'a> {
    let dataset = result.dataset;
    let (id, run) = (&dataset.prompt.id, dataset.run.as_str());
    let (version, environment) = (
        dataset.prompt.version_name(),
        &dataset.prompt.environment.name,
    );
    Suite {
        name: format!("{run} of {id} {version} in {environment}"),
        class: format!("{id}.{run}"),
        properties: properties(result),
        cases: result.cases(),
        name_of: Box::new(|position| dataset.name_of(position)),
    }
}

/// The facts about a run that tell it from others. The judge has those of the tested prompt.
fn properties(result: &RunResult<'_>) -> Vec<(&'static str, String)> {
    let (prompt, setting) = (result.dataset.prompt, &result.dataset.prompt.environment);
    let mut properties = vec![
        ("prompt", prompt.id.clone()),
        ("version", prompt.version_name()),
        ("environment", setting.name.clone()),
        ("api", setting.settings.api.as_str().to_owned()),
        ("model", setting.model().to_owned()),
        ("parameters", setting.parameters().to_string()),
    ];
    if let Some(judged) = &result.dataset.judged {
        let judge = &judged.judge;
        properties.extend([
            ("judge", judge.id.clone()),
            ("judge_version", judge_version(judge).to_owned()),
            ("judge_api", judge.api.as_str().to_owned()),
            ("judge_model", judge.model.clone()),
            ("judge_parameters", judge.parameters.to_string()),
        ]);
    }
    properties.retain(|(_, value)| !value.is_empty());
    properties
}

fn judge_version(judge: &Judge) -> &str {
    match judge.version.as_str() {
        LOCAL => "working copy",
        version => version,
    }
}
