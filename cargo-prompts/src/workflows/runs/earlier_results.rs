use std::cmp::Reverse;
use std::time::Duration;

use super::progress::CallId;
use crate::rules::call_result::CallResult;

/// The calls that have a result of an earlier run, and where the file of the run has it. There may be
/// many, so the results stay in the file.
#[derive(Debug, Default)]
pub struct EarlierResults {
    /// In the order of the calls.
    places: Vec<(CallId, u32)>,
    /// The sum of the latencies.
    latency: Duration,
}

impl EarlierResults {
    /// Adds a result that begins at this offset of the file. A call whose result lies beyond 4 GiB has
    /// none: it is sent again.
    pub fn push(&mut self, call: CallId, start: u64, result: &CallResult) {
        let Ok(start) = u32::try_from(start) else {
            return;
        };
        let latency = Duration::from_millis(result.latency_ms);
        self.latency = self.latency.saturating_add(latency);
        self.places.push((call, start));
    }

    /// Prepares the results for [`Self::place`]. Of several results for a call, the last one counts.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let order = |(call, start): &(CallId, u32)| (*call, Reverse(*start));
        self.places.sort_unstable_by_key(order);
        self.places.dedup_by_key(|(call, _)| *call);
        self.places.shrink_to_fit();
        self
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn contains(&self, call: CallId) -> bool {
        self.place(call).is_some()
    }

    /// The offset of a call's result.
    pub fn place(&self, call: CallId) -> Option<u64> {
        let found = self.places.binary_search_by_key(&call, |(call, _)| *call);
        found.ok().map(|at| u64::from(self.places[at].1))
    }

    /// The mean latency. `None` without results.
    pub fn mean_latency(&self) -> Option<Duration> {
        let count = u32::try_from(self.len()).ok().filter(|count| *count > 0);
        count.map(|count| self.latency / count)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::EarlierResults;
    use crate::rules::call_result::CallResult;
    use crate::workflows::runs::progress::CallId;

    #[test]
    fn each_call_has_its_last_result() {
        let call = |case, repeat| CallId { case, repeat };
        let result = CallResult {
            latency_ms: 40,
            ..CallResult::default()
        };
        let mut results = EarlierResults::default();
        assert_eq!(results.mean_latency(), None);
        for (at, call) in [
            (0, call(7, 0)),
            (9, call(2, 1)),
            (18, call(2, 0)),
            (27, call(2, 1)),
        ] {
            results.push(call, at, &result);
        }
        let results = results.sorted();
        assert_eq!(results.len(), 3);
        let places =
            [call(2, 0), call(2, 1), call(7, 0), call(7, 1)].map(|call| results.place(call));
        assert_eq!(places, [Some(18), Some(27), Some(0), None]);
        assert_eq!(results.mean_latency(), Some(Duration::from_millis(160) / 3));
    }
}
