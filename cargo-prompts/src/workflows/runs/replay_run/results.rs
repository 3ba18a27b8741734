use std::fmt;

use prompt_build::library::{LEDGER, Run};

use crate::project::dataset_files::REPLAY;
use crate::project::evidence::{self, Evidence};
use crate::project::resolved_prompt::Subject;
use crate::project::timestamp::now;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::on_one_line;
use crate::rules::replay::Replay;
use crate::workflows::runs::progress::Progress;
use crate::workflows::runs::replay_run::Counts;

/// A run that has come to its end.
pub struct Results<'a> {
    subject: &'a Subject,
    replay: &'a Replay,
    counts: Counts,
    /// Line and reason.
    pub failed: Vec<(usize, String)>,
    progress: Option<Progress>,
}

impl<'a> Results<'a> {
    pub(super) fn new(
        subject: &'a Subject,
        replay: &'a Replay,
        counts: Counts,
        failed: Vec<(usize, String)>,
        progress: Progress,
    ) -> Self {
        Self {
            subject,
            replay,
            counts,
            failed,
            progress: Some(progress),
        }
    }

    /// With failures the next run begins anew: or lines could be sent again until they pass by
    /// chance.
    pub(super) fn forget_failures(mut self) -> Result<Self, Failure> {
        if !self.failed.is_empty() {
            self.forget()?;
        }
        Ok(self)
    }

    fn forget(&mut self) -> Result<(), Failure> {
        self.progress.take().map_or(Ok(()), Progress::remove)
    }

    /// Enters the run in the ledger as evidence where it counts, and says where. Results are kept
    /// until they are there.
    pub fn record(mut self, workspace: &Workspace) -> Result<String, Failure> {
        let version = match &self.counts {
            Counts::AsEvidence(version) => version,
            Counts::ForNothing(why) => {
                let words = format!("this counts as no evidence: {why}");
                self.forget()?;
                return Ok(words);
            }
        };
        evidence::record(
            workspace,
            &self.subject.id,
            version,
            &evidence(self.subject, self.replay),
        )?;
        let words = format!("entered as evidence in `{}/{LEDGER}`", self.subject.folder);
        self.forget()?;
        Ok(words)
    }
}

/// What the ledger says of a run in which all lines passed.
pub(super) fn evidence(subject: &Subject, replay: &Replay) -> Evidence {
    let setting = &subject.environment;
    Evidence {
        run: Run::Validation,
        environment: setting.name.clone(),
        model: setting.model.clone(),
        temperature: setting.temperature,
        sha256: subject.text.sha256.clone(),
        dataset: replay.sha256.clone(),
        cases: u32::try_from(replay.cases.len()).unwrap_or(u32::MAX),
        at: now(),
        report: None,
    }
}

/// Each line that failed, and how many did not.
impl fmt::Display for Results<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (line, reason) in &self.failed {
            writeln!(f, "{}/{REPLAY}:{line}: {reason}", self.subject.folder)?;
        }
        let (id, version, setting) = (
            &self.subject.id,
            self.subject.version_name(),
            &self.subject.environment,
        );
        let (passed, all) = (
            self.replay.cases.len() - self.failed.len(),
            self.replay.cases.len(),
        );
        let settings = format!(
            "`{}`, temperature {}",
            on_one_line(&setting.model),
            setting.temperature
        );
        let colour = if self.failed.is_empty() {
            "\x1b[32m"
        } else {
            "\x1b[31m"
        };
        let lines = if all == 1 { "line" } else { "lines" };
        writeln!(
            f,
            "{colour}{passed} of {all} {lines} passed\x1b[0m: `{id}` {version} in `{}` ({settings})",
            setting.name
        )
    }
}
