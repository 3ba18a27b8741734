//! Counts the instructions of one run with callgrind.
//!
//! The benchmark runs itself under valgrind, once for few and once for many. All that comes before
//! and after is the same in both, so the difference belongs to what is measured, and to the loop,
//! which is the same for all.

use std::env;
use std::process::Command;

/// The argument that asks for one contender and nothing else: its number, and how often.
const COUNT: &str = "--count";

const FEW: usize = 100;
/// A run of fewer instructions is short.
const SHORT: f64 = 1_000.0;

/// The contender that this process is for, if it was started to be counted.
pub(super) fn asked_for() -> Option<(usize, usize)> {
    let mut arguments = env::args().skip_while(|argument| argument != COUNT).skip(1);
    let mut number = || arguments.next().and_then(|argument| argument.parse().ok());
    Some((number()?, number()?))
}

pub(super) fn is_countable() -> bool {
    Command::new("valgrind")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}

/// Counts the instructions of one run, over at least so many runs. governor's clock measures itself
/// when it starts, until it is content: of what takes few instructions there must be many more, or
/// that is what is seen.
pub(super) fn of_one(contender: usize, many: u32) -> f64 {
    let each = average(contender, many);
    if each < SHORT {
        average(contender, many.saturating_mul(20))
    } else {
        each
    }
}

fn average(contender: usize, many: u32) -> f64 {
    let more = count(contender, FEW + many as usize).saturating_sub(count(contender, FEW));
    // All of them together may be more than 2^32.
    let [whole, rest] = [more / u64::from(many), more % u64::from(many)]
        .map(|part| f64::from(u32::try_from(part).unwrap_or(u32::MAX)));
    whole + rest / f64::from(many)
}

fn count(contender: usize, times: usize) -> u64 {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command
        .arg(env::current_exe().expect("the benchmark is a file"))
        .arg(COUNT);
    command.args([contender, times].map(|number| format!("{number:08}")));
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
