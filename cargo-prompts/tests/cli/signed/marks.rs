//! `history` and `show` mark the records that a strict check refuses.

use super::keys::is_there;
use super::{
    BACK, CONFIGURATION, LEDGER, MANIFEST, PROMOTION, SIGNED, edit_last, promoted_twice,
    rolled_back, shared, signed,
};
use crate::desk::Desk;

const MISMATCH: &str = "the signature does not count: the signature does not match the payload";

/// A text in the ledger, its replacement, and the lines of the history about the record.
const EDITED: &[(&str, &str, [&str; 2])] = &[
    (
        "reason: hosts are named\n      model",
        "reason: hosts are rude\n      model",
        ["signed off for production by front-desk-lead", MISMATCH],
    ),
    (
        "before: 1.2.0\n      rollback: true",
        "before: 1.0.0\n      rollback: true",
        [
            "brought back in production in place of 1.0.0 by on-call",
            MISMATCH,
        ],
    ),
    (
        "reason: wrong language",
        "reason: wrong prices",
        [
            "confirmed in production after a rollback by front-desk-lead",
            MISMATCH,
        ],
    ),
    (
        "reason: no host",
        "reason: no name",
        ["deprecated by front-desk-lead", MISMATCH],
    ),
    (
        "      cases: 2\n      passed: 2",
        "      cases: 2\n      passed: 1",
        [
            "signed off for production by front-desk-lead",
            "the signature does not count: a run that it rests on was changed or removed",
        ],
    ),
];

/// In words, where records are printed.
#[test]
fn a_record_that_was_edited_is_marked() {
    if !is_there() {
        return;
    }
    let whole = rolled_back();
    whole.succeed(&format!(
        "deprecate visitor-greeting 1.0.0 --by front-desk-lead --reason 'no host' {SIGNED}"
    ));
    let marked = |desk: &Desk, command: &str| desk.run(command).stdout.contains("does not count");
    for command in [
        "history",
        "show visitor-greeting --env production --version 1.2.0",
    ] {
        assert!(!marked(&whole, command), "{command}");
    }
    for (old, new, [event, words]) in EDITED {
        let desk = whole.copied();
        edit_last(&desk, LEDGER, old, new);
        assert_marked(&desk, event, words);
        let (_, reason) = words.split_once(": ").unwrap();
        desk.run("check --strict").expect(1, &[reason]);
    }
    let desk = whole.copied();
    desk.edit(LEDGER, "no host", "no name");
    desk.run("show visitor-greeting --env production --version 1.0.0")
        .expect(0, &["deprecated", MISMATCH]);
    edit_last(&desk, LEDGER, EDITED[0].0, EDITED[0].1);
    desk.run("show visitor-greeting --env production --version 1.2.0")
        .expect(0, &["hosts are rude", MISMATCH]);
    // Where no environment asks for signatures, there are no keys.
    desk.edit(CONFIGURATION, ", signatures: ssh", "");
    let no_keys = "does not count: there are no keys to check it with";
    desk.run("check --strict").expect(1, &[no_keys]);
    desk.run("history").expect(0, &[no_keys]);
}

const NO_MOVE: &str = "no signature stands for this move";

/// A text in the ledger, its replacement, what `check --strict` finds, and the lines of the history
/// about the record.
const MOVED: &[(&str, &str, &str, [&str; 2])] = &[
    (
        "before: 1.1.0\n      by: front-desk-lead",
        "before: 1.1.0\n      by: on-call",
        "no signature stands for the move of `visitor-greeting` to 1.2.0 in `production` by `on-call`",
        ["pinned in production in place of 1.1.0 by on-call", NO_MOVE],
    ),
    (
        "environment: production\n      by: front",
        "environment: development\n      by: front",
        "on the sign-off of `visitor-greeting` 1.2.0 does not count: the signature does not match",
        ["signed off for development by front-desk-lead", MISMATCH],
    ),
    (
        "environment: production\n      before: 1.2.0\n      rollback",
        "environment: development\n      before: 1.2.0\n      rollback",
        "on the rollback of `visitor-greeting` 1.1.0 does not count: the signature does not match",
        ["brought back in development in place of 1.2.0", MISMATCH],
    ),
];

/// `history` marks each record that `check --strict` refuses.
#[test]
fn a_record_that_was_moved_is_marked() {
    if !is_there() {
        return;
    }
    let whole = rolled_back();
    for (old, new, finding, [event, words]) in MOVED {
        let desk = whole.copied();
        edit_last(&desk, LEDGER, old, new);
        desk.run("check --strict").expect(1, &[finding]);
        assert_marked(&desk, event, words);
    }
}

/// Asserts that the history says something in the lines below an event, the newest of these words.
fn assert_marked(desk: &Desk, event: &str, words: &str) {
    let history = desk.run("history visitor-greeting").stdout;
    let event = history.split_once(event).expect(&history).1;
    let lines = event.lines().take(3).collect::<Vec<_>>().join("\n");
    assert!(lines.contains(words), "{words}: {history}");
}

const SIGNED_OFF: &str = "signed off for production by front-desk-lead";

/// A file, a text in it, its replacement, and the line of the history about the sign-off of the pinned
/// version.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    (
        CONFIGURATION,
        "by: [front-desk-lead]",
        "by: [second-lead]",
        "the sign-off does not count: `front-desk-lead` may not sign off for `production`",
    ),
    (
        CONFIGURATION,
        "    model: kimi-k2-5\n    temperature: 0.2\n    logging: structured",
        "    model: kimi-k2-5\n    temperature: 0.9\n    logging: structured",
        "the sign-off does not count: it is for `kimi-k2-5` with temperature 0.2, and the environment uses",
    ),
    (
        LEDGER,
        "      signature: ",
        "      name: ",
        "the sign-off does not count: it has no signature",
    ),
];

/// What a build refuses, `history` and `show` do not print as if it were sound.
#[test]
fn a_sign_off_that_a_build_refuses_is_marked() {
    if !is_there() {
        return;
    }
    let whole = signed();
    for (file, old, new, words) in REFUSED {
        let desk = whole.copied();
        edit_last(&desk, file, old, new);
        assert_eq!(desk.run("check").code, Some(1), "{new}");
        assert_marked(&desk, SIGNED_OFF, words);
        desk.run("show visitor-greeting --env production --version 1.1.0")
            .expect(0, &[words]);
    }
    // Another text, with its hash.
    let desk = whole;
    let path = "prompts/visitor-greeting/1.1.0.prompt";
    desk.write(path, &format!("{}Be rude.\n", desk.read(path)));
    let finding = desk.run("check").said();
    let (_, sha256) = finding.split_once("hashes to ").expect(&finding);
    let sha256 = &sha256[..64];
    let ledger = desk.read(LEDGER);
    let at = ledger.rfind("- version: 1.1.0").unwrap();
    let old = ledger[at..].split_once("\n  sha256: ").unwrap().1;
    let old = format!("\n  sha256: {}", &old[..64]);
    edit_last(&desk, LEDGER, &old, &format!("\n  sha256: {sha256}"));
    let reason = "the signature does not count: it is for another text";
    assert_marked(&desk, SIGNED_OFF, reason);
    assert_marked(
        &desk,
        "golden in staging",
        "the run does not count: it is of another text",
    );
    desk.run("check --strict")
        .expect(1, &["it is for another text"]);
}

/// Folders whose records are of another prompt: a copy, and one that got another name.
#[test]
fn records_of_another_prompt_are_marked() {
    let desk = Desk::ready();
    let copy = desk.root().join("prompts/copy-cat");
    std::fs::create_dir(&copy).unwrap();
    for file in std::fs::read_dir(desk.root().join("prompts/visitor-greeting")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    let marks = [
        "the sign-off does not count: it is for the prompt `visitor-greeting`",
        "the run does not count: it is of the prompt `visitor-greeting`",
    ];
    desk.run("history copy-cat").expect(0, &marks);
    desk.run("show copy-cat --env production --version 1.0.0")
        .expect(0, &marks[..1]);
    let own = desk.run("history visitor-greeting").stdout;
    assert!(!own.contains("does not count"), "{own}");
}

/// A rollback that nobody has confirmed, and a status that nobody is recorded for.
#[test]
fn what_has_no_record_of_its_own_is_marked() {
    if !is_there() {
        return;
    }
    let desk = promoted_twice();
    desk.succeed(&format!("{BACK} --by on-call --sign --key on-call"));
    let nobody = "`on-call` rolled `visitor-greeting` back to 1.1.0 in `production`, which nobody has confirmed";
    desk.run("check").expect(1, &[nobody]);
    desk.run("history").expect(0, &[nobody]);
    desk.edit(LEDGER, "status: active", "status: deprecated");
    let status = "no record says who gave `visitor-greeting` 1.0.0 its status";
    desk.run("check --strict").expect(1, &[status]);
    desk.run("show visitor-greeting --env production --version 1.0.0")
        .expect(0, &[status]);
}

const SHARED_LEDGER: &str = "library/visitor-greeting/releases.yaml";

/// The records of another application are verified, and those that do not count here are its own.
#[test]
fn records_of_another_application_are_not_printed_as_sound() {
    if !is_there() {
        return;
    }
    let desk = shared();
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk.write("Cargo.toml", &MANIFEST.replace("front-desk", "back-office"));
    let of_desk = "signed off for production of front-desk";
    let sound = desk.run("history visitor-greeting").stdout;
    assert!(!sound.contains("does not count"), "{sound}");
    edit_last(
        &desk,
        SHARED_LEDGER,
        "reason: hosts are named\n      model",
        "reason: hosts are rude\n      model",
    );
    let reason = "the signature does not match the payload";
    let words = format!(
        "the record is of the application `front-desk`, and its signature does not count here: {reason}"
    );
    assert_marked(&desk, of_desk, &words);
    assert_marked(
        &desk,
        "pinned in production of front-desk",
        "of the application `front-desk`, and no signature stands for this move here",
    );
    // The own pin rests on a record that was given to another application.
    desk.write("Cargo.toml", MANIFEST);
    edit_last(
        &desk,
        SHARED_LEDGER,
        "application: front-desk\n      by: front-desk-lead",
        "application: other\n      by: front-desk-lead",
    );
    desk.run("check").expect(1, &[reason]);
    assert_marked(&desk, "signed off for production of other", reason);
    desk.run("show visitor-greeting --env production")
        .expect(0, &[reason]);
}
