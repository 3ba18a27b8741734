//! `cargo prompts test`.

use std::path::{Path, PathBuf};

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
use crate::workflows::endpoint::{Client, ErrorDetail, Settings};
use crate::workflows::promptfoo::PromptfooReport;
use crate::workflows::runs::{
    Judged, PreparedRun, RenderedDataset, RubricJudge, RunOptions, TestDataset, find_judge,
    judge_record, tested_prompts,
};

/// Runs the golden dataset: renders and sends each case of `golden.yaml`, and judges the answers
///
/// `golden.yaml` is a promptfoo test list. Each case has `vars`, the inputs of the prompt, and
/// `assert`, the assertions on the answer: `equals`, `contains`, `icontains`, `contains-all`,
/// `contains-any`, `starts-with`, `regex`, `is-json`, `contains-json`, `latency`, `llm-rubric`,
/// `is-valid-openai-tools-call` and `trajectory:tool-args-match`, each also with the prefix `not-`.
/// `llm-rubric` is decided by the prompt that the dataset names with `judge`, and that the environment
/// pins. A case passes if all its assertions hold, or the share given by `threshold`. Other assertions need
/// promptfoo: see `cargo prompts export promptfoo` and `--evidence`.
///
/// A prompt that judges answers can have `judge.yaml`, with answers that people have judged: the
/// command says how often its verdicts agree with them. Without `golden.yaml`, these cases count as the golden ones.
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
/// could not start or finish, also because of a verdict that cannot be read: then nothing is recorded.
#[derive(Debug, Args)]
#[command(after_long_help = JSON)]
pub struct Test {
    /// The prompt's id
    #[arg(required_unless_present = "all")]
    id: Option<String>,
    /// Test every prompt that has a golden dataset or labelled cases, and that the environment pins
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
    run            \"golden\", \"validation\" or \"agreement\"
    prompt         the prompt's id
    version        null for a working copy
    environment, api, model, parameters
                   the settings of the calls
    answered_by    the models that answered, as the endpoint names them
    judge          null, or the judge of `llm-rubric`, an object: prompt, version, api,
                   model, parameters, answered_by, calls and tokens
    repeat         the number of calls for each case
    threshold      the share of the calls that must pass
    calls          their number
    calls_passed   the number of those that passed
    is_passed      whether they are enough
    at_least       the lower end of the exact two-sided 95 % interval of the share
                   that passes; it counts cases
    failed         the number of calls that failed each kind of assertion; of an
                   agreement, \"false pass\" and \"false fail\"
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
        let mut tested = Vec::new();
        for prompt in &prompts {
            let datasets = TestDataset::of(&workspace, prompt)?.into_iter();
            tested.extend(datasets.map(|dataset| (prompt, dataset)));
        }
        let mut rendered = Vec::new();
        for (prompt, dataset) in &tested {
            rendered.push(dataset.render(prompt)?);
        }
        if self.render_only {
            rendered.iter().for_each(show_rendered);
            return Ok(ExitStatus::Success);
        }
        for (_, dataset) in &tested {
            refuse(dataset.without_assertions())?;
        }
        if let Some(file) = &self.evidence {
            return self.import(&workspace, file, &tested, &mut rendered);
        }
        self.send(&workspace, &tested, &mut rendered)
    }

    /// Records the report of promptfoo on the golden dataset.
    fn import(
        &self,
        workspace: &Workspace,
        file: &Path,
        tested: &[(&ResolvedPrompt, TestDataset)],
        rendered: &mut [RenderedDataset<'_>],
    ) -> CommandResult {
        let mut datasets = tested.iter().zip(rendered);
        let golden = datasets.find_map(|((prompt, dataset), rendered)| {
            Some((prompt, dataset.golden()?, dataset, rendered))
        });
        let Some((prompt, golden, dataset, rendered)) = golden else {
            return Err(Failure::new(
                "the prompt has no golden dataset to report on",
            ));
        };
        rendered.check_calls()?;
        let report = PromptfooReport::read(file)?;
        let judge = dataset.needed_judge();
        let judge = judge.map(|key| find_judge(workspace, prompt, key));
        let judge = judge.transpose()?;
        rendered.judged = judge.as_ref().map(|judge| Judged {
            judge: judge_record(judge),
            endpoint: String::new(),
            calls: dataset.judge_calls(),
        });
        let mut conclusion = Conclusion::new(workspace, &self.calls);
        conclusion.add(report.result(workspace, golden, rendered, judge.as_ref())?)?;
        conclusion.finish()
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
        tested: &[(&ResolvedPrompt, TestDataset)],
        rendered: &mut [RenderedDataset<'_>],
    ) -> CommandResult {
        for (prompt, dataset) in tested {
            refuse(dataset.unsupported(prompt.environment.settings.api))?;
        }
        let mut judges = Vec::new();
        for ((prompt, dataset), rendered) in tested.iter().zip(rendered.iter_mut()) {
            let rubric_judge = match dataset.needed_judge() {
                Some(key) => {
                    let judge = find_judge(workspace, prompt, key)?;
                    let detail = ErrorDetail::Message;
                    Some(RubricJudge::new(judge, prompt, &self.endpoint, detail)?)
                }
                None => None,
            };
            let calls = dataset.judge_calls();
            rendered.judged = rubric_judge.as_ref().map(|judge| judge.judged(calls));
            judges.push(dataset.judge(prompt, rubric_judge)?);
        }
        let mut runs = Vec::new();
        for dataset in rendered.iter() {
            let client = Client::new(&self.endpoint, dataset.prompt.environment.settings.api)?;
            runs.push(PreparedRun::new(workspace, dataset, client)?);
        }
        send_all(workspace, runs, &judges, &self.calls)
    }
}

fn show_rendered(dataset: &RenderedDataset<'_>) {
    for (position, rendered) in dataset.cases.iter().enumerate() {
        let count = rendered.messages.len();
        let plural = if count == 1 { "" } else { "s" };
        let name = dataset.name_of(position);
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
