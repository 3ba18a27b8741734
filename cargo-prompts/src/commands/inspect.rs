//! `cargo prompts inspect`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use prompt_build::report::{Code, Finding, Findings, Severity, quoted};
use prompt_core::secret::masked;
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
use crate::workflows::binary::{
    Binary, InspectedPrompt, Inspection, Proof, Selection, Verdict, environment_names, stale,
};

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
    /// Exit with 1 unless all prompts are for this environment
    ///
    /// Of a package that was built for several environments, only the prompts for this one are listed
    /// and checked.
    #[arg(long = "env", value_name = "NAME")]
    environment: Option<String>,
    /// Exit with 1 unless a build would embed the same texts now; FOLDER is the prompts folder
    ///
    /// For CI, after the build: cargo does not notice every change of the prompts. The versions and
    /// hashes of the package at hand are compared, those of working copies and their partials too.
    /// If the program has `prompts!()`, it must have all prompts that are pinned.
    #[arg(long, value_name = "FOLDER")]
    against: Option<String>,
    /// Exit with 1 if there are any of these, separated by commas
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',')]
    deny: Vec<Denied>,
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
  prompts of one package from builds for different environments
  what `--env`, `--against` and `--deny` ask for
Warnings are:
  any other draft or working copy
  a version that is deprecated, or no longer pinned by its environment
  prompts of several packages from builds for different environments

The object of `--format json`, printed unless the exit code is 2:
  binary            the path, as given
  format            ELF, Mach-O, universal Mach-O, PE, COFF or archive
  architectures     processor architectures
  checked           whether there was a library to check against
  prompts           a list of objects:
    package, id, version, status, environment, sha256, settings
                    as they were at build time
    built_for       the environments of the build, as a list
    calls           number of markers
    verdict         its state today
    signed_off_by   those who signed it off for its environment, as objects: by, and
                    signature, which is \"none\", \"valid\" or \"invalid\"
  errors, warnings, findings
                    as in `check`";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Prompts that are working copies
    WorkingCopies,
    /// Prompts that are drafts
    Drafts,
    /// Prompts from builds for different environments, of whatever packages
    Mixed,
}

impl Denied {
    fn code(self) -> Code {
        match self {
            Self::WorkingCopies => Code::EmbeddedWorkingCopy,
            Self::Drafts => Code::EmbeddedDraft,
            Self::Mixed => Code::MixedEnvironments,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table
    Human,
    /// One JSON object, described below
    Json,
}

impl Inspect {
    /// The library at hand. It is optional unless the user named one.
    fn workspace(&self, options: &Options) -> Result<Option<Workspace>, Failure> {
        let folder = self.against.as_ref().unwrap_or(&options.prompts);
        match Workspace::find_noting(folder) {
            Ok(workspace) => Ok(Some(workspace)),
            Err(_) if self.against.is_none() && folder == DEFAULT_FOLDER => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    pub fn run(&self, options: &Options) -> CommandResult {
        let binary = Binary::read(&self.binary)?;
        let workspace = self.workspace(options)?;
        let selection = Selection {
            packages: &self.packages,
            environment: self.environment.as_deref(),
        };
        let mut inspection = Inspection::of(&binary, selection, workspace.as_ref())?;
        if let (Some(_), Some(workspace)) = (&self.against, &workspace) {
            inspection
                .findings
                .append(stale(&binary, selection, workspace)?);
        }
        if let Some(environment) = &self.environment {
            inspection
                .findings
                .append(for_others(&binary, &inspection, environment));
        }
        let denied = self.deny.iter().map(|kind| kind.code());
        inspection.findings.raise(&denied.collect::<Vec<_>>());
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

/// Reports the prompts that are for other environments. A package that is built for several, none of
/// them this one, is reported once.
fn for_others(binary: &Binary, inspection: &Inspection, environment: &str) -> Findings {
    let mut findings = Findings::default();
    let mut told = BTreeSet::new();
    let prompts = inspection.prompts.iter().map(|prompt| &prompt.marker);
    for marker in prompts.filter(|marker| marker.environment != environment) {
        let package = quoted(&marker.package);
        let (subject, others, help) = if marker.built_for.is_empty() {
            (
                format!("{} of {package} is for", quoted(&marker.id)),
                quoted(&marker.environment),
                format!("set `PROMPT_ENV={environment}` and build again"),
            )
        } else {
            let others = environment_names(marker);
            let others = others.iter().map(|name| quoted(name));
            (
                format!("{package} is built for"),
                others.collect::<Vec<_>>().join(", "),
                format!("add `{environment}` to `PROMPT_ENVS` and build again"),
            )
        };
        let message = format!("{subject} {others}, not for {}", quoted(environment));
        if told.insert(message.clone()) || marker.built_for.is_empty() {
            let finding = Finding::error(Code::OtherEnvironment, binary.location(), message);
            findings.push(finding.help(help));
        }
    }
    findings
}

fn human(binary: &Binary, inspection: &Inspection) -> String {
    let mut text = format!("{}: {}\n", escape_line(&binary.path), binary.image);
    if inspection.prompts.is_empty() {
        return text;
    }
    // Without a terminal, the width is unlimited.
    let columns =
        terminal_size::terminal_size().map_or(usize::MAX, |(width, _)| usize::from(width.0));
    let mut names = vec![
        "prompt",
        "version",
        "status",
        "environment",
        "sha256",
        "package",
        "settings",
        "now",
    ];
    let mut rows = inspection.prompts.iter().map(row).collect::<Vec<_>>();
    let signed_by = inspection.prompts.iter().flat_map(|one| &one.signed_by);
    if signed_by.clone().any(|one| one.proof != Proof::None) {
        names.push("signed by");
        for (row, prompt) in rows.iter_mut().zip(&inspection.prompts) {
            row.push(Cell::plain(signers(prompt)));
        }
    }
    text.push('\n');
    text + &table(&names, &rows, columns)
}

/// The people whose signatures are valid, and with a word those whose are not.
fn signers(prompt: &InspectedPrompt) -> String {
    let signers = prompt.signed_by.iter().map(|one| match one.proof {
        Proof::Valid => one.who.clone(),
        Proof::None => format!("{} (no signature)", one.who),
        Proof::Invalid => format!("{} (invalid)", one.who),
    });
    signers.collect::<Vec<_>>().join(", ")
}

fn row(prompt: &InspectedPrompt) -> Vec<Cell> {
    let marker = &prompt.marker;
    // Masked before it is cut: the rest of a key looks like no key.
    let sha256 = masked(&marker.sha256).chars().take(12).collect::<String>();
    let facts = [
        &marker.id,
        &marker.version,
        &marker.status,
        &marker.environment,
        &sha256,
        &marker.package,
        &marker.settings,
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
             signed_by,
         }| {
            let signed_by = signed_by
                .iter()
                .map(|one| json!({ "by": one.who, "signature": one.proof.as_str() }));
            json!({
                "package": marker.package,
                "id": marker.id,
                "version": marker.version,
                "status": marker.status,
                "environment": marker.environment,
                "sha256": marker.sha256,
                "settings": marker.settings,
                "built_for": marker.environments().collect::<Vec<_>>(),
                "calls": calls,
                "verdict": verdict.as_str(),
                "signed_off_by": signed_by.collect::<Vec<_>>(),
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
