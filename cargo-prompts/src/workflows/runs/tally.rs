use std::collections::BTreeMap;

use super::dataset::RenderedDataset;
use super::progress::CallId;
use crate::rules::call_result::CallResult;
use crate::rules::case_result::CaseResult;
use crate::rules::run_summary::RunSummary;

/// The results of a run, added up in the order of the dataset.
#[derive(Debug, Default)]
pub struct Tally {
    pub cases: Vec<CaseResult>,
    pub summary: RunSummary,
    /// The cases that have no result yet, the next one last.
    numbers: Vec<usize>,
    repeat: u32,
}

impl Tally {
    pub fn new(dataset: &RenderedDataset<'_>) -> Self {
        Self {
            numbers: dataset.cases.iter().rev().map(|case| case.number).collect(),
            repeat: dataset.dataset.repeat,
            ..Self::default()
        }
    }

    /// The results of another tool, which names the cases that failed, the calls for them that
    /// passed, and the reasons.
    pub fn reported(
        dataset: &RenderedDataset<'_>,
        failed: &BTreeMap<usize, (u32, String)>,
    ) -> Self {
        let mut tally = Self::new(dataset);
        for call in 0..dataset.calls() {
            let CallId { case, repeat } = dataset.call_id(call);
            let failure = failed.get(&case).filter(|(passed, _)| repeat >= *passed);
            let result = CallResult {
                passed: failure.is_none(),
                ..CallResult::default()
            };
            let reason = failure.map(|(_, reason)| reason.clone());
            tally.add(&result, reason.into_iter().collect());
        }
        tally
    }

    /// Adds the next call. Returns the position and the result of its case, if it is the last one
    /// of it.
    pub fn add(&mut self, call: &CallResult, reasons: Vec<String>) -> Option<(usize, &CaseResult)> {
        self.summary.add(call);
        let is_whole = |case: &CaseResult| case.calls == self.repeat;
        if self.cases.last().is_none_or(is_whole) {
            self.cases.push(CaseResult::new(self.numbers.pop()?));
        }
        let position = self.cases.len() - 1;
        let case = self.cases.last_mut()?;
        case.add(call, reasons);
        (case.calls == self.repeat).then_some((position, case))
    }
}
