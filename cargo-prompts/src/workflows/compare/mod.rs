//! Two texts of a prompt, or one with two models, over the same cases.
//!
//! `side` finds the two texts, `pairing` the cases that both take. Each dataset is a `dataset_pair`
//! with a run for either side, whose answers an `answer_keeper` keeps. `model` is what was found,
//! `page` shows it, and `saving` keeps the golden answers for `review`.

mod answer_keeper;
mod dataset_pair;
mod model;
mod page;
mod pairing;
mod saving;
mod side;

pub use model::Comparison;
pub use page::page;
pub use saving::{call_sha256, read_saved};

use clap::ValueEnum;
use prompt_build::library::Run;

use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::note;
use crate::workflows::endpoint::Settings;
use crate::workflows::runs::{
    CallOptions, LIMITS_OF_LINES, PreparedRun, RunFormat, RunOptions, RunResult,
};
use answer_keeper::AnswerKeeper;
use dataset_pair::{Datasets, client};
use model::{ComparedText, DatasetComparison};
use pairing::SideLetter;
use saving::check_saved;
use side::{Sides, nothing_to_compare};

/// The dataset that a comparison is limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnlyDataset {
    /// `golden.yaml`
    Golden,
    /// `replay.jsonl`
    Replay,
}

impl OnlyDataset {
    fn run(self) -> Run {
        match self {
            Self::Golden => Run::Golden,
            Self::Replay => Run::Validation,
        }
    }
}

/// What is compared, and how its calls are sent.
#[derive(Debug, Clone, Copy)]
pub struct CompareRequest<'a> {
    pub id: &'a str,
    /// The two sides, as the user names them.
    pub sides: (&'a str, &'a str),
    /// The environment of versions and of the working copy.
    pub environment: Option<&'a str>,
    pub only: Option<OnlyDataset>,
    /// Whether the golden answers are kept in a file.
    pub saves: bool,
    pub calls: &'a CallOptions,
    pub endpoint: &'a Settings,
}

/// Sends the cases that both sides take with both, and compares the answers.
pub fn compare(workspace: &Workspace, request: &CompareRequest<'_>) -> Result<Comparison, Failure> {
    if request.saves {
        check_saved(workspace, request.id)?;
    }
    let sides = Sides::find(workspace, request.id, request.sides, request.environment)?;
    let only = request.only.map(OnlyDataset::run);
    let mut datasets = Datasets::open(workspace, &sides, only)?;
    let mut pairs = datasets.paired(&sides)?;
    let sent = pairs.iter().filter(|pair| !pair.is_empty());
    if sent.clone().next().is_some() && !sent.clone().any(|pair| pair.differs) {
        return Err(nothing_to_compare(request.sides));
    }
    let mut keepers = Vec::new();
    for pair in pairs.iter_mut().filter(|pair| !pair.is_empty()) {
        for dataset in [&mut pair.a, &mut pair.b] {
            keepers.push(datasets.keeper(workspace, dataset, request.endpoint)?);
        }
        pair.note_other_judge();
    }
    let sent = pairs.iter().filter(|pair| !pair.is_empty());
    let sent = sent.flat_map(|pair| [(&pair.a, SideLetter::A), (&pair.b, SideLetter::B)]);
    let mut runs = Vec::new();
    for (dataset, letter) in sent {
        let client = client(dataset, request.endpoint)?;
        let run = PreparedRun::compared(workspace, dataset, client)?;
        runs.push((format!("{} with {letter}", title(dataset.run)), run));
    }
    if pairs
        .iter()
        .any(|pair| pair.a.run == Run::Validation && !pair.is_empty())
    {
        note!("note: {LIMITS_OF_LINES}");
    }
    let results = send_all(runs, &keepers, request.calls)?;
    let answers = keepers.into_iter().map(AnswerKeeper::into_answers);
    let mut sent = results.iter().zip(answers);
    let found = pairs.iter().map(|pair| {
        let is_sent = !pair.is_empty();
        let both = is_sent.then(|| sent.next().zip(sent.next())).flatten();
        DatasetComparison::of(pair, both)
    });
    let datasets = found.collect();
    let mut comparison = Comparison {
        id: request.id.to_owned(),
        a: ComparedText::of(&sides.a),
        b: ComparedText::of(&sides.b),
        datasets,
        saved: None,
    };
    if request.saves {
        comparison.save(workspace)?;
    }
    // From here on nothing has to be sent again.
    for mut result in results {
        result.remove_progress()?;
    }
    Ok(comparison)
}

/// The dataset of a run, as pages and notes call it.
fn title(run: Run) -> &'static str {
    match run {
        Run::Golden => "golden cases",
        Run::Agreement => "labelled cases",
        Run::Validation => "realistic inputs",
    }
}

/// Sends the runs one after the other. Where one fails, those that are not begun leave nothing behind.
fn send_all<'a>(
    runs: Vec<(String, PreparedRun<'a>)>,
    keepers: &[AnswerKeeper<'_>],
    calls: &CallOptions,
) -> Result<Vec<RunResult<'a>>, Failure> {
    let (names, runs) = runs.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
    if let Err(failure) = calls.check_calls(&runs) {
        runs.into_iter().try_for_each(PreparedRun::abandon)?;
        return Err(failure);
    }
    if !runs.is_empty() {
        let left = runs.iter().map(PreparedRun::calls_left).sum::<usize>();
        note!("note: {} runs with {left} calls", runs.len());
    }
    let options = RunOptions {
        calls: calls.clone(),
        format: RunFormat::Human,
        junit: None,
    };
    let mut results = Vec::new();
    let mut runs = runs.into_iter();
    for ((run, keeper), name) in runs.by_ref().zip(keepers).zip(names) {
        note!("note: {name}");
        match run.send(keeper, &options) {
            Ok(result) => results.push(result),
            Err(failure) => {
                runs.try_for_each(PreparedRun::abandon)?;
                return Err(failure);
            }
        }
    }
    Ok(results)
}
