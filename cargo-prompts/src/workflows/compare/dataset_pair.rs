//! The datasets of a prompt, each with a run for either side.

use prompt_build::library::Run;
use prompt_build::report::Findings;

use super::answer_keeper::AnswerKeeper;
use super::pairing::{Pairing, UnsentCase, pair_golden, pair_replay};
use super::side::Sides;
use crate::project::dataset_files::{self, GOLDEN, REPLAY};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::note;
use crate::rules::dataset::Dataset;
use crate::rules::golden::Golden;
use crate::rules::replay::{Checks, Replay, Search};
use crate::workflows::endpoint::{Client, ErrorDetail, Settings};
use crate::workflows::runs::{
    GoldenRun, RenderedCase, RenderedDataset, ReplayRun, RubricJudge, find_judge, judge_calls,
    open_checks, open_golden, open_search,
};

/// The datasets that are compared.
pub struct Datasets {
    golden: Option<Golden>,
    replay: Option<Replay>,
}

/// A dataset for both sides: the cases that both take, and the others.
pub struct DatasetPair<'a> {
    pub a: RenderedDataset<'a>,
    pub b: RenderedDataset<'a>,
    pub unsent: Vec<UnsentCase>,
    /// `true` if a case makes another call with one side than with the other.
    pub differs: bool,
}

impl Datasets {
    /// Reads the datasets that the prompt has, or the one that is asked for. Says which one is missing.
    pub fn open(workspace: &Workspace, sides: &Sides, only: Option<Run>) -> Result<Self, Failure> {
        let prompt = &sides.a.prompt;
        let is_there = |name: &str| {
            let path = format!("{}/{name}", prompt.folder);
            workspace.disk.exists(&path) || workspace.disk.is_symlink(&path)
        };
        let takes = |run: Run| only.is_none_or(|only| only == run);
        let found = [(Run::Golden, GOLDEN), (Run::Validation, REPLAY)]
            .map(|(run, name)| (takes(run), is_there(name), name));
        if !found
            .iter()
            .any(|(is_taken, is_there, _)| *is_taken && *is_there)
        {
            return Err(nothing_to_send(prompt, only));
        }
        for (_, _, name) in found.iter().filter(|(taken, there, _)| *taken && !*there) {
            note!(
                "note: there is no `{}/{name}` to compare with",
                prompt.folder
            );
        }
        let [golden, replay] = found.map(|(is_taken, is_there, _)| is_taken && is_there);
        Ok(Self {
            golden: golden
                .then(|| judged_golden(workspace, sides))
                .transpose()?,
            replay: replay
                .then(|| unrendered_replay(workspace, prompt))
                .transpose()?,
        })
    }

    /// Renders the cases for both sides.
    pub fn paired<'a>(&mut self, sides: &'a Sides) -> Vec<DatasetPair<'a>> {
        let mut pairs = Vec::new();
        if let Some(golden) = &mut self.golden {
            let pairing = pair_golden(golden, sides);
            let dataset = (Run::Golden, &golden.dataset);
            pairs.push(DatasetPair::new(dataset, sides, pairing, None));
        }
        if let Some(replay) = &mut self.replay {
            let pairing = pair_replay(replay, sides);
            let dataset = (Run::Validation, &replay.dataset);
            pairs.push(DatasetPair::new(dataset, sides, pairing, Some(replay)));
        }
        pairs
    }

    /// Judges the answers of one side, as `test` and `validate` do. The dataset gets the calls of the
    /// model that judges them, if an assertion needs one.
    pub fn keeper(
        &self,
        workspace: &Workspace,
        dataset: &mut RenderedDataset<'_>,
        endpoint: &Settings,
    ) -> Result<AnswerKeeper<'_>, Failure> {
        let prompt = dataset.prompt;
        let find = |key, detail| {
            let judge = find_judge(workspace, prompt, key)?;
            RubricJudge::new(judge, prompt, endpoint, detail)
        };
        match &self.golden {
            Some(golden) if dataset.run == Run::Golden => {
                let key = golden.needed_judge();
                let judge = key.map(|key| find(key, ErrorDetail::Message)).transpose()?;
                dataset.judged = judge.as_ref().map(|one| one.judged(judge_calls(golden)));
                Ok(AnswerKeeper::golden(GoldenRun::new(golden, prompt, judge)?))
            }
            _ => {
                let checks = open_checks(workspace, &prompt.folder)?;
                let key = checks.as_ref().and_then(Checks::needed_judge);
                // The words of the model may repeat the inputs.
                let judge = key.map(|key| find(key, ErrorDetail::Code)).transpose()?;
                let rubrics = checks.as_ref().map_or(0, |checks| checks.rubrics().len());
                let calls = vec![rubrics; dataset.cases.len()];
                dataset.judged = judge.as_ref().map(|one| one.judged(calls));
                Ok(AnswerKeeper::replay(ReplayRun::new(prompt, checks, judge)?))
            }
        }
    }
}

/// The client for one side. The endpoint's words may repeat realistic inputs.
pub fn client(dataset: &RenderedDataset<'_>, endpoint: &Settings) -> Result<Client, Failure> {
    let client = Client::new(endpoint, dataset.prompt.environment.settings.api)?;
    Ok(match dataset.run {
        Run::Golden | Run::Agreement => client,
        Run::Validation => client.showing(ErrorDetail::Code),
    })
}

fn nothing_to_send(prompt: &ResolvedPrompt, only: Option<Run>) -> Failure {
    let (folder, id) = (&prompt.folder, &prompt.id);
    let names = match only {
        Some(run) => format!("no `{folder}/{}`", dataset_files::file_name(run)),
        None => format!("neither `{folder}/{GOLDEN}` nor `{folder}/{REPLAY}`"),
    };
    let help = format!(
        "write golden cases in `{folder}/{GOLDEN}`, or let `cargo prompts anonymise {id} --from FILE` make the other from a sample of real traffic"
    );
    Failure::new(format!("{names} to compare with")).help(help)
}

/// The golden dataset, if each case can be judged with both sides.
fn judged_golden(workspace: &Workspace, sides: &Sides) -> Result<Golden, Failure> {
    let golden = open_golden(workspace, &sides.a.prompt)?;
    let mut without_assertions = golden.without_assertions();
    without_assertions.fail();
    refuse(without_assertions)?;
    for side in [&sides.a, &sides.b] {
        refuse(golden.unsupported(side.prompt.environment.settings.api))?;
    }
    Ok(golden)
}

fn unrendered_replay(workspace: &Workspace, prompt: &ResolvedPrompt) -> Result<Replay, Failure> {
    let checks = open_checks(workspace, &prompt.folder)?;
    let source = dataset_files::read(&workspace.disk, &prompt.folder, REPLAY)?;
    let (finder, names) = open_search(workspace, &prompt.id)?;
    let search = Search {
        finder: &finder,
        names: &names,
    };
    let (checks, mut findings) = (checks.as_ref(), Findings::default());
    let replay = Replay::read_unrendered(&source, checks, &prompt.id, search, &mut findings);
    replay.ok_or_else(|| findings.into())
}

fn refuse(findings: Findings) -> Result<(), Failure> {
    if findings.has_errors() {
        Err(findings.into())
    } else {
        Ok(())
    }
}

impl<'a> DatasetPair<'a> {
    fn new(
        (run, dataset): (Run, &Dataset),
        sides: &'a Sides,
        pairing: Pairing,
        replay: Option<&Replay>,
    ) -> Self {
        let Pairing {
            sent,
            unsent,
            differs,
        } = pairing;
        let names = sent.iter().map(|case| case.name.clone());
        let names = names.collect::<Vec<_>>();
        let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
        for case in sent {
            let (a, b) = case.messages;
            for (cases, messages) in [(&mut of_a, a), (&mut of_b, b)] {
                let number = case.number;
                cases.push(RenderedCase { number, messages });
            }
        }
        let rendered = |prompt: &'a ResolvedPrompt, cases| RenderedDataset {
            run,
            prompt,
            dataset: dataset.clone(),
            names: names.clone(),
            cases,
            replay: replay.cloned(),
            judged: None,
        };
        Self {
            a: rendered(&sides.a.prompt, of_a),
            b: rendered(&sides.b.prompt, of_b),
            unsent,
            differs,
        }
    }

    /// Says that the two sides are not judged alike.
    pub fn note_other_judge(&self) {
        let [a, b] =
            [&self.a, &self.b].map(|side| side.judged.as_ref().map(|judged| &judged.judge));
        if let (Some(a), Some(b)) = (a, b)
            && (&a.sha256, &a.model, &a.parameters) != (&b.sha256, &b.model, &b.parameters)
        {
            let (id, one, other) = (
                &a.id,
                &self.a.prompt.environment.name,
                &self.b.prompt.environment.name,
            );
            note!(
                "note: `{one}` and `{other}` have different texts or settings of the judge `{id}`, so the verdicts differ in more than the answers"
            );
        }
    }

    /// Returns `true` if there is no case that both sides take.
    pub fn is_empty(&self) -> bool {
        self.a.cases.is_empty()
    }
}
