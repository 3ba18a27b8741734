//! An `ssh-agent` of its own, which ends with the test.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

pub struct Agent {
    keys: PathBuf,
    socket: String,
    process: Child,
    // The path of a socket must be short.
    _folder: TempDir,
}

impl Agent {
    pub fn start(keys: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket").display().to_string();
        let process = Command::new("ssh-agent")
            .args(["-D", "-a", &socket])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let agent = Self {
            keys: keys.to_owned(),
            socket,
            process,
            _folder: folder,
        };
        while !Path::new(&agent.socket).exists() {
            thread::sleep(Duration::from_millis(10));
        }
        agent
    }

    pub fn socket(&self) -> &str {
        &self.socket
    }

    pub fn add(&self, key: &str) {
        let status = Command::new("ssh-add")
            .arg("-q")
            .arg(self.keys.join(key))
            .env("SSH_AUTH_SOCK", self.socket())
            .status()
            .unwrap();
        assert!(status.success(), "{key}");
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
