//! `cargo prompts validate`.

use clap::Args;
use semver::Version;

use crate::commands::options::Options;
use crate::commands::runs::send_all;
use crate::commands::test::JSON;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::note;
use crate::rules::replay::Checks;
use crate::workflows::endpoint::{Client, ErrorDetail, Settings};
use crate::workflows::runs::{
    JudgeCallCounts, LIMITS_OF_LINES, PreparedRun, ReplayRun, RubricJudge, RunOptions, find_judge,
    open_checks, open_replay, render_replay,
};

/// Replays realistic inputs: renders and sends each line of `replay.jsonl`, and checks the answers
///
/// Each line is a JSON object with the inputs of one call, sampled from real traffic and
/// anonymised (see `cargo prompts anonymise`).
///
/// All lines are checked first: if one does not fit the prompt, or contains personal data in a form
/// that `docs/src/files.md` lists or a pattern of `personal_data` matches, nothing is sent. Names and
/// postal addresses are not found. The calls use the environment's model, parameters and `rate_limit`; up to `--jobs` are
/// under way at a time. A line passes if the model answers with text. If the prompt declares an
/// output schema, the answer must be JSON that meets it. The answer must also meet each assertion
/// under `assert` in `checks.yaml`, if there is that file. `llm-rubric` is decided by the prompt that
/// the file names with `judge`, and that the environment pins.
///
/// All lines must pass, or the share that `threshold` in `checks.yaml` gives. With `repeat` there,
/// each line is sent so many times, and the share is that of the calls. A run of the version
/// that the environment pins is recorded in the ledger, whether it passed or not; `cargo prompts
/// promote` counts all runs of the same text, dataset and settings together. A run of another
/// `--version` is not recorded. An interrupted run resumes in the same working tree if
/// prompt, model and dataset are unchanged.
///
/// Exit code: 0 if enough lines passed, 1 if too many failed or the dataset is refused, 2 if the run
/// could not start or finish: then nothing is recorded.
#[derive(Debug, Args)]
#[command(after_long_help = JSON)]
pub struct Validate {
    /// The prompt's id
    id: String,
    /// The environment whose version and settings are used
    #[arg(long = "env", value_name = "ENVIRONMENT")]
    environment: String,
    /// Use this version; the run is evidence only if the environment pins it
    #[arg(long)]
    version: Option<Version>,
    #[command(flatten)]
    calls: RunOptions,
    #[command(flatten)]
    endpoint: Settings,
}

impl Validate {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        Session::finish_interrupted(&workspace)?;
        let prompt = ResolvedPrompt::find_to_run(
            &workspace,
            &self.id,
            Some(&self.environment),
            self.version.as_ref(),
        )?;
        let checks = open_checks(&workspace, &prompt.folder)?;
        let replay = open_replay(&workspace, &prompt, checks.as_ref())?;
        let mut dataset = render_replay(&prompt, replay);
        let rubric_judge = self.rubric_judge(&workspace, &prompt, checks.as_ref())?;
        let rubrics = checks.as_ref().map_or(0, |checks| checks.rubrics().len());
        let calls = JudgeCallCounts::Same(rubrics);
        dataset.judged = rubric_judge.as_ref().map(|judge| judge.judged(calls));
        let judge = ReplayRun::new(&prompt, checks, rubric_judge)?;
        // The endpoint's words may repeat the inputs, which are realistic.
        let client = Client::new(&self.endpoint, prompt.environment.settings.api)?
            .showing(ErrorDetail::Code);
        let run = PreparedRun::new(&workspace, &dataset, client)?;
        note!("note: {LIMITS_OF_LINES}");
        send_all(&workspace, vec![run], &[Box::new(judge)], &self.calls)
    }

    /// The judge of the answers, if a check needs one. Its words may repeat the inputs.
    fn rubric_judge(
        &self,
        workspace: &Workspace,
        prompt: &ResolvedPrompt,
        checks: Option<&Checks>,
    ) -> Result<Option<RubricJudge>, Failure> {
        let Some(key) = checks.and_then(Checks::needed_judge) else {
            return Ok(None);
        };
        let judge = find_judge(workspace, prompt, key)?;
        RubricJudge::new(judge, prompt, &self.endpoint, ErrorDetail::Code).map(Some)
    }
}
