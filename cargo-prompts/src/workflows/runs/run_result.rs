use std::fmt;

use prompt_build::library::{LEDGER, Run};

use super::dataset::RenderedDataset;
use super::progress::Progress;
use super::purpose::Purpose;
use crate::project::dataset_files::file_name;
use crate::project::evidence;
use crate::project::settings_record::through;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::escape_line;

/// The result of a run in which every case has a verdict.
pub struct RunResult<'a> {
    dataset: &'a RenderedDataset<'a>,
    purpose: Purpose,
    /// The number of each case that failed, and the reason.
    failed: Vec<(usize, String)>,
    /// The results that are kept until the evidence is recorded.
    progress: Option<Progress>,
    /// The hash of promptfoo's report, where that ran the dataset.
    report: Option<String>,
}

impl<'a> RunResult<'a> {
    pub(super) fn new(
        dataset: &'a RenderedDataset<'a>,
        purpose: Purpose,
        failed: Vec<(usize, String)>,
        progress: Progress,
    ) -> Self {
        Self {
            dataset,
            purpose,
            failed,
            progress: Some(progress),
            report: None,
        }
    }

    /// A run by promptfoo, with the hash of its report.
    pub fn reported(
        workspace: &Workspace,
        dataset: &'a RenderedDataset<'a>,
        failed: Vec<(usize, String)>,
        report: String,
    ) -> Result<Self, Failure> {
        Ok(Self {
            dataset,
            purpose: Purpose::of(workspace, dataset)?,
            failed,
            progress: None,
            report: Some(report),
        })
    }

    /// Returns `true` if as many cases passed as the dataset asks for.
    pub fn is_passed(&self) -> bool {
        self.dataset.is_met_by(self.passed())
    }

    fn passed(&self) -> usize {
        self.dataset.cases.len() - self.failed.len()
    }

    /// Records the run in the ledger, where it counts as evidence, and returns a sentence about
    /// that. A run that did not pass is recorded too: otherwise the dataset could be run until it
    /// passes by chance. The kept results are removed only after that.
    pub fn record(mut self, workspace: &Workspace) -> Result<String, Failure> {
        let prompt = self.dataset.prompt;
        let sentence = match &self.purpose {
            Purpose::NoEvidence(reason) => format!("this is no evidence: {reason}"),
            Purpose::Evidence(version) => {
                let evidence = self.dataset.evidence(self.passed(), self.report.clone());
                let is_new = evidence::record(workspace, &prompt.id, version, &evidence)?;
                let ledger = format!("`{}/{LEDGER}`", prompt.folder);
                if !is_new {
                    format!(
                        "nothing was recorded: this report is in {ledger}, and a run counts once"
                    )
                } else if self.is_passed() {
                    format!("recorded as evidence in {ledger}")
                } else {
                    format!(
                        "recorded in {ledger}: a promotion counts it together with later runs of the same dataset"
                    )
                }
            }
        };
        self.remove_progress()?;
        Ok(sentence)
    }

    fn remove_progress(&mut self) -> Result<(), Failure> {
        self.progress.take().map_or(Ok(()), Progress::remove)
    }
}

/// The failures, and the number of cases that passed. Those of a golden run by this command are
/// shown as they happen.
impl fmt::Display for RunResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dataset, prompt) = (self.dataset, self.dataset.prompt);
        for (number, reason) in &self.failed {
            if dataset.run == Run::Validation {
                let file = file_name(dataset.run);
                writeln!(f, "{}/{file}:{number}: {reason}", prompt.folder)?;
            } else if self.report.is_some() {
                writeln!(f, "{reason}")?;
            }
        }
        let colour = if self.is_passed() {
            "\x1b[32m"
        } else {
            "\x1b[31m"
        };
        let passed = self.passed();
        let setting = &prompt.environment;
        write!(
            f,
            "{colour}{passed} of {} passed\x1b[0m: ",
            dataset.counted()
        )?;
        write!(
            f,
            "`{}` {} in `{}` ",
            prompt.id,
            prompt.version_name(),
            setting.name
        )?;
        let (api, model) = (setting.settings.api, escape_line(setting.model()));
        let parameters = setting.parameters().to_string();
        let separator = if parameters.is_empty() { "" } else { ", " };
        let through = through(api);
        write!(
            f,
            "(`{model}`{through}{separator}{})",
            escape_line(&parameters)
        )?;
        if dataset.dataset.threshold < 1.0 {
            write!(f, "; {} must pass", dataset.dataset.percentage())?;
        }
        Ok(())
    }
}
