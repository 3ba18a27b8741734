//! What this process has cost so far, where Linux tells it.

use std::fs;
use std::time::Duration;

/// The CPU time of all threads, in user and system mode.
pub fn cpu_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, can have blanks.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let ticks = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    // Hundredths of a second, however often the kernel's own clock ticks.
    Some(Duration::from_millis(ticks * 10))
}

/// The most memory that the process has had at a time.
pub fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|size| size.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    peak.map_or("unknown".to_owned(), |size| format!("{} MB", size / 1000))
}
