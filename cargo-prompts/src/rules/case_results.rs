use std::collections::HashMap;
use std::sync::Arc;

use crate::rules::case_result::CaseResult;

/// The results of a run's cases, in the order of the dataset. A run can have a hundred thousand, so a
/// case takes four bytes, and another twelve if it failed.
#[derive(Debug, Clone, Default)]
pub struct CaseResults {
    /// The calls for each case.
    calls: u32,
    /// The sum of the latencies of each case, in milliseconds, up to 49 days.
    latencies: Vec<u32>,
    /// The cases that failed, in order.
    failed: Vec<FailedCase>,
    /// The reasons of the cases that failed. Many have the same.
    reasons: Vec<Arc<[String]>>,
    /// The positions of the reasons.
    known: HashMap<Arc<[String]>, u32>,
}

#[derive(Debug, Clone)]
struct FailedCase {
    position: u32,
    passed: u32,
    /// The position of its reasons.
    reasons: u32,
}

impl CaseResults {
    /// The results of cases for which there are so many calls each.
    pub fn new(calls: u32) -> Self {
        Self {
            calls,
            ..Self::default()
        }
    }

    /// Adds the result of the next case.
    pub fn push(&mut self, case: &CaseResult) {
        if !case.is_passed() {
            let reasons = self.position_of(&case.reasons);
            self.failed.push(FailedCase {
                position: narrow(self.latencies.len()),
                passed: case.passed,
                reasons,
            });
        }
        let latency = u32::try_from(case.latency_ms).unwrap_or(u32::MAX);
        self.latencies.push(latency);
    }

    fn position_of(&mut self, reasons: &[String]) -> u32 {
        if let Some(known) = self.known.get(reasons) {
            return *known;
        }
        let (position, shared) = (narrow(self.reasons.len()), Arc::<[String]>::from(reasons));
        self.known.insert(Arc::clone(&shared), position);
        self.reasons.push(shared);
        position
    }

    fn reasons_of(&self, failed: &FailedCase) -> &[String] {
        &self.reasons[failed.reasons as usize]
    }

    pub fn len(&self) -> usize {
        self.latencies.len()
    }

    /// The results, from the first case to the last.
    pub fn iter(&self) -> impl Iterator<Item = CaseResult> {
        let mut failed = self.failed.iter().peekable();
        let latencies = self.latencies.iter().enumerate();
        latencies.map(move |(position, latency_ms)| {
            let failed = failed.next_if(|failed| failed.position as usize == position);
            let passed = failed.map_or(self.calls, |failed| failed.passed);
            CaseResult {
                calls: self.calls,
                passed,
                latency_ms: u64::from(*latency_ms),
                reasons: failed.map_or_else(Vec::new, |failed| self.reasons_of(failed).to_vec()),
            }
        })
    }

    /// The positions of the cases that failed, with the reasons.
    pub fn failed(&self) -> impl Iterator<Item = (usize, &[String])> {
        let failed = self.failed.iter();
        failed.map(|case| (case.position as usize, self.reasons_of(case)))
    }
}

/// No dataset has as many cases as four bytes can count.
fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::CaseResults;
    use crate::rules::case_result::CaseResult;

    fn case(passed: u32, reasons: &[&str]) -> CaseResult {
        CaseResult {
            calls: 2,
            passed,
            latency_ms: 1250,
            reasons: reasons.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn the_results_come_back_as_they_were() {
        let cases = [
            case(1, &["refused"]),
            case(2, &[]),
            case(0, &["refused", "empty"]),
            case(0, &["refused"]),
        ];
        let mut results = CaseResults::new(2);
        for case in &cases {
            results.push(case);
        }
        assert_eq!(results.len(), 4);
        assert_eq!(results.iter().collect::<Vec<_>>(), cases);
        let failed = results.failed().map(|(position, _)| position);
        assert_eq!(failed.collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(results.reasons.len(), 2);
    }
}
