//! The key that signs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use prompt_build::config::Config;
use tempfile::NamedTempFile;

use crate::report::failure::Failure;

/// A key as `ssh-keygen` takes it: the file of a private key, or the file of a public key whose
/// private key is in the agent.
#[derive(Debug)]
pub enum Key {
    File(PathBuf),
    Public(NamedTempFile),
}

impl Key {
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Public(file) => file.path(),
        }
    }
}

/// Finds the key: the file that is named, else a key of the agent that may sign, else the key that
/// git signs with.
pub fn find(named: Option<&Path>, who: &str, config: &Config) -> Result<Key, Failure> {
    if let Some(file) = named {
        return Ok(Key::File(file.to_owned()));
    }
    if let Some(line) = of_agent(who, config) {
        return public(&line);
    }
    let Some(configured) = said_by("git", &["config", "user.signingkey"]) else {
        return Err(none());
    };
    // Git takes a public key in place of a file, too.
    let literal = configured.strip_prefix("key::").unwrap_or(&configured);
    if literal.starts_with("ssh-") || literal.starts_with("sk-ssh-") {
        return public(literal);
    }
    let home = configured.strip_prefix("~/").and_then(|rest| {
        let home = std::env::home_dir()?;
        Some(home.join(rest))
    });
    Ok(Key::File(home.unwrap_or_else(|| configured.into())))
}

/// The first key of the agent with which this person may sign.
fn of_agent(who: &str, config: &Config) -> Option<String> {
    let keys = said_by("ssh-add", &["-L"])?;
    let is_allowed = |line: &&str| {
        let blob = line.split_whitespace().nth(1);
        blob.is_some_and(|blob| config.trust.has_key(who, blob))
    };
    keys.lines().find(is_allowed).map(str::to_owned)
}

/// What a program says, if it ends well.
fn said_by(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// A file with a public key, for the time of the signature.
fn public(line: &str) -> Result<Key, Failure> {
    let written = NamedTempFile::with_suffix(".pub").and_then(|mut file| {
        writeln!(file, "{line}")?;
        Ok(file)
    });
    written
        .map(Key::Public)
        .map_err(|error| Failure::because("cannot write the public key for `ssh-keygen`", error))
}

fn none() -> Failure {
    Failure::new("no key to sign with")
        .help("add a key of `allowed_signers` to the agent: `ssh-add FILE`")
        .help("or name it with `--key FILE`")
}
