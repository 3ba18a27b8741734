use std::collections::BTreeMap;
use std::fmt;

use prompt_build::library::{Judge, LEDGER, Run, meets};

use super::dataset::RenderedDataset;
use super::progress::Progress;
use super::purpose::Purpose;
use super::tally::Tally;
use crate::project::evidence::{self, Entry, Evidence};
use crate::project::judge_words::{in_words, verb, verb_of_share};
use crate::project::settings_record::through;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::{GREEN, RED, RESET, escape_line};
use crate::rules::case_results::CaseResults;
use crate::rules::rubric::{FALSE_FAIL, FALSE_PASS};
use crate::rules::run_summary::RunSummary;

/// The result of a run in which every call has a verdict.
pub struct RunResult<'a> {
    pub(super) dataset: &'a RenderedDataset<'a>,
    purpose: Purpose,
    pub(super) tally: Tally,
    /// The results that are kept until the evidence is recorded.
    progress: Option<Progress>,
    /// The hash that names promptfoo's evaluation, where that ran the dataset.
    report: Option<String>,
}

impl<'a> RunResult<'a> {
    pub(super) fn new(
        dataset: &'a RenderedDataset<'a>,
        purpose: Purpose,
        tally: Tally,
        progress: Progress,
    ) -> Self {
        Self {
            dataset,
            purpose,
            tally,
            progress: Some(progress),
            report: None,
        }
    }

    /// A run by promptfoo, with the hash that names it. Each case that failed has its number, the
    /// calls that passed, and the reason.
    pub fn reported(
        workspace: &Workspace,
        dataset: &'a RenderedDataset<'a>,
        failed: &BTreeMap<usize, (u32, String)>,
        report: String,
    ) -> Result<Self, Failure> {
        Ok(Self {
            dataset,
            purpose: Purpose::of(workspace, dataset)?,
            tally: Tally::reported(dataset, failed),
            progress: None,
            report: Some(report),
        })
    }

    /// Returns `true` if as many calls passed as the dataset asks for.
    pub fn is_passed(&self) -> bool {
        self.dataset.is_met_by(self.passed())
    }

    /// Returns `true` if another tool ran the dataset.
    pub(super) fn is_reported(&self) -> bool {
        self.report.is_some()
    }

    /// The results of the cases, in the order of the dataset.
    pub fn cases(&self) -> &CaseResults {
        &self.tally.cases
    }

    /// The sums of the calls.
    pub fn summary(&self) -> &RunSummary {
        &self.tally.summary
    }

    /// The number of calls that passed.
    pub(super) fn passed(&self) -> usize {
        self.tally.summary.passed
    }

    /// Records the run in the ledger, where it counts as evidence, and returns a sentence about
    /// that. A run that did not pass is recorded too: otherwise the dataset could be run until it
    /// passes by chance. The kept results are removed only after that.
    pub fn record(&mut self, workspace: &Workspace) -> Result<String, Failure> {
        let prompt = self.dataset.prompt;
        let sentence = match &self.purpose {
            Purpose::NoEvidence(reason) => format!("this is no evidence: {reason}"),
            Purpose::Evidence(version) => {
                let evidence = self.evidence();
                let entry = evidence::record(workspace, &prompt.id, version, &evidence)?;
                self.sentence(entry, &format!("`{}/{LEDGER}`", prompt.folder))
            }
        };
        self.remove_progress()?;
        Ok(sentence)
    }

    /// Says what the run counts as. One that passed can be too little beside earlier ones that failed.
    fn sentence(&self, entry: Entry, ledger: &str) -> String {
        match entry {
            Entry::Known => {
                format!("nothing was recorded: this report is in {ledger}, and a run counts once")
            }
            Entry::New { .. } if !self.is_passed() => format!(
                "recorded in {ledger}: a promotion counts it together with later runs of the same dataset"
            ),
            Entry::New { passed, calls }
                if meets(passed, calls, self.dataset.dataset.threshold) =>
            {
                format!("recorded as evidence in {ledger}")
            }
            Entry::New { passed, calls } => {
                let verb = verb(Some(self.dataset.run));
                format!(
                    "recorded in {ledger}: with the earlier runs of the same dataset {passed} of {calls} calls {verb}, too few for a promotion"
                )
            }
        }
    }

    fn evidence(&self) -> Evidence {
        let summary = &self.tally.summary;
        let evidence = self.dataset.evidence(summary.passed, self.report.clone());
        let judge = evidence.judge.clone().map(|judge| Judge {
            answered_by: summary.judge.models.iter().cloned().collect(),
            ..judge
        });
        let failed = |kind: &str| {
            let calls = summary.failed.get(kind).copied();
            u32::try_from(calls.unwrap_or_default()).unwrap_or(u32::MAX)
        };
        Evidence {
            answered_by: summary.models.iter().cloned().collect(),
            judge,
            false_passes: failed(FALSE_PASS),
            false_fails: failed(FALSE_FAIL),
            ..evidence
        }
    }

    /// Removes the kept results of a run that is shown and not recorded.
    pub fn remove_progress(&mut self) -> Result<(), Failure> {
        self.progress.take().map_or(Ok(()), Progress::remove)
    }
}

/// The number of calls that passed.
impl fmt::Display for RunResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dataset, prompt) = (self.dataset, self.dataset.prompt);
        let colour = if self.is_passed() { GREEN } else { RED };
        let (passed, calls) = (self.passed(), dataset.counted_calls());
        let verb = verb(Some(dataset.run));
        write!(f, "{colour}{passed} of {calls} {verb}{RESET}")?;
        if dataset.dataset.repeat > 1 {
            let (counted, repeat) = (dataset.counted(), dataset.dataset.repeat);
            write!(f, " ({counted}, {repeat} times each)")?;
        }
        let setting = &prompt.environment;
        let (id, version) = (&prompt.id, prompt.version_name());
        write!(f, ": `{id}` {version} in `{}` ", setting.name)?;
        let (api, model) = (setting.settings.api, escape_line(setting.model()));
        let parameters = setting.parameters().to_string();
        let separator = if parameters.is_empty() { "" } else { ", " };
        let (through, parameters) = (through(api), escape_line(&parameters));
        write!(f, "(`{model}`{through}{separator}{parameters})")?;
        if let Some(judged) = &dataset.judged {
            write!(f, ", judged by {}", in_words(&judged.judge))?;
        }
        if dataset.dataset.threshold < 1.0 {
            let verb = verb_of_share(dataset.run);
            write!(f, "; {} must {verb}", dataset.dataset.percentage())?;
        }
        Ok(())
    }
}

impl RunResult<'_> {
    /// The failures, each as it is shown. Those of a golden run by this command are shown as they
    /// happen.
    pub fn failures(&self) -> impl Iterator<Item = String> {
        let dataset = self.dataset;
        self.tally
            .cases
            .failed()
            .filter_map(move |(position, reasons)| {
                let reason = reasons.join("; ");
                if dataset.run == Run::Validation {
                    let (path, number) = (dataset.path(), dataset.number(position));
                    return Some(format!("{path}:{number}: {reason}"));
                }
                self.is_reported().then_some(reason)
            })
    }
}
