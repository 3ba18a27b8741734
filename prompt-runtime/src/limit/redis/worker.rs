//! The thread that asks the server, for callers of any kind: those that block, and those under any
//! executor.

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
    asked: Instant,
    sender: Sender<Answer>,
}

/// Ends when it is dropped.
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
                // A name that is still being looked up is nobody's any more.
                runtime.shutdown_background();
            })?;
        Ok(Self(sender))
    }

    /// Where the thread has ended there is no answer.
    pub(super) fn ask(&self) -> Receiver<Answer> {
        let (sender, receiver) = oneshot::channel();
        _ = self.0.send(Request {
            asked: Instant::now(),
            sender,
        });
        receiver
    }
}

async fn serve(server: Arc<Server>, mut requests: UnboundedReceiver<Request>) {
    while let Some(Request { asked, sender }) = requests.recv().await {
        let server = Arc::clone(&server);
        tokio::spawn(async move { sender.send(server.ask(asked).await) });
    }
}
