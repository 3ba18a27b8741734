//! Times, measured in turns: those of the processor, so that other work on the machine does not count.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use super::Contender;

const ROUNDS: usize = 101;
const SLICE: Duration = Duration::from_millis(2);

pub(super) struct Rounds {
    /// The number of runs of each contender in a slice of time.
    times: Vec<u32>,
    /// The nanoseconds that each took for one, a list for each round.
    nanoseconds: Vec<Vec<f64>>,
}

pub(super) fn rounds(contenders: &[Contender]) -> Rounds {
    let times = contenders.iter().map(fill_slice).collect::<Vec<_>>();
    let round = |_| {
        contenders
            .iter()
            .zip(&times)
            .map(|(contender, &times)| nanoseconds(contender, times))
            .collect()
    };
    let nanoseconds = (0..ROUNDS).map(round).collect();
    Rounds { times, nanoseconds }
}

/// Returns the number of runs in a slice of time.
fn fill_slice(contender: &Contender) -> u32 {
    let is_enough = |&times: &u32| time(contender, times) > SLICE;
    (0..u32::BITS)
        .map(|power| 1 << power)
        .find(is_enough)
        .unwrap_or(u32::MAX)
}

fn nanoseconds(contender: &Contender, times: u32) -> f64 {
    time(contender, times).as_secs_f64() * 1e9 / f64::from(times)
}

fn time(contender: &Contender, times: u32) -> Duration {
    let start = cpu_time();
    (contender.run)(times as usize);
    cpu_time().saturating_sub(start)
}

/// The time for which the processor has worked for this thread.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanoseconds)
}

impl Rounds {
    pub(super) fn times(&self, contender: usize) -> u32 {
        self.times[contender]
    }

    /// The median.
    pub(super) fn time(&self, contender: usize) -> f64 {
        quartiles(self.nanoseconds.iter().map(|round| round[contender]))[1]
    }

    /// To the first contender of the same round: the median, between the lower and the upper
    /// quartile.
    pub(super) fn ratio(&self, contender: usize) -> [f64; 3] {
        quartiles(
            self.nanoseconds
                .iter()
                .map(|round| round[contender] / round[0]),
        )
    }
}

fn quartiles(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values = values.collect::<Vec<_>>();
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[values.len() * quarter / 4])
}
