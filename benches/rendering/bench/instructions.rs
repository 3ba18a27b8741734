//! Counts the instructions of a rendering with callgrind.
//!
//! The benchmark runs itself under valgrind, once for few renderings and once for many. All that
//! comes before and after is the same in both, so the difference belongs to the renderings alone:
//! no matter how long it takes to start, to parse the templates or to end, and without a function
//! to be named from which to count, which an optimiser may inline. What allocating and freeing
//! costs is counted as well, and so is the loop, the same for all.

use std::env;
use std::process::Command;

/// The argument that asks for renderings and nothing else: the number of the race, that of the
/// contender, how many.
pub(crate) const RENDER: &str = "--render";

const FEW: usize = 100;
const MANY: usize = 1_100;

pub(crate) fn is_countable() -> bool {
    Command::new("valgrind")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The instructions of one rendering.
pub(crate) fn per_rendering(race: usize, contender: usize) -> f64 {
    let more = count(race, contender, MANY).saturating_sub(count(race, contender, FEW));
    let times = u32::try_from(MANY - FEW).unwrap_or(u32::MAX);
    f64::from(u32::try_from(more).unwrap_or(u32::MAX)) / f64::from(times)
}

fn count(race: usize, contender: usize, times: usize) -> u64 {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command
        .arg(env::current_exe().expect("the benchmark is a file"))
        .arg(RENDER);
    command.args([race, contender, times].map(|number| format!("{number:05}")));
    let output = command.output().expect("valgrind starts");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    let count = log
        .split("Collected : ")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next());
    count
        .and_then(|count| count.parse().ok())
        .expect("callgrind says how much it has collected")
}
