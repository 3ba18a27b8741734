//! Evidence: the record of a run in the ledger of a release.

use prompt_build::library::{Evidence as Recorded, Judge, Run};
use prompt_build::report::{Code, Findings};
use prompt_core::parameters::Parameters;
use prompt_core::vocabulary::Api;
use semver::Version;
use serde_yaml::{Mapping, Value};

use crate::project::edit::{LedgerText, mapping};
use crate::project::pin_record::edit_of_ledger;
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::project::settings_record::{recorded, settings_record};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// A run of a dataset, whether it passed or not.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The prompt's id.
    pub prompt: String,
    pub run: Run,
    /// The environment whose settings it was run under.
    pub environment: String,
    pub api: Api,
    pub model: String,
    pub parameters: Parameters,
    /// The hash of the prompt's text.
    pub sha256: String,
    /// The hash of the dataset's text.
    pub dataset: String,
    pub cases: u32,
    /// The number of calls for each case.
    pub repeat: u32,
    /// The calls that passed.
    pub passed: u32,
    /// The verdicts that pass an answer which people fail.
    pub false_passes: u32,
    /// The verdicts that fail an answer which people pass.
    pub false_fails: u32,
    /// The models that answered, as the endpoint names them.
    pub answered_by: Vec<String>,
    /// The judge whose verdicts the run rests on, if it rests on any.
    pub judge: Option<Judge>,
    /// The share of the calls that must pass.
    pub threshold: f64,
    /// RFC 3339.
    pub at: String,
    /// The hash that names the run of another tool, where one ran it.
    pub report: Option<String>,
}

/// The outcome of evidence in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The ledger has the report already.
    Known,
    /// It was entered. The calls are those of all runs that a promotion counts together with it.
    New { passed: u32, calls: u32 },
}

/// Enters evidence in the ledger of a release, which must still have the text that was run. A
/// report that the ledger has is not entered again, because that would be no other run.
pub fn record(
    workspace: &Workspace,
    id: &str,
    version: &Version,
    evidence: &Evidence,
) -> Result<Entry, Failure> {
    let session = Session::open(workspace)?;
    let prompt = session.prompt(id)?;
    let release = prompt.release(version)?;
    if release.sha256.as_ref() != Some(&evidence.sha256) {
        let message = format!("`{id}` {version} changed during the run");
        return Err(Findings::from(prompt.finding(release, Code::AlteredRelease, message)).into());
    }
    let is_known = |recorded: &Recorded| recorded.report == evidence.report;
    if evidence.report.is_some() && release.evidence.iter().any(is_known) {
        return Ok(Entry::Known);
    }
    let ledger = entered(&prompt, version, evidence)?;
    let command = format!("cargo prompts {} {id}", evidence.command());
    session.commit(&command, id, &[edit_of_ledger(&prompt, ledger)])?;
    Ok(evidence.together_with(&release.evidence))
}

/// Fails if the ledger could not take evidence of a release. It is called before a run, so that no
/// call is made for nothing. It locks and writes nothing.
pub fn check_recordable(
    workspace: &Workspace,
    id: &str,
    version: &Version,
    evidence: &Evidence,
) -> Result<(), Failure> {
    let prompt = Prompt::open(workspace, &workspace.sound_config()?, id)?;
    entered(&prompt, version, evidence).map(drop)
}

fn entered(prompt: &Prompt, version: &Version, evidence: &Evidence) -> Result<LedgerText, Failure> {
    let mut ledger = LedgerText::new(prompt.ledger_text());
    let appended = ledger.append(version, "evidence", &evidence.to_record());
    appended.map_err(|error| error.into_failure(&prompt.ledger_path()))?;
    Ok(ledger)
}

impl Evidence {
    /// Counts this run with the earlier ones of the same text, dataset, settings and judge.
    fn together_with(&self, earlier: &[Recorded]) -> Entry {
        let is_same_judge = |judge: &Option<Judge>| match (judge, &self.judge) {
            (Some(one), Some(other)) => one.is_same(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        let counts = |run: &&Recorded| {
            run.prompt.as_ref() == Some(&self.prompt)
                && run.run == Some(self.run)
                && run.sha256.as_ref() == Some(&self.sha256)
                && run.dataset.as_ref() == Some(&self.dataset)
                && run.api == self.api
                && run.model.as_ref() == Some(&self.model)
                && run.parameters == self.parameters
                && is_same_judge(&run.judge)
        };
        let (mut passed, mut calls) = (self.passed, self.cases.saturating_mul(self.repeat));
        for run in earlier.iter().filter(counts) {
            passed = passed.saturating_add(run.passed);
            calls = calls.saturating_add(run.calls());
        }
        Entry::New { passed, calls }
    }

    fn command(&self) -> &'static str {
        match self.run {
            Run::Golden | Run::Agreement => "test",
            Run::Validation => "validate",
        }
    }

    fn to_record(&self) -> Mapping {
        let mut record = mapping([
            ("prompt", self.prompt.as_str().into()),
            ("run", self.run.as_str().into()),
            ("environment", self.environment.as_str().into()),
        ]);
        let (api, model) = (recorded(self.api), Some(self.model.as_str()));
        record.extend(settings_record(api, model, &self.parameters));
        if !self.answered_by.is_empty() {
            let models = self.answered_by.iter().map(|model| model.as_str().into());
            record.insert("answered_by".into(), Value::Sequence(models.collect()));
        }
        if let Some(judge) = &self.judge {
            record.insert("judge".into(), judge_record(judge).into());
        }
        record.insert("cases".into(), self.cases.into());
        if self.repeat > 1 {
            record.insert("repeat".into(), self.repeat.into());
        }
        record.insert("passed".into(), self.passed.into());
        for (key, count) in [
            ("false_passes", self.false_passes),
            ("false_fails", self.false_fails),
        ] {
            if count > 0 {
                record.insert(key.into(), count.into());
            }
        }
        if self.threshold < 1.0 {
            record.insert("threshold".into(), self.threshold.into());
        }
        record.extend(mapping([
            ("sha256", self.sha256.as_str().into()),
            ("dataset", self.dataset.as_str().into()),
            ("at", self.at.as_str().into()),
        ]));
        if let Some(report) = &self.report {
            record.insert("report".into(), Value::from(report.as_str()));
        }
        record
    }
}

fn judge_record(judge: &Judge) -> Mapping {
    let mut record = mapping([
        ("id", judge.id.as_str().into()),
        ("version", judge.version.as_str().into()),
        ("sha256", judge.sha256.as_str().into()),
    ]);
    let (api, model) = (recorded(judge.api), Some(judge.model.as_str()));
    record.extend(settings_record(api, model, &judge.parameters));
    if !judge.answered_by.is_empty() {
        let models = judge.answered_by.iter().map(|model| model.as_str().into());
        record.insert("answered_by".into(), Value::Sequence(models.collect()));
    }
    record
}
