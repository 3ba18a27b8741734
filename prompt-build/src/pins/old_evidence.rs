//! Evidence that is older than an environment wants it.

use super::approval::Approval;
use super::pin_query::PinQuery;
use super::settings::Settings;
use crate::library::{Moment, Release, Run};
use crate::report::{Code, Finding, Findings};
use crate::source::Location;
use crate::template::Config as FileConfig;

impl Approval<'_> {
    /// Warns of each kind of run that last passed longer ago than `evidence_days` of the environment.
    /// A run that has never passed is another matter.
    pub fn old_evidence(self, settings: &Settings, now: &Moment, location: &Location) -> Findings {
        let mut findings = Findings::default();
        let Some(most) = self.environment.policy.evidence_days else {
            return findings;
        };
        for run in Run::ALL {
            let days = self.last_pass(run, settings).map(|at| at.days_until(now));
            let Some(days) = days.filter(|days| *days > most) else {
                continue;
            };
            let (id, version) = (self.id, &self.release.version);
            let (environment, run) = (&self.environment.name, run.as_str());
            let message = format!(
                "the {run} run of `{id}` {version} passed {days} days ago, and `{environment}` has `evidence_days: {most}`"
            );
            let finding = Finding::warning(Code::OldEvidence, location.clone(), message);
            let help = "run it again, with the same text, dataset and settings: the model behind a name can change";
            findings.push(finding.help(help.to_owned()));
        }
        findings
    }
}

impl PinQuery<'_> {
    /// Warns of evidence for a pinned release that is older than its environment wants it.
    pub fn old_evidence(&self, release: &Release, file: &FileConfig, now: &Moment) -> Findings {
        let location = self.config.location(self.pin.mark);
        let approval = self.approval(release);
        approval.old_evidence(&self.settings(file), now, &location)
    }
}
