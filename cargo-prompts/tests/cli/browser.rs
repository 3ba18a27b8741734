//! Programs of `tests/browser`: a real Chromium, and the linter of workflows.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::consumer::repository;
use crate::desk::Run;

const FOLDER: &str = "tests/browser";

/// Runs one of the programs with arguments. `None` if what it needs is not installed: in CI it must be.
pub fn node(test: &str, script: &str, arguments: &[PathBuf]) -> Option<Run> {
    let folder = repository().join(FOLDER);
    if !folder.join("node_modules").is_dir() || !is_there("node") || !is_there("chromium") {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI must run {test}: `.ci/run` installs what it needs"
        );
        eprintln!(
            "NOT RUN: {test}: it needs Chromium and Node.js (Debian's packages `chromium` and `nodejs`), and `npm ci` in `{FOLDER}`"
        );
        return None;
    }
    let mut command = Command::new("node");
    command.arg(script).args(arguments).current_dir(folder);
    Some(Run::of(&command.output().unwrap()))
}

fn is_there(program: &str) -> bool {
    let output = Command::new(program).arg("--version").output();
    output.is_ok_and(|output| output.status.success())
}

/// The folder of the screenshots.
pub fn screenshots() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("review-pages")
}
