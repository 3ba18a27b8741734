use std::fmt;

use prompt_build::library::{LEDGER, Run};

use crate::datasets::replay::{REPLAY, Replay};
use crate::ending::Failure;
use crate::ledger::evidence::{self, Evidence};
use crate::ledger::moment::now;
use crate::package::subject::Subject;
use crate::package::workspace::Workspace;
use crate::runs::progress::Progress;

/// A run that has come to its end.
pub struct Results<'a> {
    subject: &'a Subject,
    replay: &'a Replay,
    /// Line and reason.
    pub failed: Vec<(usize, String)>,
    progress: Option<Progress>,
}

impl<'a> Results<'a> {
    pub(super) fn new(
        subject: &'a Subject,
        replay: &'a Replay,
        failed: Vec<(usize, String)>,
        progress: Progress,
    ) -> Self {
        Self { subject, replay, failed, progress: Some(progress) }
    }

    /// With failures the next run begins anew: or lines could be sent again until they pass by chance.
    pub(super) fn forget_failures(mut self) -> Result<Self, Failure> {
        if !self.failed.is_empty() {
            self.forget()?;
        }
        Ok(self)
    }

    fn forget(&mut self) -> Result<(), Failure> {
        self.progress.take().map_or(Ok(()), Progress::remove)
    }

    /// Enters the run in the ledger as evidence, and says where. Results are kept until they are there.
    pub fn record(mut self, workspace: &Workspace) -> Result<String, Failure> {
        let Some(version) = &self.subject.version else {
            self.forget()?;
            return Ok("a working copy can still change: this counts as no evidence until it is published".to_owned());
        };
        evidence::record(workspace, &self.subject.id, version, &self.evidence())?;
        let words = format!("entered as evidence in `{}/{LEDGER}`", self.subject.folder);
        self.forget()?;
        Ok(words)
    }

    fn evidence(&self) -> Evidence {
        let setting = &self.subject.environment;
        Evidence {
            run: Run::Validation,
            environment: setting.name.clone(),
            model: setting.model.clone(),
            temperature: setting.temperature,
            sha256: self.subject.text.sha256.clone(),
            dataset: self.replay.sha256.clone(),
            cases: u32::try_from(self.replay.cases.len()).unwrap_or(u32::MAX),
            at: now(),
            report: None,
        }
    }
}

/// Each line that failed, and how many did not.
impl fmt::Display for Results<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (line, reason) in &self.failed {
            writeln!(f, "{}/{REPLAY}:{line}: {reason}", self.subject.folder)?;
        }
        let (id, version, setting) = (&self.subject.id, self.subject.version_name(), &self.subject.environment);
        let (passed, all) = (self.replay.cases.len() - self.failed.len(), self.replay.cases.len());
        let settings = format!("`{}`, temperature {}", setting.model, setting.temperature);
        let colour = if self.failed.is_empty() { "\x1b[32m" } else { "\x1b[31m" };
        let lines = if all == 1 { "line" } else { "lines" };
        writeln!(
            f,
            "{colour}{passed} of {all} {lines} passed\x1b[0m: `{id}` {version} in `{}` ({settings})",
            setting.name
        )
    }
}
