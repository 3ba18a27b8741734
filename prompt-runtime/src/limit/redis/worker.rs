//! The thread that asks the server, for callers of any kind: those that block, and those under any executor.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use std::time::Instant;
use std::{io, thread};

use tokio::runtime;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::server::Server;
use crate::limit::decision::Decision;

pub(super) type Answer = Result<Decision, String>;

/// Gets the answer, on the worker's thread.
type Receiver = Box<dyn FnOnce(Answer) + Send>;

struct Request {
    asked: Instant,
    receiver: Receiver,
}

/// Ends when it is dropped.
pub(super) struct Worker(UnboundedSender<Request>);

impl Worker {
    pub(super) fn start(server: Server) -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (sender, requests) = mpsc::unbounded_channel();
        thread::Builder::new().name("prompt-limit".into()).spawn(move || {
            runtime.block_on(serve(Arc::new(server), requests));
            // A name that is still being looked up is nobody's any more.
            runtime.shutdown_background();
        })?;
        Ok(Self(sender))
    }

    /// Where the thread has ended, the receiver is dropped unused.
    pub(super) fn ask(&self, receiver: Receiver) {
        _ = self.0.send(Request { asked: Instant::now(), receiver });
    }
}

async fn serve(server: Arc<Server>, mut requests: UnboundedReceiver<Request>) {
    while let Some(Request { asked, receiver }) = requests.recv().await {
        let server = Arc::clone(&server);
        tokio::spawn(async move { receiver(server.ask(asked).await) });
    }
}
