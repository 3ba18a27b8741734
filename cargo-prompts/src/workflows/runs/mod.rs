//! Runs of a dataset: its cases are rendered, sent within the rate limit, and their results kept.

mod answer_schema;
mod dataset;
mod golden_run;
mod present_dataset;
mod progress;
mod purpose;
mod rate_limit;
mod replay_run;
mod run_result;
mod runner;

pub use dataset::{RenderedCase, RenderedDataset};
pub use golden_run::{GoldenRun, open_golden, render_golden};
pub use present_dataset::present_dataset;
pub use replay_run::{ReplayRun, open_replay, render_replay};
pub use run_result::RunResult;
pub use runner::run;
