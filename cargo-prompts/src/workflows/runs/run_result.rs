use std::fmt;

use prompt_build::library::{LEDGER, Run};

use super::dataset::RenderedDataset;
use super::progress::Progress;
use super::purpose::Purpose;
use crate::project::dataset_files::file_name;
use crate::project::evidence;
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
    /// Discards the results of a run with failures, so that the next run sends every case again:
    /// otherwise the cases that failed could be sent until they pass by chance.
    pub(super) fn new(
        dataset: &'a RenderedDataset<'a>,
        purpose: Purpose,
        failed: Vec<(usize, String)>,
        progress: Progress,
    ) -> Result<Self, Failure> {
        let mut result = Self {
            dataset,
            purpose,
            failed,
            progress: Some(progress),
            report: None,
        };
        if !result.is_passed() {
            result.remove_progress()?;
        }
        Ok(result)
    }

    /// A run by promptfoo in which all cases passed, with the hash of its report.
    pub fn reported(
        workspace: &Workspace,
        dataset: &'a RenderedDataset<'a>,
        report: String,
    ) -> Result<Self, Failure> {
        Ok(Self {
            dataset,
            purpose: Purpose::of(workspace, dataset)?,
            failed: Vec::new(),
            progress: None,
            report: Some(report),
        })
    }

    pub fn is_passed(&self) -> bool {
        self.failed.is_empty()
    }

    /// Records the run as evidence in the ledger, where it counts as such, and returns a sentence
    /// about that. The kept results are removed only after that.
    pub fn record(mut self, workspace: &Workspace) -> Result<String, Failure> {
        let prompt = self.dataset.prompt;
        let sentence = match &self.purpose {
            Purpose::NoEvidence(reason) => format!("this is no evidence: {reason}"),
            Purpose::Evidence(version) => {
                let evidence = self.dataset.evidence(self.report.clone());
                evidence::record(workspace, &prompt.id, version, &evidence)?;
                format!("recorded as evidence in `{}/{LEDGER}`", prompt.folder)
            }
        };
        self.remove_progress()?;
        Ok(sentence)
    }

    fn remove_progress(&mut self) -> Result<(), Failure> {
        self.progress.take().map_or(Ok(()), Progress::remove)
    }
}

/// The lines of a replay that failed, and the number of cases that passed. The failures of a golden
/// run are shown as they happen.
impl fmt::Display for RunResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dataset, prompt) = (self.dataset, self.dataset.prompt);
        if dataset.run == Run::Validation {
            for (line, reason) in &self.failed {
                let file = file_name(dataset.run);
                writeln!(f, "{}/{file}:{line}: {reason}", prompt.folder)?;
            }
        }
        let colour = if self.is_passed() {
            "\x1b[32m"
        } else {
            "\x1b[31m"
        };
        let passed = dataset.cases.len() - self.failed.len();
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
        let model = escape_line(&setting.model);
        let parameters = setting.parameters().to_string();
        write!(f, "(`{model}`, {})", escape_line(&parameters))
    }
}
