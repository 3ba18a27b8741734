//! `cargo prompts test`.

use std::path::PathBuf;

use clap::Args;
use prompt_build::report::Findings;
use semver::Version;

use crate::commands::options::Options;
use crate::project::resolved_prompt::Subject;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{on_one_line, say};
use crate::rules::golden::Golden;
use crate::workflows::endpoint::{Client, Settings};
use crate::workflows::promptfoo::Report;
use crate::workflows::runs::golden_run::{self, Rehearsal, Trial};

/// Runs the golden dataset: every case of `golden.yaml` is rendered, sent, and its answer judged
///
/// `golden.yaml` is a promptfoo test list. A case has `vars`, the inputs of the prompt, and
/// `assert`, what every good answer has: `equals`, `contains`, `icontains`, `contains-all`,
/// `contains-any`, `starts-with`, `regex`, `is-json`, `contains-json`, each of them also with
/// `not-` before it. All of a case's assertions must pass, or the share that its `threshold` says.
/// Other assertions are for promptfoo: `cargo prompts export promptfoo` and `--evidence`.
///
/// All cases are checked first: where one does not fit the prompt, nothing is sent. Without
/// `--env`, the environment is the default one.
///
/// A run in which all cases of a released version pass is entered in its ledger as evidence, for
/// `cargo prompts promote`. An interrupted run goes on where it stopped, as long as prompt, model
/// and dataset stay the same.
///
/// Ends with 0 when all cases passed, with 1 when one did not or something is refused, and with 2
/// when it could not run.
#[derive(Debug, Args)]
pub struct Test {
    /// The prompt's id
    id: String,
    /// The environment whose version, model, temperature and rate limit are taken
    #[arg(long = "env", value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// Takes this version instead of the pinned one
    #[arg(long)]
    version: Option<Version>,
    /// Checks inputs and rendering alone: nothing is sent, and nothing counts as evidence
    #[arg(long, conflicts_with = "evidence")]
    render_only: bool,
    /// Takes the report that `promptfoo eval -o FILE` left instead of running the cases
    #[arg(long, value_name = "FILE")]
    evidence: Option<PathBuf>,
    #[command(flatten)]
    endpoint: Settings,
}

impl Test {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let (subject, findings) = Subject::find(
            &workspace,
            &self.id,
            self.environment.as_deref(),
            self.version.as_ref(),
        )?;
        let Some(subject) = subject else {
            return Err(findings.into());
        };
        print_findings(&findings);
        let golden = Golden::open(&workspace, &subject)?;
        let rehearsal = Rehearsal::new(&subject, &golden)?;
        if self.render_only {
            return Ok(only_rendered(&rehearsal));
        }
        refuse(golden.without_assertions())?;
        let outcome = if let Some(file) = &self.evidence {
            Report::read(file)?.outcome(&rehearsal)?
        } else {
            refuse(golden.unsupported())?;
            let client = Client::new(&self.endpoint)?;
            Trial::new(&workspace, &rehearsal, &client)?.run(&client)?
        };
        say!("{outcome}");
        conclude(outcome, &workspace)
    }
}

fn conclude(outcome: golden_run::Outcome<'_>, workspace: &Workspace) -> CommandResult {
    if outcome.failed > 0 {
        return Ok(ExitStatus::Errors);
    }
    say!("{}", outcome.record(workspace)?);
    Ok(ExitStatus::Success)
}

fn only_rendered(rehearsal: &Rehearsal<'_>) -> ExitStatus {
    for (position, (case, messages)) in rehearsal.cases().enumerate() {
        let plural = if messages.len() == 1 { "" } else { "s" };
        say!(
            "rendered  {} ({} message{plural})",
            on_one_line(&case.name(position)),
            messages.len()
        );
    }
    let (subject, all) = (rehearsal.subject, rehearsal.len());
    let (id, version, environment) = (
        &subject.id,
        subject.version_name(),
        &subject.environment.name,
    );
    let cases = if all == 1 { "case" } else { "cases" };
    say!("{all} {cases} rendered: `{id}` {version} in `{environment}`");
    say!("nothing was sent: this counts as no evidence");
    ExitStatus::Success
}

fn refuse(findings: Findings) -> Result<(), Failure> {
    if findings.has_errors() {
        Err(findings.into())
    } else {
        Ok(())
    }
}
