//! A journal that came with a repository: no command there does what it says.

use crate::desk::Desk;
use crate::every_command::{READERS, WRITERS, equip};
use crate::git::{begin, git};
use crate::interruptions::{JOURNAL, half_made};
use crate::snapshot::{Snapshot, differences, snapshot};

/// The state ignores itself, so the journal was added on purpose.
fn committed() -> Desk {
    let desk = half_made();
    equip(&desk);
    // As if nothing of the change had been made: there is all of it to do.
    desk.write(
        "prompts/visitor-greeting/releases.yaml",
        &Desk::ready().read("prompts/visitor-greeting/releases.yaml"),
    );
    begin(desk.root());
    desk
}

/// A clone of a repository.
fn cloned(desk: &Desk) -> Desk {
    let clone = Desk::bare();
    let source = desk.root().to_str().unwrap();
    git(clone.root(), &format!("clone --quiet {source} ."));
    clone
}

#[test]
fn no_command_does_what_a_cloned_journal_says() {
    let origin = committed();
    let path = origin.root().join("prompts").canonicalize().unwrap();
    let place = format!("was made in another working tree, `{}`", path.display());
    let clone = cloned(&origin);
    let before = snapshot(clone.root());
    for command in READERS {
        let run = clone.run(command);
        let is_refused = *command == "recover --dry-run";
        let code = i32::from(*command == "check") + 2 * i32::from(is_refused);
        run.expect(code, &[if is_refused { &place } else { "" }]);
        let changed = differences(&before, &snapshot(clone.root()));
        assert_eq!(changed, Vec::<String>::new(), "{command}");
    }
    for command in WRITERS {
        let clone = cloned(&origin);
        let (before, journal) = (library(&clone), clone.read(JOURNAL));
        let run = clone.run(&format!("{command}{}", endpoint(command)));
        if *command == "recover --discard" {
            run.expect(0, &["journal` is refused here; it is removed"]);
            assert!(!clone.root().join(JOURNAL).exists());
            clone.run("check").expect(0, &[]);
        } else {
            run.expect(2, &[&place, "`cargo prompts recover --discard` removes"]);
            assert_eq!(clone.read(JOURNAL), journal, "{command}");
        }
        let changed = differences(&before, &library(&clone));
        assert_eq!(changed, Vec::<String>::new(), "{command}");
    }
    let others = [
        ("init", 2),
        ("export promptfoo visitor-greeting --output out", 0),
    ];
    for (command, code) in others {
        let clone = cloned(&origin);
        let before = library(&clone);
        clone.run(command).expect(code, &[]);
        let changed = differences(&before, &library(&clone));
        assert_eq!(changed, Vec::<String>::new(), "{command}");
    }
}

fn library(desk: &Desk) -> Snapshot {
    snapshot(&desk.root().join("prompts"))
}

/// Nothing is sent: the journal is refused first.
fn endpoint(command: &str) -> &'static str {
    let asks = ["compare", "test", "validate"];
    if asks.iter().any(|asks| command.starts_with(asks)) {
        " --endpoint http://127.0.0.1:9/v1"
    } else {
        ""
    }
}
