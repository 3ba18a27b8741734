//! The programs that are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::baseline;
use crate::library::id;

/// Calls in one source file of the package.
const CALLS: usize = 100;

/// Builds `cargo-prompts` as it is installed.
pub(crate) fn build() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--release", "--package", "cargo-prompts"])
        .current_dir(repository());
    assert!(
        cargo.status().expect("cargo starts").success(),
        "cargo-prompts does not build"
    );
}

/// `cargo prompts` with these arguments in a package.
pub(crate) fn cargo_prompts(root: &Path, arguments: &[&str]) -> Command {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), PathBuf::from);
    let mut command = Command::new(target.join("release/cargo-prompts"));
    command.arg("prompts").args(arguments).current_dir(root);
    command
}

/// This program as the baseline, on the library of a package.
pub(crate) fn reader(root: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("the program knows where it is"));
    command.arg(baseline::COMMAND).arg(root.join("prompts"));
    command
}

/// Sources that call for each of the prompts.
pub(crate) fn write_sources(root: &Path, prompts: usize) {
    let sources = root.join("src");
    fs::create_dir_all(&sources).expect("the folder can be made");
    for first in (0..prompts).step_by(CALLS) {
        let calls = (first..prompts.min(first + CALLS)).map(|call| {
            format!(
                "    println!(\"{{}}\", prompt_runtime::prompt!(\"{}\").text());\n",
                id(call)
            )
        });
        let source = format!("pub fn print() {{\n{}}}\n", calls.collect::<String>());
        fs::write(sources.join(format!("print_{first:05}.rs")), source)
            .expect("the file can be written");
    }
}

pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("benches is a folder of the repository")
}
