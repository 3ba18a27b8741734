//! `ssh-keygen`, which knows every kind of key, agent and hardware.

use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use prompt_build::payload::NAMESPACE;

use super::key::Key;
use crate::report::failure::Failure;

const PROGRAM: &str = "ssh-keygen";

/// Signs a payload. The program may ask for a passphrase, or for a touch, on the terminal, and says
/// there why it fails.
pub fn sign(payload: &str, key: &Key) -> Result<String, Failure> {
    let output = start(key.path())
        .and_then(|child| finish(child, payload))
        .map_err(|error| missing(&error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let key = key.path().display();
    Err(Failure::new(format!("`{PROGRAM}` did not sign with `{key}`")).help("nothing was changed"))
}

fn start(key: &Path) -> io::Result<Child> {
    Command::new(PROGRAM)
        .args(["-Y", "sign", "-n", NAMESPACE, "-f"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
}

fn finish(mut child: Child, payload: &str) -> io::Result<std::process::Output> {
    let written = child
        .stdin
        .take()
        .map_or(Ok(()), |mut input| input.write_all(payload.as_bytes()));
    let output = child.wait_with_output()?;
    // A program that ends before it has read everything says why itself.
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(output),
    }
}

fn missing(error: &io::Error) -> Failure {
    Failure::because(format!("cannot run `{PROGRAM}`"), error)
        .help("install OpenSSH, or sign elsewhere: `--payload FILE` writes what is to be signed")
}
