use std::collections::BTreeMap;
use std::mem;

use super::dataset::RenderedDataset;
use super::progress::CallId;
use crate::rules::call_result::CallResult;
use crate::rules::case_result::CaseResult;
use crate::rules::case_results::CaseResults;
use crate::rules::run_summary::RunSummary;

/// The results of a run, added up in the order of the dataset.
#[derive(Debug, Default)]
pub struct Tally {
    pub cases: CaseResults,
    pub summary: RunSummary,
    /// The case whose calls are being added.
    present: CaseResult,
    repeat: u32,
}

impl Tally {
    pub fn new(dataset: &RenderedDataset<'_>) -> Self {
        let repeat = dataset.dataset.repeat;
        Self {
            cases: CaseResults::new(repeat),
            repeat,
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
            let CallId { repeat, .. } = dataset.call_id(call);
            let number = dataset.number(dataset.position_of(call));
            let failure = failed.get(&number).filter(|(passed, _)| repeat >= *passed);
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
    pub fn add(&mut self, call: &CallResult, reasons: Vec<String>) -> Option<(usize, CaseResult)> {
        self.summary.add(call);
        self.present.add(call, reasons);
        if self.present.calls < self.repeat {
            return None;
        }
        let case = mem::take(&mut self.present);
        self.cases.push(&case);
        Some((self.cases.len() - 1, case))
    }
}
