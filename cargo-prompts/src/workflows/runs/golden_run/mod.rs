//! A golden dataset sent to an endpoint, case by case, and what came of it.

mod outcome;
mod rehearsal;

use std::path::PathBuf;

use indicatif::ProgressBar;

use crate::project::evidence::check_recordable;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::{on_one_line, say};
use crate::rules::golden::Case;
use crate::rules::render::Message;
use crate::workflows::endpoint::{Answer, Client};
use crate::workflows::runs::progress::{self, Progress};
use crate::workflows::runs::rate_limit::Calls;

pub use outcome::Outcome;
use outcome::evidence;
pub use rehearsal::Rehearsal;

/// Why a case failed of which an earlier run kept no more than that.
const EARLIER: &str = "it failed before the run was interrupted";
/// What is shown of an answer that did not pass, in characters.
const SHOWN: usize = 160;

/// How a case came out: where it did not pass, what differed.
type Judged = Result<(), Vec<String>>;

/// A run over the dataset, begun now or earlier.
pub struct Trial<'a> {
    rehearsal: &'a Rehearsal<'a>,
    /// The folder of `environments.yaml`.
    prompts: PathBuf,
    /// What is kept over an interruption. Nothing of a working copy: what it takes from partials
    /// can change unseen.
    progress: Option<Progress>,
}

impl<'a> Trial<'a> {
    /// Fails where what is run could not be entered as evidence.
    pub fn new(
        workspace: &Workspace,
        rehearsal: &'a Rehearsal<'a>,
        client: &Client,
    ) -> Result<Self, Failure> {
        let prompts = workspace.root.join(&workspace.prompts);
        let subject = rehearsal.subject;
        if let Some(version) = &subject.version {
            check_recordable(workspace, &subject.id, version, &evidence(rehearsal, None))?;
        }
        let key = progress::Subject {
            run: "golden",
            id: &subject.id,
            sha256: &subject.text.sha256,
            endpoint: &client.endpoint(),
            model: &subject.environment.model,
            temperature: subject.environment.temperature,
            dataset: &rehearsal.golden.sha256,
        };
        let progress = subject
            .version
            .as_ref()
            .map(|_| Progress::open(&prompts, &key))
            .transpose()?;
        Ok(Self {
            rehearsal,
            prompts,
            progress,
        })
    }

    /// Sends each case that an earlier run has not sent, and says how it came out. Where the
    /// endpoint fails, what there is so far is kept.
    pub fn run(mut self, client: &Client) -> Result<Outcome<'a>, Failure> {
        let setting = &self.rehearsal.subject.environment;
        let mut calls = Calls::open(&self.prompts, &setting.name, setting.rate_limit)?;
        let mut failed = 0;
        for (number, (case, messages)) in self.rehearsal.cases().enumerate() {
            let judged = match self.earlier(number) {
                Some(judged) => judged,
                None => self
                    .send(number, case, messages, client, &mut calls)
                    .map_err(|failure| self.stopped(failure))?,
            };
            tell(&case.name(number), &judged);
            failed += usize::from(judged.is_err());
        }
        Outcome::new(self.rehearsal, failed, self.progress)
    }

    /// What an earlier run made of the case.
    fn earlier(&self, number: usize) -> Option<Judged> {
        let passed = self.progress.as_ref()?.done().get(&number)?;
        Some(if *passed {
            Ok(())
        } else {
            Err(vec![EARLIER.to_owned()])
        })
    }

    fn send(
        &mut self,
        number: usize,
        case: &Case,
        messages: &[Message],
        client: &Client,
        calls: &mut Calls,
    ) -> Result<Judged, Failure> {
        let request = self.rehearsal.request(messages);
        let bar = ProgressBar::hidden();
        let judged = match client.answer_after(&request, &mut || calls.next(&bar))? {
            Answer::Text(text) => judge(case, &text, client),
            Answer::Refusal(said) => Err(vec![format!("the model refuses: {said}")]),
            Answer::Nothing(why) => Err(vec![why.to_owned()]),
        };
        if let Some(progress) = &mut self.progress {
            progress.record(number, judged.is_ok())?;
        }
        Ok(judged)
    }

    fn stopped(&self, failure: Failure) -> Failure {
        let (done, all) = (
            self.progress.as_ref().map(|progress| progress.done().len()),
            self.rehearsal.len(),
        );
        match done {
            Some(done @ 1..) => failure.help(format!(
                "{done} of {all} cases are done and kept: the same command goes on with the rest"
            )),
            _ => failure,
        }
    }
}

/// What an endpoint answers is judged as it is, and shown without the key.
fn judge(case: &Case, answer: &str, client: &Client) -> Judged {
    let verdict = case.judge(answer);
    if verdict.is_passed {
        return Ok(());
    }
    let mut differences = verdict
        .differences
        .iter()
        .map(|text| client.redact(text))
        .collect::<Vec<_>>();
    let answer = client.redact(answer);
    let shown = answer.chars().take(SHOWN).collect::<String>();
    let more = if shown.len() < answer.len() {
        "…"
    } else {
        ""
    };
    differences.push(format!("the answer: {shown:?}{more}"));
    Err(differences)
}

/// A line a case, and below it what differed.
fn tell(name: &str, judged: &Judged) {
    let name = on_one_line(name);
    let Err(differences) = judged else {
        say!("\x1b[32mpassed\x1b[0m  {name}");
        return;
    };
    say!("\x1b[31mfailed\x1b[0m  {name}");
    for difference in differences {
        say!("        {}", on_one_line(difference));
    }
}
