//! `cargo prompts test`.

use std::path::PathBuf;

use clap::Args;
use prompt_build::report::Findings;
use semver::Version;

use crate::commands::options::Options;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{escape_line, say};
use crate::rules::golden::Golden;
use crate::workflows::endpoint::{Client, Settings};
use crate::workflows::promptfoo::PromptfooReport;
use crate::workflows::runs::{
    GoldenRun, RenderedDataset, RunResult, open_golden, render_golden, run,
};

/// Runs the golden dataset: renders and sends each case of `golden.yaml`, and judges the answers
///
/// `golden.yaml` is a promptfoo test list. Each case has `vars`, the inputs of the prompt, and
/// `assert`, the assertions on the answer: `equals`, `contains`, `icontains`, `contains-all`,
/// `contains-any`, `starts-with`, `regex`, `is-json`, `contains-json`, `is-valid-openai-tools-call` and
/// `trajectory:tool-args-match`, each also with the prefix `not-`. A case passes if all its
/// assertions hold, or the share given by `threshold`. Other assertions need promptfoo: see `cargo
/// prompts export promptfoo` and `--evidence`.
///
/// All cases are checked first: if one does not fit the prompt, nothing is sent.
///
/// All cases must pass, or the share that `threshold` beside `tests` gives. A run of a released
/// version is recorded in the ledger, whether it passed or not; `cargo prompts promote` counts all
/// runs of the same text, dataset and settings together. An interrupted run resumes in the same
/// working tree if prompt, model and dataset are unchanged.
///
/// Exit code: 0 if enough cases passed, 1 if too many failed or the dataset is refused, 2 if the run
/// could not start or finish: then nothing is recorded.
#[derive(Debug, Args)]
pub struct Test {
    /// The prompt's id
    id: String,
    /// The environment whose version and settings are used
    #[arg(long = "env", value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// Use this version instead of the pinned one
    #[arg(long)]
    version: Option<Version>,
    /// Render the cases without sending them; this is no evidence
    #[arg(long, conflicts_with = "evidence")]
    render_only: bool,
    /// Record the report of `promptfoo eval -o FILE` instead of running the cases
    #[arg(long, value_name = "FILE")]
    evidence: Option<PathBuf>,
    #[command(flatten)]
    endpoint: Settings,
}

impl Test {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = if self.render_only {
            Workspace::find_noting(&options.prompts)?
        } else {
            let workspace = Workspace::find(&options.prompts)?;
            Session::finish_interrupted(&workspace)?;
            workspace
        };
        let prompt = ResolvedPrompt::find_to_run(
            &workspace,
            &self.id,
            self.environment.as_deref(),
            self.version.as_ref(),
        )?;
        let golden = open_golden(&workspace, &prompt)?;
        let dataset = render_golden(&prompt, &golden)?;
        if self.render_only {
            return Ok(show_rendered(&golden, &dataset));
        }
        let mut without_assertions = golden.without_assertions();
        without_assertions.fail();
        refuse(without_assertions)?;
        let result = if let Some(file) = &self.evidence {
            PromptfooReport::read(file)?.result(&workspace, &golden, &dataset)?
        } else {
            let api = prompt.environment.settings.api;
            refuse(golden.unsupported(api))?;
            let client = Client::new(&self.endpoint, api)?;
            let judge = GoldenRun::new(&golden, &prompt)?;
            run(&workspace, &dataset, &judge, client)?
        };
        conclude(result, &workspace)
    }
}

/// Prints the result of a run, and records it where it counts as evidence.
pub fn conclude(result: RunResult<'_>, workspace: &Workspace) -> CommandResult {
    say!("{result}");
    let is_passed = result.is_passed();
    say!("{}", result.record(workspace)?);
    Ok(if is_passed {
        ExitStatus::Success
    } else {
        ExitStatus::Errors
    })
}

fn show_rendered(golden: &Golden, dataset: &RenderedDataset<'_>) -> ExitStatus {
    for (position, (case, rendered)) in golden.cases.iter().zip(&dataset.cases).enumerate() {
        let count = rendered.messages.len();
        let plural = if count == 1 { "" } else { "s" };
        let name = case.name(position);
        say!("rendered  {} ({count} message{plural})", escape_line(&name));
    }
    let (prompt, version) = (dataset.prompt, dataset.prompt.version_name());
    say!(
        "{} rendered: `{}` {version} in `{}`",
        dataset.counted(),
        prompt.id,
        prompt.environment.name
    );
    say!("nothing was sent: this is no evidence");
    ExitStatus::Success
}

fn refuse(findings: Findings) -> Result<(), Failure> {
    if findings.has_errors() {
        Err(findings.into())
    } else {
        Ok(())
    }
}
