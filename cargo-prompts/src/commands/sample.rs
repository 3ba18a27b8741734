//! `cargo prompts sample`.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use prompt_build::disk::{Disk, describe};
use prompt_build::report::Findings;
use prompt_build::source::Source;

use crate::commands::options::Options;
use crate::project::file_mode;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::say;
use crate::rules::personal::LIMITS;
use crate::rules::replay::{Merged, read_sampled};
use crate::workflows::sampling::{SampledPrompt, Sampler, Sampling};

/// Adds sampled calls to the `replay.jsonl` of their prompts, anonymised
///
/// A file has a line for each call, as a program with the feature `sample` of `prompt-runtime` writes
/// them: `{"prompt": "ID", "vars": {…}}`. With `--prompt ID`, other lines are the inputs of one call
/// of that prompt, as in `replay.jsonl`.
///
/// Personal data becomes placeholders, as with `cargo prompts anonymise`. Calls that are in the
/// dataset already are left out. Two calls are the same if they differ in the numbers of placeholders
/// alone. Calls whose inputs do not fit the prompt are refused and counted, with the reason. Lines that
/// are no calls are reported with their place, and left out. No word of an input is printed, and the
/// files stay as they are.
///
/// Only forms are found, and no names or postal addresses: `docs/src/files.md`, "Personal data", lists
/// the forms, and `personal_data` in `environments.yaml` adds others. Read the datasets before you
/// commit them.
///
/// Exit code: 0 if a call was added or was there already, or if the files have no line; 1 if none could
/// be taken; 2 if the command could not run.
#[derive(Debug, Args)]
pub struct Sample {
    /// The files with the calls, which stay unchanged
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Take the calls of this prompt alone, and lines of inputs as its calls
    #[arg(long, value_name = "ID")]
    prompt: Option<String>,
    /// The environment whose version must take the inputs [default: as for `render`]
    #[arg(long = "env", value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// Report what would be added, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// The most reasons that are shown for one prompt.
const MOST_REASONS: usize = 10;

impl Sample {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = if self.dry_run {
            Workspace::find_noting(&options.prompts)?
        } else {
            Workspace::find(&options.prompts)?
        };
        let session = if self.dry_run {
            Session::rehearse(&workspace)?
        } else {
            Session::open(&workspace)?
        };
        let sources = self.sources()?;
        let (mut calls, mut malformed, mut findings) = (Vec::new(), 0, Findings::default());
        for source in &sources {
            let (of_file, others) = read_sampled(source, self.prompt.as_deref(), &mut findings);
            calls.extend(of_file);
            malformed += others;
        }
        print_findings(&findings);
        let lines = calls.len() + malformed;
        let sampler = Sampler {
            workspace: &workspace,
            session: &session,
            environment: self.environment.as_deref(),
            only: self.prompt.as_deref(),
        };
        let sampling = sampler.merge(calls)?;
        if !self.dry_run {
            self.keep_private(&workspace, &sampling)?;
            sampling.commit(&session)?;
        }
        self.show(&sampling, lines, malformed);
        let is_in_vain = lines > 0 && !sampling.has_taken();
        Ok(if is_in_vain {
            ExitStatus::Errors
        } else {
            ExitStatus::Success
        })
    }

    fn sources(&self) -> Result<Vec<Arc<Source>>, Failure> {
        let folder = env::current_dir().map_err(|error| {
            Failure::because("cannot read the working directory", describe(&error))
        })?;
        let disk = Disk::new(folder);
        let read = |file: &PathBuf| Ok(disk.read(&file.to_string_lossy())?);
        self.files.iter().map(read).collect()
    }

    /// The datasets that are made of a file have the stricter mode of both, as with `anonymise`.
    fn keep_private(&self, workspace: &Workspace, sampling: &Sampling) -> Result<(), Failure> {
        for prompt in sampling.changed() {
            let to = workspace.root.join(&prompt.path);
            let keep = |from: &Path| file_mode::keep_private(from, &to);
            let kept = self.files.iter().try_for_each(|from| keep(from));
            kept.map_err(|error| Failure::cannot("write", &to, &error))?;
        }
        Ok(())
    }

    fn show(&self, sampling: &Sampling, lines: usize, malformed: usize) {
        say!("{} read", counted(lines, "line"));
        if malformed > 0 {
            say!("{} left out: no calls", counted(malformed, "line"));
        }
        for (reason, count) in &sampling.left_out {
            say!("{} left out: {reason}", counted(*count, "line"));
        }
        for prompt in &sampling.prompts {
            self.show_prompt(prompt);
        }
        if sampling.changed().next().is_some() {
            say!("{LIMITS}");
        }
    }

    fn show_prompt(
        &self,
        SampledPrompt {
            id, path, merged, ..
        }: &SampledPrompt,
    ) {
        let Merged {
            lines,
            added,
            duplicates,
            refused,
            counts,
            ..
        } = merged;
        let all_refused = refused.values().sum::<usize>();
        let would = if self.dry_run { "would be " } else { "" };
        say!("{id}: {added} {would}added, {duplicates} there already, {all_refused} refused");
        for (reason, count) in refused.iter().take(MOST_REASONS) {
            say!("  {} refused: {reason}", counted(*count, "line"));
        }
        let more = refused.len().saturating_sub(MOST_REASONS);
        if more > 0 {
            say!("  and for {}", counted(more, "other reason"));
        }
        let replaced = counts.iter().map(|(kind, count)| kind.counted(*count));
        let replaced = replaced.collect::<Vec<_>>();
        if !replaced.is_empty() {
            say!("  {would}replaced: {}", replaced.join(", "));
        }
        if *added > 0 && !self.dry_run {
            say!("  `{path}` has {} now", counted(*lines, "line"));
        }
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
