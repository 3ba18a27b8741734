//! The calls that were made in the name of an environment, kept for its rate limit: it holds over all prompts, and over
//! an interruption.

use std::path::Path;
use std::thread;

use indicatif::ProgressBar;
use jiff::{SignedDuration, Timestamp};

use crate::ending::Failure;
use crate::journal::{self, Journal};
use crate::pace::Pace;

/// Lets calls through as fast as the environment allows.
#[derive(Debug)]
pub struct Calls {
    environment: String,
    pace: Pace,
    /// `None` where there is no limit.
    journal: Option<Journal>,
}

impl Calls {
    pub fn open(prompts: &Path, environment: &str, limit: Option<u32>) -> Result<Self, Failure> {
        let environment = environment.to_owned();
        if limit.is_none() {
            return Ok(Self { environment, pace: Pace::new(None, []), journal: None });
        }
        let path = journal::folder(prompts)?.join(format!("calls-in-{environment}.jsonl"));
        let (mut journal, lines) = Journal::open::<String>(path)?;
        let now = Timestamp::now();
        let earlier = lines.iter().filter_map(|line| line.parse().ok());
        let earlier = earlier.filter(|at| Pace::counts(*at, now)).collect::<Vec<_>>();
        // The file would grow for ever; while a call counts it stays.
        if earlier.is_empty() {
            journal.clear()?;
        }
        Ok(Self { environment, pace: Pace::new(limit, earlier), journal: Some(journal) })
    }

    /// Waits until the next call may be made, and counts it.
    pub fn next(&mut self, bar: &ProgressBar) -> Result<(), Failure> {
        let wait = self.pace.wait(Timestamp::now());
        if !wait.is_zero() {
            self.notice(wait, bar);
            thread::sleep(wait);
        }
        let now = Timestamp::now();
        if let Some(journal) = &mut self.journal {
            journal.append(&now.to_string())?;
        }
        self.pace.called(now);
        Ok(())
    }

    fn notice(&self, wait: std::time::Duration, bar: &ProgressBar) {
        let environment = &self.environment;
        let until = Timestamp::now().saturating_add(SignedDuration::try_from(wait).unwrap_or_default());
        let until = until.map_or_else(|_| String::new(), |until| format!(" until {until:.0}"));
        bar.suspend(|| {
            anstream::eprintln!(
                "the calls that `rate_limit` of `{environment}` allows in an hour are made: waiting{until}"
            );
        });
    }
}
