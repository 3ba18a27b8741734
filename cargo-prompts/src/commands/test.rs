//! `cargo prompts test`.

use std::path::PathBuf;

use clap::Args;
use prompt_build::report::Findings;
use semver::Version;

use crate::commands::options::Options;
use crate::commands::runs::{Conclusion, send_all};
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
    GoldenRun, PreparedRun, RenderedDataset, RunOptions, open_golden, render_golden, tested_prompts,
};

/// Runs the golden dataset: renders and sends each case of `golden.yaml`, and judges the answers
///
/// `golden.yaml` is a promptfoo test list. Each case has `vars`, the inputs of the prompt, and
/// `assert`, the assertions on the answer: `equals`, `contains`, `icontains`, `contains-all`,
/// `contains-any`, `starts-with`, `regex`, `is-json`, `contains-json`, `latency`,
/// `is-valid-openai-tools-call` and `trajectory:tool-args-match`, each also with the prefix `not-`. A
/// case passes if all its assertions hold, or the share given by `threshold`. Other assertions need
/// promptfoo: see `cargo prompts export promptfoo` and `--evidence`.
///
/// All cases are checked first: if one does not fit the prompt, nothing is sent. Up to `--jobs` calls
/// are under way at a time; the verdicts are shown in the order of the dataset.
///
/// All cases must pass, or the share that `threshold` beside `tests` gives. With `repeat` beside it,
/// each case is sent so many times, and the share is that of the calls. A run of a released
/// version is recorded in the ledger, whether it passed or not; `cargo prompts promote` counts all
/// runs of the same text, dataset and settings together. An interrupted run resumes in the same
/// working tree if prompt, model and dataset are unchanged.
///
/// Exit code: 0 if enough cases passed, 1 if too many failed or the dataset is refused, 2 if the run
/// could not start or finish: then nothing is recorded.
#[derive(Debug, Args)]
#[command(after_long_help = JSON)]
pub struct Test {
    /// The prompt's id
    #[arg(required_unless_present = "all")]
    id: Option<String>,
    /// Test every prompt that has a golden dataset and that the environment pins
    #[arg(long, conflicts_with_all = ["id", "version", "render_only", "evidence"])]
    all: bool,
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
    calls: RunOptions,
    #[command(flatten)]
    endpoint: Settings,
}

pub const JSON: &str = "\
The object of `--format json`:
  runs             a list, each an object:
    run            \"golden\" or \"validation\"
    prompt         the prompt's id
    version        null for a working copy
    environment, api, model, parameters
                   the settings of the calls
    answered_by    the models that answered, as the endpoint names them
    repeat         the number of calls for each case
    threshold      the share of the calls that must pass
    calls          their number
    calls_passed   the number of those that passed
    is_passed      whether they are enough
    at_least       the lower end of the exact two-sided 95 % interval of the share
                   that passes; it counts cases
    failed         the number of calls that failed each kind of assertion
    latency_ms     median and p95, in milliseconds; null without calls
    tokens         input, cached and output; null where the endpoint does not count
    cases          in the order of the dataset, each an object: number, name, calls,
                   calls_passed, latency_ms (their sum) and reasons
    evidence       what the run counts as, in one sentence";

impl Test {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = if self.render_only {
            Workspace::find_noting(&options.prompts)?
        } else {
            let workspace = Workspace::find(&options.prompts)?;
            Session::finish_interrupted(&workspace)?;
            workspace
        };
        let prompts = self.prompts(&workspace)?;
        let mut goldens = Vec::new();
        for prompt in &prompts {
            goldens.push(open_golden(&workspace, prompt)?);
        }
        let mut datasets = Vec::new();
        for (prompt, golden) in prompts.iter().zip(&goldens) {
            datasets.push(render_golden(prompt, golden)?);
        }
        if self.render_only {
            let all = goldens.iter().zip(&datasets);
            all.for_each(|(golden, dataset)| show_rendered(golden, dataset));
            return Ok(ExitStatus::Success);
        }
        for golden in &goldens {
            let mut without_assertions = golden.without_assertions();
            without_assertions.fail();
            refuse(without_assertions)?;
        }
        if let (Some(file), [golden], [dataset]) =
            (&self.evidence, goldens.as_slice(), datasets.as_slice())
        {
            dataset.check_calls()?;
            let report = PromptfooReport::read(file)?;
            let mut conclusion = Conclusion::new(&workspace, &self.calls);
            conclusion.add(report.result(&workspace, golden, dataset)?)?;
            return conclusion.finish();
        }
        self.send(&workspace, &goldens, &datasets)
    }

    /// The prompts whose datasets are run.
    fn prompts(&self, workspace: &Workspace) -> Result<Vec<ResolvedPrompt>, Failure> {
        let environment = self.environment.as_deref();
        let ids = match &self.id {
            Some(id) => vec![id.clone()],
            None => tested_prompts(workspace, environment)?,
        };
        let find = |id: &String| {
            ResolvedPrompt::find_to_run(workspace, id, environment, self.version.as_ref())
        };
        ids.iter().map(find).collect()
    }

    fn send(
        &self,
        workspace: &Workspace,
        goldens: &[Golden],
        datasets: &[RenderedDataset<'_>],
    ) -> CommandResult {
        for (golden, dataset) in goldens.iter().zip(datasets) {
            refuse(golden.unsupported(dataset.prompt.environment.settings.api))?;
        }
        let (mut runs, mut judges) = (Vec::new(), Vec::new());
        for (golden, dataset) in goldens.iter().zip(datasets) {
            judges.push(GoldenRun::new(golden, dataset.prompt)?);
            let client = Client::new(&self.endpoint, dataset.prompt.environment.settings.api)?;
            runs.push(PreparedRun::new(workspace, dataset, client)?);
        }
        send_all(workspace, runs, &judges, &self.calls)
    }
}

fn show_rendered(golden: &Golden, dataset: &RenderedDataset<'_>) {
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
}

fn refuse(findings: Findings) -> Result<(), Failure> {
    if findings.has_errors() {
        Err(findings.into())
    } else {
        Ok(())
    }
}
