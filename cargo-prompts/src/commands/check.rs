//! `cargo prompts check`.

use clap::Args;
use prompt_build::check::{Outcome as Checked, check_everything};
use prompt_build::report::{Findings, sorted};

use crate::commands::options::Options;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::findings::{Format, Paths, Report};
use crate::workflows::calls::Calls;
use crate::workflows::dataset_check;

/// Checks everything: every pin of every environment, every release in every ledger, every dataset,
/// every call in the sources
///
/// Where a build looks at what is pinned, this looks at all there is: every entry of every ledger,
/// also of prompts that nothing pins; the hash of every released file; every working copy that an
/// environment takes. Of the datasets, `golden.yaml` and `replay.jsonl`, each must make sense, fit
/// what at least one environment pins, and have nothing in it that looks personal where it is
/// sampled from traffic; nothing is sent. And it reads the package's sources: a prompt
/// that code uses has to be pinned in every environment, and a prompt that no code uses is worth a
/// warning. Of a call it reads the prompt's id; inputs, flags and the forms of calls are the
/// compiler's business.
///
/// Ends with 0 when there is no error, with 1 when there is one, and with 2 when it could not run.
/// `cargo prompts explain CODE` says more about a finding.
#[derive(Debug, Args)]
#[command(after_long_help = JSON)]
pub struct Check {
    /// The form of the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// End with 1 when there are warnings, too
    #[arg(long)]
    deny_warnings: bool,
}

const JSON: &str = "\
The object of `--format json`:
  prompts, environments   how many were looked at
  errors, warnings        how many findings there are of each severity
  findings                in the order of their places, each an object:
    code                  what kind of finding, a stable name
    severity              \"error\" or \"warning\"
    path                  the file, relative to the package
    line, column          where it begins; counted from 1, columns in characters
    end_line, end_column  where it ends: the first character after it
    message               one sentence
    help                  the ways out, a list of sentences
    related               null, or another place: path, line, column, end_line, end_column, label";

impl Check {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let outcome = check_everything(&workspace.disk, &workspace.prompts);
        let calls = findings_of_calls(&workspace, &outcome)?;
        let paths = Paths::find(&workspace.root);
        let datasets = findings_of_datasets(&workspace, &outcome);
        let mut findings = sorted(
            outcome
                .findings()
                .into_iter()
                .chain(calls.iter())
                .chain(datasets.iter()),
        );
        // What is wrong with a partial is found with every prompt that calls it.
        findings.dedup_by(|a, b| {
            a.code == b.code && a.message == b.message && a.place.order() == b.place.order()
        });
        let environments = outcome
            .config
            .as_ref()
            .map_or(0, |config| config.environments.len());
        let report = Report {
            findings,
            prompts: outcome.prompts.len(),
            environments,
            paths: &paths,
        };
        report.print(self.format)?;
        let is_denied = self.deny_warnings && report.warnings() > 0;
        let ending = ExitStatus::of(report.findings.iter().copied());
        Ok(if ending == ExitStatus::Success && is_denied {
            ExitStatus::Errors
        } else {
            ending
        })
    }
}

/// What is wrong with the datasets. Where the configuration cannot be read, nobody knows whose they
/// are.
fn findings_of_datasets(workspace: &Workspace, outcome: &Checked) -> Findings {
    let ids = outcome
        .prompts
        .iter()
        .map(|prompt| prompt.id.as_str())
        .collect::<Vec<_>>();
    outcome
        .config
        .as_ref()
        .map(|config| dataset_check::check(workspace, config, &ids))
        .unwrap_or_default()
}

/// What is wrong between the sources and the pins. Nothing is said of pins where the configuration
/// has errors: a pin that seems to be missing may be one of those that cannot be read.
fn findings_of_calls(workspace: &Workspace, outcome: &Checked) -> Result<Findings, Failure> {
    let calls = Calls::read(workspace)?;
    match &outcome.config {
        Some(config) if !outcome.findings.has_errors() => Ok(calls.against(config)),
        _ => Ok(calls.unreadable),
    }
}
