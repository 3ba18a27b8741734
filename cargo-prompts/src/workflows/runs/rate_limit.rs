//! The calls of an environment, stored for its rate limit. The limit applies to all prompts
//! together, and a run that continues after an interruption keeps to it.

use std::time::Duration;

use indicatif::ProgressBar;
use jiff::{SignedDuration, Timestamp};

use crate::project::folder::Folder;
use crate::project::json_lines::JsonLines;
use crate::report::failure::Failure;
use crate::report::output::note;
use crate::rules::hourly_window::HourlyWindow;

/// Lets calls through as fast as the environment allows.
#[derive(Debug)]
pub struct RateLimit {
    environment: String,
    window: HourlyWindow,
    /// `None` if there is no limit.
    file: Option<JsonLines>,
}

impl RateLimit {
    /// Continues after the calls of the last hour.
    pub fn open(runs: &Folder, environment: &str, limit: Option<u32>) -> Result<Self, Failure> {
        let environment = environment.to_owned();
        let window = HourlyWindow::new(limit, []);
        if limit.is_none() {
            return Ok(Self {
                environment,
                window,
                file: None,
            });
        }
        let mut file = JsonLines::open(runs, &format!("calls-in-{environment}.jsonl"))?;
        let window = file.with_lock(|file| {
            let earlier = recent(file)?;
            // The file is emptied once none of its calls counts. Otherwise it would grow for ever.
            if earlier.is_empty() {
                file.clear()?;
            }
            Ok(HourlyWindow::new(limit, earlier))
        })?;
        Ok(Self {
            environment,
            window,
            file: Some(file),
        })
    }

    /// The calls that may be made now, and those of an hour. `None` without a limit.
    pub fn free(&self) -> Option<(usize, usize)> {
        self.window.free()
    }

    /// Counts a call if it may be made. Otherwise returns the time to wait. Calls of other processes
    /// in the same environment count, too.
    pub fn count(&mut self) -> Result<Duration, Failure> {
        let Some(file) = &mut self.file else {
            return Ok(Duration::ZERO);
        };
        let window = &mut self.window;
        file.with_lock(|file| {
            window.called_elsewhere(recent(file)?);
            let now = Timestamp::now();
            let wait = window.wait(now);
            if wait.is_zero() {
                file.append(&now.to_string())?;
                window.called(now);
            }
            Ok(wait)
        })
    }

    pub fn announce(&self, wait: Duration, bar: &ProgressBar) {
        let environment = &self.environment;
        let until =
            Timestamp::now().saturating_add(SignedDuration::try_from(wait).unwrap_or_default());
        let until = until.map_or_else(|_| String::new(), |until| format!(" until {until:.0}"));
        bar.suspend(|| {
            note!("the hourly `rate_limit` of `{environment}` is reached: waiting{until}");
        });
    }
}

/// The calls in new lines that still count.
fn recent(file: &mut JsonLines) -> Result<Vec<Timestamp>, Failure> {
    let (now, mut recent) = (Timestamp::now(), Vec::new());
    file.for_each_new(|_, line: String| {
        let at = line.parse().ok();
        recent.extend(at.filter(|at| HourlyWindow::counts(*at, now)));
    })?;
    Ok(recent)
}
