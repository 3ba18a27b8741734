//! The names of a prompt's datasets.

use prompt_build::library::Run;

/// The golden dataset.
pub const GOLDEN: &str = "golden.yaml";
/// The inputs sampled from real traffic.
pub const REPLAY: &str = "replay.jsonl";

/// The conditions that the answers to a replay must meet.
pub const CHECKS: &str = "checks.yaml";

/// The dataset that a run sends.
pub fn file_name(run: Run) -> &'static str {
    match run {
        Run::Golden => GOLDEN,
        Run::Validation => REPLAY,
    }
}
