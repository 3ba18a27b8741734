//! The programs of OpenSSH, in a folder of their own.

use std::env;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

/// A folder with keys, and `ssh-keygen` at work in it.
pub(crate) struct OpenSsh {
    folder: TempDir,
}

/// A question to `ssh-keygen -Y verify`.
pub(crate) struct Question<'a> {
    pub allowed: &'a str,
    pub signer: &'a str,
    pub namespace: &'a str,
    pub message: &'a [u8],
    pub signature: &'a str,
    /// `YYYYMMDDHHMMSS`, in UTC.
    pub time: &'a str,
}

impl OpenSsh {
    /// `None` where OpenSSH is not installed, which is said past the harness that captures what a
    /// test prints.
    pub(crate) fn start() -> Option<Self> {
        let missing = Command::new("ssh-keygen")
            .arg("-?")
            .stderr(Stdio::null())
            .status();
        if missing.is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            let test = thread::current().name().unwrap_or_default().to_owned();
            let notice = format!(
                "NOT RUN: {test}: `ssh-keygen` is not installed (Debian's package `openssh-client` has it)"
            );
            assert!(env::var("CI") != Ok("true".to_owned()), "{notice}");
            io::stderr()
                .write_all(format!("{notice}\n").as_bytes())
                .unwrap();
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        Some(Self { folder })
    }

    /// Makes a key and returns its line of the file `NAME.pub`, without the comment.
    pub(crate) fn make_key(&self, name: &str, key_type: &str) -> String {
        self.keygen(&["-q", "-t", key_type, "-N", "", "-C", "", "-f", name]);
        self.public_key(name)
    }

    pub(crate) fn public_key(&self, name: &str) -> String {
        let text = fs::read_to_string(self.path(&format!("{name}.pub"))).unwrap();
        text.trim_end().to_owned()
    }

    /// Signs a message with a key of the folder.
    pub(crate) fn sign(&self, key: &str, namespace: &str, message: &[u8], more: &[&str]) -> String {
        self.sign_through(key, namespace, message, more, None)
    }

    /// Signs a message with a key whose private half an agent has.
    pub(crate) fn sign_through(
        &self,
        key: &str,
        namespace: &str,
        message: &[u8],
        more: &[&str],
        agent: Option<&Agent>,
    ) -> String {
        let mut command = self.command("ssh-keygen");
        command
            .args(["-Y", "sign", "-f", key, "-n", namespace])
            .args(more);
        if let Some(agent) = agent {
            command.env("SSH_AUTH_SOCK", &agent.socket);
        }
        succeeded(run(command, message))
    }

    /// Returns `true` if `ssh-keygen -Y verify` accepts a signature.
    pub(crate) fn accepts(&self, question: &Question<'_>) -> bool {
        fs::write(self.path("allowed"), question.allowed).unwrap();
        fs::write(self.path("signature"), question.signature).unwrap();
        let mut command = self.command("ssh-keygen");
        command.args(["-Y", "verify", "-f", "allowed", "-s", "signature"]);
        command.args(["-I", question.signer, "-n", question.namespace]);
        command.arg(format!("-Overify-time={}", question.time));
        run(command, question.message).status.success()
    }

    /// The fingerprint of a key, as `ssh-keygen -l` prints it.
    pub(crate) fn fingerprint(&self, public_key: &str) -> String {
        fs::write(self.path("shown.pub"), public_key).unwrap();
        let line = self.keygen(&["-l", "-f", "shown.pub"]);
        line.split(' ').nth(1).unwrap().to_owned()
    }

    pub(crate) fn keygen(&self, arguments: &[&str]) -> String {
        let mut command = self.command("ssh-keygen");
        command.args(arguments);
        succeeded(run(command, b""))
    }

    pub(crate) fn remove_private_key(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// No file, agent or time zone of the user has a part in it.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .env_remove("SSH_AUTH_SOCK");
        command
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// An `ssh-agent` with a socket of its own, that ends with the test.
pub(crate) struct Agent {
    child: Child,
    socket: PathBuf,
}

impl Agent {
    /// Starts an agent that has one key.
    pub(crate) fn start(openssh: &OpenSsh, key: &str) -> Self {
        let socket = openssh.path("agent");
        let mut command = openssh.command("ssh-agent");
        command.arg("-D").arg("-a").arg(&socket);
        let child = command.stdout(Stdio::null()).spawn().unwrap();
        let agent = Self { child, socket };
        agent.wait();
        let mut command = openssh.command("ssh-add");
        command
            .args(["-q", key])
            .env("SSH_AUTH_SOCK", &agent.socket);
        succeeded(run(command, b""));
        agent
    }

    fn wait(&self) {
        let start = Instant::now();
        while !Path::exists(&self.socket) {
            assert!(start.elapsed() < PATIENCE, "ssh-agent does not start");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn run(mut command: Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments closes the pipe before it has read it.
    _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn succeeded(output: Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}
