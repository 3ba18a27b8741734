//! Evidence that counts: runs of exactly this text, the present dataset, and the settings that the
//! target uses.

use std::collections::BTreeSet;

use prompt_build::config::Environment;
use prompt_build::library::{Evidence, Run, meets};
use prompt_build::parameters::in_words;
use prompt_build::payload::digest_of_run;
use prompt_build::pins::is_with;
use prompt_build::report::{Code, Finding};
use prompt_core::vocabulary::Api;

use super::Candidate;
use super::gates::Proof;
use super::judges;
use crate::project::dataset_files::{GOLDEN, LABELLED, file_name};
use crate::project::judge_words::{verb, verb_of_share};
use crate::project::settings_record::through;
use crate::project::timestamp::to_the_second;
use crate::rules::dataset::Dataset;

/// Counts all runs of a dataset together, so that nobody can run it until it passes by chance. The
/// share that passed must be what the dataset asks for; one run of a replay must have been in one of
/// these environments.
pub fn find_evidence(
    candidate: &Candidate<'_>,
    run: Run,
    staged: &[&Environment],
) -> Result<Proof, Finding> {
    let (runs, mut reasons) = counted(candidate, run);
    let reason = match candidate.dataset(run) {
        None => missing_dataset(candidate, run),
        // The latest comes last.
        Some(_) if runs.is_empty() => reasons.pop().unwrap_or_else(|| "not run yet".to_owned()),
        Some(dataset) => match shortcoming(dataset, run, &runs, staged) {
            None => return Ok(proof(run, &runs)),
            Some(reason) => reason,
        },
    };
    let (id, version) = (&candidate.prompt.id, &candidate.release.version);
    let message = format!("`{id}` {version} lacks {} evidence: {reason}", run.as_str());
    let finding = candidate
        .prompt
        .finding(candidate.release, Code::MissingEvidence, message);
    let is_failed = candidate
        .dataset(run)
        .is_some_and(|dataset| !runs.is_empty() && !is_met(dataset, &runs));
    if is_failed {
        return Err(way_on(finding, candidate, run, &shown_runs(&runs)));
    }
    Err(finding.help(way_out(candidate, run, staged)))
}

/// The runs of a kind that count, and the reasons why others do not.
pub(super) fn counted<'a>(candidate: &Candidate<'a>, run: Run) -> (Vec<&'a Evidence>, Vec<String>) {
    let of_this_run = |evidence: &&Evidence| evidence.run == Some(run);
    let evidence = candidate.release.evidence.iter().filter(of_this_run);
    let (mut runs, mut reasons) = (Vec::new(), Vec::new());
    let mut reports = BTreeSet::new();
    for evidence in evidence {
        match rejection(candidate, evidence, run) {
            None => {
                // Two branches may have recorded the same report. It is one run all the same.
                let report = evidence.report.as_ref();
                if report.is_none_or(|report| reports.insert(report)) {
                    runs.push(evidence);
                }
            }
            Some(reason) => reasons.push(reason),
        }
    }
    (runs, reasons)
}

/// The reason why the runs that count are not enough.
fn shortcoming(
    dataset: &Dataset,
    run: Run,
    runs: &[&Evidence],
    staged: &[&Environment],
) -> Option<String> {
    if !is_met(dataset, runs) {
        let (what, share) = (sum(run, runs), dataset.percentage());
        let verb = verb_of_share(run);
        return Some(format!("{what}, but {share} must {verb}"));
    }
    let is_staged = |evidence: &&Evidence| {
        let environment = evidence.environment.as_deref();
        staged
            .iter()
            .any(|one| Some(one.name.as_str()) == environment)
    };
    if run != Run::Validation || runs.iter().any(is_staged) {
        return None;
    }
    let last = runs.last().and_then(|run| run.environment.as_deref());
    Some(format!(
        "the run was in `{}`, which does not pin this version with `library:draft`",
        last.unwrap_or_default()
    ))
}

fn is_met(dataset: &Dataset, runs: &[&Evidence]) -> bool {
    let (passed, cases) = count(runs);
    meets(passed, cases, dataset.threshold)
}

fn count(runs: &[&Evidence]) -> (u32, u32) {
    runs.iter()
        .fold((0, 0), |(passed, cases): (u32, u32), run| {
            (
                passed.saturating_add(run.passed),
                cases.saturating_add(run.calls()),
            )
        })
}

/// The number of cases that passed, and in how many runs if there were several.
fn sum(run: Run, runs: &[&Evidence]) -> String {
    let what = match run {
        _ if runs.iter().any(|run| run.repeat > 1) => "calls",
        Run::Golden | Run::Agreement => "cases",
        Run::Validation => "realistic inputs",
    };
    let (passed, cases) = count(runs);
    let several = match runs.len() {
        1 => String::new(),
        count => format!(" in {count} runs"),
    };
    let verb = verb(Some(run));
    format!("{passed} of {cases} {what} {verb}{several}")
}

fn proof(run: Run, runs: &[&Evidence]) -> Proof {
    let latest = runs.last();
    let model = latest.and_then(|run| run.model.as_deref()).unwrap_or("?");
    let through = latest.map_or_else(String::new, |run| through(run.api));
    let latest = latest.map_or_else(String::new, |run| place(run));
    Proof {
        sentence: format!("{} with {model}{through} ({latest})", sum(run, runs)),
        runs: shown_runs(runs),
        digests: runs.iter().map(|run| digest_of_run(run)).collect(),
    }
}

/// Each run, if there are several.
fn shown_runs(runs: &[&Evidence]) -> Vec<String> {
    let each = |one: &&Evidence| format!("{} of {} ({})", one.passed, one.calls(), place(one));
    let several = runs.iter().filter(|_| runs.len() > 1);
    several.map(each).collect()
}

/// The environment and the time of a run.
fn place(run: &Evidence) -> String {
    let environment = run.environment.as_deref().unwrap_or("?");
    let at = to_the_second(run.at.as_deref().unwrap_or("?"));
    format!("{environment}, {at}")
}

/// The reason why a record of evidence does not count.
fn rejection(candidate: &Candidate<'_>, evidence: &Evidence, run: Run) -> Option<String> {
    match evidence.prompt.as_deref() {
        Some(id) if id == candidate.prompt.id => {}
        Some(id) => return Some(format!("the run was of the prompt `{id}`")),
        None => return Some("the record of the run names no prompt".to_owned()),
    }
    if evidence.sha256 != candidate.release.sha256 {
        return Some("the run was of another text".to_owned());
    }
    let needed = candidate.settings_in(candidate.target);
    if !is_with(evidence, &needed) {
        let target = &candidate.target.name;
        let advice = if run == Run::Validation {
            format!(": the environment that validates must use the settings of `{target}`")
        } else {
            String::new()
        };
        let model = evidence.model.as_deref().unwrap_or_default();
        let (used, needed) = if model != needed.model.value {
            (format!("`{model}`"), format!("`{}`", needed.model.value))
        } else if evidence.api != needed.api {
            let api = |api: Api| format!("the API `{api}`");
            (api(evidence.api), api(needed.api))
        } else {
            (in_words(&evidence.parameters), in_words(&needed.values()))
        };
        return Some(format!(
            "the run used {used}, but `{target}` uses {needed}{advice}"
        ));
    }
    let now = candidate.dataset(run);
    if now.is_none_or(|now| evidence.dataset.as_ref() != Some(&now.sha256)) {
        return Some(format!("`{}` changed since the run", file_name(run)));
    }
    judges::rejection(candidate, evidence, run)
}

fn missing_dataset(candidate: &Candidate<'_>, run: Run) -> String {
    format!("no `{}/{}`", candidate.prompt.folder, file_name(run))
}

/// The ways out where runs failed: to run again does not help by itself.
fn way_on(finding: Finding, candidate: &Candidate<'_>, run: Run, runs: &[String]) -> Finding {
    let (id, file) = (&candidate.prompt.id, file_name(run));
    let threshold = match run {
        Run::Golden | Run::Agreement => format!("`threshold` in `{file}`"),
        Run::Validation => "`threshold` in `checks.yaml`".to_owned(),
    };
    let verb = verb_of_share(run);
    let finding = if runs.is_empty() {
        finding
    } else {
        finding.help(format!("the runs that count are {}", runs.join(", ")))
    };
    finding
        .help(format!(
            "all runs of the same text, dataset and settings count together: change the text and run `cargo prompts publish {id}`"
        ))
        .help(format!(
            "or change `{file}`, or the share that must {verb}, {threshold}: its runs then begin anew"
        ))
}

fn way_out(candidate: &Candidate<'_>, run: Run, staged: &[&Environment]) -> String {
    let id = &candidate.prompt.id;
    match run {
        Run::Golden if candidate.golden.is_none() => {
            format!(
                "create it: a list of cases, each with `description`, `vars` and `assert`; a prompt that judges answers can have `{LABELLED}` in place of `{GOLDEN}`"
            )
        }
        Run::Golden | Run::Agreement => {
            format!("run {}", candidate.command("test", &candidate.target.name))
        }
        Run::Validation if candidate.replay.is_none() => {
            format!(
                "sample inputs from real traffic, one JSON object a line, then run `cargo prompts anonymise {id} --from FILE`"
            )
        }
        Run::Validation => validation(candidate, staged),
    }
}

/// The help for a missing validation, which must use the target's settings.
fn validation(candidate: &Candidate<'_>, staged: &[&Environment]) -> String {
    let target = &candidate.target.name;
    let needed = candidate.settings_in(candidate.target);
    let has_them = |one: &&&Environment| candidate.settings_in(one).make_same_calls(&needed);
    if let Some(environment) = staged.iter().find(has_them) {
        return format!("run {}", candidate.command("validate", &environment.name));
    }
    let Some(Environment { name, .. }) = staged.first() else {
        return "pin the version in an environment with `library:draft` first".to_owned();
    };
    let command = candidate.command("validate", name);
    format!("give `{name}` and `{target}` the same API, model and parameters, then run {command}")
}
