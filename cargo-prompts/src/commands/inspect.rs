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
use crate::report::output::{GREEN, RED, YELLOW, note, on_one_line, print};
use crate::report::table::{Cell, table};
use crate::workflows::binary::{Binary, Inspection, Prompt, Verdict};

/// Shows which prompts a built program carries, and holds them against the ledger
///
/// Each call of `prompt!` and each entry of `prompts!` leaves a marker in what is compiled from it:
/// id, version, status, environment and hash. They are searched for in programs, libraries,
/// archives and object files of the formats ELF, Mach-O and PE, stripped or not. A marker says that
/// the call was compiled in: also one in code that nothing calls, or behind a flag that is off.
/// What a program loads when it runs has its own.
///
/// Where there is a library at hand, each is held against it: whether the ledger has the version
/// with this hash, what became of it since, and what its environment pins now. Of prompts that
/// another package embeds, those count that are in the ledger at hand with the same hash. Elsewhere
/// they are listed, and nothing is checked.
///
/// It is evidence against mistakes, not against malice: who builds a program can have it carry any
/// marker.
#[derive(Debug, Args)]
#[command(after_long_help = ENDS)]
pub struct Inspect {
    /// The program, library or object file
    binary: PathBuf,
    /// The form of the list
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Only the prompts that this package embeds; may be given more than once
    #[arg(long = "package", value_name = "NAME")]
    packages: Vec<String>,
    /// End with 1 when there are warnings, too, and where nothing was held against a ledger
    #[arg(long)]
    deny_warnings: bool,
}

const ENDS: &str = "\
Ends with 0 when nothing is wrong, with 1 when something is, with 2 when the file cannot be
searched. Wrong is:
  no prompt at all, or a damaged marker
  a prompt that is withdrawn, altered, or unknown to the ledger
  a prompt of a package whose ledger is not at hand; `--package` leaves it aside
  a draft or a working copy for an environment that takes none
  prompts of one package for several environments
A warning is:
  any other draft or working copy
  a version that is deprecated, or that its environment no longer pins
  prompts of several packages for several environments

The object of `--format json`, which there is unless it ends with 2:
  binary            the file, as it was named
  format            ELF, Mach-O, universal Mach-O, PE, COFF or archive
  architectures     what it runs on
  checked           whether there was a library to hold the prompts against
  prompts           a list of objects:
    package, id, version, status, environment, sha256
                    as they were when it was built
    calls           how many markers say so
    verdict         what is said of it now
  errors, warnings, findings
                    as `check` has them";

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
                        "note: nothing was checked: no `{DEFAULT_FOLDER}/environments.yaml` here or above"
                    );
                }
                ending
            }
            Format::Json => {
                print(&format!("{:#}\n", to_json(&binary, &inspection)))?;
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

/// The library at hand. Where nobody named one there need not be any.
fn workspace(options: &Options) -> Result<Option<Workspace>, Failure> {
    match Workspace::find(&options.prompts) {
        Ok(workspace) => Ok(Some(workspace)),
        Err(_) if options.prompts == DEFAULT_FOLDER => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn human(binary: &Binary, inspection: &Inspection) -> String {
    let mut text = format!("{}: {}\n", on_one_line(&binary.path), binary.image);
    if inspection.prompts.is_empty() {
        return text;
    }
    // Where there is no terminal, nothing is too wide.
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

fn row(prompt: &Prompt) -> Vec<Cell> {
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
        |Prompt {
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
