//! Evidence that counts: all cases passed, with exactly this text, the present dataset, and the
//! model that the target uses.

use prompt_build::config::Environment;
use prompt_build::library::{Evidence, Run};
use prompt_build::report::{Code, Finding};

use super::Candidate;
use crate::project::dataset_files::file_name;
use crate::project::timestamp::to_the_second;

/// Finds evidence that a dataset passed; for a replay, in one of these environments. Returns a
/// sentence about it.
pub fn find_evidence(
    candidate: &Candidate<'_>,
    run: Run,
    staged: &[&Environment],
) -> Result<String, Finding> {
    let mut reasons = Vec::new();
    // The latest comes last.
    for evidence in candidate
        .release
        .evidence
        .iter()
        .rev()
        .filter(|evidence| evidence.run == Some(run))
    {
        match rejection(candidate, evidence, run, staged) {
            None => return Ok(describe(evidence, run)),
            Some(reason) => reasons.push(reason),
        }
    }
    let (id, version) = (&candidate.prompt.id, &candidate.release.version);
    let reason = reasons
        .into_iter()
        .next()
        .unwrap_or_else(|| missing_reason(candidate, run));
    let message = format!("`{id}` {version} lacks {} evidence: {reason}", run.as_str());
    let finding = candidate
        .prompt
        .finding(candidate.release, Code::MissingEvidence, message);
    Err(finding.help(way_out(candidate, run, staged)))
}

fn describe(evidence: &Evidence, run: Run) -> String {
    let what = match run {
        Run::Golden => "cases",
        Run::Validation => "realistic inputs",
    };
    let (passed, cases) = (evidence.passed, evidence.cases);
    let unknown = "?".to_owned();
    let (environment, model) = (
        evidence.environment.as_ref().unwrap_or(&unknown),
        evidence.model.as_ref().unwrap_or(&unknown),
    );
    let at = to_the_second(evidence.at.as_ref().unwrap_or(&unknown));
    format!("{passed} of {cases} {what} passed with {model} ({environment}, {at})")
}

/// The reason why a record of evidence does not count.
fn rejection(
    candidate: &Candidate<'_>,
    evidence: &Evidence,
    run: Run,
    staged: &[&Environment],
) -> Option<String> {
    if evidence.sha256 != candidate.release.sha256 {
        return Some("the run was of another text".to_owned());
    }
    if !evidence.is_complete() {
        return Some(format!("{} of {} passed", evidence.passed, evidence.cases));
    }
    let environment = evidence.environment.as_deref().unwrap_or_default();
    if run == Run::Validation && !staged.iter().any(|one| one.name == environment) {
        return Some(format!(
            "the run was in `{environment}`, which does not pin this version with `library:draft`"
        ));
    }
    let (model, needed) = (
        evidence.model.as_deref().unwrap_or_default(),
        candidate.model_in(candidate.target),
    );
    if model != needed {
        let target = &candidate.target.name;
        let advice = if run == Run::Validation {
            ": staging must use production's model"
        } else {
            ""
        };
        return Some(format!(
            "the run used `{model}`, but `{target}` uses `{needed}`{advice}"
        ));
    }
    let now = dataset(candidate, run);
    (now.is_none() || evidence.dataset.as_ref() != now)
        .then(|| format!("`{}` changed since the run", file_name(run)))
}

fn missing_reason(candidate: &Candidate<'_>, run: Run) -> String {
    if dataset(candidate, run).is_none() {
        return format!("no `{}/{}`", candidate.prompt.folder, file_name(run));
    }
    "not run yet".to_owned()
}

fn way_out(candidate: &Candidate<'_>, run: Run, staged: &[&Environment]) -> String {
    let id = &candidate.prompt.id;
    match run {
        Run::Golden if candidate.golden.is_none() => {
            "create it: a list of cases, each with `description`, `vars` and `assert`".to_owned()
        }
        Run::Golden => format!("run {}", candidate.command("test", &candidate.target.name)),
        Run::Validation if candidate.replay.is_none() => {
            format!(
                "sample inputs from real traffic, one JSON object a line, then run `cargo prompts anonymise {id} --from FILE`"
            )
        }
        Run::Validation => validation(candidate, staged),
    }
}

/// The help for a missing validation, which must use the target's model.
fn validation(candidate: &Candidate<'_>, staged: &[&Environment]) -> String {
    let (target, needed) = (&candidate.target.name, candidate.model_in(candidate.target));
    if let Some(environment) = staged.iter().find(|one| candidate.model_in(one) == needed) {
        return format!("run {}", candidate.command("validate", &environment.name));
    }
    let Some(Environment { name, .. }) = staged.first() else {
        return "pin the version in an environment with `library:draft` first".to_owned();
    };
    let command = candidate.command("validate", name);
    format!("give `{name}` and `{target}` the same model, then run {command}")
}

fn dataset<'a>(candidate: &'a Candidate<'_>, run: Run) -> Option<&'a String> {
    match run {
        Run::Golden => candidate.golden.as_ref(),
        Run::Validation => candidate.replay.as_ref(),
    }
}
