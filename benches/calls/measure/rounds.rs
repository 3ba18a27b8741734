//! Times, measured in turns.

use std::time::{Duration, Instant};

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
    let start = Instant::now();
    (contender.run)(times as usize);
    start.elapsed()
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
