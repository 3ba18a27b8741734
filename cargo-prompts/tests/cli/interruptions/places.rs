//! State in the places of earlier versions.

use std::fs;

use super::stopped::{STATE, half_made};
use crate::desk::Desk;

/// The places of the state folder in earlier versions.
const EARLIER: [&str; 2] = ["prompts/.cargo-prompt", "prompts/.cargo-prompts"];

const DEPRECATION: &str =
    "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason 'hosts are named since'";

/// A promotion that was killed between its two files, with its state in an earlier place.
fn half_made_in(earlier: &str) -> Desk {
    let desk = half_made();
    let (now, then) = (desk.root().join(STATE), desk.root().join(earlier));
    fs::rename(now, &then).unwrap();
    fs::remove_dir_all(desk.root().join(".cargo-prompts")).unwrap();
    fs::write(then.join(".gitignore"), "*\n").unwrap();
    fs::create_dir(then.join("runs")).unwrap();
    fs::write(then.join("runs/kept.jsonl"), "1\n").unwrap();
    desk
}

/// The next command that writes finishes the change, wherever it is killed itself.
#[test]
fn the_journal_of_an_earlier_place_is_finished() {
    for earlier in EARLIER {
        let mut steps = 0;
        loop {
            let desk = half_made_in(earlier);
            let fault = format!("kill:{}", steps + 1);
            let run = desk.run_with("recover", &[("CARGO_PROMPTS_FAULT", &fault)]);
            if run.code != Some(0) {
                assert_eq!(run.code, None, "{}", run.said());
                steps += 1;
                desk.succeed("recover");
            }
            let pins = desk.read("prompts/environments.yaml");
            assert!(pins.contains("production: \"1.1.0\""), "{pins}");
            assert_eq!(desk.left_over(), Vec::<String>::new());
            assert!(!desk.root().join(earlier).exists(), "killed at {steps}");
            assert_eq!(desk.read(&format!("{STATE}/runs/kept.jsonl")), "1\n");
            desk.succeed("check --deny-warnings");
            if run.code == Some(0) {
                break;
            }
        }
        // The new place, its files, the journal and the results move, the change, three removals.
        assert!(steps >= 14, "only {steps} steps");
    }
}

/// The build sees the journal where it lies.
#[test]
fn the_journal_of_an_earlier_place_is_a_finding() {
    for earlier in EARLIER {
        let desk = half_made_in(earlier);
        let place = format!("error: {earlier}/journal:1:1: [interrupted-change]");
        desk.run("check").expect(1, &[&place]);
        let note = format!("note: `{earlier}/journal` holds a change that is not complete");
        desk.run("list").expect(0, &[&note]);
        desk.run("recover --dry-run")
            .expect(0, &["its change would be completed"]);
        desk.run(DEPRECATION).expect(
            0,
            &["note: `cargo prompts promote visitor-greeting --to production` was interrupted; its change is now complete"],
        );
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
        desk.succeed(DEPRECATION);
        assert!(!desk.root().join(earlier).exists());
        assert!(desk.root().join(STATE).join("lock").exists());
    }
}
