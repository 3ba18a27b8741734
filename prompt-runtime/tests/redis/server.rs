use std::env;
use std::io::{self, ErrorKind, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::PATIENCE;

/// A `redis-server` on a free port of the loopback, that keeps nothing and ends with the test.
pub(crate) struct Server {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Server {
    /// `None` where it is not installed, which is said past the harness that captures what a test
    /// prints.
    pub(crate) fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// The same, with more arguments.
    pub(crate) fn start_with(arguments: &[&str]) -> Option<Self> {
        let missing = Command::new("redis-server")
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        if missing.is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            let test = thread::current().name().unwrap_or_default().to_owned();
            let notice = format!(
                "NOT RUN: {test}: `redis-server` is not installed (Debian's package of that name has it)"
            );
            assert!(env::var("CI") != Ok("true".to_owned()), "{notice}");
            io::stderr()
                .write_all(format!("{notice}\n").as_bytes())
                .unwrap();
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        // Whoever takes the port in between is met by the next.
        let started = (0..10).find_map(|_| {
            let port = TcpListener::bind("127.0.0.1:0")
                .unwrap()
                .local_addr()
                .unwrap()
                .port();
            Some((launch(port, &folder, arguments)?, port))
        });
        let (child, port) = started.expect("redis-server starts");
        Some(Self {
            child,
            port,
            folder,
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn connection(&self) -> redis::Connection {
        redis::Client::open(self.url())
            .unwrap()
            .get_connection()
            .unwrap()
    }

    /// Runs a command, written as in `redis-cli`.
    pub(crate) fn run<T: redis::FromRedisValue>(&self, command: &str) -> T {
        let mut words = command.split(' ');
        let mut command = redis::cmd(words.next().unwrap());
        command.arg(words.collect::<Vec<_>>());
        command.query(&mut self.connection()).unwrap()
    }

    /// The server's clock, in microseconds.
    pub(crate) fn now(&self) -> u64 {
        let (seconds, microseconds) = self.run::<(u64, u64)>("TIME");
        seconds * 1_000_000 + microseconds
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// On the same port, with nothing in it.
    pub(crate) fn restart(&mut self) {
        self.child = launch(self.port, &self.folder, &[]).expect("redis-server starts again");
    }

    pub(crate) fn pause(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success(), "{signal}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// `None` where it does not stay, because its port is taken.
fn launch(port: u16, folder: &TempDir, arguments: &[&str]) -> Option<Child> {
    let mut command = Command::new("redis-server");
    command.args([
        "--bind",
        "127.0.0.1",
        "--port",
        &port.to_string(),
        "--save",
        "",
        "--appendonly",
        "no",
    ]);
    command
        .args(["--daemonize", "no"])
        .args(arguments)
        .arg("--dir")
        .arg(folder.path());
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let client = redis::Client::open(("127.0.0.1", port)).unwrap();
    let start = Instant::now();
    while start.elapsed() < PATIENCE && child.try_wait().unwrap().is_none() {
        let pid = client
            .get_connection()
            .and_then(|mut connection| redis::cmd("INFO").query::<String>(&mut connection));
        // It is this one that answers, and not another at the same port.
        if pid.is_ok_and(|info| info.contains(&format!("process_id:{}\r\n", child.id()))) {
            return Some(child);
        }
        thread::sleep(Duration::from_millis(10));
    }
    _ = child.kill();
    _ = child.wait();
    None
}
