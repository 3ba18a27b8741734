//! Prints what the largest files that are read cost a build, at opt-level 0.
//!
//! `cargo run -p prompt-build --example large` measures each kind of file in `kinds.yaml`, and
//! `… --example large ledger` those with `ledger` in their names. A file is as large as its limit
//! allows; `LARGE_KB` in the environment sets another size, to see how the time grows. Each
//! measurement is a process of its own, which is ended after 30 seconds.

mod cost;
mod kinds;
mod package;

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use kinds::Kind;
use prompt_build::check::{Audit, check_everything};
use prompt_build::disk::Disk;
use prompt_build::report::render;

const LONGEST: Duration = Duration::from_secs(30);
/// The argument of a process that measures a build script.
const BUILD: &str = "--build";
/// The argument of a process that measures a check of everything.
const CHECK: &str = "--check";

fn main() {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    match arguments.as_slice() {
        [flag] if flag == BUILD => print_cost(build),
        [flag] if flag == CHECK => print_cost(check),
        names => print_table(names),
    }
}

fn print_table(names: &[String]) {
    println!("| kind of file | size | build | memory | check | memory | first finding |");
    println!("|---|--:|--:|--:|--:|--:|---|");
    let folder = std::env::temp_dir().join(format!("large-{}", std::process::id()));
    let is_wanted = |kind: &&Kind| names.iter().all(|part| kind.name.contains(part));
    for kind in kinds::all().iter().filter(is_wanted) {
        let size = package::write(&folder, kind);
        let (build, finding) = measured(&folder, BUILD);
        let (check, _) = measured(&folder, CHECK);
        println!(
            "| {} | {:.1} MiB | {build} | {check} | {finding} |",
            kind.name,
            mebibytes(size)
        );
        fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}

/// Measures in a process of its own. Returns its figures, and the code of its first finding.
fn measured(folder: &Path, flag: &str) -> (String, String) {
    let output = folder.join("output");
    let program = std::env::current_exe().expect("the program knows where it is");
    let mut child = Command::new(program)
        .arg(flag)
        .current_dir(folder)
        .envs(package::variables(folder))
        .stdout(File::create(&output).expect("a file for the output"))
        .spawn()
        .expect("the program starts");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            break status;
        }
        if start.elapsed() > LONGEST {
            child.kill().expect("the program can be ended");
            _ = child.wait();
            return (
                format!("more than {} s |", LONGEST.as_secs()),
                String::new(),
            );
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    if !status.success() {
        return ("failed |".to_owned(), String::new());
    }
    let text = fs::read_to_string(output).expect("the output is text");
    let figures = text.lines().next_back().unwrap_or_default();
    (figures.to_owned(), first_code(&text))
}

fn mebibytes(bytes: usize) -> f64 {
    let kilobytes = u32::try_from(bytes / 1024).expect("a file in memory");
    f64::from(kilobytes) / 1024.0
}

/// The code of the first finding that a build script prints: `cargo::error=PLACE: [CODE] …`.
fn first_code(output: &str) -> String {
    let mut lines = output.lines();
    let finding =
        lines.find(|line| line.starts_with("cargo::error") || line.starts_with("cargo::warning"));
    finding
        .and_then(|line| line.split_once('[')?.1.split_once(']'))
        .map_or_else(String::new, |(code, _)| code.to_owned())
}

fn print_cost(part: impl FnOnce()) {
    let start = Instant::now();
    part();
    let time = cost::cpu_time().unwrap_or_else(|| start.elapsed());
    println!("\n{:.1} s | {}", time.as_secs_f64(), cost::peak_memory());
}

fn build() {
    prompt_build::run();
}

fn check() {
    let disk = Disk::new(".".into());
    let outcome = check_everything(&disk, package::PROMPTS, &Audit::default());
    for finding in outcome.findings() {
        println!("{}", render(finding));
    }
}
