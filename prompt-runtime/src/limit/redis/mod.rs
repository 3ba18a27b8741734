//! The quota of a fleet, on a Redis that all of it shares.

mod redis_limiter_builder;
mod server;
mod worker;

use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use std::sync::mpsc;

use tokio::sync::oneshot;

pub use redis_limiter_builder::RedisLimiterBuilder;

use super::LimitError;
use super::decision::Decision;
use worker::{Answer, Worker};

/// The way to the server.
pub(super) struct Redis {
    environment: &'static str,
    address: String,
    fails_open: bool,
    worker: Worker,
}

impl Redis {
    /// The worker answers in time, whatever the server does.
    pub(super) fn ask(&self) -> Result<Decision, LimitError> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.worker.ask(Box::new(move |answer| _ = sender.send(answer)));
        self.settle(receiver.recv().ok())
    }

    pub(super) async fn ask_async(&self) -> Result<Decision, LimitError> {
        let (sender, receiver) = oneshot::channel();
        self.worker.ask(Box::new(move |answer| _ = sender.send(answer)));
        self.settle(receiver.await.ok())
    }

    fn settle(&self, answer: Option<Answer>) -> Result<Decision, LimitError> {
        match answer.unwrap_or_else(|| Err("the thread that asks it has ended".to_string())) {
            Ok(decision) => Ok(decision),
            Err(_) if self.fails_open => Ok(Decision::Permit),
            Err(cause) => Err(LimitError::unavailable(self.environment, self.address.clone(), cause)),
        }
    }
}
