use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use prompt_build::library::Run;
use prompt_build::report::Findings;

use super::answer_schema::AnswerSchema;
use super::dataset::{RenderedCase, RenderedDataset};
use super::runner::{Judge, Verdict};
use crate::project::dataset_files::{self, CHECKS, REPLAY};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::answer_violation::Words;
use crate::rules::replay::{Checks, Replay};
use crate::workflows::endpoint::{Answer, Client};

/// Reads and renders the replay dataset of a prompt.
pub fn open_replay(workspace: &Workspace, prompt: &ResolvedPrompt) -> Result<Replay, Failure> {
    let path = format!("{}/{REPLAY}", prompt.folder);
    if !workspace.disk.exists(&path) && !workspace.disk.is_symlink(&path) {
        let from = format!(
            "`cargo prompts anonymise {} --from FILE` creates it from a sample of real traffic",
            prompt.id
        );
        return Err(Failure::new(format!("no `{path}` to replay")).help(from));
    }
    let source = dataset_files::read(&workspace.disk, &prompt.folder, REPLAY)?;
    let checks = open_checks(workspace, &prompt.folder)?;
    let mut findings = Findings::default();
    let replay = Replay::read(&source, checks.as_ref(), prompt, &mut findings);
    replay.ok_or_else(|| findings.into())
}

/// Reads the checks of a replay, if there are any.
pub fn open_checks(workspace: &Workspace, folder: &str) -> Result<Option<Checks>, Failure> {
    let path = format!("{folder}/{CHECKS}");
    if !workspace.disk.exists(&path) && !workspace.disk.is_symlink(&path) {
        return Ok(None);
    }
    let source = dataset_files::read(&workspace.disk, folder, CHECKS)?;
    let mut findings = Findings::default();
    let checks = Checks::read(&source, &mut findings);
    checks.map(Some).ok_or_else(|| findings.into())
}

/// The lines of a replay dataset, ready to be sent.
pub fn render_replay(prompt: &ResolvedPrompt, replay: Replay) -> RenderedDataset<'_> {
    let cases = replay.cases.into_iter().map(|case| RenderedCase {
        number: case.line,
        messages: case.messages,
    });
    RenderedDataset {
        run: Run::Validation,
        prompt,
        dataset: replay.dataset,
        cases: cases.collect(),
    }
}

/// Judges whether there is an answer that meets the prompt's output schema, or calls of its tools whose
/// arguments meet their schemas. No text of an input or
/// an answer is shown.
pub struct ReplayRun {
    schema: AnswerSchema,
}

impl ReplayRun {
    pub fn new(prompt: &ResolvedPrompt) -> Result<Self, Failure> {
        let schema = AnswerSchema::of(prompt)?;
        Ok(Self { schema })
    }
}

impl Judge for ReplayRun {
    fn judge(&self, _position: usize, answer: Answer, _client: &Client) -> Verdict {
        let reason = match answer {
            Answer::Text(text) => self.schema.violation(&text, Words::OfSchema),
            Answer::Calls { calls, .. } => self.schema.tools.violation(&calls, Words::OfSchema),
            // The words of the model may repeat the inputs.
            Answer::Refusal(_) => Some("the model refuses".to_owned()),
            Answer::Nothing(reason) => Some(reason.to_owned()),
        };
        reason.map_or(Ok(()), |reason| Err(vec![reason]))
    }

    /// The failed lines are listed with the result. Until then, a progress bar may be on the
    /// terminal.
    fn show(&self, _position: usize, _verdict: &Verdict) {}

    fn bar(&self, cases: usize) -> ProgressBar {
        let target = ProgressDrawTarget::stderr();
        let bar = ProgressBar::with_draw_target(u64::try_from(cases).ok(), target);
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} lines, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar
    }
}
