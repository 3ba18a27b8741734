use indicatif::ProgressBar;
use prompt_build::config::Config;
use prompt_build::library::Run;
use prompt_build::report::Findings;

use super::answer_schema::{AnswerSchema, OUTPUT_SCHEMA};
use super::dataset::RenderedDataset;
use super::golden_run::shown_answer;
use super::judge::{Answered, Judge, Verdict, progress_bar};
use super::replay_lines::{ReplayFile, ReplayLines};
use super::rubric_judge::{RubricJudge, ToJudge};
use crate::project::dataset_files::{self, CHECKS, REPLAY};
use crate::project::prompt_texts::prompt_texts;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::answer_violation::Words;
use crate::rules::case_result::CaseResult;
use crate::rules::golden::Said;
use crate::rules::personal::Finder;
use crate::rules::replay::{Checks, DeclaredNames};
use crate::rules::rubric::Grades;
use crate::workflows::endpoint::Answer;

/// Said before the lines are sent: who sends them may not have read the help.
pub const LIMITS_OF_LINES: &str = "the lines were searched for forms of personal data alone, so names and postal addresses in them are sent";

/// Reads the replay dataset of a prompt, and renders each line once to see whether it fits.
pub fn open_replay(
    workspace: &Workspace,
    prompt: &ResolvedPrompt,
    checks: Option<&Checks>,
) -> Result<ReplayLines, Failure> {
    let path = format!("{}/{REPLAY}", prompt.folder);
    if !workspace.disk.exists(&path) && !workspace.disk.is_symlink(&path) {
        let from = format!(
            "`cargo prompts anonymise {} --from FILE` creates it from a sample of real traffic",
            prompt.id
        );
        return Err(Failure::new(format!("no `{path}` to replay")).help(from));
    }
    let file = ReplayFile {
        workspace,
        prompt,
        checks,
        must_fit: true,
    };
    file.open()
}

/// Returns the forms of personal data, those of the configuration included, and the names that a prompt
/// declares.
pub fn open_search(workspace: &Workspace, id: &str) -> Result<(Finder, DeclaredNames), Failure> {
    let (config, mut findings) = (workspace.sound_config()?, Findings::default());
    let finder = Finder::of(&config, &mut findings);
    if findings.has_errors() {
        return Err(findings.into());
    }
    Ok((finder, declared_names(workspace, &config, id)))
}

/// The names that the working copy of a prompt or a release declares: a dataset may fit any of them.
/// A text with errors, which are reported where it is used, declares none.
pub fn declared_names(workspace: &Workspace, config: &Config, id: &str) -> DeclaredNames {
    let texts = prompt_texts(workspace, config, id, &mut Findings::default());
    DeclaredNames::of(texts.iter().map(|text| &text.template))
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

/// The lines of a replay dataset, ready to be sent. Each is rendered when it is sent: there may be
/// many.
pub fn render_replay(prompt: &ResolvedPrompt, replay: ReplayLines) -> RenderedDataset<'_> {
    RenderedDataset {
        run: Run::Validation,
        prompt,
        dataset: replay.dataset.clone(),
        names: Vec::new(),
        cases: Vec::new(),
        replay: Some(replay),
        judged: None,
    }
}

/// Judges whether there is an answer that meets the prompt's output schema, or calls of its tools whose
/// arguments meet their schemas, and whether it meets the checks. No text of an input or an answer is
/// shown.
pub struct ReplayRun {
    schema: AnswerSchema,
    checks: Option<Checks>,
    /// The judge, if a check needs one.
    rubric_judge: Option<RubricJudge>,
}

impl ReplayRun {
    pub fn new(
        prompt: &ResolvedPrompt,
        checks: Option<Checks>,
        rubric_judge: Option<RubricJudge>,
    ) -> Result<Self, Failure> {
        let schema = AnswerSchema::of(prompt)?;
        Ok(Self {
            schema,
            checks,
            rubric_judge,
        })
    }

    /// The verdicts of the judge, each by its rubric.
    fn grades(
        &self,
        answer: &str,
        answered: &Answered<'_>,
        verdict: &mut Verdict,
    ) -> Result<Grades, Failure> {
        let Some((judge, checks)) = self.rubric_judge.as_ref().zip(self.checks.as_ref()) else {
            return Ok(Grades::default());
        };
        let messages = answered.messages;
        let to_judge = ToJudge { answer, messages };
        let (grades, calls) = judge.grades(&checks.rubrics(), to_judge, answered.gate)?;
        verdict.judge = Some(calls);
        Ok(grades)
    }

    /// Adds the checks that an answer does not meet. Their own words would have parts of the answer.
    fn check(&self, said: &Said<'_>, verdict: &mut Verdict) {
        let checks = self.checks.as_ref();
        for (number, kind) in checks.into_iter().flat_map(|checks| checks.failed(said)) {
            let reason =
                format!("the answer does not meet `{kind}` (assertion {number} of `{CHECKS}`)");
            verdict.add(kind, reason);
        }
    }
}

impl Judge for ReplayRun {
    fn judge(&self, answered: &Answered<'_>) -> Result<Verdict, Failure> {
        let (text, calls, kind, violation) = match &answered.reply.answer {
            Answer::Text(text) => {
                let violation = self.schema.violation(text, Words::OfSchema);
                (text, [].as_slice(), OUTPUT_SCHEMA, violation)
            }
            Answer::Calls { text, calls } => {
                let violation = self.schema.tools.violation(calls, Words::OfSchema);
                (text, calls.as_slice(), "schema of a tool", violation)
            }
            // The words of the model may repeat the inputs.
            Answer::Refusal(_) => {
                return Ok(Verdict::failed("refusal", "the model refuses".to_owned()));
            }
            Answer::Nothing(reason) => return Ok(Verdict::failed("answer", (*reason).to_owned())),
        };
        let mut verdict = Verdict::default();
        if let Some(violation) = violation {
            verdict.add(kind, violation);
        }
        let grades = self.grades(&shown_answer(text, calls), answered, &mut verdict)?;
        let said = Said {
            text,
            calls,
            tools: &self.schema.tools,
            latency: answered.reply.latency,
            grades: &grades,
        };
        self.check(&said, &mut verdict);
        Ok(verdict)
    }

    /// The failed lines are listed with the result. Until then, a progress bar may be on the
    /// terminal.
    fn show(&self, _position: usize, _case: &CaseResult) {}

    fn bar(&self, calls: usize) -> ProgressBar {
        progress_bar(calls)
    }
}
