use indicatif::ProgressBar;
use prompt_build::library::Run;
use prompt_build::report::{Findings, quoted};
use prompt_core::secret::masked;
use prompt_runtime::ToolCall;

use super::answer_schema::{AnswerSchema, OUTPUT_SCHEMA};
use super::dataset::{JudgeCallCounts, RenderedCase, RenderedDataset};
use super::judge::{Answered, Judge, Verdict};
use super::rubric_judge::{RubricJudge, ToJudge};
use crate::project::dataset_files::{self, GOLDEN};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::{GREEN, RED, RESET, escape_line, say};
use crate::rules::answer_violation::Words;
use crate::rules::call_result::JudgeCalls;
use crate::rules::case_result::CaseResult;
use crate::rules::golden::{Case, Golden, Said};
use crate::rules::rendered_inputs::render_inputs;
use crate::rules::rubric::Grades;
use crate::workflows::endpoint::Answer;

/// The length of the part of an answer that is shown, in characters.
const SHOWN: usize = 160;

/// Reads the golden dataset of a prompt.
pub fn open_golden(workspace: &Workspace, prompt: &ResolvedPrompt) -> Result<Golden, Failure> {
    let path = format!("{}/{GOLDEN}", prompt.folder);
    if !workspace.disk.exists(&path) && !workspace.disk.is_symlink(&path) {
        let help = "create it as a list of cases, each with `description`, `vars` (inputs) and `assert` (assertions on the answer)";
        return Err(Failure::new(format!("no `{path}` to test with")).help(help));
    }
    let source = dataset_files::read(&workspace.disk, &prompt.folder, GOLDEN)?;
    let mut findings = Findings::default();
    Golden::read(&source, &mut findings).ok_or_else(|| findings.into())
}

/// Renders every case. The findings are about inputs that the prompt does not accept.
pub fn render_golden<'a>(
    prompt: &'a ResolvedPrompt,
    golden: &Golden,
) -> Result<RenderedDataset<'a>, Findings> {
    let mut findings = Findings::default();
    let mut cases = Vec::new();
    for (position, case) in golden.cases.iter().enumerate() {
        match render_inputs(prompt, case.vars()) {
            Ok(messages) => cases.push(RenderedCase {
                number: position + 1,
                messages,
            }),
            Err(faults) => {
                findings.extend(
                    faults
                        .into_iter()
                        .map(|fault| golden.input_error(case, fault)),
                );
            }
        }
    }
    if findings.has_errors() {
        return Err(findings);
    }
    Ok(RenderedDataset {
        run: Run::Golden,
        prompt,
        dataset: golden.dataset.clone(),
        names: golden
            .cases
            .iter()
            .enumerate()
            .map(|(position, case)| case.name(position))
            .collect(),
        cases,
        replay: None,
        judged: None,
    })
}

/// Judges answers by the assertions of the golden cases and by the prompt's output schema, and shows
/// each verdict.
pub struct GoldenRun<'a> {
    golden: &'a Golden,
    schema: AnswerSchema,
    /// The judge, if an assertion needs one.
    rubric_judge: Option<RubricJudge>,
}

impl<'a> GoldenRun<'a> {
    pub fn new(
        golden: &'a Golden,
        prompt: &ResolvedPrompt,
        rubric_judge: Option<RubricJudge>,
    ) -> Result<Self, Failure> {
        let schema = AnswerSchema::of(prompt)?;
        Ok(Self {
            golden,
            schema,
            rubric_judge,
        })
    }
}

/// The calls of the judge for one answer to each case.
pub fn judge_calls(golden: &Golden) -> JudgeCallCounts {
    let cases = golden.cases.iter();
    JudgeCallCounts::ByCase(cases.map(|case| case.rubrics().len()).collect())
}

impl Judge for GoldenRun<'_> {
    fn judge(&self, answered: &Answered<'_>) -> Result<Verdict, Failure> {
        Ok(match &answered.reply.answer {
            Answer::Text(text) => self.judge_answer((text, &[]), answered)?,
            Answer::Calls { text, calls } => self.judge_answer((text, calls), answered)?,
            Answer::Refusal(reason) => {
                Verdict::failed("refusal", format!("the model refuses: {reason}"))
            }
            Answer::Nothing(reason) => Verdict::failed("answer", (*reason).to_owned()),
        })
    }

    fn show(&self, position: usize, case: &CaseResult) {
        show_case(&self.golden.cases[position].name(position), case);
    }

    fn bar(&self, _calls: usize) -> ProgressBar {
        ProgressBar::hidden()
    }
}

impl GoldenRun<'_> {
    /// The answer is judged unchanged, and shown without the API key.
    fn judge_answer(
        &self,
        (answer, calls): (&str, &[ToolCall]),
        answered: &Answered<'_>,
    ) -> Result<Verdict, Failure> {
        let case = &self.golden.cases[answered.position];
        let client = answered.client;
        let whole = shown_answer(answer, calls);
        let (grades, judge) = self.grades(case, &whole, answered)?;
        let judged = case.judge(&Said {
            text: answer,
            calls,
            tools: &self.schema.tools,
            latency: answered.reply.latency,
            grades: &grades,
        });
        let violation = self.violation(case, answer, calls);
        if judged.is_passed && violation.is_none() {
            return Ok(Verdict {
                judge,
                ..Verdict::default()
            });
        }
        let differences = judged.differences.into_iter().filter(|_| !judged.is_passed);
        let mut verdict = Verdict {
            judge,
            ..Verdict::default()
        };
        for (kind, reason) in violation.into_iter().chain(differences) {
            verdict.add(&kind, client.redact(&reason));
        }
        // Masked before it is cut: a part of a key has the form of none.
        let answer = masked(&client.redact(&whole)).into_owned();
        let shown = answer.chars().take(SHOWN).collect::<String>();
        let ellipsis = if shown.len() < answer.len() {
            "…"
        } else {
            ""
        };
        verdict
            .reasons
            .push(format!("the answer: {shown:?}{ellipsis}"));
        Ok(verdict)
    }

    /// The verdicts of the judge, and its calls if there is one.
    fn grades(
        &self,
        case: &Case,
        answer: &str,
        answered: &Answered<'_>,
    ) -> Result<(Grades, Option<JudgeCalls>), Failure> {
        let Some(judge) = &self.rubric_judge else {
            return Ok((Grades::default(), None));
        };
        let messages = answered.messages;
        let to_judge = ToJudge { answer, messages };
        let (grades, calls) = judge.grades(&case.rubrics(), to_judge, answered.gate)?;
        Ok((grades, Some(calls)))
    }

    /// What is wrong with the form of an answer, whatever the case asserts.
    fn violation(&self, case: &Case, answer: &str, calls: &[ToolCall]) -> Option<(String, String)> {
        match calls {
            [] => {
                let violation = self.schema.violation(answer, Words::All)?;
                Some((OUTPUT_SCHEMA.to_owned(), violation))
            }
            // Without such an assertion the case is about an answer.
            [call, ..] if !case.expects_calls() => {
                let name = quoted(&call.name);
                let reason = format!("the model calls {name}, and no assertion expects a call");
                Some(("unexpected call".to_owned(), reason))
            }
            _ => None,
        }
    }
}

/// Shows the result of a case, with the reasons why it failed.
pub(super) fn show_case(name: &str, case: &CaseResult) {
    let name = escape_line(name);
    let share = if case.calls > 1 {
        format!(" ({} of {} times)", case.passed, case.calls)
    } else {
        String::new()
    };
    if case.is_passed() {
        say!("{GREEN}passed{RESET}  {name}{share}");
        return;
    }
    say!("{RED}failed{RESET}  {name}{share}");
    for reason in &case.reasons {
        say!("        {}", escape_line(reason));
    }
}

/// The text of an answer and its calls, as they are shown.
pub fn shown_answer(answer: &str, calls: &[ToolCall]) -> String {
    let calls = calls
        .iter()
        .map(|call| format!("{}({})", call.name, call.arguments));
    let parts = [answer.to_owned()].into_iter().chain(calls);
    let parts = parts.filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}
