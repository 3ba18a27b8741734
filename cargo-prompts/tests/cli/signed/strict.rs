//! `check --strict` verifies the whole history.

use super::keys::is_there;
use super::{
    BACK, CONFIGURATION, LEDGER, PROMOTION, SIGNED, edit_last, refuses_and_marks, rolled_back,
    signed,
};

/// A file, a text in it, its replacement, and what a strict check says then.
const BY_HAND: &[(&str, &str, &str, &str)] = &[
    (
        LEDGER,
        "    - prompt: visitor-greeting\n      environment: production\n      by: front-desk-lead\n      at: 20",
        "    - prompt: another\n      environment: production\n      by: front-desk-lead\n      at: 20",
        "the signature does not match the payload",
    ),
    (
        LEDGER,
        "    - prompt: visitor-greeting\n      environment: production\n      by: front-desk-lead\n      at: 20",
        "    - environment: production\n      by: front-desk-lead\n      at: 20",
        "the signature does not match the payload",
    ),
    (
        LEDGER,
        "- version: 1.0.0\n  status: active",
        "- version: 1.0.0\n  status: withdrawn",
        "[missing-signature] no record says who gave `visitor-greeting` 1.0.0 its status",
    ),
];

#[test]
fn a_strict_check_finds_what_no_record_explains() {
    if !is_there() {
        return;
    }
    let whole = signed();
    for (file, old, new, words) in BY_HAND {
        let desk = whole.copied();
        edit_last(&desk, file, old, new);
        desk.run("check --strict").expect(1, &[words]);
    }
    // The status is right: it is recorded, and signed.
    let desk = whole;
    desk.edit(LEDGER, "status: active", "status: withdrawn");
    desk.run(&format!(
        "withdraw visitor-greeting 1.0.0 --by front-desk-lead --reason 'no host' {SIGNED}"
    ))
    .expect(0, &[]);
    desk.run("check --strict").expect(0, &[]);
}

#[test]
fn a_strict_check_finds_a_pin_that_floats() {
    if !is_there() {
        return;
    }
    let desk = signed();
    desk.edit(
        CONFIGURATION,
        "rate_limit: 1000",
        "rate_limit: 1000\n    sign_off: { by: [front-desk-lead], signatures: ssh }",
    );
    desk.succeed(&format!("{PROMOTION} --version 1.1.0 {SIGNED}").replace("production", "staging"));
    desk.run("check --strict").expect(0, &[]);
    for pin in ["^1.1", "latest"] {
        let desk = desk.copied();
        desk.edit(
            CONFIGURATION,
            "staging: \"1.1.0\"",
            &format!("staging: \"{pin}\""),
        );
        let finding = format!(
            "[unrecorded-pin] `staging` pins `visitor-greeting` {pin}, but the ledger records 1.1.0"
        );
        desk.run("check --strict").expect(1, &[&finding]);
    }
}

#[test]
fn a_strict_check_finds_a_pin_that_was_moved_by_hand() {
    if !is_there() {
        return;
    }
    let desk = rolled_back();
    desk.run("check --strict").expect(0, &[]);
    let (ledger, configuration) = (desk.read(LEDGER), desk.read(CONFIGURATION));
    desk.write(
        CONFIGURATION,
        &configuration.replace("n: \"1.1.0\"", "n: \"1.2.0\""),
    );
    let words = "`production` pins `visitor-greeting` 1.2.0, but the ledger records 1.1.0";
    refuses_and_marks(&desk, "check", words);
    desk.write(CONFIGURATION, &configuration);
    // The pin of 1.2.0, which was signed, with a record that nobody signed.
    let hand_made = "  pinned:\n    - { environment: production, before: 1.1.0, by: nobody, at: 2099-01-01T00:00:00Z, reason: x }\n";
    let newest = ledger.rfind("  pinned:\n").expect("1.2.0 was pinned");
    let forged = format!(
        "{}{hand_made}{}",
        &ledger[..newest],
        &ledger[newest + "  pinned:\n".len()..]
    );
    desk.write(LEDGER, &forged);
    desk.edit(
        CONFIGURATION,
        "production: \"1.1.0\"",
        "production: \"1.2.0\"",
    );
    desk.run("check --strict").expect(
        1,
        &["[unrecorded-pin] no signature stands for the move of `visitor-greeting` to 1.2.0 in `production` by `nobody`"],
    );
    desk.write(CONFIGURATION, &configuration);
    // The rollback, made a promotion that needs no confirmation.
    let rollback = ledger.find("      rollback: true\n").expect("the rollback");
    let promotion = format!(
        "{}{}",
        &ledger[..rollback],
        &ledger[rollback + "      rollback: true\n".len()..]
    );
    desk.write(LEDGER, &promotion);
    desk.run("check --strict").expect(
        1,
        &[
            "[unrecorded-pin] no signature stands for the move of `visitor-greeting` to 1.1.0 in `production` by `on-call`",
            "[invalid-signature] the signature of `on-call` on the promotion of `visitor-greeting` 1.1.0 does not count",
        ],
    );
    // The confirmation of another rollback.
    let at =
        ledger.find("rolled_back_at: 20").expect("the confirmation") + "rolled_back_at: 20".len();
    desk.write(LEDGER, &format!("{}19{}", &ledger[..at], &ledger[at + 2..]));
    desk.run("check").expect(1, &["[unconfirmed-rollback]"]);
}

/// The configuration with `on-call` among those who sign off.
fn with_on_call(configuration: &str) -> String {
    let changed = configuration.replace(
        "by: [front-desk-lead], signatures: ssh, emergency: { by: [on-call] }",
        "by: [front-desk-lead, on-call], signatures: ssh",
    );
    assert_ne!(changed, configuration);
    changed
}

#[test]
fn a_strict_check_finds_what_was_signed_by_somebody_who_may_not() {
    if !is_there() {
        return;
    }
    let desk = rolled_back();
    let configuration = desk.read(CONFIGURATION);
    desk.write(CONFIGURATION, &with_on_call(&configuration));
    let on_call = "--sign --key on-call";
    desk.succeed(&format!("{PROMOTION} {on_call}").replace("front-desk-lead", "on-call"));
    desk.succeed(&format!(
        "deprecate visitor-greeting 1.0.0 --by on-call --reason 'no host' {on_call}"
    ));
    desk.run("check --strict").expect(0, &[]);
    let moved = configuration.replace("production: \"1.1.0\"", "production: \"1.2.0\"");
    assert_ne!(moved, configuration);
    desk.write(CONFIGURATION, &moved);
    desk.run("check --strict").expect(
        1,
        &[
            "[not-a-signer] `on-call` moved `visitor-greeting` to 1.2.0 in `production`, and may not sign off there",
            "[not-a-signer] the signature of `on-call` on the deprecation of `visitor-greeting` 1.0.0 does not count",
        ],
    );
    desk.succeed(&format!("{BACK} --by front-desk-lead {SIGNED}"));
    let run = desk.run("check --strict");
    assert!(!run.said().contains("moved `visitor"), "{}", run.said());
}

/// The line of the last move that replaces its environment, and the place in the finding.
const RELABELLED: &[(&str, &str)] = &[
    ("environment: prod", "in `prod`"),
    (
        "environment: production\n      application: other",
        "in `production`",
    ),
];

#[test]
fn a_strict_check_finds_a_move_that_was_given_to_another() {
    if !is_there() {
        return;
    }
    let whole = rolled_back();
    whole.succeed(&format!("{PROMOTION} {SIGNED}"));
    for (label, place) in RELABELLED {
        let desk = whole.copied();
        let old = "    - environment: production\n      before: 1.1.0\n";
        let new = format!("    - {label}\n      before: 1.1.0\n");
        edit_last(&desk, LEDGER, old, &new);
        desk.edit(
            CONFIGURATION,
            "production: \"1.2.0\"",
            "production: \"1.1.0\"",
        );
        let finding = format!(
            "[unrecorded-pin] no signature stands for the move of `visitor-greeting` to 1.2.0 {place}"
        );
        desk.run("check --strict").expect(1, &[&finding]);
    }
}

#[test]
fn a_retirement_is_signed_and_a_strict_check_finds_what_was_rewritten() {
    if !is_there() {
        return;
    }
    let desk = signed();
    let retire = "deprecate visitor-greeting 1.0.0 --by front-desk-lead --reason 'no host'";
    desk.run(retire).expect(1, &["[missing-signature]"]);
    desk.run(&retire.replace("front-desk-lead", "prompt-owner --sign --key lead"))
        .expect(
            1,
            &["[not-a-signer] `prompt-owner` may not sign for `production`"],
        );
    desk.succeed(&format!("{retire} {SIGNED}"));
    desk.run("check --strict").expect(0, &[]);
    desk.edit(LEDGER, "reason: no host", "reason: no name");
    // Nothing that is embedded depends on it.
    desk.run("check").expect(0, &[]);
    desk.run("check --strict").expect(
        1,
        &["[invalid-signature] the signature of `front-desk-lead` on the deprecation of `visitor-greeting` 1.0.0 does not count"],
    );
    desk.edit(LEDGER, "reason: no name", "reason: no host");
    // A pin that was moved by hand.
    let moves = desk.read(LEDGER);
    let at = moves
        .rfind("    - environment: production\n      before: 1.0.0")
        .unwrap();
    let end = moves[at..].find("hosts are named\n").unwrap() + at + "hosts are named\n".len();
    desk.write(LEDGER, &format!("{}{}", &moves[..at], &moves[end..]));
    desk.run("check --strict").expect(
        1,
        &["[unrecorded-pin] `production` pins `visitor-greeting` 1.1.0"],
    );
}
