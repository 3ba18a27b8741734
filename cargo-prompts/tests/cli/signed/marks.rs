//! What `history` and `show` say of records that a strict check refuses.

use super::keys::is_there;
use super::{BACK, CONFIGURATION, LEDGER, SIGNED, edit_last, promoted_twice, rolled_back};
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
        let history = desk.run("history visitor-greeting").stdout;
        let event = history.split_once(event).expect(&history).1;
        let lines = event.lines().take(3).collect::<Vec<_>>().join("\n");
        assert!(lines.contains(words), "{old}: {history}");
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

/// What `check --strict` refuses, `history` does not print as if it were sound.
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
        let history = desk.run("history visitor-greeting").stdout;
        let event = history.split_once(event).expect(&history).1;
        let lines = event.lines().take(3).collect::<Vec<_>>().join("\n");
        assert!(lines.contains(words), "{old}: {history}");
    }
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
