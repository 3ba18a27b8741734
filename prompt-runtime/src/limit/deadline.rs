use core::time::Duration;
use std::time::Instant;

/// Until when someone is ready to wait; `None` is for ever.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    pub(super) const NEVER: Self = Self(None);

    /// A time that no clock can tell is never reached.
    pub(super) fn after(time: Duration) -> Self {
        Self(Instant::now().checked_add(time))
    }

    pub(super) fn allows(self, wait: Duration) -> bool {
        self.0.is_none_or(|end| wait <= end.saturating_duration_since(Instant::now()))
    }
}
