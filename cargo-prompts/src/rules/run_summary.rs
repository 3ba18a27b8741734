//! The sum of a run's calls.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::call_result::{CallResult, JudgeCalls, Tokens};

/// The most models that are named.
const MOST_MODELS: usize = 8;

/// The calls of a run, added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunSummary {
    pub calls: usize,
    pub passed: usize,
    /// The number of calls that failed each kind of assertion.
    pub failed: BTreeMap<String, usize>,
    pub tokens: Tokens,
    /// The models that answered.
    pub models: BTreeSet<String>,
    /// The calls of the judge.
    pub judge: JudgeCalls,
    /// The number of calls by their latency, in milliseconds. Many calls have the same one.
    latencies: BTreeMap<u32, usize>,
}

impl RunSummary {
    pub fn add(&mut self, call: &CallResult) {
        self.calls += 1;
        self.passed += usize::from(call.passed);
        for kind in &call.failed {
            *self.failed.entry(kind.clone()).or_default() += 1;
        }
        self.tokens.add(call.tokens);
        if let Some(judge) = &call.judge {
            self.judge.add(judge);
        }
        if let Some(model) = &call.model
            && self.models.len() < MOST_MODELS
        {
            self.models.insert(model.clone());
        }
        let latency = u32::try_from(call.latency_ms).unwrap_or(u32::MAX);
        *self.latencies.entry(latency).or_default() += 1;
    }

    /// The latency, in milliseconds, that this percentage of the calls did not exceed: the smallest
    /// one for which that holds (nearest rank). `None` without calls.
    pub fn latency(&self, percent: usize) -> Option<u32> {
        let rank = (self.calls * percent).div_ceil(100).max(1);
        let mut reached = 0;
        let mut latencies = self.latencies.iter();
        let found = latencies.find(|(_, calls)| {
            reached += **calls;
            reached >= rank
        });
        found.map(|(latency, _)| *latency)
    }
}

#[cfg(test)]
mod tests {
    use super::RunSummary;
    use crate::rules::call_result::{CallResult, Tokens};

    fn call(latency_ms: u64) -> CallResult {
        CallResult {
            passed: true,
            latency_ms,
            ..CallResult::default()
        }
    }

    #[test]
    fn percentiles_are_those_of_the_nearest_rank() {
        let mut summary = RunSummary::default();
        assert_eq!(summary.latency(50), None);
        for latency in (1..=20).rev() {
            summary.add(&call(latency));
        }
        let percentiles = [1, 50, 95, 96, 100].map(|percent| summary.latency(percent));
        assert_eq!(percentiles, [1, 10, 19, 20, 20].map(Some));
    }

    #[test]
    fn calls_are_added_up() {
        let mut summary = RunSummary::default();
        let tokens = Tokens {
            input: Some(12),
            output: Some(4),
            cached: None,
        };
        let failed = CallResult {
            passed: false,
            failed: vec!["contains".to_owned(), "latency".to_owned()],
            tokens,
            model: Some("kimi-k2-5-0711".to_owned()),
            ..call(9)
        };
        for call in [&call(1), &failed, &failed] {
            summary.add(call);
        }
        assert_eq!((summary.calls, summary.passed), (3, 1));
        assert_eq!(summary.failed["contains"], 2);
        let sum = [summary.tokens.input, summary.tokens.cached];
        assert_eq!(sum, [Some(24), None]);
        assert_eq!(summary.models.len(), 1);
    }
}
