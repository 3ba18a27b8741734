use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use prompt_core::message::Message;

use super::call_gate::CallGate;
use crate::report::failure::Failure;
use crate::rules::call_result::JudgeCalls;
use crate::rules::case_result::CaseResult;
use crate::workflows::endpoint::{Client, Reply};

/// The verdict on a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The kinds of the assertions that failed, each once.
    pub failed: Vec<String>,
    /// The reasons, as they are shown; none if the call passed.
    pub reasons: Vec<String>,
    /// The calls of the judge that it took, if it took any.
    pub judge: Option<JudgeCalls>,
}

/// A call that was answered.
#[derive(Clone, Copy)]
pub struct Answered<'a> {
    /// The position of its case in the dataset.
    pub position: usize,
    /// The messages that were sent.
    pub messages: &'a [Message],
    pub reply: &'a Reply,
    /// The client that sent them.
    pub client: &'a Client,
    /// The gate of all calls of the run.
    pub gate: &'a CallGate,
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
    /// Judges the answer to a call. Fails if a model that judges gives no verdict: the run is not
    /// complete then.
    fn judge(&self, answered: &Answered<'_>) -> Result<Verdict, Failure>;

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
