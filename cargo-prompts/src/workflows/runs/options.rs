use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};

use super::prepared_run::PreparedRun;
use crate::report::failure::Failure;

/// How calls are sent, as arguments of the commands that send datasets.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Calls and results")]
pub struct CallOptions {
    /// The most calls that are under way at a time
    ///
    /// The environment's `rate_limit` holds for all of them together. Where the endpoint asks to
    /// wait, all calls wait, and fewer are sent at a time afterwards.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: u16,

    /// Send nothing if the run has more calls than this
    #[arg(long, value_name = "N")]
    pub max_calls: Option<usize>,
}

/// How the calls of a run are sent and its results shown, as arguments of the commands that judge one
/// text.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Calls and results")]
pub struct RunOptions {
    #[command(flatten)]
    pub calls: CallOptions,

    /// The output format; `cargo prompts schema runs-output` describes the JSON
    #[arg(long, value_enum, default_value_t = RunFormat::Human)]
    pub format: RunFormat,

    /// Write the results to this file, too, as XML in the form of `JUnit`
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RunFormat {
    /// The verdicts, and a table of the sums
    Human,
    /// An object with a list of runs
    Json,
}

impl RunOptions {
    /// Returns `true` if the result of each case is shown as soon as it is known.
    pub fn shows_cases(&self) -> bool {
        self.format == RunFormat::Human
    }

    /// Refuses a file for results that cannot be written, before calls are paid for. A pipe is left
    /// alone: its reader would take it for ended.
    pub fn check_junit(&self) -> Result<(), Failure> {
        let is_special = |file: &Path| {
            let metadata = fs::metadata(file);
            metadata.is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
        };
        let Some(file) = self.junit.as_deref().filter(|file| !is_special(file)) else {
            return Ok(());
        };
        let opened = OpenOptions::new().append(true).create(true).open(file);
        opened
            .map(|_| ())
            .map_err(|error| Failure::cannot("write", file, &error))
    }
}

impl CallOptions {
    /// Refuses runs that together have more calls than the user wants.
    pub fn check_calls(&self, runs: &[PreparedRun<'_>]) -> Result<(), Failure> {
        let calls = runs.iter().map(PreparedRun::calls_left).sum::<usize>();
        let Some(most) = self.max_calls.filter(|most| calls > *most) else {
            return Ok(());
        };
        let message = if let [_] = runs {
            format!("the run has {calls} calls, more than the {most} of `--max-calls`")
        } else {
            format!("the runs have {calls} calls, more than the {most} of `--max-calls`")
        };
        let mut findings = Findings::default();
        findings.extend(runs.first().map(|run| {
            let location = Location::file(&Source::without_text(run.dataset.path()));
            Finding::error(Code::TooManyCalls, location, message)
        }));
        Err(findings.into())
    }
}
