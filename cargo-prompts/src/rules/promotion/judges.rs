//! Judges of runs: a run counts while the environment in which it was made pins its judge, and as
//! long as that judge agrees with people often enough.

use prompt_build::library::{Evidence, Judge, Run, meets};
use prompt_build::report::{Code, Finding};

use super::Candidate;
use super::evidence::counted;
use super::gates::{Gate, Proof};
use crate::project::judge_words::in_words;
use crate::rules::dataset::Dataset;

/// The judge that an environment pins now.
#[derive(Debug)]
pub struct PinnedJudge {
    pub environment: String,
    pub judge: Judge,
    /// Its present `judge.yaml`; `None` if there is none.
    pub labelled: Option<Dataset>,
    /// The runs of that on this text, with these settings.
    pub runs: Vec<Evidence>,
}

/// The reason why the judge of a run is none whose verdicts count.
pub(super) fn rejection(
    candidate: &Candidate<'_>,
    evidence: &Evidence,
    run: Run,
) -> Option<String> {
    let needed = candidate.dataset(run)?.judge.as_ref();
    let Some(judge) = &evidence.judge else {
        return needed.map(|id| {
            format!("the record of the run names no judge, and the dataset needs `{id}`")
        });
    };
    if needed != Some(&judge.id) {
        return Some(format!(
            "the run was judged by {}, which is not the judge of the dataset",
            in_words(judge)
        ));
    }
    let environment = evidence.environment.as_deref().unwrap_or_default();
    match pinned(candidate, evidence) {
        None => {
            let words = in_words(judge);
            let fate = fate_of_pin(candidate, &judge.id, environment);
            Some(format!("the run was judged by {words}, {fate}"))
        }
        Some(pinned)
            if pinned.judge.version == judge.version && pinned.judge.sha256 != judge.sha256 =>
        {
            let words = in_words(judge);
            Some(format!("the run was judged by another text of {words}"))
        }
        Some(pinned) if !pinned.judge.is_same(judge) => Some(format!(
            "the run was judged by {}, and `{environment}` pins {}",
            in_words(judge),
            in_words(&pinned.judge)
        )),
        Some(_) => None,
    }
}

/// The reason why an environment pins no release of a judge.
fn fate_of_pin(candidate: &Candidate<'_>, judge: &str, environment: &str) -> String {
    let config = candidate.config;
    let mut environments = config.environments.iter();
    let position = environments.position(|one| one.name == environment);
    let is_pinned = position.is_some_and(|position| config.pin(judge, position).is_some());
    if is_pinned {
        format!(
            "and the pin of `{judge}` in `{environment}` names no sound release now: see `cargo prompts check`"
        )
    } else {
        format!("which `{environment}` no longer pins")
    }
}

fn pinned<'a>(candidate: &'a Candidate<'_>, evidence: &Evidence) -> Option<&'a PinnedJudge> {
    let judge = evidence.judge.as_ref()?;
    let mut pinned = candidate.judges.iter();
    pinned.find(|one| {
        Some(&one.environment) == evidence.environment.as_ref() && one.judge.id == judge.id
    })
}

/// The requirement that the judges of the runs that count agree with people, for each judge once.
pub(super) fn check(candidate: &Candidate<'_>, runs: &[Run]) -> Vec<Gate> {
    let mut judges: Vec<&PinnedJudge> = Vec::new();
    for run in runs {
        let evidence = counted(candidate, *run).0;
        for judge in evidence.iter().filter_map(|one| pinned(candidate, one)) {
            if judges
                .iter()
                .all(|known| !known.judge.is_same(&judge.judge))
            {
                judges.push(judge);
            }
        }
    }
    let gates = judges.into_iter().map(|judge| Gate {
        name: "judge",
        verdict: agreement(candidate, judge),
    });
    gates.collect()
}

/// How often a judge agrees with people: all runs on the present cases count together.
fn agreement(candidate: &Candidate<'_>, pinned: &PinnedJudge) -> Result<Proof, Finding> {
    let (judge, words) = (&pinned.judge, in_words(&pinned.judge));
    let Some(labelled) = &pinned.labelled else {
        let help = format!(
            "write `judge.yaml` beside the prompt of the judge: answers that people pass, and others that they fail; then run {}",
            command(pinned)
        );
        let reason = format!("nobody knows whether the judge {words} agrees with people");
        return Err(lack(candidate, reason, help));
    };
    let of_cases = |run: &&Evidence| run.dataset.as_ref() == Some(&labelled.sha256);
    let runs = pinned.runs.iter().filter(of_cases).collect::<Vec<_>>();
    let sum = |count: fn(&Evidence) -> u32| {
        let counts = runs.iter().map(|run| count(run));
        counts.fold(0_u32, u32::saturating_add)
    };
    let (agreed, calls) = (sum(|run| run.passed), sum(Evidence::calls));
    if runs.is_empty() {
        let reason = format!("it was not measured how often the judge {words} agrees with people");
        return Err(lack(candidate, reason, format!("run {}", command(pinned))));
    }
    let kinds = [
        (sum(|run| run.false_passes), "false pass", "es"),
        (sum(|run| run.false_fails), "false fail", "s"),
    ];
    let kinds = kinds.map(|(count, kind, plural)| match count {
        1 => format!("1 {kind}"),
        count => format!("{count} {kind}{plural}"),
    });
    let several = match runs.len() {
        1 => String::new(),
        count => format!(" in {count} runs"),
    };
    let sentence = format!(
        "{words} agrees with people in {agreed} of {calls} verdicts{several} ({})",
        kinds.join(", ")
    );
    if meets(agreed, calls, labelled.threshold) {
        return Ok(Proof::from(sentence));
    }
    let reason = format!(
        "the judge {sentence}, but {} must agree",
        labelled.percentage()
    );
    let help = format!(
        "improve the text of `{}` and publish it, or use another model; all runs of the same text, cases and settings count together",
        judge.id
    );
    Err(lack(candidate, reason, help))
}

fn lack(candidate: &Candidate<'_>, reason: String, help: String) -> Finding {
    let finding = candidate
        .prompt
        .finding(candidate.release, Code::MissingEvidence, reason);
    finding.help(help)
}

/// The command that measures the agreement.
fn command(pinned: &PinnedJudge) -> String {
    let Judge { id, version, .. } = &pinned.judge;
    format!(
        "`cargo prompts test {id} --env {} --version {version}`",
        pinned.environment
    )
}
