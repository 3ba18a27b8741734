use std::time::Duration;

use crate::report::failure::Failure;
use crate::rules::pace::Attempt;

/// Decides when attempts are made, for all calls that are under way at a time.
pub trait Gate {
    /// Waits until the next attempt may be made, and counts it: each attempt is a call.
    fn enter(&self) -> Result<Attempt, Failure>;

    /// Ends an attempt.
    fn leave(&self, attempt: Attempt, outcome: Outcome) -> Left;

    /// Waits before the next attempt of one call.
    fn rest(&self, wait: Duration);
}

/// The result of an attempt, as far as it concerns other calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Answered,
    Failed,
    /// The endpoint takes no calls for this time.
    Busy(Duration),
}

/// What an attempt means for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Whether the attempt began a pause of all calls.
    pub is_new_pause: bool,
    /// The number of calls that were answered so far.
    pub answered: usize,
}
