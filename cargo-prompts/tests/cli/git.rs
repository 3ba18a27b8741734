//! Repositories of git.

use std::path::Path;
use std::process::Command;

use crate::desk::Run;

/// Commands of git without the settings of the user. They take a repository of another user.
/// The same files make the same commits.
pub const VARIABLES: [(&str, &str); 7] = [
    ("GIT_AUTHOR_DATE", "2026-11-05T12:00:00Z"),
    ("GIT_COMMITTER_DATE", "2026-11-05T12:00:00Z"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_CONFIG_COUNT", "1"),
    ("GIT_CONFIG_KEY_0", "safe.directory"),
    ("GIT_CONFIG_VALUE_0", "*"),
];

/// Runs git with arguments, separated by blanks. It must succeed.
pub fn git(folder: &Path, arguments: &str) {
    let mut command = Command::new("git");
    command
        .args(["-c", "user.name=ana", "-c", "user.email=ana@example.com"])
        .args(arguments.split(' '))
        .current_dir(folder)
        .envs(VARIABLES);
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{arguments}: {}",
        Run::of(&output).said()
    );
}

/// Makes a repository of a folder, with all that is in it as the first commit of `main`.
pub fn begin(folder: &Path) {
    git(folder, "init --quiet --initial-branch main --template=");
    commit(folder, "base");
}

/// Commits all that there is, with a message of one word.
pub fn commit(folder: &Path, message: &str) {
    git(folder, "add --all --force");
    git(
        folder,
        &format!("commit --quiet --allow-empty --message {message}"),
    );
}
