use indicatif::ProgressBar;
use prompt_build::library::Run;
use prompt_build::report::Findings;

use super::answer_schema::AnswerSchema;
use super::dataset::{RenderedCase, RenderedDataset};
use super::golden_run::show_case;
use super::judge::{Answered, Judge, Verdict};
use super::rubric_judge::read_grade;
use crate::project::dataset_files::{self, LABELLED};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::case_result::CaseResult;
use crate::rules::rendered_inputs::render_inputs;
use crate::rules::rubric::{FALSE_FAIL, FALSE_PASS, LabelledCases, form_errors};

/// Reads the labelled cases of a prompt, if it has any.
pub fn open_labelled(
    workspace: &Workspace,
    prompt: &ResolvedPrompt,
) -> Result<Option<LabelledCases>, Failure> {
    let path = format!("{}/{LABELLED}", prompt.folder);
    if !workspace.disk.exists(&path) && !workspace.disk.is_symlink(&path) {
        return Ok(None);
    }
    let source = dataset_files::read(&workspace.disk, &prompt.folder, LABELLED)?;
    let mut findings = Findings::default();
    let labelled = LabelledCases::read(&source, &mut findings);
    labelled.map(Some).ok_or_else(|| findings.into())
}

/// Renders every case. The findings are about a prompt that is no judge, and about inputs that it
/// does not accept.
pub fn render_labelled<'a>(
    prompt: &'a ResolvedPrompt,
    labelled: &LabelledCases,
) -> Result<RenderedDataset<'a>, Findings> {
    let mut findings = form_errors(&prompt.id, &prompt.text.template);
    if findings.has_errors() {
        return Err(findings);
    }
    let mut cases = Vec::new();
    for (position, case) in labelled.cases.iter().enumerate() {
        match render_inputs(prompt, case.inputs()) {
            Ok(messages) => cases.push(RenderedCase {
                number: position + 1,
                messages,
            }),
            Err(faults) => {
                let faults = faults.into_iter();
                findings.extend(faults.map(|fault| labelled.input_error(case, fault)));
            }
        }
    }
    if findings.has_errors() {
        return Err(findings);
    }
    let names = labelled.cases.iter().enumerate();
    Ok(RenderedDataset {
        run: Run::Agreement,
        prompt,
        dataset: labelled.dataset.clone(),
        names: names.map(|(position, case)| case.name(position)).collect(),
        cases,
        replay: None,
        judged: None,
    })
}

/// Compares the verdicts of a judge with those of people.
pub struct AgreementRun<'a> {
    id: &'a str,
    labelled: &'a LabelledCases,
    schema: AnswerSchema,
}

impl<'a> AgreementRun<'a> {
    pub fn new(labelled: &'a LabelledCases, prompt: &'a ResolvedPrompt) -> Result<Self, Failure> {
        Ok(Self {
            id: &prompt.id,
            labelled,
            schema: AnswerSchema::declared(prompt)?,
        })
    }
}

impl Judge for AgreementRun<'_> {
    fn judge(&self, answered: &Answered<'_>) -> Result<Verdict, Failure> {
        let grade = read_grade(self.id, &self.schema, answered.reply)?;
        let case = &self.labelled.cases[answered.position];
        let (kind, words) = match (grade.is_passed, case.is_passed) {
            (true, false) => (
                FALSE_PASS,
                "the judge passes the answer, and people fail it",
            ),
            (false, true) => (FALSE_FAIL, "the judge fails the answer, and people pass it"),
            _ => return Ok(Verdict::default()),
        };
        let reason = grade.reason.map(|reason| {
            let reason = answered.client.redact(&reason);
            format!(": {reason}")
        });
        let sentence = words.to_owned() + &reason.unwrap_or_default();
        Ok(Verdict::failed(kind, sentence))
    }

    fn show(&self, position: usize, case: &CaseResult) {
        show_case(&self.labelled.cases[position].name(position), case);
    }

    fn bar(&self, _calls: usize) -> ProgressBar {
        ProgressBar::hidden()
    }
}
