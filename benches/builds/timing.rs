//! Times of processes, measured from outside.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The cost of a command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// User time of the command and all that it started; zero where the system does not tell.
    pub(crate) cpu: Duration,
}

impl Cost {
    pub(crate) fn milliseconds(&self) -> String {
        format!("{:.0} ms", self.wall.as_secs_f64() * 1e3)
    }
}

/// Runs a command that must succeed.
pub(crate) fn measure(command: &mut Command) -> Cost {
    let (cpu_before, start) = (children_cpu(), Instant::now());
    let output = command
        .stdin(Stdio::null())
        .output()
        .expect("the command starts");
    let wall = start.elapsed();
    assert!(
        output.status.success(),
        "{command:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Cost {
        wall,
        cpu: children_cpu().saturating_sub(cpu_before),
    }
}

/// The user time of all children that have ended, from `/proc`, in hundredths of a second.
fn children_cpu() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks = fields
        .skip(13)
        .take(1)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum::<u64>();
    Duration::from_millis(ticks * 10)
}

/// The cost with the median wall time.
pub(crate) fn median(costs: impl Iterator<Item = Cost>) -> Cost {
    let mut costs = costs.collect::<Vec<_>>();
    costs.sort_by_key(|cost| cost.wall);
    costs[costs.len() / 2]
}

/// Two things measured in turn.
pub(crate) struct Pairs(pub(crate) Vec<(Cost, Cost)>);

/// Measures two things in turn, so that a drift of the machine's speed hits both.
pub(crate) fn alternate(
    runs: usize,
    mut a: impl FnMut() -> Cost,
    mut b: impl FnMut() -> Cost,
) -> Pairs {
    Pairs((0..runs).map(|_| (a(), b())).collect())
}

impl Pairs {
    pub(crate) fn a(&self) -> String {
        median(self.0.iter().map(|pair| pair.0)).milliseconds()
    }

    pub(crate) fn b(&self) -> String {
        median(self.0.iter().map(|pair| pair.1)).milliseconds()
    }

    /// The median of the ratios of the pairs.
    pub(crate) fn ratio(&self) -> String {
        let ratios = self.ratios();
        format!("{:.2}", ratios[ratios.len() / 2])
    }

    /// The same of the CPU times.
    pub(crate) fn cpu_ratio(&self) -> String {
        let ratios = self.ratios_of(|cost| cost.cpu);
        format!("{:.2}", ratios[ratios.len() / 2])
    }

    /// The least and the greatest ratio of a pair.
    pub(crate) fn spread(&self) -> String {
        let ratios = self.ratios();
        format!("{:.2} to {:.2}", ratios[0], ratios[ratios.len() - 1])
    }

    fn ratios(&self) -> Vec<f64> {
        self.ratios_of(|cost| cost.wall)
    }

    fn ratios_of(&self, time: fn(&Cost) -> Duration) -> Vec<f64> {
        let ratio = |(a, b): &(Cost, Cost)| time(a).as_secs_f64() / time(b).as_secs_f64();
        let mut ratios = self.0.iter().map(ratio).collect::<Vec<_>>();
        ratios.sort_by(f64::total_cmp);
        ratios
    }
}
