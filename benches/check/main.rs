//! Measures `cargo prompts` beside a program that does nothing but read and hash the same files.

mod baseline;
#[path = "../builds/library.rs"]
#[expect(
    dead_code,
    reason = "shared with `builds`, which has other texts as well"
)]
mod library;
mod program;
#[path = "../builds/table.rs"]
mod table;
#[path = "../builds/timing.rs"]
mod timing;

use std::path::{Path, PathBuf};

use library::{Library, Texts};
use program::{cargo_prompts, reader};
use table::Table;
use timing::{Cost, alternate, measure, median};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const VERSIONS: usize = 5;
const RUNS: usize = 9;

/// Commands that someone waits for, and what they are given besides.
const COMMANDS: &[&[&str]] = &[
    &["list"],
    &["show", "prompt-00042"],
    &["diff", "prompt-00042", "1.0.0", "1.4.0"],
    &["diff", "prompt-00042", "development", "production"],
    &["history", "prompt-00042"],
    &["check"],
    &["explain", "unknown-version"],
];

fn main() {
    let arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect::<Vec<_>>();
    if let [command, folder] = arguments.as_slice()
        && command == baseline::COMMAND
    {
        return baseline::run(Path::new(folder));
    }
    let sizes = arguments
        .iter()
        .filter_map(|argument| argument.parse().ok())
        .collect::<Vec<_>>();
    program::build();
    println!(
        "release build, {VERSIONS} versions of 2 kB a prompt, medians of {RUNS}; ratios are of pairs run in turn"
    );
    check(if sizes.is_empty() { &SIZES } else { &sizes });
    commands();
}

/// The check of a whole library, beside the reading and hashing that it cannot do without.
fn check(sizes: &[usize]) {
    let columns = [
        "prompts",
        "check",
        "read and hash",
        "ratio",
        "spread",
        "CPU ratio",
    ];
    let mut table = Table::new("cargo prompts check", &columns);
    for &prompts in sizes {
        let root = package(prompts);
        let check = || measure(&mut cargo_prompts(&root, &["check"]));
        let read = || measure(&mut reader(&root));
        check();
        read();
        let pairs = alternate(RUNS, check, read);
        let cells = [
            pairs.a(),
            pairs.b(),
            pairs.ratio(),
            pairs.spread(),
            pairs.cpu_ratio(),
        ];
        let mut row = vec![prompts.to_string()];
        row.extend(cells);
        table.row(&row);
    }
    table.print();
}

/// Measures the commands that should feel instant.
fn commands() {
    let mut table = Table::new("100 prompts", &["cargo prompts", "median"]);
    let root = package(100);
    for arguments in COMMANDS {
        let run = || measure(&mut cargo_prompts(&root, arguments));
        let cost: Cost = median((0..RUNS).map(|_| run()));
        table.row(&[arguments.join(" "), cost.milliseconds()]);
    }
    table.print();
}

/// A package with a library of so many prompts, all of which it uses. It stays from one run to the
/// next.
fn package(prompts: usize) -> PathBuf {
    let root = program::repository()
        .join("target/benches")
        .join(format!("check-{prompts}x{VERSIONS}"));
    let is_complete = root.join("complete");
    if !is_complete.exists() {
        _ = std::fs::remove_dir_all(&root);
        let texts = Texts::Fixed;
        Library {
            prompts,
            versions: VERSIONS,
            calls: prompts,
            texts,
        }
        .write(&root.join("prompts"));
        program::write_sources(&root, prompts);
        std::fs::write(is_complete, "").expect("the file can be written");
    }
    root
}
