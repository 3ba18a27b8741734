//! `cargo prompts inspect`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use prompt_build::report::{Finding, Findings, Severity};
use serde_json::{Value, json};

use crate::commands::options::Options;
use crate::project::workspace::DEFAULT_FOLDER;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::findings;
use crate::report::output::{GREEN, RED, YELLOW, escape_line, note, print, print_json};
use crate::report::table::{Cell, table};
use crate::workflows::binary::{Binary, InspectedPrompt, Inspection, Verdict};

/// Lists the prompts in a built program, and checks them against the ledger
///
/// Each call of `prompt!` and each entry of `prompts!` leaves a marker in the program, with the
/// prompt's id, version, status, environment and hash. The command finds markers in programs,
/// libraries, archives and object files (ELF, Mach-O and PE, stripped or not). A marker shows that
/// the call was compiled in, even if it is never executed. Libraries that the program loads at run
/// time have markers of their own.
///
/// If there is a library at hand, each prompt is checked against it: is the version in the ledger
/// with this hash, was it deprecated or withdrawn since, and does its environment still pin it?
/// Prompts of other packages pass if the ledger has them with the same hash. Without a library,
/// the prompts are listed and not checked.
///
/// Markers protect against mistakes, not against forgery: anyone who builds a program can add any
/// marker.
#[derive(Debug, Args)]
#[command(after_long_help = ENDS)]
pub struct Inspect {
    /// The program, library or object file
    binary: PathBuf,
    /// The output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Only prompts that this package embeds; can be repeated
    #[arg(long = "package", value_name = "NAME")]
    packages: Vec<String>,
    /// Exit with 1 if there are warnings, or if nothing could be checked against a ledger
    #[arg(long)]
    deny_warnings: bool,
}

const ENDS: &str = "\
Exit code: 0 without errors, 1 with errors, 2 if the file cannot be searched. Errors are:
  a program without prompts, or with a damaged marker
  a prompt that is withdrawn, altered, or not in the ledger
  a prompt of a package whose ledger is not at hand; see `--package`
  a draft or a working copy for an environment that does not accept it
  prompts of one package for several environments
Warnings are:
  any other draft or working copy
  a version that is deprecated, or no longer pinned by its environment
  prompts of several packages for several environments

The object of `--format json`, printed unless the exit code is 2:
  binary            the path, as given
  format            ELF, Mach-O, universal Mach-O, PE, COFF or archive
  architectures     processor architectures
  checked           whether there was a library to check against
  prompts           a list of objects:
    package, id, version, status, environment, sha256
                    as they were at build time
    calls           number of markers
    verdict         its state today
  errors, warnings, findings
                    as in `check`";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table
    Human,
    /// One JSON object, described below
    Json,
}

impl Inspect {
    pub fn run(&self, options: &Options) -> CommandResult {
        let binary = Binary::read(&self.binary)?;
        let workspace = workspace(options)?;
        let inspection = Inspection::of(&binary, &self.packages, workspace.as_ref())?;
        let ending = match self.format {
            Format::Human => {
                print(&human(&binary, &inspection))?;
                let ending = print_findings(&inspection.findings);
                if workspace.is_none() {
                    note!(
                        "note: nothing was checked: no `{DEFAULT_FOLDER}/environments.yaml` in this folder or above"
                    );
                }
                ending
            }
            Format::Json => {
                print_json(&to_json(&binary, &inspection))?;
                ExitStatus::of(inspection.findings.iter())
            }
        };
        let is_doubtful =
            !inspection.is_checked || count(&inspection.findings, Severity::Warning) > 0;
        let is_denied = self.deny_warnings && is_doubtful;
        Ok(if ending == ExitStatus::Success && is_denied {
            ExitStatus::Errors
        } else {
            ending
        })
    }
}

/// The library at hand. It is optional unless the user named one.
fn workspace(options: &Options) -> Result<Option<Workspace>, Failure> {
    match Workspace::find(&options.prompts) {
        Ok(workspace) => Ok(Some(workspace)),
        Err(_) if options.prompts == DEFAULT_FOLDER => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn human(binary: &Binary, inspection: &Inspection) -> String {
    let mut text = format!("{}: {}\n", escape_line(&binary.path), binary.image);
    if inspection.prompts.is_empty() {
        return text;
    }
    // Without a terminal, the width is unlimited.
    let columns =
        terminal_size::terminal_size().map_or(usize::MAX, |(width, _)| usize::from(width.0));
    let names = [
        "prompt",
        "version",
        "status",
        "environment",
        "sha256",
        "package",
        "now",
    ];
    let rows = inspection.prompts.iter().map(row).collect::<Vec<_>>();
    text.push('\n');
    text + &table(&names, &rows, columns)
}

fn row(prompt: &InspectedPrompt) -> Vec<Cell> {
    let marker = &prompt.marker;
    let sha256 = marker.sha256.chars().take(12).collect::<String>();
    let facts = [
        &marker.id,
        &marker.version,
        &marker.status,
        &marker.environment,
        &sha256,
        &marker.package,
    ];
    let mut row = facts
        .map(|fact| Cell::plain(fact.as_str()))
        .into_iter()
        .collect::<Vec<_>>();
    let colour = match prompt.verdict {
        Verdict::Pinned | Verdict::AsReleased => GREEN,
        Verdict::NotChecked | Verdict::Unclear => "",
        Verdict::Draft | Verdict::WorkingCopy | Verdict::Deprecated | Verdict::Outdated => YELLOW,
        Verdict::Foreign | Verdict::Unknown | Verdict::Altered | Verdict::Withdrawn => RED,
    };
    row.push(Cell {
        text: prompt.verdict.as_str().to_owned(),
        colour,
    });
    row
}

fn to_json(binary: &Binary, inspection: &Inspection) -> Value {
    let prompts = inspection.prompts.iter().map(
        |InspectedPrompt {
             marker,
             calls,
             verdict,
         }| {
            json!({
                "package": marker.package,
                "id": marker.id,
                "version": marker.version,
                "status": marker.status,
                "environment": marker.environment,
                "sha256": marker.sha256,
                "calls": calls,
                "verdict": verdict.as_str(),
            })
        },
    );
    json!({
        "binary": binary.path,
        "format": binary.image.format,
        "architectures": binary.image.architectures,
        "checked": inspection.is_checked,
        "prompts": prompts.collect::<Vec<_>>(),
        "errors": count(&inspection.findings, Severity::Error),
        "warnings": count(&inspection.findings, Severity::Warning),
        "findings": inspection.findings.sorted().into_iter().map(findings::to_json).collect::<Vec<_>>(),
    })
}

fn count(findings: &Findings, severity: Severity) -> usize {
    findings
        .iter()
        .filter(|Finding { severity: own, .. }| *own == severity)
        .count()
}
