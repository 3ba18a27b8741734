//! The thread that asks the server, for callers that block and for callers under any executor.

use alloc::string::String;
use alloc::sync::Arc;
use std::time::Instant;
use std::{io, thread};

use tokio::runtime;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot::{self, Receiver, Sender};

use super::server::Server;
use crate::limit::decision::Decision;

pub(super) type Answer = Result<Decision, String>;

struct Request {
    asked_at: Instant,
    sender: Sender<Answer>,
}

/// The way to the thread, which ends when this is dropped.
pub(super) struct Worker(UnboundedSender<Request>);

impl Worker {
    pub(super) fn start(server: Server) -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (sender, requests) = mpsc::unbounded_channel();
        thread::Builder::new()
            .name("prompt-limit".into())
            .spawn(move || {
                runtime.block_on(serve(Arc::new(server), requests));
                // A name lookup that still runs is not waited for.
                runtime.shutdown_background();
            })?;
        Ok(Self(sender))
    }

    /// Asks for a permit. If the thread has ended, the receiver returns an error.
    pub(super) fn ask(&self) -> Receiver<Answer> {
        let (sender, receiver) = oneshot::channel();
        _ = self.0.send(Request {
            asked_at: Instant::now(),
            sender,
        });
        receiver
    }
}

async fn serve(server: Arc<Server>, mut requests: UnboundedReceiver<Request>) {
    while let Some(Request { asked_at, sender }) = requests.recv().await {
        let server = Arc::clone(&server);
        tokio::spawn(async move { sender.send(server.ask(asked_at).await) });
    }
}
