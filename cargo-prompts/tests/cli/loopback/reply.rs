use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::request::drain;

/// The reply of the server to a request.
pub enum Reply {
    /// Status, headers as lines of their own, body.
    Http(u16, String, Vec<u8>),
    /// The same, after a while.
    Late(Duration, Box<Reply>),
    /// These bytes, then the end of the connection.
    Raw(Vec<u8>),
    /// A connection that is closed without a word.
    Close,
    /// A connection that is reset.
    Reset,
    /// Nothing, for as long as the client waits.
    Hang,
    /// A body of which a little comes again and again.
    Drip,
    /// A body that begins well, and goes on for as long as the client reads.
    Endless,
}

impl Reply {
    /// An answer of the model.
    pub fn answer(text: &str) -> Self {
        Self::completion(&json!({ "role": "assistant", "content": text }), "stop")
    }

    pub fn completion(message: &Value, finish_reason: &str) -> Self {
        let choice = json!({ "index": 0, "message": message, "finish_reason": finish_reason });
        Self::json(
            200,
            &json!({ "id": "1", "object": "chat.completion", "choices": [choice] }),
        )
    }

    /// An error as the endpoints report it.
    pub fn error(status: u16, message: &str) -> Self {
        Self::json(
            status,
            &json!({ "error": { "message": message, "type": "test" } }),
        )
    }

    pub fn json(status: u16, body: &Value) -> Self {
        Self::Http(
            status,
            "content-type: application/json\r\n".to_owned(),
            body.to_string().into_bytes(),
        )
    }

    pub fn text(status: u16, body: &str) -> Self {
        Self::Http(status, String::new(), body.as_bytes().to_vec())
    }

    /// The same reply with one header more.
    pub fn with_header(self, name: &str, value: &str) -> Self {
        match self {
            Self::Http(status, headers, body) => {
                Self::Http(status, format!("{headers}{name}: {value}\r\n"), body)
            }
            other => other,
        }
    }

    pub fn late(self, by: Duration) -> Self {
        Self::Late(by, Box::new(self))
    }

    /// The client may be gone at any time, which is its right.
    pub(super) fn send(self, mut stream: &TcpStream) {
        match self {
            Self::Http(status, headers, body) => {
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n"
                );
                let _ = stream.write_all(head.as_bytes());
                let _ = stream.write_all(&body);
            }
            Self::Late(by, reply) => {
                thread::sleep(by);
                reply.send(stream);
            }
            Self::Raw(bytes) => drop(stream.write_all(&bytes)),
            Self::Close => drop(stream.shutdown(Shutdown::Both)),
            // Done by not reading the request.
            Self::Reset => {}
            Self::Hang => drain(stream),
            Self::Drip => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{");
                while stream.write_all(b" ").is_ok() {
                    thread::sleep(Duration::from_millis(100));
                }
            }
            Self::Endless => {
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"choices\": [");
                while stream.write_all(&[b' '; 4096]).is_ok() {}
            }
        }
    }
}
