use std::io::Read;
use std::net::TcpStream;
use std::time::Instant;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// Method and path: `POST /v1/chat/completions`.
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: serde_json::Value,
    /// The time at which the whole request had arrived.
    pub at: Instant,
}

impl Request {
    /// A request and its length in bytes, once it is whole.
    pub fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.lines();
        let line = lines.next()?.strip_suffix(" HTTP/1.1")?.to_owned();
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut request = Self {
            line,
            headers,
            body: serde_json::Value::Null,
            at: Instant::now(),
        };
        let length = end
            + request
                .header("content-length")
                .map_or(0, |length| length.parse().expect("a length"));
        request.body = serde_json::from_slice(bytes.get(end..length)?).unwrap_or_default();
        Some((request, length))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the text of the last message.
    pub fn last_message(&self) -> &str {
        let messages = self.body["messages"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        messages
            .last()
            .and_then(|message| message["content"].as_str())
            .unwrap_or_default()
    }
}

/// Waits until the other side is gone.
pub fn drain(mut stream: &TcpStream) {
    let mut byte = [0];
    while stream.read(&mut byte).is_ok_and(|length| length > 0) {}
}
