//! Runs of a dataset: its cases are rendered, sent within the rate limit, and their results kept.

pub mod golden_run;
pub mod progress;
pub mod rate_limit;
pub mod replay_run;
