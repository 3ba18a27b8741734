use prompt_build::body::Body;
use prompt_build::hash::sha256;
use prompt_build::library::{Run, meets};
use prompt_build::report::Severity;

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
    pub cases: Vec<RenderedCase>,
}

/// The messages that are sent for a case.
#[derive(Debug)]
pub struct RenderedCase {
    /// The line of a replay dataset, or the number of a golden case, counted from one.
    pub number: usize,
    pub messages: Vec<Message>,
}

impl RenderedDataset<'_> {
    /// Refuses settings that the API does not take: they would not be sent, and the run would be
    /// evidence for them.
    pub fn check_supported(&self) -> Result<(), Failure> {
        let ResolvedPrompt {
            id,
            text,
            environment,
            ..
        } = self.prompt;
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

    /// Refuses messages that the API does not take, because of the inputs of a case.
    pub fn check_messages(&self) -> Result<(), Failure> {
        match self.unsupported_messages().first() {
            None => Ok(()),
            Some((number, unsupported)) => Err(self.refused(*number, unsupported)),
        }
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
    /// messages.
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
    pub fn text_sha256(&self) -> String {
        if self.prompt.version.is_some() {
            let text = &self.prompt.text;
            // The same bytes are another text where they are no template.
            return if text.file.is_plain() {
                sha256(&format!("plain {}", text.sha256))
            } else {
                text.sha256.clone()
            };
        }
        let bodies = self
            .cases
            .iter()
            .map(|case| self.request(&case.messages).call().to_json());
        sha256(&bodies.collect::<Vec<_>>().join("\n"))
    }

    /// The ledger's record of a run in which so many cases passed. `report` is the hash of the
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
            cases: number(self.cases.len()),
            passed: number(passed),
            at: now(),
            report,
        }
    }

    /// Returns `true` if the share of passed cases is what the dataset asks for.
    pub fn is_met_by(&self, passed: usize) -> bool {
        meets(
            number(passed),
            number(self.cases.len()),
            self.dataset.threshold,
        )
    }

    /// The word for one of the cases.
    pub fn noun(&self) -> &'static str {
        match self.run {
            Run::Golden => "case",
            Run::Validation => "line",
        }
    }

    /// The number of cases with their noun, such as `1 line` or `3 lines`.
    pub fn counted(&self) -> String {
        let plural = if self.cases.len() == 1 { "" } else { "s" };
        format!("{} {}{plural}", self.cases.len(), self.noun())
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
