use std::borrow::Cow;

use prompt_build::body::Body;
use prompt_build::hash::{TextHash, sha256};
use prompt_build::library::{Judge, Run, meets};
use prompt_build::report::Severity;

use super::progress::CallId;
use super::replay_lines::ReplayLines;
use crate::project::dataset_files::file_name;
use crate::project::evidence::Evidence;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::timestamp::now;
use crate::report::failure::Failure;
use crate::rules::dataset::{Dataset, OTHER_INPUTS};
use crate::workflows::endpoint::Request;
use prompt_core::message::Message;
use prompt_runtime::UnsupportedMessage;

/// A dataset that the prompt accepts, rendered.
#[derive(Debug)]
pub struct RenderedDataset<'a> {
    pub run: Run,
    pub prompt: &'a ResolvedPrompt,
    pub dataset: Dataset,
    /// The names of the cases; the lines of a replay have none.
    pub names: Vec<String>,
    /// The cases; none of a replay.
    pub cases: Vec<RenderedCase>,
    /// The lines of a replay, which are rendered when they are sent.
    pub replay: Option<ReplayLines>,
    /// The judge of the answers, if an assertion needs one.
    pub judged: Option<Judged>,
}

/// The judge of a dataset's answers.
#[derive(Debug)]
pub struct Judged {
    /// The judge as evidence names it.
    pub judge: Judge,
    /// The base URL of its endpoint; blank where another tool calls it.
    pub endpoint: String,
    pub calls: JudgeCallCounts,
}

/// The calls of a judge for one answer to each case.
#[derive(Debug)]
pub enum JudgeCallCounts {
    /// So many for each case.
    Same(usize),
    /// By the positions of the cases.
    ByCase(Vec<usize>),
}

impl JudgeCallCounts {
    fn of(&self, position: usize) -> usize {
        match self {
            Self::Same(calls) => *calls,
            Self::ByCase(calls) => calls[position],
        }
    }
}

/// A case with the messages that are sent for it.
#[derive(Debug)]
pub struct RenderedCase {
    /// Counted from one.
    pub number: usize,
    pub messages: Vec<Message>,
}

impl RenderedDataset<'_> {
    /// Refuses settings and messages that the API does not take.
    pub fn check_calls(&self) -> Result<(), Failure> {
        check_supported(self.prompt)?;
        self.check_messages()
    }

    /// Refuses messages that the API does not take, because of the inputs of a case.
    fn check_messages(&self) -> Result<(), Failure> {
        let request = self.request(&[]);
        for position in 0..self.len() {
            let messages = self.messages(position)?;
            let checked = request.call_with(&messages).check();
            checked.map_err(|unsupported| self.refused(self.number(position), &unsupported))?;
        }
        Ok(())
    }

    /// The number of cases.
    pub fn len(&self) -> usize {
        let lines = self.replay.as_ref().map(|replay| replay.places.len());
        lines.unwrap_or(self.cases.len())
    }

    /// Returns `true` if there is no case to send.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The line of a replay dataset, or the number of another case, counted from one.
    pub fn number(&self, position: usize) -> usize {
        match &self.replay {
            Some(replay) => replay.number(position),
            None => self.cases[position].number,
        }
    }

    /// The messages that are sent for the case at a position.
    pub fn messages(&self, position: usize) -> Result<Cow<'_, [Message]>, Failure> {
        let Some(replay) = &self.replay else {
            return Ok(Cow::Borrowed(&self.cases[position].messages));
        };
        let messages = replay.rendered(position, self.prompt)?;
        messages.map(Cow::Owned).map_err(|_| {
            let number = self.number(position);
            Failure::new(format!("{} {number} cannot be rendered", self.noun()))
        })
    }

    /// The name of the case at a position.
    pub fn name_of(&self, position: usize) -> String {
        let name = self.names.get(position).cloned();
        name.unwrap_or_else(|| format!("{} {}", self.noun(), self.number(position)))
    }

    /// Refuses the messages of one case.
    pub fn check_case(&self, case: &RenderedCase) -> Result<(), Failure> {
        let checked = self.request(&case.messages).call().check();
        checked.map_err(|unsupported| self.refused(case.number, &unsupported))
    }

    fn refused(&self, number: usize, unsupported: &UnsupportedMessage) -> Failure {
        let message = format!("{} {number}, {unsupported}", self.noun());
        Failure::new(message).help(OTHER_INPUTS)
    }

    /// Returns the number of each case whose messages the API does not take, and the first of these
    /// messages. The lines of a replay are left out.
    pub fn unsupported_messages(&self) -> Vec<(usize, UnsupportedMessage)> {
        let request = self.request(&[]);
        let of_case = |case: &RenderedCase| {
            let unsupported = request.call_with(&case.messages).check().err()?;
            Some((case.number, unsupported))
        };
        self.cases.iter().filter_map(of_case).collect()
    }

    /// The call for these messages.
    pub fn request(&self, messages: &[Message]) -> Request {
        let ResolvedPrompt {
            id,
            text,
            environment,
            ..
        } = self.prompt;
        Request::new(id, text, &environment.settings, messages)
    }

    /// The hash of everything that is sent. The hash of a release covers its whole text. That of a
    /// working copy does not cover partials, named schemas and tools, so the bodies of the calls are hashed
    /// instead.
    pub fn text_sha256(&self) -> Result<String, Failure> {
        if self.prompt.version.is_some() {
            let text = &self.prompt.text;
            // The same bytes are another text where they are no template.
            return Ok(if text.file.is_plain() {
                sha256(&format!("plain {}", text.sha256))
            } else {
                text.sha256.clone()
            });
        }
        let (request, mut hash) = (self.request(&[]), TextHash::default());
        for position in 0..self.len() {
            let body = request.call_with(&self.messages(position)?).to_json();
            hash.add(&sha256(&body));
        }
        Ok(hash.finish())
    }

    /// The ledger's record of a run in which so many calls passed. `report` is the hash of the
    /// report, where another tool ran the cases.
    pub fn evidence(&self, passed: usize, report: Option<String>) -> Evidence {
        let setting = &self.prompt.environment;
        Evidence {
            prompt: self.prompt.id.clone(),
            run: self.run,
            environment: setting.name.clone(),
            api: setting.settings.api,
            model: setting.model().to_owned(),
            parameters: setting.parameters(),
            sha256: self.prompt.text.sha256.clone(),
            dataset: self.dataset.sha256.clone(),
            threshold: self.dataset.threshold,
            cases: number(self.len()),
            repeat: self.dataset.repeat,
            passed: number(passed),
            answered_by: Vec::new(),
            judge: self.judged.as_ref().map(|judged| judged.judge.clone()),
            false_passes: 0,
            false_fails: 0,
            at: now(),
            report,
        }
    }

    /// Returns `true` if the share of passed calls is what the dataset asks for.
    pub fn is_met_by(&self, passed: usize) -> bool {
        let (passed, calls) = (number(passed), number(self.calls()));
        meets(passed, calls, self.dataset.threshold)
    }

    /// The calls of the judge for the answer to a call.
    pub fn judge_calls(&self, call: usize) -> usize {
        let calls = self.judged.as_ref().map(|judged| &judged.calls);
        calls.map_or(0, |calls| calls.of(self.position_of(call)))
    }

    /// The judge with its settings and its endpoint, on one line; blank without a judge.
    pub fn judge_key(&self) -> String {
        let Some(Judged {
            judge, endpoint, ..
        }) = &self.judged
        else {
            return String::new();
        };
        let Judge {
            sha256,
            api,
            model,
            parameters,
            ..
        } = judge;
        format!(
            "{} {sha256} {endpoint} {api} {model} {parameters}",
            judge.id
        )
    }

    /// The number of calls: each case is sent as often as the dataset says.
    pub fn calls(&self) -> usize {
        self.len() * self.repeat()
    }

    fn repeat(&self) -> usize {
        usize::try_from(self.dataset.repeat).unwrap_or(usize::MAX)
    }

    /// The position of the case that a call is for. The calls of a case follow each other.
    pub fn position_of(&self, call: usize) -> usize {
        call / self.repeat()
    }

    pub fn call_id(&self, call: usize) -> CallId {
        CallId {
            case: number(self.number(self.position_of(call))),
            repeat: number(call % self.repeat()),
        }
    }

    /// The path of the dataset's file.
    pub fn path(&self) -> String {
        format!("{}/{}", self.prompt.folder, file_name(self.run))
    }

    /// The word for one of the cases.
    pub fn noun(&self) -> &'static str {
        match self.run {
            Run::Golden | Run::Agreement => "case",
            Run::Validation => "line",
        }
    }

    /// The number of cases with their noun, such as `1 line` or `3 lines`.
    pub fn counted(&self) -> String {
        let plural = if self.len() == 1 { "" } else { "s" };
        format!("{} {}{plural}", self.len(), self.noun())
    }

    /// The number of calls with the noun of the cases, if each is sent once.
    pub fn counted_calls(&self) -> String {
        match self.dataset.repeat {
            1 => self.counted(),
            _ => format!("{} calls", self.calls()),
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Refuses settings that the API does not take: they would not be sent, and the run would be
/// evidence for them.
pub fn check_supported(prompt: &ResolvedPrompt) -> Result<(), Failure> {
    let ResolvedPrompt {
        id,
        text,
        environment,
        ..
    } = prompt;
    let problems = Body::of(id, text, &environment.settings).problems;
    let mut errors = problems
        .into_iter()
        .filter(|problem| problem.severity == Severity::Error);
    let Some(problem) = errors.next() else {
        return Ok(());
    };
    let message = format!("{} (`{id}` in `{}`)", problem.sentence, environment.name);
    let failure = Failure::new(message).help("`cargo prompts check` shows the place");
    Err(match problem.help {
        Some(help) => failure.help(help),
        None => failure,
    })
}
