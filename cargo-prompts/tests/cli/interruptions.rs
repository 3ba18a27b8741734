//! Nothing is lost: a kill at any step, a full disk at any step, several commands at a time, files
//! edited to nonsense.

use std::thread;

use crate::desk::{Desk, Run};

/// The state folder of the library.
const STATE: &str = ".cargo-prompts/prompts";

/// The commands that change something, each with the state of the fixture that it needs.
const COMMANDS: &[(&str, &[&str])] = &[
    ("publish visitor-greeting --by prompt-owner", &[]),
    (
        "promote visitor-greeting --to production --by front-desk-lead --reason 'visitors find their host'",
        &[],
    ),
    (
        "rollback visitor-greeting --in production --by front-desk-lead --reason 'too long for the screen'",
        &[
            "promote visitor-greeting --to production --by front-desk-lead --reason 'visitors find their host'",
        ],
    ),
    (
        "withdraw visitor-greeting 1.1.0 --by front-desk-lead --reason 'names the wrong host'",
        &[
            "rollback visitor-greeting --in staging --by prompt-owner --reason 'names the wrong host'",
        ],
    ),
    ("new badge-return", &[]),
];

#[test]
fn a_kill_at_any_step_leaves_the_old_state_or_the_new_one() {
    for (command, before) in COMMANDS {
        let (old, new) = (prepared(before), prepared(before));
        new.succeed(command);
        let mut steps = 0;
        loop {
            let desk = prepared(before);
            let killed = desk.run_with(
                command,
                &[("CARGO_PROMPTS_FAULT", &format!("kill:{}", steps + 1))],
            );
            if killed.code == Some(0) {
                break;
            }
            assert_eq!(killed.code, None, "{}", killed.stderr);
            steps += 1;
            let files = (old.files(), new.files());
            assert!(
                is_told_or_whole(&desk),
                "{command}, killed at {steps}: the build would see half of it"
            );
            let next = desk.run("check --deny-warnings");
            assert_eq!(
                next.code,
                Some(0),
                "{command}, killed at {steps}: {}{}",
                next.stdout,
                next.stderr
            );
            let is_new = desk.files() == files.1;
            assert!(
                is_new || desk.files() == files.0,
                "{command}, killed at {steps}: {:#?}",
                desk.files()
            );
            says_which(&next, is_new, steps);
            assert_eq!(
                desk.left_over(),
                Vec::<String>::new(),
                "{command}, killed at {steps}"
            );
            if !is_new {
                desk.succeed(command);
                assert_eq!(desk.files(), files.1, "{command}, again after {steps}");
            }
        }
        // A draft and its rename, at least one file and its rename, and the journal's end.
        assert!(steps >= 9, "{command}: only {steps} steps");
    }
}

/// The next run says what became of the command, unless it was over, or had not begun.
fn says_which(next: &Run, is_new: bool, step: usize) {
    let expected = if is_new {
        "its change is now complete"
    } else {
        "before it changed anything"
    };
    let is_silent = next.stderr.is_empty();
    assert!(
        next.stderr.contains(expected) || is_silent && (step == 1 || is_new),
        "at {step}: {}",
        next.stderr
    );
}

/// Returns the finding of the build script before the next run of `cargo prompts`: none, or that a
/// change was interrupted.
fn is_told_or_whole(desk: &Desk) -> bool {
    let files = prompt_build::disk::Disk::new(desk.root().to_owned());
    let outcome = prompt_build::check::check_everything(&files, "prompts", &Default::default());
    let codes = outcome
        .findings()
        .into_iter()
        .map(|finding| finding.code.as_str())
        .collect::<Vec<_>>();
    codes.is_empty() || codes == ["interrupted-change"]
}

/// The findings of a build.
fn findings(desk: &Desk) -> String {
    let files = prompt_build::disk::Disk::new(desk.root().to_owned());
    let outcome = prompt_build::check::check_everything(&files, "prompts", &Default::default());
    let findings = outcome.findings().into_iter();
    findings.map(prompt_build::report::render).collect()
}

#[test]
fn a_full_disk_at_any_step_is_said_and_nothing_is_lost() {
    for (command, before) in COMMANDS {
        let (old, new) = (prepared(before), prepared(before));
        new.succeed(command);
        for step in 1.. {
            let desk = prepared(before);
            let full = desk.run_with(command, &[("CARGO_PROMPTS_FAULT", &format!("full:{step}"))]);
            if full.code == Some(0) {
                break;
            }
            assert_eq!(
                full.code,
                Some(2),
                "{command}, full at {step}: {}",
                full.stderr
            );
            assert!(full.stderr.contains("no storage space"), "{}", full.stderr);
            let is_decided = full.stderr.contains("the change is partly made");
            assert!(
                is_decided || desk.files() == old.files(),
                "{command}, full at {step}: {}",
                full.stderr
            );
            assert_eq!(
                is_decided,
                !desk.left_over().is_empty(),
                "{command}, full at {step}: {}",
                full.stderr
            );
            let next = desk.run("check --deny-warnings");
            assert_eq!(
                next.code,
                Some(0),
                "{command}, full at {step}: {}{}",
                next.stdout,
                next.stderr
            );
            let is_new = desk.files() == new.files();
            assert!(
                is_new || desk.files() == old.files(),
                "{command}, full at {step}: {:#?}",
                desk.files()
            );
            assert_eq!(
                desk.left_over(),
                Vec::<String>::new(),
                "{command}, full at {step}"
            );
        }
    }
}

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
        for (command, _) in &COMMANDS[..3] {
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

#[test]
fn a_journal_that_came_from_elsewhere_writes_nothing_else() {
    for path in [
        "../../escape.yaml",
        "/tmp/escape.yaml",
        "visitor-greeting/../../build.prompt",
        "notes.txt",
        "",
    ] {
        let desk = Desk::ready();
        let journal = serde_json::json!({
            "command": "cargo prompts publish visitor-greeting",
            "configuration": desk.root().join("prompts/environments.yaml"),
            "entries": [{ "file": path, "before": null, "text": "escaped" }],
        });
        desk.write(".cargo-prompts/prompts/journal", &journal.to_string());
        let before = desk.files();
        let run = desk.run("check");
        assert_eq!(run.code, Some(1), "{path}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.contains("is not a valid journal"),
            "{}",
            run.stderr
        );
        assert_eq!(desk.files(), before);
    }
}

/// The folder is copied while a change is half made: the copy is finished, and the original is left
/// alone.
#[test]
fn a_copy_of_an_interrupted_library_is_finished_by_itself() {
    let desk = Desk::ready();
    let killed = desk.run_with(COMMANDS[1].0, &[("CARGO_PROMPTS_FAULT", "kill:4")]);
    assert_eq!(killed.code, None, "{}", killed.stderr);
    let before = desk.files();
    let copy = desk.copied();
    let run = copy.run("check");
    assert!(
        run.stderr.contains("its change is now complete"),
        "{}",
        run.stderr
    );
    assert!(
        copy.read("prompts/environments.yaml")
            .contains("production: \"1.1.0\"")
    );
    assert_eq!(desk.files(), before);
}

/// The places of the state folder in earlier versions.
const EARLIER: [&str; 2] = ["prompts/.cargo-prompt", "prompts/.cargo-prompts"];

/// The build sees the journal where an earlier version left it, and the next command finishes the
/// change, wherever it is killed itself.
#[test]
fn the_journal_of_an_earlier_version_is_finished() {
    for earlier in EARLIER {
        for step in 1.. {
            let desk = Desk::ready();
            let killed = desk.run_with(COMMANDS[1].0, &[("CARGO_PROMPTS_FAULT", "kill:8")]);
            assert_eq!(killed.code, None, "{}", killed.stderr);
            let (now, then) = (desk.root().join(STATE), desk.root().join(earlier));
            std::fs::rename(now, &then).unwrap();
            std::fs::write(then.join(".gitignore"), "*\n").unwrap();
            std::fs::create_dir(then.join("runs")).unwrap();
            std::fs::write(then.join("runs/kept.jsonl"), "1\n").unwrap();
            let found = findings(&desk);
            let journal = format!("{earlier}/journal");
            assert!(
                found.contains("interrupted-change") && found.contains(&journal),
                "{found}"
            );
            let fault = format!("kill:{step}");
            let killed = desk.run_with("list", &[("CARGO_PROMPTS_FAULT", &fault)]);
            assert!(is_told_or_whole(&desk), "killed at {step}");
            desk.succeed("check --deny-warnings");
            let configuration = desk.read("prompts/environments.yaml");
            assert!(
                configuration.contains("production: \"1.1.0\""),
                "{configuration}"
            );
            assert_eq!(desk.left_over(), Vec::<String>::new());
            desk.succeed(COMMANDS[0].0);
            assert!(!then.exists(), "killed at {step}");
            assert_eq!(desk.read(&format!("{STATE}/runs/kept.jsonl")), "1\n");
            if killed.code == Some(0) {
                assert!(step > 5, "only {step} steps");
                break;
            }
        }
    }
}

/// Commands that only read leave the state of an earlier version alone.
#[test]
fn only_a_command_that_writes_takes_over_the_state_of_an_earlier_version() {
    for earlier in EARLIER {
        let desk = Desk::ready();
        desk.write(&format!("{earlier}/lock"), "");
        let before = desk.all_files();
        for command in ["check", "list", "history", "show visitor-greeting"] {
            desk.succeed(command);
        }
        assert!(desk.all_files() == before, "{earlier}");
        desk.succeed(COMMANDS[0].0);
        assert!(!desk.root().join(earlier).exists());
        assert!(desk.root().join(STATE).join("lock").exists());
    }
}

/// A link in a tree that came from elsewhere, and a command that would go through it.
#[cfg(unix)]
const LINKS: &[(&str, &str)] = &[
    (".cargo-prompts/prompts/journal.draft", "list"),
    ("prompts/.cargo-prompts/journal.draft", "list"),
    ("prompts/.cargo-prompt/journal.draft", "list"),
    (
        ".cargo-prompts/prompts/lock",
        "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason 'hosts are named'",
    ),
    (
        "prompts/.cargo-prompts/lock",
        "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason 'hosts are named'",
    ),
    (
        "prompts/visitor-greeting/.releases.yaml.new",
        "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason 'a b'",
    ),
];

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_library() {
    for (link, command) in LINKS {
        let (desk, outside) = (Desk::ready(), tempfile::tempdir().unwrap());
        let precious = outside.path().join("precious");
        std::fs::write(&precious, "precious").unwrap();
        let link_path = desk.root().join(link);
        std::fs::create_dir_all(link_path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(&precious, link_path).unwrap();
        desk.run(command);
        assert_eq!(
            std::fs::read_to_string(&precious).unwrap(),
            "precious",
            "{link}"
        );
        assert!(
            !desk
                .root()
                .join("prompts/visitor-greeting/releases.yaml")
                .is_symlink(),
            "{link}"
        );
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
        for command in [COMMANDS[0].0, COMMANDS[1].0, "new badge-return"] {
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

#[test]
fn what_was_changed_by_hand_after_a_kill_is_not_overwritten() {
    let desk = Desk::ready();
    let command = COMMANDS[1].0;
    // Just after the journal is in place.
    let killed = desk.run_with(command, &[("CARGO_PROMPTS_FAULT", "kill:4")]);
    assert_eq!(killed.code, None, "{}", killed.stderr);
    desk.edit(
        "prompts/environments.yaml",
        "# what visitors see",
        "# what visitors see, for now",
    );
    let before = desk.files();
    let run = desk.run("check");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("has been edited since"),
        "{}",
        run.stderr
    );
    assert_eq!(desk.files(), before);
    desk.edit(
        "prompts/environments.yaml",
        "# what visitors see, for now",
        "# what visitors see",
    );
    let run = desk.run("check");
    assert!(
        run.stderr.contains("its change is now complete"),
        "{}",
        run.stderr
    );
}

fn prepared(commands: &[&str]) -> Desk {
    let desk = Desk::ready();
    for command in commands {
        desk.succeed(command);
    }
    desk
}
