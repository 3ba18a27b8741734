//! An endpoint on the loopback that answers as a test says, and misbehaves as a test says.
//!
//! It speaks HTTP by hand: to break off in the middle of a body, or to reset a connection, is what
//! no server library is made for.

#![allow(dead_code, reason = "some of it is for the unit tests")]

mod reply;
mod request;

use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

pub use reply::Reply;
pub use request::Request;

/// Chooses the reply to a request, by what it says and by how many came before it.
type Script = dyn Fn(&Request, usize) -> Reply + Send + Sync;

/// Runs until the test's process ends.
pub struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts on a port of the system's choice.
    pub fn start(script: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (script, log) = (Arc::new(script) as Arc<Script>, Arc::clone(&requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, log) = (Arc::clone(&script), Arc::clone(&log));
                thread::spawn(move || serve(&stream, &*script, &log));
            }
        });
        Self { port, requests }
    }

    /// Returns the URL for `--endpoint`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The requests so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Request> {
        self.requests
            .lock()
            .expect("no test panics in the script")
            .clone()
    }
}

/// One request a connection: each is to be counted, whatever becomes of the connection.
fn serve(mut stream: &TcpStream, script: &Script, log: &Mutex<Vec<Request>>) {
    let Some((request, length)) = peek(stream) else {
        return;
    };
    let reply = {
        let mut log = log.lock().expect("no test panics in the script");
        log.push(request.clone());
        script(&request, log.len() - 1)
    };
    // A connection that is closed with bytes unread is reset by the system.
    if !matches!(reply, Reply::Reset) && stream.read_exact(&mut vec![0; length]).is_ok() {
        reply.send(stream);
    }
}

/// The request and its length in bytes, left unread. What is no HTTP, TLS for example, is told so.
fn peek(stream: &TcpStream) -> Option<(Request, usize)> {
    let mut bytes = vec![0; 1024 * 1024];
    loop {
        let length = stream.peek(&mut bytes).ok().filter(|length| *length > 0)?;
        if !bytes[0].is_ascii_uppercase() {
            Reply::text(400, "this is HTTP").send(stream);
            return None;
        }
        if let Some(request) = Request::parse(&bytes[..length]) {
            return Some(request);
        }
        thread::sleep(Duration::from_millis(1));
    }
}
