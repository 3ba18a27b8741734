use indicatif::ProgressBar;

use super::dataset::{RenderedCase, RenderedDataset};
use super::progress::{Progress, ResultsKey};
use super::purpose::Purpose;
use super::rate_limit::RateLimit;
use super::run_result::RunResult;
use crate::project::evidence::check_recordable;
use crate::project::folder::Folder;
use crate::project::state::results_folder;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::note;
use crate::workflows::endpoint::{Answer, Client};

/// The reason for a failure in an earlier run, whose own reason was not stored.
const EARLIER: &str = "failed before the run was interrupted";

/// The verdict on a case; `Err` has the reasons why it failed.
pub type Verdict = Result<(), Vec<String>>;

/// The part of a run that depends on the kind of dataset.
pub trait Judge {
    /// Judges the answer to the case at a position of the dataset.
    fn judge(&self, position: usize, answer: Answer, client: &Client) -> Verdict;

    /// Shows the verdict on a case as soon as there is one.
    fn show(&self, position: usize, verdict: &Verdict);

    /// The bar that shows the progress of so many cases.
    fn bar(&self, cases: usize) -> ProgressBar;
}

/// Sends each case of a dataset that an earlier run has not sent, and judges the answers. Where the
/// endpoint fails, the results so far are kept.
///
/// Fails before the first call where the result could not be recorded as evidence.
pub fn run<'a>(
    workspace: &Workspace,
    dataset: &'a RenderedDataset<'a>,
    judge: &impl Judge,
    client: Client,
) -> Result<RunResult<'a>, Failure> {
    dataset.check_supported()?;
    dataset.check_messages()?;
    let (id, setting) = (&dataset.prompt.id, &dataset.prompt.environment);
    let purpose = Purpose::of(workspace, dataset)?;
    if let Purpose::Evidence(version) = &purpose {
        let all = dataset.cases.len();
        check_recordable(workspace, id, version, &dataset.evidence(all, None))?;
    }
    let runs = results_folder(workspace)?;
    let progress = open_progress(workspace, &runs, dataset, &client)?;
    let bar = judge.bar(dataset.cases.len());
    let mut runner = Runner {
        dataset,
        judge,
        calls: RateLimit::open(&runs, &setting.name, setting.rate_limit)?,
        progress,
        client: client.beside(bar.clone()),
        bar,
    };
    runner.note_resumption();
    let failed = runner.send_all()?;
    Ok(RunResult::new(dataset, purpose, failed, runner.progress))
}

/// The results that an earlier run of the same text, dataset and settings has left in this working
/// tree.
fn open_progress(
    workspace: &Workspace,
    runs: &Folder,
    dataset: &RenderedDataset<'_>,
    client: &Client,
) -> Result<Progress, Failure> {
    let setting = &dataset.prompt.environment;
    let tree = workspace.identity()?.to_key();
    let key = ResultsKey {
        tree: &tree,
        run: dataset.run.as_str(),
        id: &dataset.prompt.id,
        sha256: &dataset.text_sha256(),
        endpoint: &client.endpoint(),
        api: setting.settings.api.as_str(),
        model: setting.model(),
        parameters: &setting.parameters().to_string(),
        dataset: &dataset.dataset.sha256,
    };
    Progress::open(runs, &key)
}

struct Runner<'a, J> {
    dataset: &'a RenderedDataset<'a>,
    judge: &'a J,
    client: Client,
    bar: ProgressBar,
    calls: RateLimit,
    progress: Progress,
}

impl<J: Judge> Runner<'_, J> {
    /// The number of each case that failed, and the reason.
    fn send_all(&mut self) -> Result<Vec<(usize, String)>, Failure> {
        let mut failed = Vec::new();
        for (position, case) in self.dataset.cases.iter().enumerate() {
            let verdict = match self.progress.done().get(&case.number) {
                Some(true) => Ok(()),
                Some(false) => Err(vec![EARLIER.to_owned()]),
                None => self
                    .send(position, case)
                    .map_err(|failure| self.interrupted(failure))?,
            };
            self.judge.show(position, &verdict);
            if let Err(reasons) = verdict {
                failed.push((case.number, reasons.join("; ")));
            }
            self.bar.inc(1);
        }
        self.bar.finish_and_clear();
        Ok(failed)
    }

    fn send(&mut self, position: usize, case: &RenderedCase) -> Result<Verdict, Failure> {
        let request = self.dataset.request(&case.messages);
        let (calls, bar) = (&mut self.calls, &self.bar);
        let answer = self
            .client
            .answer_after(&request, &mut || calls.next(bar))?;
        let verdict = self.judge.judge(position, answer, &self.client);
        self.progress.record(case.number, verdict.is_ok())?;
        Ok(verdict)
    }

    fn note_resumption(&self) {
        let done = self.progress.done();
        let mut cases = self.dataset.cases.iter();
        let next = cases.find(|case| !done.contains_key(&case.number));
        let counted = self.dataset.counted();
        match (done.len(), next) {
            (0, _) => {}
            (done, Some(next)) => note!(
                "note: resuming at {} {}: {done} of {counted} are done",
                self.dataset.noun(),
                next.number,
            ),
            (done, None) => {
                note!(
                    "note: {done} of {counted} are done: the run was interrupted after its last call"
                );
            }
        }
    }

    fn interrupted(&self, failure: Failure) -> Failure {
        match self.progress.done().len() {
            0 => failure,
            done => failure.help(format!(
                "{done} of {} are done: run the same command to resume",
                self.dataset.counted()
            )),
        }
    }
}
