//! Edits that meet a command: by other commands, by hand while it runs, and to nonsense before.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::thread;

use crate::desk::Desk;

/// Commands that read and write the same files.
const COMMANDS: [&str; 3] = [
    "publish visitor-greeting --by prompt-owner",
    super::PROMOTION,
    "rollback visitor-greeting --in staging --by front-desk-lead --reason 'too long for the screen'",
];

#[test]
fn of_many_promotions_at_a_time_none_is_lost() {
    let desk = Desk::ready();
    let names = ["ana", "ben", "cem", "dua", "eli", "fay"];
    desk.edit(
        "prompts/environments.yaml",
        "prompt_source: \"library:active\"\n",
        "prompt_source: \"library:active\"\n    sign_off: { required: 6 }\n",
    );
    // 1.0.0 was released before six had to sign.
    desk.edit(
        "prompts/environments.yaml",
        "    production: \"1.0.0\"     # what visitors see\n",
        "",
    );
    let runs = thread::scope(|scope| {
        let promote = |name: &str| {
            desk.run(&format!("promote visitor-greeting --to production --by {name} --reason 'read aloud, by {name}'"))
        };
        let runs = names.map(|name| scope.spawn(move || promote(name)));
        runs.map(|run| run.join().unwrap())
    });
    for run in &runs {
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    }
    let moved = runs
        .iter()
        .filter(|run| run.stdout.contains("production now pins 1.1.0"))
        .count();
    assert_eq!(moved, 1, "the pin moves with the last signature, once");
    let ledger = desk.read("prompts/visitor-greeting/releases.yaml");
    for name in names {
        let sign_off = format!("reason: \"read aloud, by {name}\"\n      model: kimi-k2-5\n");
        assert_eq!(ledger.matches(&sign_off).count(), 1, "{ledger}");
    }
    desk.succeed("check --deny-warnings");
}

/// The command goes on by itself once the other one has ended.
#[test]
fn a_command_that_waits_for_another_one_says_so_once() {
    let desk = Desk::ready();
    desk.write(".cargo-prompts/prompts/lock", "");
    let path = desk.root().join(".cargo-prompts/prompts/lock");
    let lock = File::options().append(true).open(path).unwrap();
    lock.lock().unwrap();
    let mut command = desk.command(COMMANDS[0]);
    let mut waiting = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(waiting.stderr.take().unwrap()).lines();
    let note = "note: another `cargo prompts` is changing this library; waiting for it";
    assert_eq!(said.next().unwrap().unwrap(), note);
    lock.unlock().unwrap();
    let rest = said.map(Result::unwrap).collect::<Vec<_>>();
    assert!(waiting.wait().unwrap().success(), "{rest:?}");
    assert!(!rest.iter().any(|line| line == note), "{rest:?}");
}

/// A change of a file, and the code that every command then refuses with.
const NONSENSE: &[(&str, &str, &str, &str)] = &[
    (
        "prompts/visitor-greeting/releases.yaml",
        "status: draft",
        "status: drft",
        "unknown-status",
    ),
    (
        "prompts/visitor-greeting/releases.yaml",
        "- version: 1.0.0",
        "- versoin: 1.0.0",
        "unknown-key",
    ),
    (
        "prompts/visitor-greeting/releases.yaml",
        "- version: 1.0.0",
        "- version: [1.0.0",
        "invalid-yaml",
    ),
    (
        "prompts/visitor-greeting/releases.yaml",
        "  pinned:\n",
        "  pinned: yes\n  more:\n",
        "unexpected-type",
    ),
    (
        "prompts/visitor-greeting/releases.yaml",
        "cases: 2",
        "cases: two",
        "invalid-evidence",
    ),
    (
        "prompts/visitor-greeting/releases.yaml",
        "run: golden",
        "run: golden-set",
        "invalid-evidence",
    ),
    (
        "prompts/visitor-greeting/1.0.0.prompt",
        "a seat",
        "a chair",
        "altered-release",
    ),
    (
        "prompts/environments.yaml",
        "prompts:\n",
        "prompt:\n",
        "unknown-key",
    ),
    (
        "prompts/environments.yaml",
        "temperature: 0.7",
        "temperature: warm",
        "unexpected-type",
    ),
    (
        "prompts/environments.yaml",
        "    development: \"latest\"   # the working copy\n",
        "    - nonsense\n",
        "invalid-yaml",
    ),
];

#[test]
fn no_command_writes_on_top_of_nonsense() {
    for (path, old, new, code) in NONSENSE {
        for command in COMMANDS {
            let desk = Desk::ready();
            desk.edit(path, old, new);
            let before = desk.files();
            let run = desk.run(command);
            assert_eq!(
                run.code,
                Some(1),
                "{new} in {path}, {command}: {}{}",
                run.stdout,
                run.stderr
            );
            assert!(
                run.stderr.contains(&format!("[{code}]")),
                "{new} in {path}, {command}: {}",
                run.stderr
            );
            assert_eq!(desk.files(), before);
        }
    }
}

/// git, asked who publishes, writes into the ledger: as an editor could at that moment.
#[cfg(unix)]
#[test]
fn what_is_written_by_hand_while_a_command_runs_is_not_lost() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::ready();
    desk.write(
        "bin/git",
        "#!/bin/sh\necho '# noted meanwhile' >> prompts/visitor-greeting/releases.yaml\necho ana\n",
    );
    std::fs::set_permissions(
        desk.root().join("bin/git"),
        std::fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    let path = format!(
        "{}/bin:{}",
        desk.root().display(),
        std::env::var("PATH").unwrap()
    );
    let run = desk.run_with("publish visitor-greeting", &[("PATH", &path)]);
    run.expect(
        2,
        &["was changed while the command ran", "run the command again"],
    );
    assert!(
        desk.read("prompts/visitor-greeting/releases.yaml")
            .ends_with("# noted meanwhile\n")
    );
    assert!(
        !desk
            .root()
            .join("prompts/visitor-greeting/1.1.1.prompt")
            .exists()
    );
}

/// Files as they come from Windows, with and without a final line end.
#[test]
fn line_ends_stay_what_they_are() {
    for end in ["\r\n", ""] {
        let desk = Desk::ready();
        for path in [
            "prompts/visitor-greeting/releases.yaml",
            "prompts/environments.yaml",
        ] {
            desk.write(
                path,
                &(desk.read(path).trim_end().replace('\n', "\r\n") + end),
            );
        }
        for command in [COMMANDS[0], super::PROMOTION, "new badge-return"] {
            desk.succeed(command);
        }
        desk.succeed("check --deny-warnings");
        for path in [
            "prompts/visitor-greeting/releases.yaml",
            "prompts/environments.yaml",
        ] {
            let text = desk.read(path);
            assert_eq!(
                text.matches('\n').count(),
                text.matches("\r\n").count(),
                "{path}"
            );
        }
    }
}
