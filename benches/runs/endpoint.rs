//! An endpoint on the loopback that answers every call after the same time.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

const ANSWER: &str = r#"{"model":"kimi-k2-5-0711","choices":[{"message":{"content":"Good morning."},"finish_reason":"stop"}],"usage":{"prompt_tokens":30,"completion_tokens":4}}"#;

/// Runs until the process ends.
pub struct Endpoint {
    port: u16,
}

impl Endpoint {
    pub fn start(latency: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that is gone ends its connection.
                thread::spawn(move || drop(serve(&stream, latency)));
            }
        });
        Self { port }
    }

    /// The time of so many calls by threads that do nothing else.
    pub fn call_many(&self, calls: u32, threads: u32) -> Duration {
        let (port, start) = (self.port, Instant::now());
        thread::scope(|scope| {
            for thread in 0..threads {
                let share = calls / threads + u32::from(thread < calls % threads);
                scope.spawn(move || call(port, share).expect("the endpoint answers"));
            }
        });
        start.elapsed()
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }
}

/// Makes calls on one connection.
fn call(port: u16, calls: u32) -> io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    for _ in 0..calls {
        stream.write_all(b"POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}")?;
        let length = read_head(&mut reader)?.unwrap_or_default();
        reader.read_exact(&mut vec![0; length])?;
    }
    Ok(())
}

/// Answers the calls of a connection until the client closes it.
fn serve(mut stream: &TcpStream, latency: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(length) = read_head(&mut reader)? {
        reader.read_exact(&mut vec![0; length])?;
        thread::sleep(latency);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
        let reply = format!("{head}content-length: {}\r\n\r\n{ANSWER}", ANSWER.len());
        stream.write_all(reply.as_bytes())?;
    }
    Ok(())
}

/// Reads the head of a request, and returns the length of its body. `None` at the end.
fn read_head(reader: &mut impl BufRead) -> io::Result<Option<usize>> {
    let (mut length, mut line) = (0, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            return Ok(Some(length));
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
    }
}
