use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::ProgressBar;

use super::call_gate::CallGate;
use super::dataset::RenderedDataset;
use super::earlier_results::EarlierResults;
use super::judge::{Answered, Judge, Verdict};
use super::options::RunOptions;
use super::pool::{Work, work_on};
use super::progress::Progress;
use super::remaining::Remaining;
use super::tally::Tally;
use crate::report::failure::Failure;
use crate::rules::call_result::CallResult;
use crate::rules::order_buffer::OrderBuffer;
use crate::workflows::endpoint::{Client, Request};

/// The reason for a failure in an earlier run, whose own reason was not stored.
const EARLIER: &str = "failed before the run was interrupted";

/// Sends the calls of a run, and judges their answers.
pub struct Runner<'a> {
    dataset: &'a RenderedDataset<'a>,
    judge: &'a dyn Judge,
    /// The call without its messages, which is the same for all cases.
    request: Request,
    client: Client,
    gate: CallGate,
    progress: Mutex<Progress>,
    /// The results of an earlier run.
    earlier: EarlierResults,
}

/// A call that has a verdict, and the reasons why it failed.
type Judged = (CallResult, Vec<String>);

impl<'a> Runner<'a> {
    /// A runner that stores results in this file, and has those of an earlier run.
    pub fn new(
        dataset: &'a RenderedDataset<'a>,
        judge: &'a dyn Judge,
        (client, gate): (Client, CallGate),
        (progress, earlier): (Progress, EarlierResults),
    ) -> Self {
        Self {
            dataset,
            judge,
            request: dataset.request(&[]),
            client,
            gate,
            progress: Mutex::new(progress),
            earlier,
        }
    }

    pub fn into_progress(self) -> Progress {
        let progress = self.progress.into_inner();
        progress.unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends the calls that have no result yet, and shows all in the order of the dataset.
    pub fn send_all(
        &self,
        bar: &ProgressBar,
        mut remaining: Remaining,
        options: &RunOptions,
    ) -> Result<Tally, Failure> {
        let mut tally = Tally::new(self.dataset);
        let mut buffer = OrderBuffer::new();
        bar.set_position(u64::try_from(self.earlier.len()).unwrap_or(u64::MAX));
        let mut take_finished = |buffer: &mut OrderBuffer<Judged>| -> Result<(), Failure> {
            while let Some((result, reasons)) = self.take_next(buffer)? {
                let case = tally.add(&result, reasons);
                if let Some((position, case)) = case.filter(|_| options.shows_cases()) {
                    bar.suspend(|| self.judge.show(position, &case));
                }
            }
            Ok(())
        };
        take_finished(&mut buffer)?;
        let calls = 0..self.dataset.calls();
        let left = calls.filter(|call| !self.earlier.contains(self.dataset.call_id(*call)));
        let sent = work_on(remaining.jobs(), left, self, |call, judged| {
            buffer.put(call, judged);
            take_finished(&mut buffer)?;
            remaining.finish_one();
            bar.set_message(remaining.to_string());
            bar.inc(1);
            Ok(())
        });
        sent.map_err(|failure| self.interrupted(failure))?;
        bar.finish_and_clear();
        Ok(tally)
    }

    /// Takes out the next result, if it has come or is one of an earlier run.
    fn take_next(&self, buffer: &mut OrderBuffer<Judged>) -> Result<Option<Judged>, Failure> {
        let next = buffer.next();
        if next < self.dataset.calls()
            && let Some(judged) = self.judged_earlier(next)?
        {
            buffer.put(next, judged);
        }
        Ok(buffer.take_next())
    }

    fn judged_earlier(&self, call: usize) -> Result<Option<Judged>, Failure> {
        let Some(place) = self.earlier.place(self.dataset.call_id(call)) else {
            return Ok(None);
        };
        let result = self.progress().result_at(place)?;
        let reason = (!result.passed).then(|| EARLIER.to_owned());
        Ok(Some((result, reason.into_iter().collect())))
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn interrupted(&self, failure: Failure) -> Failure {
        match self.progress().done() {
            0 => failure,
            done => failure.help(format!(
                "{done} of {} are done: run the same command to resume",
                self.dataset.counted_calls()
            )),
        }
    }
}

impl Work for Runner<'_> {
    type Output = Judged;

    /// Sends a call. Its result is stored by the thread that has it, whatever the others do.
    fn run(&self, call: usize) -> Result<Judged, Failure> {
        let position = self.dataset.position_of(call);
        let messages = self.dataset.messages(position)?;
        let request = self.request.call_with(&messages);
        let reply = self.client.ask(&request, &self.gate)?;
        let Verdict {
            failed,
            reasons,
            judge,
        } = self.judge.judge(&Answered {
            position,
            messages: &messages,
            reply: &reply,
            client: &self.client,
            gate: &self.gate,
        })?;
        let result = CallResult {
            passed: reasons.is_empty(),
            failed,
            latency_ms: u64::try_from(reply.latency.as_millis()).unwrap_or(u64::MAX),
            tokens: reply.tokens,
            model: reply.model,
            judge,
        };
        self.progress()
            .record(self.dataset.call_id(call), &result)?;
        Ok((result, reasons))
    }

    fn stop(&self) {
        self.gate.stop();
    }
}
