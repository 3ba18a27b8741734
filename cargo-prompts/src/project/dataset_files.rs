//! The files of a prompt's datasets.

use std::sync::Arc;

use prompt_build::disk::Disk;
use prompt_build::library::Run;
use prompt_build::report::Finding;
use prompt_build::size_limit::SizeLimit;
use prompt_build::source::Source;

use crate::project::line_file::LineFile;

/// The golden dataset.
pub const GOLDEN: &str = "golden.yaml";
/// The inputs sampled from real traffic.
pub const REPLAY: &str = "replay.jsonl";

/// The conditions that the answers to a replay must meet.
pub const CHECKS: &str = "checks.yaml";

/// The answers to golden cases that a comparison has kept.
pub const ANSWERS: &str = "answers.yaml";
/// The cases that people have labelled, of a prompt that judges answers.
pub const LABELLED: &str = "judge.yaml";

/// The dataset that a run sends.
pub fn file_name(run: Run) -> &'static str {
    match run {
        Run::Golden => GOLDEN,
        Run::Validation => REPLAY,
        Run::Agreement => LABELLED,
    }
}

/// Reads a file of a prompt's folder. A symbolic link must not lead out of the library.
pub fn read(disk: &Disk, folder: &str, name: &str) -> Result<Arc<Source>, Finding> {
    disk.read_within(library_of(folder), &format!("{folder}/{name}"))
}

/// Opens a file of a prompt's folder, to read it line by line. `None` where there is none to read:
/// [`read`] has the reason.
pub fn open(disk: &Disk, folder: &str, name: &str) -> Option<LineFile> {
    let path = format!("{folder}/{name}");
    let file = disk.open_within(library_of(folder), &path)?;
    Some(LineFile::new(file, SizeLimit::of(&path).bytes))
}

fn library_of(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(library, _)| library)
}
