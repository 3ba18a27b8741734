//! Keys of `ssh-keygen`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Returns `false` where `ssh-keygen` is missing. In continuous integration it must be there.
pub fn is_there() -> bool {
    let found = Command::new("ssh-keygen").arg("-?").output().is_ok();
    assert!(
        found || std::env::var_os("CI").is_none(),
        "ssh-keygen is missing"
    );
    if !found {
        eprintln!("NOT RUN: ssh-keygen is missing");
    }
    found
}

/// A folder with keys.
pub struct Keys {
    folder: PathBuf,
}

impl Keys {
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Makes a key without a passphrase.
    pub fn make(&self, name: &str) {
        self.run(&["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name]);
    }

    /// Signs a file, as the guide says.
    pub fn sign(&self, key: &str, file: &str) {
        self.run(&[
            "-Y",
            "sign",
            "-n",
            "cargo-prompts-sign-off-v1",
            "-f",
            key,
            file,
        ]);
    }

    fn run(&self, arguments: &[&str]) {
        let status = Command::new("ssh-keygen")
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{arguments:?}");
    }
}
