//! `cargo prompts check`.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use prompt_build::check::{Audit, Outcome as Checked, check_everything};
use prompt_build::library::Moment;
use prompt_build::report::{Code, Findings, first_of_each_file, omitted, sorted};

use crate::commands::options::Options;
use crate::project::timestamp::{latest, now};
use crate::project::workspace::{Interruption, Workspace};
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::findings::{Format, Paths, Report};
use crate::report::output::note;
use crate::rules::freeze;
use crate::rules::json_schema::check_patterns;
use crate::workflows::calls::Calls;
use crate::workflows::dataset_check::{self, DatasetCheck};

/// Checks every pin, release and dataset, and every call in the sources
///
/// A build compares the ledger of each pinned prompt with its files, and reads the releases that
/// pins need. This command reads everything: each entry of each ledger, each released file with its
/// hash, and each working copy that an environment uses. Prompts that nothing pins are included.
///
/// The datasets `golden.yaml`, `replay.jsonl` and `judge.yaml` must be valid and fit at least one
/// environment. A replay dataset must not contain personal data. A prompt that a dataset names as its
/// judge must be one. Saved answers, `answers.yaml`, must be as `compare --save` writes them. Nothing
/// is sent.
///
/// In the package's sources, each prompt that the code uses must be pinned in every environment; a
/// prompt that no code uses is a warning. For a prompt that the code uses with `optional_prompt!`
/// alone, an environment without a pin is a note, and so is an environment that takes no promotions
/// (`freeze`). The ids and the names of inputs are checked: the
/// compiler checks types and flags.
///
/// Exit code: 0 without errors, 1 with errors, 2 if the check could not run. `cargo prompts
/// explain CODE` explains a finding.
#[derive(Debug, Args)]
#[command(after_long_help = JSON)]
pub struct Check {
    /// The output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit with 1 if there are findings of these kinds
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND")]
    deny: Vec<Denied>,
    /// Exit with 1 if there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Verify the signatures of the whole history, and that each pin of an environment with
    /// signatures is the one that the ledger records
    #[arg(long)]
    strict: bool,
}

const JSON: &str = "\
The object of `--format json`:
  prompts, environments   the number checked
  errors, warnings, notes the number of findings of each severity
  findings                in the order of their places, each an object:
    code                  the kind of finding, a stable name
    severity              \"error\", \"warning\" or \"note\"
    path                  the file, relative to the package
    line, column          the start, counted from 1; columns count characters
    end_line, end_column  the end: the first character after it
    message               one sentence
    help                  a list of ways to fix it
    related               null, or another place: path, line, column, end_line, end_column, label";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Prompts that the code uses, and that an environment does not pin yet
    Unpinned,
}

impl Check {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        // A journal is a finding.
        if let Some(draft @ Interruption::Draft(_)) = workspace.interruption() {
            note!("{draft}");
        }
        let audit = Audit {
            now: Some(latest()),
            application: Some(workspace.application()?),
            is_strict: self.strict,
        };
        let outcome = check_everything(&workspace.disk, &workspace.prompts, &audit);
        let DatasetCheck {
            findings: datasets,
            judges,
        } = check_datasets(&workspace, &outcome);
        let mut calls = findings_of_calls(&workspace, &outcome, &judges)?;
        if self.deny.contains(&Denied::Unpinned) {
            calls.raise(&[Code::NotPinned]);
        }
        let paths = Paths::find(&workspace.root);
        let patterns = findings_of_patterns(&outcome);
        let freezes = notes_of_freezes(&outcome);
        let mut findings = sorted(
            outcome
                .all()
                .into_iter()
                .chain(calls.iter())
                .chain(datasets.iter())
                .chain(patterns.iter())
                .chain(freezes.iter()),
        );
        // An error in a partial or a named schema is found once for each prompt that uses it.
        findings.dedup_by(|a, b| {
            a.code == b.code && a.message == b.message && a.location.order() == b.location.order()
        });
        let omitted = omitted(&findings);
        let shown = first_of_each_file(&findings);
        let findings = sorted(shown.into_iter().chain(&omitted));
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

/// Checks the datasets. Nothing is checked if the configuration cannot be read.
fn check_datasets(workspace: &Workspace, outcome: &Checked) -> DatasetCheck {
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

/// The findings about the regular expressions in the schemas of answers.
fn findings_of_patterns(outcome: &Checked) -> Findings {
    let mut findings = Findings::default();
    let patterns = outcome.prompts.iter().flat_map(|prompt| &prompt.patterns);
    let patterns = patterns.map(|(pattern, location)| (pattern.as_str(), location.clone()));
    check_patterns(patterns, &mut findings);
    findings
}

/// The notes about environments that are frozen.
fn notes_of_freezes(outcome: &Checked) -> Findings {
    let now = Moment::parse(&now());
    let config = outcome.config.as_ref().zip(now);
    config
        .map(|(config, now)| freeze::notes(config, &now))
        .unwrap_or_default()
}

/// The findings about calls. Pins are not checked if the configuration has errors, because a pin
/// that seems to be missing may be one that could not be read.
fn findings_of_calls(
    workspace: &Workspace,
    outcome: &Checked,
    judges: &BTreeSet<String>,
) -> Result<Findings, Failure> {
    let calls = Calls::read(workspace)?;
    match &outcome.config {
        Some(config) if !outcome.findings.has_errors() => {
            Ok(calls.against(config, &outcome.prompts, judges))
        }
        _ => Ok(calls.unreadable),
    }
}
