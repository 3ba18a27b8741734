//! The server, and the connection to it.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::time::Duration;
use std::time::Instant;

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, RedisError, RedisResult, Script, ServerErrorKind,
};
use tokio::sync::Mutex;
use tokio::time;

use super::worker::Answer;
use crate::limit::decision::Decision;
use crate::limit::quota::Quota;
use crate::redaction::Redaction;

const SCRIPT: &str = include_str!("gcra.lua");
const UNKNOWN_SCRIPT: ErrorKind = ErrorKind::Server(ServerErrorKind::NoScript);

pub(super) struct Server {
    client: Client,
    script: Script,
    key: String,
    /// In microseconds, as the script counts.
    interval: u64,
    burst: u32,
    timeout: Duration,
    /// Held while connecting, so that one call connects and the others wait for it.
    connection: Mutex<Option<Connection>>,
}

/// A connection. The `Arc` tells it from the next one.
type Connection = Arc<MultiplexedConnection>;

impl Server {
    pub(super) fn new(client: Client, key: String, quota: &Quota, timeout: Duration) -> Self {
        Self {
            client,
            script: Script::new(SCRIPT),
            key,
            interval: quota.interval.div_ceil(1000),
            burst: quota.burst.get(),
            timeout,
            connection: Mutex::default(),
        }
    }

    /// Asks for a permit. Returns within the timeout, which began at `asked_at`.
    pub(super) async fn ask(&self, asked_at: Instant) -> Answer {
        let left = self.timeout.saturating_sub(asked_at.elapsed());
        let mut used = None;
        let cause = match time::timeout(left, self.ask_twice(&mut used)).await {
            Ok(Ok(wait)) => return decision(wait),
            Ok(Err(error)) => self.without_password(&error),
            Err(_) => format!("no answer within {:?}", self.timeout),
        };
        // The host name may stand for another server by now, for example after a failover.
        self.forget(used.as_ref());
        Err(cause)
    }

    /// Asks, and asks again over a new connection if the old one is broken, for example because the
    /// server was restarted.
    async fn ask_twice(&self, used: &mut Option<Connection>) -> RedisResult<i64> {
        match self.ask_once(used).await {
            Err(error) if error.is_unrecoverable_error() => {
                self.forget(used.as_ref());
                self.ask_once(used).await
            }
            answer => answer,
        }
    }

    /// Asks by the hash of the script, and by the script itself if the server does not know it. The way of
    /// the crate loads the script first, and panics if the server answers that with anything but the hash.
    async fn ask_once(&self, used: &mut Option<Connection>) -> RedisResult<i64> {
        let connection = used.insert(self.connect().await?);
        let mut connection = MultiplexedConnection::clone(connection);
        let by_hash = self.command("EVALSHA", self.script.get_hash());
        match by_hash.query_async(&mut connection).await {
            Err(error) if error.kind() == UNKNOWN_SCRIPT => {
                let whole = self.command("EVAL", SCRIPT);
                whole.query_async(&mut connection).await
            }
            answer => answer,
        }
    }

    fn command(&self, name: &str, script: &str) -> Cmd {
        let mut command = redis::cmd(name);
        command.arg(script).arg(1).arg(&self.key);
        command.arg(self.interval).arg(self.burst);
        command
    }

    async fn connect(&self) -> RedisResult<Connection> {
        let mut current = self.connection.lock().await;
        if let Some(connection) = &*current {
            return Ok(Arc::clone(connection));
        }
        // The timeout of the whole call bounds these as well.
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_response_timeout(None);
        let connection = self
            .client
            .get_multiplexed_async_connection_with_config(&config)
            .await?;
        Ok(Arc::clone(current.insert(Arc::new(connection))))
    }

    /// Makes the next call connect again, unless another call has done so or is about to.
    fn forget(&self, used: Option<&Connection>) {
        if let (Some(used), Ok(mut current)) = (used, self.connection.try_lock()) {
            current.take_if(|connection| Arc::ptr_eq(connection, used));
        }
    }

    /// Returns the error on one line. The password is removed, since a server may repeat what it
    /// was sent, and the error may escape that. It can have line ends, so it is removed first.
    fn without_password(&self, error: &RedisError) -> String {
        let info = self.client.get_connection_info();
        let passwords = info.redis_settings().password().map(String::from);
        let redaction = Redaction::of(passwords.as_slice());
        let (cause, answer) = (error.to_string(), answer(error));
        let cause = match redaction.apply_escaped(&answer) {
            // The crate parts an answer at its first blank, which the password may have.
            shown if shown != answer => shown,
            _ => redaction.apply_escaped(&cause),
        };
        let lines = cause.lines().filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("; ")
    }
}

/// Returns an error of the server as it was sent. It is empty if the server sent none.
fn answer(error: &RedisError) -> String {
    let parts = [error.code(), error.detail()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn decision(wait: i64) -> Answer {
    match u64::try_from(wait) {
        Ok(0) => Ok(Decision::Permit),
        Ok(wait) => Ok(Decision::Wait(Duration::from_micros(wait))),
        Err(_) => Err(format!(
            "unexpected answer `{wait}`, expected a time to wait"
        )),
    }
}
