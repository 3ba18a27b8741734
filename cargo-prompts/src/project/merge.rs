//! A merge of git that is not committed yet, and the files of its sides.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::project::change::normalised;
use crate::report::failure::Failure;

const PROGRAM: &str = "git";
/// The operation that git has not ended yet, by the name of the commit that it brings in.
const UNDER_WAY: [&str; 3] = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD"];

/// The commits of a merge: this branch's is `HEAD`.
#[derive(Debug)]
pub struct Merge {
    /// A folder of the working tree. Paths are relative to it.
    folder: PathBuf,
    /// The name of the other side's commit.
    pub theirs: &'static str,
    /// The commit from which both sides come; `None` if they have none in common.
    base: Option<String>,
}

/// A side of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The commit that both come from.
    Base,
    /// This branch.
    Ours,
    /// The branch that is merged.
    Theirs,
}

impl Merge {
    /// Finds the merge that is under way in the repository of a folder.
    pub fn under_way(folder: &Path) -> Result<Self, Failure> {
        let is_there = |name: &&str| {
            let found = run(folder, ["rev-parse", "--quiet", "--verify", name])?;
            Ok::<_, Failure>(found.status.success())
        };
        for theirs in UNDER_WAY {
            if is_there(&theirs)? {
                let base = base(folder, theirs)?;
                let folder = folder.to_owned();
                return Ok(Self {
                    folder,
                    theirs,
                    base,
                });
            }
        }
        let failure = Failure::new("no merge of git is under way here");
        Err(failure.help("run this after `git merge` stops at a conflict, before the commit"))
    }

    /// The text of a file, relative to the folder, with LF line ends; `None` if the side has no such
    /// file.
    pub fn text(&self, side: Side, path: &str) -> Result<Option<String>, Failure> {
        let commit = match side {
            Side::Base => match &self.base {
                Some(base) => base.as_str(),
                None => return Ok(None),
            },
            Side::Ours => "HEAD",
            Side::Theirs => self.theirs,
        };
        let listed = output(&self.folder, ["ls-tree", commit, "--", path])?;
        // The mode, the type and the name of the object stand before a tab.
        let entry = listed.split('\t').next().unwrap_or_default();
        let Some(object) = entry.split(' ').nth(2) else {
            return Ok(None);
        };
        let text = output(&self.folder, ["cat-file", "blob", object])?;
        Ok(Some(normalised(&text)))
    }
}

/// The commit that both sides come from. That of a commit which is picked is its parent.
fn base(folder: &Path, theirs: &str) -> Result<Option<String>, Failure> {
    let parent = format!("{theirs}^");
    let found = match theirs {
        "MERGE_HEAD" => run(folder, ["merge-base", "HEAD", theirs])?,
        _ => run(folder, ["rev-parse", "--quiet", "--verify", &parent])?,
    };
    let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    Ok(Some(commit).filter(|_| found.status.success()))
}

fn output<const N: usize>(folder: &Path, arguments: [&str; N]) -> Result<String, Failure> {
    let output = run(folder, arguments)?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let message = format!("`{PROGRAM} {}` failed", arguments.join(" "));
        return Err(Failure::because(message, error));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::new("a file of the other branch is not UTF-8"))
}

fn run<const N: usize>(folder: &Path, arguments: [&str; N]) -> Result<Output, Failure> {
    let mut command = Command::new(PROGRAM);
    command
        .arg("-C")
        .arg(folder)
        .args(arguments.map(OsStr::new));
    let output = command.output();
    output.map_err(|error| {
        Failure::because(format!("cannot run `{PROGRAM}`"), error)
            .help("the sides of a merge are read with git: install it")
    })
}
