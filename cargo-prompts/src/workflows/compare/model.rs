//! What a comparison found, as data: each rendering shows the same.

use std::collections::{BTreeMap, BTreeSet};

use prompt_build::library::Run;
use prompt_core::secret::masked;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::dataset_pair::DatasetPair;
use super::pairing::UnsentCase;
use super::saving::saved_answer;
use super::side::ComparedSide;
use crate::rules::case_result::CaseResult;
use crate::rules::paired_test::{Better, PairedTest};
use crate::rules::run_summary::RunSummary;
use crate::rules::saved_answers::SavedAnswer;
use crate::workflows::runs::{RenderedDataset, RunResult};

#[derive(Debug, Serialize)]
pub struct Comparison {
    pub id: String,
    pub a: ComparedText,
    pub b: ComparedText,
    pub datasets: Vec<DatasetComparison>,
    /// The file that keeps the golden answers; `None` if they are not kept.
    pub saved: Option<String>,
}

/// A text, and the settings of its calls.
#[derive(Debug, Serialize)]
pub struct ComparedText {
    /// As the user names it.
    pub name: String,
    /// `None` for a working copy.
    pub version: Option<String>,
    /// The environment whose settings the calls have.
    pub environment: String,
    pub api: &'static str,
    pub model: String,
    pub parameters: Map<String, Value>,
    pub sha256: String,
    /// The sentence about it.
    #[serde(skip)]
    pub sentence: String,
}

#[derive(Debug, Serialize)]
pub struct DatasetComparison {
    #[serde(serialize_with = "as_word")]
    pub run: Run,
    /// The number of calls for each case.
    pub repeat: u32,
    pub a: Sums,
    pub b: Sums,
    pub pairs: Pairs,
    pub p_value: f64,
    pub better: Better,
    /// The number of differing cases at which the test could tell at the earliest; `None` if it can.
    pub least_differing: Option<usize>,
    pub cases: Vec<CasePair>,
    pub not_sent: Vec<UnsentCase>,
    /// What `--save` keeps.
    #[serde(skip)]
    pub answers: Vec<SavedAnswer>,
}

/// The calls of one side, added up.
#[derive(Debug, Default, Serialize)]
pub struct Sums {
    pub calls: usize,
    pub calls_passed: usize,
    pub cases_passed: usize,
    /// The number of calls that failed each kind of assertion.
    pub failed: BTreeMap<String, usize>,
    pub answered_by: BTreeSet<String>,
    pub latency_ms: Latency,
    pub tokens: TokenSums,
}

/// In milliseconds; `None` without calls.
#[derive(Debug, Default, Serialize)]
pub struct Latency {
    pub median: Option<u32>,
    pub p95: Option<u32>,
}

/// `None` where the endpoint does not count.
#[derive(Debug, Default, Serialize)]
pub struct TokenSums {
    pub input: Option<u64>,
    pub cached: Option<u64>,
    pub output: Option<u64>,
}

/// The cases by the sides with which they pass. A case passes if each call for it does.
#[derive(Debug, Default, Serialize)]
pub struct Pairs {
    pub both: usize,
    pub only_a: usize,
    pub only_b: usize,
    pub neither: usize,
}

/// A case with both sides.
#[derive(Debug, Serialize)]
pub struct CasePair {
    pub number: usize,
    pub name: String,
    pub a: CaseSide,
    pub b: CaseSide,
}

/// A case with one side.
#[derive(Debug, Serialize)]
pub struct CaseSide {
    pub calls: u32,
    pub calls_passed: u32,
    /// The sum of the latencies.
    pub latency_ms: u64,
    pub reasons: Vec<String>,
    /// The answer to a golden case; `None` if there is none, and for realistic inputs.
    pub answer: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn as_word<S: Serializer>(run: &Run, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(run.as_str())
}

/// The result of one side, and its answers by the positions of the cases.
pub type SentSide<'a, 'd> = (&'a RunResult<'d>, BTreeMap<usize, String>);

impl Comparison {
    /// The number of cases that were sent.
    pub fn cases(&self) -> usize {
        self.datasets
            .iter()
            .map(|dataset| dataset.cases.len())
            .sum()
    }
}

impl ComparedText {
    pub fn of(side: &ComparedSide) -> Self {
        let (prompt, setting) = (&side.prompt, &side.prompt.environment);
        let parameters = setting.parameters();
        let parameters = parameters
            .iter()
            .map(|(parameter, value)| (parameter.name.to_owned(), json!(value)));
        Self {
            name: side.name.clone(),
            version: prompt.version.as_ref().map(ToString::to_string),
            environment: setting.name.clone(),
            api: setting.settings.api.as_str(),
            model: setting.model().to_owned(),
            parameters: parameters.collect(),
            sha256: prompt.text.sha256.clone(),
            sentence: side.to_string(),
        }
    }
}

impl DatasetComparison {
    /// Compares the results of both sides. There are none if no case was sent.
    pub fn of(pair: &DatasetPair<'_>, sent: Option<(SentSide<'_, '_>, SentSide<'_, '_>)>) -> Self {
        let (of_a, of_b) = match &sent {
            Some((a, b)) => (sides(a), sides(b)),
            None => (Vec::new(), Vec::new()),
        };
        let answers = [(&pair.a, &of_a), (&pair.b, &of_b)]
            .into_iter()
            .flat_map(|(dataset, sides)| saved(dataset, sides));
        let answers = answers.collect();
        let sums = sent.map(|(a, b)| {
            (
                Sums::of(a.0.summary(), &of_a),
                Sums::of(b.0.summary(), &of_b),
            )
        });
        let (a, b) = sums.unwrap_or_default();
        let cases = of_a.into_iter().zip(of_b).enumerate();
        let cases = cases.map(|(position, (a, b))| CasePair {
            number: pair.a.number(position),
            name: masked(&pair.a.name_of(position)).into_owned(),
            a,
            b,
        });
        let cases = cases.collect::<Vec<_>>();
        let pairs = Pairs::of(&cases);
        let test = pairs.test();
        let better = test.better();
        Self {
            run: pair.a.run,
            repeat: pair.a.dataset.repeat,
            a,
            b,
            pairs,
            p_value: test.p_value(),
            better,
            least_differing: (better == Better::CannotTell).then(|| test.least_differing()),
            cases,
            not_sent: pair.unsent.clone(),
            answers,
        }
    }
}

impl Pairs {
    fn of(cases: &[CasePair]) -> Self {
        let mut pairs = Self::default();
        for case in cases {
            *match (case.a.is_passed(), case.b.is_passed()) {
                (true, true) => &mut pairs.both,
                (true, false) => &mut pairs.only_a,
                (false, true) => &mut pairs.only_b,
                (false, false) => &mut pairs.neither,
            } += 1;
        }
        pairs
    }

    pub fn test(&self) -> PairedTest {
        PairedTest {
            only_a: self.only_a,
            only_b: self.only_b,
        }
    }
}

impl CaseSide {
    fn of(case: &CaseResult, answer: Option<String>) -> Self {
        let reasons = case.reasons.iter();
        let reasons = reasons.map(|reason| masked(reason).into_owned());
        Self {
            calls: case.calls,
            calls_passed: case.passed,
            latency_ms: case.latency_ms,
            reasons: reasons.collect(),
            answer,
        }
    }

    pub fn is_passed(&self) -> bool {
        self.calls_passed == self.calls
    }
}

fn sides((result, answers): &SentSide<'_, '_>) -> Vec<CaseSide> {
    let cases = result.cases().iter().enumerate();
    cases
        .map(|(position, case)| CaseSide::of(&case, answers.get(&position).cloned()))
        .collect()
}

/// The answers of one side, as `--save` keeps them.
fn saved(dataset: &RenderedDataset<'_>, sides: &[CaseSide]) -> Vec<SavedAnswer> {
    let sides = sides.iter().enumerate();
    let saved = sides.filter_map(|(position, side)| {
        let answer = side.answer.clone()?;
        Some(saved_answer(dataset, position, (answer, side.is_passed())))
    });
    saved.collect()
}

impl Sums {
    fn of(summary: &RunSummary, cases: &[CaseSide]) -> Self {
        Self {
            calls: summary.calls,
            calls_passed: summary.passed,
            cases_passed: cases.iter().filter(|case| case.is_passed()).count(),
            failed: summary.failed.clone(),
            answered_by: summary.models.clone(),
            latency_ms: Latency {
                median: summary.latency(50),
                p95: summary.latency(95),
            },
            tokens: TokenSums {
                input: summary.tokens.input,
                cached: summary.tokens.cached,
                output: summary.tokens.output,
            },
        }
    }
}
