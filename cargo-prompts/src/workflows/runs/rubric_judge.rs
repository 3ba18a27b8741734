use prompt_build::config::Config;
use prompt_build::library::Judge as JudgeRecord;
use prompt_build::report::{Finding, Findings};
use prompt_build::template::Json;
use prompt_core::message::Message;
use serde_json::Value;

use super::answer_schema::AnswerSchema;
use super::call_gate::CallGate;
use super::dataset::{JudgeCallCounts, Judged, check_supported};
use crate::project::lookup;
use crate::project::resolved_prompt::{ResolvedPrompt, is_pinned};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::answer_violation::Words;
use crate::rules::call_result::JudgeCalls;
use crate::rules::rendered_inputs::render_inputs;
use crate::rules::rubric::{ANSWER, Grade, Grades, JudgeKey, PROMPT, RUBRIC, form_errors};
use crate::workflows::endpoint::{Answer, Client, ErrorDetail, Reply, Request, Settings};

/// The version of a working copy.
pub const LOCAL: &str = "local";

/// A prompt of the library that judges the answers of a run: what the environment of the run pins.
pub struct RubricJudge {
    prompt: ResolvedPrompt,
    request: Request,
    schema: AnswerSchema,
    client: Client,
}

/// An answer to be judged.
#[derive(Clone, Copy)]
pub struct ToJudge<'a> {
    /// The text of the answer, with its calls of tools.
    pub answer: &'a str,
    /// The messages that were answered.
    pub messages: &'a [Message],
}

/// Finds the judge of a dataset: the text that the environment of the tested prompt pins. Fails if
/// it does not pin it, or if the text cannot be a judge.
pub fn find_judge(
    workspace: &Workspace,
    tested: &ResolvedPrompt,
    key: &JudgeKey,
) -> Result<ResolvedPrompt, Failure> {
    let (id, environment) = (&key.id, &tested.environment.name);
    let config = workspace.sound_config()?;
    if *id == tested.id {
        return Err(Findings::from(key.error(its_own_judge(id))).into());
    }
    check_known(workspace, &config, key)?;
    if !is_pinned(&config, id, Some(environment))? {
        let message = format!("`{environment}` does not pin the judge `{id}`");
        let help = format!(
            "a judge is pinned as any other prompt: `cargo prompts promote {id} --to {environment} --by WHO --reason WHY`, or a pin in `environments.yaml` where the environment takes working copies"
        );
        return Err(Findings::from(key.error(message).help(help)).into());
    }
    let judge = ResolvedPrompt::find_to_run(workspace, id, Some(environment), None)?;
    let errors = form_errors(id, &judge.text.template);
    if errors.has_errors() {
        return Err(errors.into());
    }
    Ok(judge)
}

/// The message about a prompt that names itself.
pub fn its_own_judge(id: &str) -> String {
    format!("`{id}` cannot judge its own answers")
}

/// Fails for a judge that the library does not have.
fn check_known(workspace: &Workspace, config: &Config, key: &JudgeKey) -> Result<(), Failure> {
    let library = workspace.library(config);
    match lookup::prompt(workspace, &library, &key.id) {
        Err(Failure::Unable { message, help }) => {
            let finding = key.error(message);
            let finding = help.into_iter().fold(finding, Finding::help);
            Err(Findings::from(finding).into())
        }
        other => other,
    }
}

/// The judge as evidence names it.
pub fn judge_record(judge: &ResolvedPrompt) -> JudgeRecord {
    let setting = &judge.environment;
    JudgeRecord {
        id: judge.id.clone(),
        version: judge.text.version.clone(),
        sha256: judge.text.sha256.clone(),
        api: setting.settings.api,
        model: setting.model().to_owned(),
        parameters: setting.parameters(),
        answered_by: Vec::new(),
    }
}

impl RubricJudge {
    /// A judge that is called at the endpoint of the settings.
    pub fn new(
        prompt: ResolvedPrompt,
        tested: &ResolvedPrompt,
        settings: &Settings,
        detail: ErrorDetail,
    ) -> Result<Self, Failure> {
        check_supported(&prompt)?;
        let api = prompt.environment.settings.api;
        let of_judge = settings.of_judge(api == tested.environment.settings.api);
        let settings = &prompt.environment.settings;
        Ok(Self {
            request: Request::new(&prompt.id, &prompt.text, settings, &[]),
            schema: AnswerSchema::declared(&prompt)?,
            client: Client::new(&of_judge, api)?.showing(detail),
            prompt,
        })
    }

    /// The judge of a dataset whose cases have so many rubrics each.
    pub fn judged(&self, calls: JudgeCallCounts) -> Judged {
        Judged {
            judge: judge_record(&self.prompt),
            endpoint: self.client.endpoint(),
            calls,
        }
    }

    /// Asks for a verdict by each rubric, one after the other, through the gate of the run.
    pub fn grades(
        &self,
        rubrics: &[&str],
        answer: ToJudge<'_>,
        gate: &CallGate,
    ) -> Result<(Grades, JudgeCalls), Failure> {
        let (mut grades, mut calls) = (Grades::default(), JudgeCalls::default());
        for rubric in rubrics {
            let messages = judge_messages(&self.prompt, rubric, answer)?;
            let reply = self.client.ask(&self.request.call_with(&messages), gate)?;
            calls.add(&JudgeCalls {
                calls: 1,
                tokens: reply.tokens,
                models: reply.model.iter().cloned().collect(),
            });
            let mut grade = read_grade(&self.prompt.id, &self.schema, &reply)?;
            grade.reason = grade.reason.map(|reason| self.client.redact(&reason));
            grades.add(rubric, grade);
        }
        Ok((grades, calls))
    }
}

/// The messages that ask a judge for a verdict.
pub fn judge_messages(
    judge: &ResolvedPrompt,
    rubric: &str,
    answer: ToJudge<'_>,
) -> Result<Vec<Message>, Failure> {
    let mut inputs = vec![
        (RUBRIC.to_owned(), Json::text(rubric)),
        (ANSWER.to_owned(), Json::text(answer.answer)),
    ];
    let mut declared = judge.text.template.inputs.iter();
    if declared.any(|input| input.name == PROMPT) {
        inputs.push((
            PROMPT.to_owned(),
            Json::text(shown_messages(answer.messages)),
        ));
    }
    render_inputs(judge, inputs).map_err(|faults| {
        let reason = faults.into_iter().next().map(|fault| fault.discreet);
        Failure::because(
            format!("cannot render the judge `{}`", judge.id),
            reason.unwrap_or_default(),
        )
    })
}

/// The texts of messages as the rendered prompt has them: with a blank line between.
fn shown_messages(messages: &[Message]) -> String {
    let texts = messages.iter().map(|message| message.text().into_owned());
    texts.collect::<Vec<_>>().join("\n\n")
}

/// Reads the verdict of a judge. It must meet the judge's output schema; otherwise nobody knows what
/// it means, and the run is not complete.
pub fn read_grade(id: &str, schema: &AnswerSchema, reply: &Reply) -> Result<Grade, Failure> {
    let unreadable = |reason: &str| {
        let message = format!("the judge `{id}` gave no verdict: {reason}");
        let help = "a run without all verdicts counts for nothing, and is not recorded";
        Failure::new(message).help(help)
    };
    let text = match &reply.answer {
        Answer::Text(text) => text,
        Answer::Calls { .. } => return Err(unreadable("the model calls a tool")),
        // The words of the model may repeat the inputs.
        Answer::Refusal(_) => return Err(unreadable("the model refuses")),
        Answer::Nothing(reason) => return Err(unreadable(reason)),
    };
    let Some(verdict) = Grade::object(text) else {
        return Err(unreadable("no JSON object in the answer"));
    };
    // Where the API has strict schemas, a property that may be missing is null.
    let verdict = without_nulls(verdict);
    if let Some(violation) = schema.violation_of(&verdict, Words::OfSchema) {
        return Err(unreadable(&violation));
    }
    Grade::of(&verdict).ok_or_else(|| unreadable("no `pass` in the answer"))
}

fn without_nulls(mut verdict: Value) -> Value {
    if let Value::Object(members) = &mut verdict {
        members.retain(|_, value| !value.is_null());
    }
    verdict
}
