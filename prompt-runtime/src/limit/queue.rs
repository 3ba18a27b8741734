//! The calls of one process that wait.

use core::time::Duration;

use async_lock::Mutex;
use futures_timer::Delay;

use super::LimitError;
use super::deadline::Deadline;
use super::decision::Decision;
use super::store::Store;

/// The time that the others wait for the first in the queue after its permit was due. The first may
/// be a future that is no longer polled: the others must not wait for it for ever.
const GRACE: Duration = Duration::from_secs(1);

/// The queue. Its first sleeps until there may be a permit, and asks again; the others sleep until
/// they are the first. If all of them asked, each permit would wake a thousand, and each of these
/// would ask the server.
#[derive(Debug, Default)]
pub(super) struct Queue(Mutex<()>);

impl Queue {
    /// Asks until there is a permit, or the wait for one is longer than the deadline allows.
    pub(super) async fn ask(
        &self,
        store: &Store,
        deadline: Deadline,
    ) -> Result<Decision, LimitError> {
        loop {
            let failures = store.failures();
            let decision = store.ask_async().await?;
            let wait = match decision {
                Decision::Wait(wait) if deadline.allows(wait) => wait,
                _ => return Ok(decision),
            };
            let Some(first) = deadline.or_after(wait + GRACE).bound(self.0.lock()).await else {
                continue;
            };
            // All wait at once for a server that hangs, not one after the other.
            let _first = (store.failures() == failures).then_some(first);
            return ask_repeatedly(store, deadline).await;
        }
    }
}

async fn ask_repeatedly(store: &Store, deadline: Deadline) -> Result<Decision, LimitError> {
    loop {
        match store.ask_async().await? {
            Decision::Wait(wait) if deadline.allows(wait) => Delay::new(wait).await,
            decision => return Ok(decision),
        }
    }
}
