//! A dataset sent to an endpoint, line by line, with each result kept as it comes.

mod counts;
mod output;
mod requests;
mod results;

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::project::evidence::check_recordable;
use crate::project::resolved_prompt::Subject;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::note;
use crate::rules::replay::{Case, Replay};
use crate::workflows::endpoint::{Answer, Client};
use crate::workflows::runs::progress::{self, Progress};
use crate::workflows::runs::rate_limit::Calls;
use counts::Counts;
use requests::Requests;
use results::{Results, evidence};

/// Why a line failed of which an earlier run kept no more than that.
const EARLIER: &str = "failed before the run was interrupted";

/// A run over a dataset, begun now or earlier.
pub struct Validation<'a> {
    subject: &'a Subject,
    replay: &'a Replay,
    counts: Counts,
    requests: Requests<'a>,
    /// The folder of `environments.yaml`.
    prompts: PathBuf,
    progress: Progress,
}

impl<'a> Validation<'a> {
    /// Fails where what is run could not be entered as evidence.
    pub fn new(
        workspace: &Workspace,
        subject: &'a Subject,
        replay: &'a Replay,
        client: &Client,
    ) -> Result<Self, Failure> {
        let counts = Counts::of(workspace, subject)?;
        if let Counts::AsEvidence(version) = &counts {
            check_recordable(workspace, &subject.id, version, &evidence(subject, replay))?;
        }
        let requests = Requests::new(subject)?;
        let key = progress::Subject {
            run: "validation",
            id: &subject.id,
            sha256: &requests.sha256(replay),
            endpoint: &client.endpoint(),
            model: &subject.environment.model,
            temperature: subject.environment.temperature,
            dataset: &replay.sha256,
        };
        let prompts = workspace.root.join(&workspace.prompts);
        let progress = Progress::open(&prompts, &key)?;
        Ok(Self {
            subject,
            replay,
            counts,
            requests,
            prompts,
            progress,
        })
    }

    /// Sends what an earlier run has not sent. Where the endpoint fails, what there is so far is
    /// kept.
    pub fn run(mut self, client: Client) -> Result<Results<'a>, Failure> {
        let bar = self.bar();
        let client = client.beside(bar.clone());
        let setting = &self.subject.environment;
        let mut calls = Calls::open(&self.prompts, &setting.name, setting.rate_limit)?;
        let mut failed = Vec::new();
        for case in &self.replay.cases {
            let reason = match self.progress.done().get(&case.line) {
                Some(true) => None,
                Some(false) => Some(EARLIER.to_owned()),
                None => self
                    .send(case, &client, &mut calls, &bar)
                    .map_err(|failure| self.stopped(failure))?,
            };
            failed.extend(reason.map(|reason| (case.line, reason)));
            bar.inc(1);
        }
        bar.finish_and_clear();
        let results = Results::new(
            self.subject,
            self.replay,
            self.counts,
            failed,
            self.progress,
        );
        results.forget_failures()
    }

    /// Why the line fails; `None` where it passes.
    fn send(
        &mut self,
        case: &Case,
        client: &Client,
        calls: &mut Calls,
        bar: &ProgressBar,
    ) -> Result<Option<String>, Failure> {
        let answer = client.answer_after(&self.requests.of(case), &mut || calls.next(bar))?;
        let reason = match answer {
            Answer::Text(text) => self.requests.output.misfit(&text),
            // What the model says of it may repeat the line.
            Answer::Refusal(_) => Some("the model refuses".to_owned()),
            Answer::Nothing(why) => Some(why.to_owned()),
        };
        self.progress.record(case.line, reason.is_none())?;
        Ok(reason)
    }

    /// A bar on standard error, where that is a terminal; and a word on where the run goes on.
    fn bar(&self) -> ProgressBar {
        let (done, all) = (self.progress.done().len(), self.replay.cases.len());
        let next = self
            .replay
            .cases
            .iter()
            .find(|case| !self.progress.done().contains_key(&case.line));
        if let (1.., Some(next)) = (done, next) {
            note!(
                "note: going on at line {}: {done} of {all} lines are done",
                next.line
            );
        }
        let bar =
            ProgressBar::with_draw_target(u64::try_from(all).ok(), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} lines, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar
    }

    fn stopped(&self, failure: Failure) -> Failure {
        let (done, all) = (self.progress.done().len(), self.replay.cases.len());
        if done == 0 {
            return failure;
        }
        failure.help(format!(
            "{done} of {all} lines are done and kept: the same command goes on with the rest"
        ))
    }
}
