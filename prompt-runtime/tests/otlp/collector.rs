//! A collector that takes OTLP over HTTP, as JSON.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use serde_json::Value;

pub struct Collector {
    endpoint: String,
    bodies: Receiver<Value>,
}

impl Collector {
    /// Starts a collector on the loopback.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}/v1/traces", listener.local_addr().unwrap());
        let (sender, bodies) = channel();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let sender = sender.clone();
                thread::spawn(move || serve(connection.unwrap(), &sender));
            }
        });
        Self { endpoint, bodies }
    }

    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns the spans that have arrived.
    pub fn spans(&self) -> Vec<Value> {
        let resources = self
            .bodies
            .try_iter()
            .flat_map(|body| list(&body["resourceSpans"]));
        let scopes = resources.flat_map(|resource| list(&resource["scopeSpans"]));
        scopes.flat_map(|scope| list(&scope["spans"])).collect()
    }
}

pub fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// Answers the requests of a connection. A body is handed on before the answer is sent.
fn serve(mut connection: TcpStream, bodies: &Sender<Value>) {
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    while let Some(body) = request(&mut reader) {
        if bodies.send(body).is_err() {
            return;
        }
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n";
        connection
            .write_all(format!("{head}{{}}").as_bytes())
            .unwrap();
    }
}

/// Reads a request. Returns `None` at the end of the connection.
fn request(reader: &mut impl BufRead) -> Option<Value> {
    let lines = reader.by_ref().lines();
    let head = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .map(|line| line.to_lowercase())
        .collect::<Vec<_>>();
    let line = head.first()?;
    assert!(line.starts_with("post /v1/traces "), "{line}");
    assert!(
        head.iter()
            .any(|line| line == "content-type: application/json"),
        "{head:?}"
    );
    let length = head
        .iter()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    Some(serde_json::from_slice(&body).unwrap())
}
