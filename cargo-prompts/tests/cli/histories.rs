//! Random histories of two branches, merged by the real git: what merges is as sound as what was made in
//! one branch.

use std::thread;

use crate::desk::Desk;
use crate::interruptions::ENDPOINT;
use crate::resolve::{Branches, CONFIGURATION, COPY, LEDGER};

const BRANCHES: [&str; 2] = ["ours", "theirs"];
/// Commands on each branch.
const STEPS: usize = 5;
const HISTORIES: u64 = 16;

/// How a merge ended.
#[derive(Debug, Clone)]
enum Ending {
    /// Git merged everything.
    Clean,
    /// `resolve` resolved it, and said this.
    Resolved(String),
    /// Both branches made the same number, and it cannot change.
    Refused,
}

#[test]
fn what_two_branches_make_is_as_sound_as_what_one_makes() {
    let some = |first| {
        move || {
            (first..HISTORIES)
                .step_by(2)
                .map(history)
                .collect::<Vec<_>>()
        }
    };
    let (even, odd) = (thread::spawn(some(0)), thread::spawn(some(1)));
    let endings = [even, odd].map(|thread| thread.join().unwrap()).concat();
    let count = |is_so: fn(&Ending) -> bool| endings.iter().filter(|ending| is_so(ending)).count();
    assert!(count(|ending| matches!(ending, Ending::Clean)) > 0);
    assert!(count(|ending| matches!(ending, Ending::Resolved(_))) > 0);
}

/// Two branches with random commands, and their merge.
fn history(seed: u64) -> Ending {
    let mut random = fastrand::Rng::with_seed(seed);
    let branches = Branches::new();
    let start = branches.desk.read(LEDGER);
    branches.git(&["tag", "start"]);
    let ledgers = BRANCHES.map(|branch| {
        branches.on(branch, |desk| {
            for step in 0..STEPS {
                take_step(desk, &mut random, &format!("{branch} {step}"));
            }
        });
        branches.desk.read(LEDGER)
    });
    let ending = merge(&branches, seed);
    let said = match &ending {
        Ending::Clean => "",
        Ending::Resolved(said) => said,
        Ending::Refused => return ending,
    };
    every_record_is_kept(&branches.desk.read(LEDGER), &start, &ledgers, said);
    work_goes_on(&branches.desk, seed);
    ending
}

/// Runs a command that a person could run then. A command that is refused changes nothing.
fn take_step(desk: &Desk, random: &mut fastrand::Rng, name: &str) {
    let versions = versions(&desk.read(LEDGER));
    let version = &versions[random.usize(..versions.len())];
    let environment = ["staging", "production"][random.usize(..2)];
    let signed = format!("--by front-desk-lead --reason '{name}'");
    let before = desk.files();
    let run = match random.u8(..9) {
        0..3 => {
            let text = desk.read(COPY);
            desk.write(COPY, &format!("{text}Sentence {name}.\n"));
            desk.succeed("publish visitor-greeting --by prompt-owner");
            return;
        }
        3 | 4 => {
            let test = format!("test visitor-greeting --version {version} --env {environment}");
            desk.run_against(&ENDPOINT, &test)
        }
        5 | 6 => desk.run(&format!(
            "promote visitor-greeting --to {environment} --version {version} {signed}"
        )),
        7 => desk.run(&format!("deprecate visitor-greeting {version} {signed}")),
        _ => desk.run(&format!("withdraw visitor-greeting {version} {signed}")),
    };
    if run.code != Some(0) {
        assert!(matches!(run.code, Some(1 | 2)), "{name}: {}", run.said());
        assert_eq!(desk.files(), before, "{name}: {}", run.said());
    }
    desk.run("check").expect(0, &[]);
}

fn merge(branches: &Branches, seed: u64) -> Ending {
    let desk = &branches.desk;
    let is_clean = !branches.merge();
    if is_clean {
        return Ending::Clean;
    }
    for path in [CONFIGURATION, COPY] {
        if desk.read(path).contains("<<<<<<<") {
            branches.git(&["checkout", "--ours", "--", path]);
        }
    }
    let run = desk.run("resolve visitor-greeting");
    if run.said().contains("[cannot-renumber]") {
        return Ending::Refused;
    }
    assert_eq!(run.code, Some(0), "{seed}: {}", run.said());
    branches.commit("merged");
    Ending::Resolved(run.stdout)
}

/// The records of both branches are there, each once. Those that have no place are shown.
fn every_record_is_kept(merged: &str, start: &str, ledgers: &[String; 2], said: &str) {
    let mut shown = 0;
    for record in ledgers.iter().flat_map(|ledger| records(ledger)) {
        let is_kept = merged.contains(record);
        shown += usize::from(!is_kept);
        assert!(
            is_kept || said.contains(record),
            "{record} of\n{said}\n{merged}"
        );
    }
    let count = |text: &str| records(text).count();
    let [ours, theirs] = ledgers.each_ref().map(|ledger| count(ledger));
    assert_eq!(
        count(merged) + shown,
        ours + theirs - count(start),
        "{merged}"
    );
}

/// The library has no fault but the pins of what the other branch withdrew, which are for people.
fn work_goes_on(desk: &Desk, seed: u64) {
    let check = desk.run("check --format json");
    let codes = check.stdout.split("\"code\": \"").skip(1);
    let codes = codes.map(|rest| rest.split('"').next().unwrap_or_default());
    for code in codes {
        let is_known = ["withdrawn-version", "deprecated-version"].contains(&code);
        assert!(is_known, "{seed}: {}", check.said());
    }
    desk.succeed("history visitor-greeting");
    let text = desk.read(COPY);
    desk.write(COPY, &format!("{text}One sentence more.\n"));
    desk.succeed("publish visitor-greeting --by prompt-owner");
}

fn versions(ledger: &str) -> Vec<String> {
    let lines = ledger.lines();
    let versions = lines.filter_map(|line| line.strip_prefix("- version: "));
    versions.map(str::to_owned).collect()
}

/// The times of the records, which tell them apart.
fn records(ledger: &str) -> impl Iterator<Item = &str> {
    let parts = ledger.split(" at: ").skip(1);
    parts.map(|part| part.split(['\n', ',', ' ']).next().unwrap_or_default())
}
