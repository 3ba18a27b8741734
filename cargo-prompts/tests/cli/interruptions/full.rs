use super::scenario::{Kind, for_each};

/// From each step on, the disk is full. The loop ends with the last step of the command, and not
/// with the first success: a command that takes no notice of a full disk would end it too early.
#[test]
fn a_full_disk_at_any_step_is_said_and_nothing_is_lost() {
    for_each(|scenario| {
        let (old, done) = (scenario.desk().files(), scenario.desk());
        scenario.run(&done).expect(0, &[]);
        let new = done.files();
        let mut removals = 0;
        for step in 1.. {
            let at = format!("{}, full at {step}", scenario.command);
            let desk = scenario.desk();
            let full = scenario.run_with(&desk, &format!("full:{step}"));
            if full.code == Some(0) {
                assert_eq!(desk.files(), new, "{at}");
                assert_eq!(desk.left_over(), Vec::<String>::new(), "{at}");
                let killed = scenario.run_with(&scenario.desk(), &format!("kill:{step}"));
                if killed.code == Some(0) {
                    break;
                }
                removals += 1;
                continue;
            }
            assert_eq!(removals, 0, "{at}: an error, and none a step before");
            full.expect(2, &["no storage space"]);
            if scenario.kind == Kind::Change {
                let is_decided = full.stderr.contains("the change is partly made");
                assert_eq!(is_decided, !desk.left_over().is_empty(), "{at}");
                assert!(is_decided || desk.files() == old, "{at}: {}", full.stderr);
                desk.succeed("recover");
                let expected = if is_decided { &new } else { &old };
                assert_eq!(desk.files(), *expected, "{at}");
            }
            scenario.go_on(&desk, &new, &at);
        }
        assert_eq!(removals, scenario.removals, "{}", scenario.command);
    });
}
