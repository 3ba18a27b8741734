//! `cargo prompts test`.

use std::path::PathBuf;

use clap::Args;
use prompt_build::report::Findings;
use semver::Version;

use crate::commands::options::Options;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{on_one_line, say};
use crate::rules::golden::Golden;
use crate::workflows::endpoint::{Client, Settings};
use crate::workflows::promptfoo::Report;
use crate::workflows::runs::{
    GoldenRun, RenderedDataset, RunResult, open_golden, render_golden, run,
};

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
        let (prompt, findings) = ResolvedPrompt::find(
            &workspace,
            &self.id,
            self.environment.as_deref(),
            self.version.as_ref(),
        )?;
        let prompt = prompt.ok_or_else(|| Failure::from(findings.clone()))?;
        print_findings(&findings);
        let golden = open_golden(&workspace, &prompt)?;
        let dataset = render_golden(&prompt, &golden)?;
        if self.render_only {
            return Ok(show_rendered(&golden, &dataset));
        }
        refuse(golden.without_assertions())?;
        let result = if let Some(file) = &self.evidence {
            Report::read(file)?.result(&workspace, &golden, &dataset)?
        } else {
            refuse(golden.unsupported())?;
            let client = Client::new(&self.endpoint)?;
            run(&workspace, &dataset, &GoldenRun { golden: &golden }, client)?
        };
        conclude(result, &workspace)
    }
}

/// Prints the result of a run, and records it where all cases passed.
pub fn conclude(result: RunResult<'_>, workspace: &Workspace) -> CommandResult {
    say!("{result}");
    if !result.is_passed() {
        return Ok(ExitStatus::Errors);
    }
    say!("{}", result.record(workspace)?);
    Ok(ExitStatus::Success)
}

fn show_rendered(golden: &Golden, dataset: &RenderedDataset<'_>) -> ExitStatus {
    for (position, (case, rendered)) in golden.cases.iter().zip(&dataset.cases).enumerate() {
        let count = rendered.messages.len();
        let plural = if count == 1 { "" } else { "s" };
        let name = case.name(position);
        say!("rendered  {} ({count} message{plural})", on_one_line(&name));
    }
    let (prompt, version) = (dataset.prompt, dataset.prompt.version_name());
    say!(
        "{} rendered: `{}` {version} in `{}`",
        dataset.counted(),
        prompt.id,
        prompt.environment.name
    );
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
