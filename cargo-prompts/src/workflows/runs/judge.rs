use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::rules::case_result::CaseResult;
use crate::workflows::endpoint::{Client, Reply};

/// The verdict on a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The kinds of the assertions that failed, each once.
    pub failed: Vec<String>,
    /// The reasons, as they are shown; none if the call passed.
    pub reasons: Vec<String>,
}

impl Verdict {
    /// A call that failed for one reason.
    pub fn failed(kind: &str, reason: String) -> Self {
        let mut verdict = Self::default();
        verdict.add(kind, reason);
        verdict
    }

    /// Adds a reason why the call failed.
    pub fn add(&mut self, kind: &str, reason: String) {
        if !self.failed.iter().any(|known| known == kind) {
            self.failed.push(kind.to_owned());
        }
        self.reasons.push(reason);
    }
}

/// The part of a run that depends on the kind of dataset.
pub trait Judge: Sync {
    /// Judges the answer to the case at a position of the dataset.
    fn judge(&self, position: usize, reply: &Reply, client: &Client) -> Verdict;

    /// Shows the result of a case. Cases are shown in the order of the dataset.
    fn show(&self, position: usize, case: &CaseResult);

    /// The bar that shows the progress of so many calls.
    fn bar(&self, calls: usize) -> ProgressBar;
}

/// A bar on standard error, which shows the progress of so many calls.
pub fn progress_bar(calls: usize) -> ProgressBar {
    let target = ProgressDrawTarget::stderr();
    let bar = ProgressBar::with_draw_target(u64::try_from(calls).ok(), target);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} calls{msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
