//! The result of a case.

use crate::rules::call_result::CallResult;

/// The calls for a case, which is sent as often as its dataset says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseResult {
    pub calls: u32,
    pub passed: u32,
    /// The sum of the latencies, in milliseconds.
    pub latency_ms: u64,
    /// The reasons why calls failed, each once.
    pub reasons: Vec<String>,
}

impl CaseResult {
    pub fn add(&mut self, call: &CallResult, reasons: Vec<String>) {
        self.calls += 1;
        self.passed += u32::from(call.passed);
        self.latency_ms = self.latency_ms.saturating_add(call.latency_ms);
        for reason in reasons {
            if !self.reasons.contains(&reason) {
                self.reasons.push(reason);
            }
        }
    }

    /// Returns `true` if each call passed.
    pub fn is_passed(&self) -> bool {
        self.passed == self.calls
    }
}
