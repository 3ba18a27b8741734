use prompt_build::check::{Audit, check_everything};
use prompt_build::disk::Disk;

use super::scenario::{Files, Kind, for_each};
use super::stopped::JOURNAL;
use crate::desk::Desk;

#[test]
fn a_kill_at_any_step_leaves_the_old_state_or_the_new_one() {
    for_each(|scenario| {
        let (before, done) = (scenario.desk(), scenario.desk());
        scenario.run(&done).expect(0, &[]);
        let new = done.files();
        let mut steps = 0;
        loop {
            let desk = scenario.desk();
            let run = scenario.run_with(&desk, &format!("kill:{}", steps + 1));
            if run.code == Some(0) {
                assert_eq!(desk.files(), new, "{}", scenario.command);
                break;
            }
            steps += 1;
            let at = format!("{}, killed at {steps}", scenario.command);
            assert_eq!(run.code, None, "{at}: {}", run.said());
            if scenario.kind == Kind::Change {
                settle(&desk, &before, &new, &at);
            }
            scenario.go_on(&desk, &new, &at);
        }
        assert!(
            steps >= scenario.steps,
            "{}: only {steps} steps",
            scenario.command
        );
    });
}

/// What was interrupted is finished, or had not begun; and a build in between sees nothing of it,
/// or says so.
fn settle(desk: &Desk, before: &Desk, new: &Files, at: &str) {
    let is_decided = desk.root().join(JOURNAL).exists();
    let is_drafted = desk.root().join(format!("{JOURNAL}.draft")).exists();
    let found = codes(desk);
    if is_decided {
        assert_eq!(found, ["interrupted-change"], "{at}");
    } else if desk.files() != *new {
        assert_eq!(found, codes(before), "{at}");
    }
    let said = match (is_decided, is_drafted) {
        (true, _) => "was interrupted; its change is now complete",
        (false, true) => "a command was interrupted before it changed anything",
        (false, false) => "no change was interrupted",
    };
    let recovered = desk.run("recover");
    recovered.expect(0, &[said]);
    assert_eq!(recovered.stderr, "", "{at}");
    let is_old = !is_decided && desk.files() == before.files();
    assert!(is_old || desk.files() == *new, "{at}: {:#?}", desk.files());
    assert_eq!(desk.left_over(), Vec::<String>::new(), "{at}");
    assert!(!codes(desk).contains(&"interrupted-change"), "{at}");
}

/// The codes of a build's findings.
fn codes(desk: &Desk) -> Vec<&'static str> {
    let files = Disk::new(desk.root().to_owned());
    let outcome = check_everything(&files, "prompts", &Audit::default());
    let findings = outcome.findings().into_iter();
    findings.map(|finding| finding.code.as_str()).collect()
}
