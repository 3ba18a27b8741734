use indicatif::ProgressBar;
use prompt_build::library::Run;
use prompt_build::report::{Findings, quoted};
use prompt_runtime::ToolCall;

use super::answer_schema::AnswerSchema;
use super::dataset::{RenderedCase, RenderedDataset};
use super::runner::{Judge, Verdict};
use crate::project::dataset_files::{self, GOLDEN};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::{escape_line, say};
use crate::rules::answer_violation::Words;
use crate::rules::golden::{Golden, Said};
use crate::rules::rendered_inputs::render_inputs;
use crate::workflows::endpoint::{Answer, Client};

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
        cases,
    })
}

/// Judges answers by the assertions of the golden cases and by the prompt's output schema, and shows
/// each verdict.
pub struct GoldenRun<'a> {
    golden: &'a Golden,
    schema: AnswerSchema,
}

impl<'a> GoldenRun<'a> {
    pub fn new(golden: &'a Golden, prompt: &ResolvedPrompt) -> Result<Self, Failure> {
        let schema = AnswerSchema::of(prompt)?;
        Ok(Self { golden, schema })
    }
}

impl Judge for GoldenRun<'_> {
    fn judge(&self, position: usize, answer: Answer, client: &Client) -> Verdict {
        match answer {
            Answer::Text(text) => self.judge_answer(position, &text, &[], client),
            Answer::Calls { text, calls } => self.judge_answer(position, &text, &calls, client),
            Answer::Refusal(reason) => Err(vec![format!("the model refuses: {reason}")]),
            Answer::Nothing(reason) => Err(vec![reason.to_owned()]),
        }
    }

    fn show(&self, position: usize, verdict: &Verdict) {
        let name = self.golden.cases[position].name(position);
        let name = escape_line(&name);
        let Err(reasons) = verdict else {
            say!("\x1b[32mpassed\x1b[0m  {name}");
            return;
        };
        say!("\x1b[31mfailed\x1b[0m  {name}");
        for reason in reasons {
            say!("        {}", escape_line(reason));
        }
    }

    fn bar(&self, _cases: usize) -> ProgressBar {
        ProgressBar::hidden()
    }
}

impl GoldenRun<'_> {
    /// The answer is judged unchanged, and shown without the API key.
    fn judge_answer(
        &self,
        position: usize,
        answer: &str,
        calls: &[ToolCall],
        client: &Client,
    ) -> Verdict {
        let case = &self.golden.cases[position];
        let verdict = case.judge(&Said {
            text: answer,
            calls,
            tools: &self.schema.tools,
        });
        let violation = match calls {
            [] => self.schema.violation(answer, Words::All),
            // Without such an assertion the case is about an answer.
            [call, ..] if !case.expects_calls() => {
                let name = quoted(&call.name);
                Some(format!(
                    "the model calls {name}, and no assertion expects a call"
                ))
            }
            _ => None,
        };
        let violation = violation.map(|text| client.redact(&text));
        if verdict.is_passed && violation.is_none() {
            return Ok(());
        }
        let differences = verdict.differences.iter().filter(|_| !verdict.is_passed);
        let mut reasons = violation
            .into_iter()
            .chain(differences.map(|text| client.redact(text)))
            .collect::<Vec<_>>();
        let answer = client.redact(&shown_answer(answer, calls));
        let shown = answer.chars().take(SHOWN).collect::<String>();
        let ellipsis = if shown.len() < answer.len() {
            "…"
        } else {
            ""
        };
        reasons.push(format!("the answer: {shown:?}{ellipsis}"));
        Err(reasons)
    }
}

/// The text of an answer and its calls, as they are shown.
fn shown_answer(answer: &str, calls: &[ToolCall]) -> String {
    let calls = calls
        .iter()
        .map(|call| format!("{}({})", call.name, call.arguments));
    let parts = [answer.to_owned()].into_iter().chain(calls);
    let parts = parts.filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}
