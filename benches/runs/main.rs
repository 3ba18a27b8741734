//! Measures `cargo prompts validate` against an endpoint on the loopback: the time with several calls
//! at a time, beside threads that do nothing but call, and the memory for many lines.

mod endpoint;
#[path = "../builds/table.rs"]
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use endpoint::Endpoint;
use table::Table;

const LATENCY: Duration = Duration::from_millis(200);
const LINES: u32 = 500;
const JOBS: [u32; 3] = [8, 16, 32];
/// The numbers of lines whose memory is compared.
const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

const CONFIGURATION: &str = "\
environments:
  development:
    prompt_source: local
    model: kimi-k2-5
    logging: verbose
    rate_limit: null
prompts:
  note: { development: latest }
";
const PROMPT: &str = "---
input:
  schema:
    name: string
    question: string
---
Write to {{name}}, who asks: {{question}}
";

/// The time and the peak of the memory of a run.
struct Cost {
    wall: Duration,
    /// In bytes; `None` where the system does not tell.
    memory: Option<f64>,
}

fn main() {
    let program = program();
    speed(&program);
    memory(&program);
}

fn speed(program: &Path) {
    let endpoint = Endpoint::start(LATENCY);
    let columns = [
        "jobs",
        "time",
        "least time",
        "ratio",
        "bare client",
        "ratio",
    ];
    let title = format!("{LINES} lines, {} ms each", LATENCY.as_millis());
    let mut table = Table::new(&title, &columns);
    for jobs in JOBS {
        let cost = validate(program, &endpoint, LINES, (jobs, "human"));
        let least = LATENCY * LINES / jobs;
        let bare = endpoint.call_many(LINES, jobs);
        table.row(&[
            jobs.to_string(),
            seconds(cost.wall),
            seconds(least),
            ratio(cost.wall, least),
            seconds(bare),
            ratio(cost.wall, bare),
        ]);
    }
    table.print();
}

fn memory(program: &Path) {
    let endpoint = Endpoint::start(Duration::ZERO);
    let columns = ["output", "lines", "dataset", "peak memory", "ratio", "time"];
    let mut table = Table::new("memory", &columns);
    for format in ["human", "json"] {
        let mut first = None;
        for lines in SIZES {
            let cost = validate(program, &endpoint, lines, (8, format));
            let least = *first.get_or_insert(cost.memory);
            let peak = cost.memory.map(|bytes| format!("{:.1} MB", bytes / 1e6));
            let ratio = cost.memory.zip(least).map(|(peak, least)| peak / least);
            let dataset = dataset(lines).len() / 1000;
            table.row(&[
                format.to_owned(),
                lines.to_string(),
                format!("{dataset} kB"),
                peak.unwrap_or("-".to_owned()),
                ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
                seconds(cost.wall),
            ]);
        }
    }
    table.print();
}

/// Runs a dataset of so many lines, all of which must pass.
fn validate(program: &Path, endpoint: &Endpoint, lines: u32, (jobs, format): (u32, &str)) -> Cost {
    let root = repository().join("target/benches/runs");
    let prompt = root.join("prompts/note");
    fs::create_dir_all(&prompt).expect("the folder can be made");
    let write = |path: PathBuf, text: &str| fs::write(path, text).expect("the file can be written");
    write(root.join("prompts/environments.yaml"), CONFIGURATION);
    write(prompt.join("local.prompt"), PROMPT);
    write(prompt.join("replay.jsonl"), &dataset(lines));
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(["prompts", "validate", "note", "--env", "development"])
        .args(["--jobs", &jobs.to_string(), "--endpoint", &endpoint.url()])
        .args(["--format", format])
        .current_dir(root)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut memory = None;
    let status = loop {
        memory = peak(child.id()).or(memory);
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            break status;
        }
        thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "{lines} lines: {status}");
    Cost {
        wall: start.elapsed(),
        memory,
    }
}

/// The most memory that a process has had so far, in bytes.
fn peak(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes = line.split_whitespace().nth(1)?.parse::<u32>().ok()?;
    Some(f64::from(kibibytes) * 1024.0)
}

fn dataset(lines: u32) -> String {
    let line = |number| {
        format!(
            "{{\"name\": \"Visitor {number}\", \"question\": \"Can the team sign in without a password, and is there a plan for two shifts?\"}}\n"
        )
    };
    (0..lines).map(line).collect()
}

fn ratio(time: Duration, other: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() / other.as_secs_f64())
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// The program in the variable `PROGRAM`, or else one that is built as it is installed.
fn program() -> PathBuf {
    if let Some(program) = std::env::var_os("PROGRAM") {
        return program.into();
    }
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--package", "cargo-prompts"])
        .current_dir(repository())
        .status();
    assert!(
        status.expect("cargo starts").success(),
        "cargo-prompts does not build"
    );
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| repository().join("target"), PathBuf::from);
    target.join("release/cargo-prompts")
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("benches is a folder of the repository")
}
