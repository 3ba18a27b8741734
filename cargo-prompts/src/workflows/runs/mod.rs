//! Runs of a dataset: its cases are rendered, sent within the rate limit, and their results kept.
//!
//! A `runner` sends the calls through a `pool` of threads and one `call_gate`, and stores each
//! result in `progress` at once. A `judge` has the part that depends on the kind of dataset.

mod agreement_run;
mod answer_schema;
mod call_gate;
mod dataset;
mod earlier_results;
mod golden_run;
mod judge;
mod options;
mod pool;
mod prepared_run;
mod present_dataset;
mod progress;
mod purpose;
mod rate_limit;
mod remaining;
mod replay_lines;
mod replay_run;
mod rubric_judge;
mod run_result;
mod run_view;
mod runner;
mod tally;
mod test_dataset;
mod tested_prompts;

pub use agreement_run::render_labelled;
pub use dataset::{JudgeCallCounts, Judged, RenderedCase, RenderedDataset, check_supported};
pub use golden_run::{GoldenRun, judge_calls, open_golden, render_golden, shown_answer};
pub use judge::{Answered, Judge, Verdict, progress_bar};
pub use options::{CallOptions, RunFormat, RunOptions};
pub use prepared_run::PreparedRun;
pub use present_dataset::present_dataset;
pub use replay_lines::{ReplayFile, ReplayLines};
pub use replay_run::{
    LIMITS_OF_LINES, ReplayRun, declared_names, open_checks, open_replay, render_replay,
};
pub use rubric_judge::{
    RubricJudge, ToJudge, find_judge, its_own_judge, judge_messages, judge_record,
};
pub use run_result::RunResult;
pub use run_view::{RunJson, suite, summary_table};
pub use test_dataset::TestDataset;
pub use tested_prompts::tested_prompts;
