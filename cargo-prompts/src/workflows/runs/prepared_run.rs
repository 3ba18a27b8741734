use prompt_build::library::Run;

use super::call_gate::CallGate;
use super::dataset::{RenderedDataset, check_supported};
use super::earlier_results::EarlierResults;
use super::judge::Judge;
use super::options::RunOptions;
use super::progress::{Progress, ResultsKey};
use super::purpose::Purpose;
use super::rate_limit::RateLimit;
use super::remaining::Remaining;
use super::run_result::RunResult;
use super::runner::Runner;
use crate::project::evidence::check_recordable;
use crate::project::folder::Folder;
use crate::project::state::results_folder;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::note;
use crate::workflows::endpoint::Client;

/// A run that is ready to send its calls.
pub struct PreparedRun<'a> {
    pub(super) dataset: &'a RenderedDataset<'a>,
    purpose: Purpose,
    progress: Progress,
    /// The results of an earlier run.
    earlier: EarlierResults,
    rate_limit: RateLimit,
    client: Client,
}

impl<'a> PreparedRun<'a> {
    /// Continues an interrupted run of the same dataset, if there is one. Sends nothing.
    ///
    /// Fails where the API does not take the calls, or where the result could not be recorded as
    /// evidence.
    pub fn new(
        workspace: &Workspace,
        dataset: &'a RenderedDataset<'a>,
        client: Client,
    ) -> Result<Self, Failure> {
        dataset.check_calls()?;
        let purpose = Purpose::of(workspace, dataset)?;
        if let Purpose::Evidence(version) = &purpose {
            let all = dataset.calls();
            let id = &dataset.prompt.id;
            check_recordable(workspace, id, version, &dataset.evidence(all, None))?;
        }
        Self::open(workspace, dataset, client, (dataset.run.as_str(), purpose))
    }

    /// Prepares one side of a comparison, which is no evidence. Its lines of realistic inputs continue an
    /// interrupted comparison. Its golden cases begin anew, because their answers are shown and stored
    /// nowhere.
    pub fn compared(
        workspace: &Workspace,
        dataset: &'a RenderedDataset<'a>,
        client: Client,
    ) -> Result<Self, Failure> {
        check_supported(dataset.prompt)?;
        let purpose = Purpose::NoEvidence("it is a comparison".to_owned());
        let run = format!("compared-{}", dataset.run.as_str());
        let prepared = Self::open(workspace, dataset, client, (&run, purpose))?;
        Ok(match dataset.run {
            Run::Golden | Run::Agreement => Self {
                progress: prepared.progress.unkept()?,
                earlier: EarlierResults::default(),
                ..prepared
            },
            Run::Validation => prepared,
        })
    }

    /// Opens the results of an earlier run of the kind with this name.
    fn open(
        workspace: &Workspace,
        dataset: &'a RenderedDataset<'a>,
        client: Client,
        (run, purpose): (&str, Purpose),
    ) -> Result<Self, Failure> {
        let setting = &dataset.prompt.environment;
        let runs = results_folder(workspace)?;
        let mut progress = open_progress(workspace, (&runs, run), dataset, &client)?;
        Ok(Self {
            dataset,
            purpose,
            earlier: progress.take_earlier(),
            progress,
            rate_limit: RateLimit::open(&runs, &setting.name, setting.rate_limit)?,
            client,
        })
    }

    /// The number of calls that have no result yet.
    pub fn left(&self) -> usize {
        self.dataset.calls().saturating_sub(self.earlier.len())
    }

    /// The number of calls that are still sent, those of the judge included.
    pub fn calls_left(&self) -> usize {
        self.left() + self.judge_calls_left()
    }

    fn judge_calls_left(&self) -> usize {
        let left = (0..self.dataset.calls())
            .filter(|call| !self.earlier.contains(self.dataset.call_id(*call)));
        left.map(|call| self.dataset.judge_calls(call)).sum()
    }

    /// The results that the rate limit has free now, and in each hour: a result takes the calls of the
    /// judge as well. `None` without a limit.
    fn free(&self) -> Option<(usize, usize)> {
        let calls = self.calls_left().div_ceil(self.left().max(1)).max(1);
        let (now, hourly) = self.rate_limit.free()?;
        Some((now / calls, (hourly / calls).max(1)))
    }

    /// Leaves the run as it was before it was prepared.
    pub fn abandon(self) -> Result<(), Failure> {
        self.progress.remove_if_empty()
    }

    /// Sends each call that has no result yet, and judges the answers. Where the endpoint fails, the
    /// results so far are kept.
    pub fn send(self, judge: &dyn Judge, options: &RunOptions) -> Result<RunResult<'a>, Failure> {
        let bar = judge.bar(self.dataset.calls());
        let jobs = usize::from(options.calls.jobs).min(self.left().max(1));
        let remaining = Remaining::new(&self.earlier, self.left(), jobs, self.free());
        self.note_calls(&remaining);
        let gate = CallGate::new(jobs, self.rate_limit, bar.clone());
        let calls = (self.client.beside(bar.clone()), gate);
        let runner = Runner::new(self.dataset, judge, calls, (self.progress, self.earlier));
        let tally = runner.send_all(&bar, remaining, options)?;
        Ok(RunResult::new(
            self.dataset,
            self.purpose,
            tally,
            runner.into_progress(),
        ))
    }

    /// The calls of the judge, behind the number of the others; blank without a judge.
    fn calls_of_judge(&self) -> String {
        let Some(judged) = &self.dataset.judged else {
            return String::new();
        };
        let calls = self.judge_calls_left();
        let plural = if calls == 1 { "" } else { "s" };
        format!(
            " and {calls} call{plural} of the judge `{}`",
            judged.judge.id
        )
    }

    /// Says how many calls there are, and after an interruption how many are done.
    fn note_calls(&self, remaining: &Remaining) {
        let (dataset, done) = (self.dataset, self.earlier.len());
        let counted = dataset.counted_calls();
        if done == 0 {
            let jobs = remaining.jobs();
            let judged = self.calls_of_judge();
            note!("note: sending {counted}{judged}, up to {jobs} at a time");
            return;
        }
        let judged = self.calls_of_judge();
        let mut calls = (0..dataset.calls()).map(|call| dataset.call_id(call));
        match calls.find(|call| !self.earlier.contains(*call)) {
            Some(next) => note!(
                "note: resuming at {} {}: {done} of {counted} are done{judged}{remaining}",
                dataset.noun(),
                next.case,
            ),
            None => note!(
                "note: {done} of {counted} are done: the run was interrupted after its last call"
            ),
        }
    }
}

/// The results that an earlier run of the same text, dataset and settings has left in this working
/// tree.
fn open_progress(
    workspace: &Workspace,
    (runs, run): (&Folder, &str),
    dataset: &RenderedDataset<'_>,
    client: &Client,
) -> Result<Progress, Failure> {
    let setting = &dataset.prompt.environment;
    let tree = workspace.identity()?.to_key();
    let key = ResultsKey {
        tree: &tree,
        run,
        id: &dataset.prompt.id,
        sha256: &dataset.text_sha256()?,
        endpoint: &client.endpoint(),
        api: setting.settings.api.as_str(),
        model: setting.model(),
        parameters: &setting.parameters().to_string(),
        dataset: &dataset.dataset.sha256,
        judge: &dataset.judge_key(),
    };
    Progress::open(runs, &key)
}
