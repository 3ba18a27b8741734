use std::fmt;

use prompt_build::library::{LEDGER, Run};

use super::Rehearsal;
use crate::project::evidence::{self, Evidence};
use crate::project::timestamp::now;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::on_one_line;
use crate::workflows::runs::progress::Progress;

/// A run that has come to its end.
pub struct Outcome<'a> {
    rehearsal: &'a Rehearsal<'a>,
    /// How many cases did not pass.
    pub failed: usize,
    progress: Option<Progress>,
    /// The hash of promptfoo's report, where that ran the dataset.
    report: Option<String>,
}

impl<'a> Outcome<'a> {
    /// With failures the next run begins anew: or cases could be sent again until they pass by
    /// chance.
    pub(super) fn new(
        rehearsal: &'a Rehearsal<'a>,
        failed: usize,
        mut progress: Option<Progress>,
    ) -> Result<Self, Failure> {
        if failed > 0 {
            progress.take().map_or(Ok(()), Progress::remove)?;
        }
        Ok(Self {
            rehearsal,
            failed,
            progress,
            report: None,
        })
    }

    /// All passed, in promptfoo, which left a report with this hash.
    pub fn reported(rehearsal: &'a Rehearsal<'a>, report: String) -> Self {
        Self {
            rehearsal,
            failed: 0,
            progress: None,
            report: Some(report),
        }
    }

    /// Enters the run in the ledger as evidence, and says where. Results are kept until they are
    /// there.
    pub fn record(mut self, workspace: &Workspace) -> Result<String, Failure> {
        let subject = self.rehearsal.subject;
        let Some(version) = &subject.version else {
            return Ok(
                "a working copy can still change: this counts as no evidence until it is published"
                    .to_owned(),
            );
        };
        evidence::record(
            workspace,
            &subject.id,
            version,
            &evidence(self.rehearsal, self.report.take()),
        )?;
        self.progress.take().map_or(Ok(()), Progress::remove)?;
        Ok(format!(
            "entered as evidence in `{}/{LEDGER}`",
            subject.folder
        ))
    }
}

/// What the ledger says of a run in which all cases passed.
pub(super) fn evidence(rehearsal: &Rehearsal<'_>, report: Option<String>) -> Evidence {
    let (subject, golden) = (rehearsal.subject, rehearsal.golden);
    Evidence {
        run: Run::Golden,
        environment: subject.environment.name.clone(),
        model: subject.environment.model.clone(),
        temperature: subject.environment.temperature,
        sha256: subject.text.sha256.clone(),
        dataset: golden.sha256.clone(),
        cases: u32::try_from(rehearsal.len()).unwrap_or(u32::MAX),
        at: now(),
        report,
    }
}

/// How many passed, of what.
impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.rehearsal.subject;
        let (id, version, setting) = (&subject.id, subject.version_name(), &subject.environment);
        let all = self.rehearsal.len();
        let passed = all - self.failed;
        let colour = if self.failed == 0 {
            "\x1b[32m"
        } else {
            "\x1b[31m"
        };
        let cases = if all == 1 { "case" } else { "cases" };
        let (name, model, temperature) = (
            &setting.name,
            on_one_line(&setting.model),
            setting.temperature,
        );
        write!(f, "{colour}{passed} of {all} {cases} passed\x1b[0m: ")?;
        write!(
            f,
            "`{id}` {version} in `{name}` (`{model}`, temperature {temperature})"
        )
    }
}
