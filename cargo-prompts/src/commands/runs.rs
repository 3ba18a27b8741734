//! The end of `cargo prompts test` and `validate`: they send runs, show them and record them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{note, print_json, say};
use crate::rules::junit::junit;
use crate::workflows::runs::{
    Judge, PreparedRun, RunFormat, RunJson, RunOptions, RunResult, suite, summary_table,
};

/// Sends runs one after the other, and concludes each. A run that could not finish ends the command;
/// the results of those before it are written.
pub fn send_all(
    workspace: &Workspace,
    runs: Vec<PreparedRun<'_>>,
    judges: &[Box<dyn Judge + '_>],
    options: &RunOptions,
) -> CommandResult {
    let checked = options.calls.check_calls(&runs);
    if let Err(failure) = checked.and_then(|()| options.check_junit()) {
        runs.into_iter().try_for_each(PreparedRun::abandon)?;
        return Err(failure);
    }
    if runs.len() > 1 {
        let calls = runs.iter().map(PreparedRun::calls_left).sum::<usize>();
        note!("note: {} runs with {calls} calls", runs.len());
    }
    let mut conclusion = Conclusion::new(workspace, options);
    let mut runs = runs.into_iter();
    for (run, judge) in runs.by_ref().zip(judges) {
        let concluded = run
            .send(judge.as_ref(), options)
            .and_then(|result| conclusion.add(result));
        if let Err(failure) = concluded {
            runs.try_for_each(PreparedRun::abandon)?;
            conclusion.finish()?;
            return Err(failure);
        }
    }
    conclusion.finish()
}

/// Shows and records the results of runs.
pub struct Conclusion<'a> {
    workspace: &'a Workspace,
    options: &'a RunOptions,
    results: Vec<RunResult<'a>>,
    /// The sentence about each as evidence.
    sentences: Vec<String>,
}

impl<'a> Conclusion<'a> {
    pub fn new(workspace: &'a Workspace, options: &'a RunOptions) -> Self {
        Self {
            workspace,
            options,
            results: Vec::new(),
            sentences: Vec::new(),
        }
    }

    /// Shows a result, and records it where it counts as evidence.
    pub fn add(&mut self, mut result: RunResult<'a>) -> Result<(), Failure> {
        let is_shown = self.options.format == RunFormat::Human;
        if is_shown {
            // Without a terminal, the width is unlimited.
            let columns = terminal_size::terminal_size()
                .map_or(usize::MAX, |(width, _)| usize::from(width.0));
            // One by one: there may be many.
            for failure in result.failures() {
                say!("{failure}");
            }
            say!("{result}");
            say!("{}", summary_table(&result, columns));
        }
        let sentence = result.record(self.workspace)?;
        if is_shown {
            say!("{sentence}");
        }
        self.results.push(result);
        self.sentences.push(sentence);
        Ok(())
    }

    /// Writes the results for programs.
    pub fn finish(self) -> CommandResult {
        if self.options.format == RunFormat::Json {
            print_json(&BTreeMap::from([("runs", self.to_json())]))?;
        }
        if let Some(file) = &self.options.junit {
            self.write_junit(file)?;
        }
        Ok(if self.results.iter().all(RunResult::is_passed) {
            ExitStatus::Success
        } else {
            ExitStatus::Errors
        })
    }

    fn to_json(&self) -> Vec<RunJson<'_>> {
        let runs = self.results.iter().zip(&self.sentences);
        runs.map(|(result, sentence)| RunJson::new(result, sentence))
            .collect()
    }

    fn write_junit(&self, file: &Path) -> Result<(), Failure> {
        let suites = self.results.iter().map(suite).collect::<Vec<_>>();
        let write = || junit(BufWriter::new(File::create(file)?), &suites);
        write().map_err(|error| Failure::cannot("write", file, &error))
    }
}
