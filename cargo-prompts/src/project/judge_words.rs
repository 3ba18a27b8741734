//! The words for the judge of a run.

use prompt_build::library::{Judge, Run};
use prompt_core::hidden::escape_line;

use super::settings_record::{in_brackets, through};

/// The judge with its version, its model and its parameters.
pub fn in_words(judge: &Judge) -> String {
    let (id, version) = (escape_line(&judge.id), escape_line(&judge.version));
    let version = if version == "local" {
        "working copy"
    } else {
        version.as_ref()
    };
    let (model, through) = (escape_line(&judge.model), through(judge.api));
    let parameters = in_brackets(&judge.parameters);
    let parameters = escape_line(&parameters);
    format!("`{id}` {version} with `{model}`{through}{parameters}")
}

/// The verb for what the cases of a run did that count for it.
pub fn verb(run: Option<Run>) -> &'static str {
    match run {
        Some(Run::Agreement) => "agree with people",
        _ => "passed",
    }
}

/// The verb for what a share of the cases must do.
pub fn verb_of_share(run: Run) -> &'static str {
    match run {
        Run::Golden | Run::Validation => "pass",
        Run::Agreement => "agree",
    }
}
