use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;
use std::time::Instant;

use futures_timer::Delay;

/// The end of a wait, or `None` for a wait without end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    pub(super) const NEVER: Self = Self(None);

    /// Makes a deadline. A time beyond the range of the clock is never reached.
    pub(super) fn after(time: Duration) -> Self {
        Self(Instant::now().checked_add(time))
    }

    /// Returns the sooner of this deadline and one after `time`.
    pub(super) fn or_after(self, time: Duration) -> Self {
        let Self(other) = Self::after(time);
        Self(self.0.into_iter().chain(other).min())
    }

    pub(super) fn allows(self, wait: Duration) -> bool {
        self.left().is_none_or(|left| wait <= left)
    }

    /// Returns the output of the future, or `None` if the deadline passes first.
    pub(super) async fn bound<F: Future>(self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        let mut end = self.left().map(Delay::new);
        poll_fn(|context| match (future.as_mut().poll(context), &mut end) {
            (Poll::Ready(output), _) => Poll::Ready(Some(output)),
            (Poll::Pending, Some(end)) => Pin::new(end).poll(context).map(|()| None),
            (Poll::Pending, None) => Poll::Pending,
        })
        .await
    }

    fn left(self) -> Option<Duration> {
        self.0
            .map(|end| end.saturating_duration_since(Instant::now()))
    }
}
