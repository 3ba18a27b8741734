//! The memory that a run takes, as Linux tells it.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::desk::Desk;
use crate::loopback::{Reply, Server};
use crate::sales::REPLAY;

const SALES: &str = "validate sales-email-007 --env staging";

/// The most memory that a run of so many lines, 4 kB each, has had when it sends the first one, in
/// kilobytes.
fn peak(lines: usize) -> u64 {
    let desk = Desk::of("desk");
    let line = json!({
        "customer": "Tomasz",
        "company": "Piekarnia",
        "question": "Is there a plan for two shifts? ".repeat(125),
        "products": [],
    });
    desk.write(REPLAY, &format!("{line}\n").repeat(lines));
    let server = Server::start(|_, _| Reply::Hang);
    let mut command = desk.command(&format!("{SALES} --endpoint {}", server.url()));
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    while server.requests().is_empty() {
        let ended = child.try_wait().expect("it can be waited for");
        assert_eq!(ended, None, "it sends the first line");
        thread::sleep(Duration::from_millis(20));
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it runs");
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.split_whitespace().next());
    peak.and_then(|peak| peak.parse().ok()).expect("a number")
}

/// Before the lines stayed in the file, the second run took 8 MB more: the text and its masked copy.
#[test]
fn a_long_dataset_takes_no_more_memory_than_a_short_one() {
    let (short, long) = (peak(10), peak(1_000));
    assert!(long < short + 2_000, "{short} kB, {long} kB");
}
