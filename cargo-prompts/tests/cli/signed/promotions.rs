//! A signed promotion asks for a key and a signer, and records the signature.

use super::agent::Agent;
use super::keys::{Keys, is_there};
use super::{
    BACK, CONFIGURATION, LEDGER, PROMOTION, SIGNED, desk, refuses_and_marks, rolled_back, signed,
};
use crate::loopback::{Reply, Server};

#[test]
fn a_promotion_is_signed_and_verified() {
    if !is_there() {
        return;
    }
    let desk = desk();
    // 1.0.0 was signed off without a signature.
    desk.run("check").expect(
        1,
        &[
            "[missing-signature] `visitor-greeting` 1.0.0 has 0 of the 1 signatures that `production` requires",
            "the sign-off of `front-desk-lead` does not count: it has no signature",
        ],
    );
    let before = desk.files();
    desk.run(PROMOTION).expect(
        1,
        &[
            "no  sign-off    missing-signature",
            "[missing-signature] `production` asks for a signature",
            "`--sign` signs with `ssh-keygen`",
        ],
    );
    // A key that is not that of this person.
    desk.run(&format!("{PROMOTION} --sign --key on-call"))
        .expect(2, &["the signature of `front-desk-lead` does not count"]);
    desk.run(&format!("{PROMOTION} --sign --key nowhere"))
        .expect(2, &["`ssh-keygen` did not sign with `nowhere`"]);
    assert!(desk.files() == before, "a file was changed");
    desk.run(&format!("{PROMOTION} {SIGNED}"))
        .expect(0, &["production now pins 1.1.0 instead of 1.0.0"]);
    assert!(desk.read(LEDGER).contains("\n      signature: U1NIU0lH"));
    desk.run("check").expect(0, &[]);
    desk.run("check --strict").expect(0, &[]);
    desk.run(PROMOTION).expect(
        0,
        &["production already pins visitor-greeting 1.1.0, and needs no other sign-off: nothing was recorded"],
    );
    // Whoever asks to sign, signs.
    desk.run(&format!("{PROMOTION} {SIGNED}")).expect(
        0,
        &["production pins 1.1.0 as before; the sign-off is recorded"],
    );
    desk.run("check --strict").expect(0, &[]);
}

/// After the name of the library was changed, as the guide says it.
#[test]
fn old_records_are_removed_and_the_pin_is_signed_again() {
    if !is_there() {
        return;
    }
    let desk = signed();
    desk.edit(
        CONFIGURATION,
        "library_name: front-desk",
        "library_name: reception",
    );
    desk.run("check --strict").expect(
        1,
        &[
            "[invalid-signature]",
            "in \"Signatures\" under \"Old records\"",
        ],
    );
    desk.write(LEDGER, &without_records(&desk.read(LEDGER)));
    desk.run(&format!("{PROMOTION} --version 1.1.0 {SIGNED}"))
        .expect(0, &["production pins 1.1.0 as before"]);
    desk.run("check --strict").expect(0, &[]);
}

/// A ledger without the sign-offs and the moves of its last entry.
fn without_records(ledger: &str) -> String {
    let at = ledger.rfind("- version: ").expect("an entry");
    let mut is_removed = false;
    let kept = ledger[at..].lines().filter(|line| {
        let is_key = line.starts_with("  ") && !line.starts_with("   ");
        if is_key {
            is_removed = ["  sign_offs:", "  pinned:"].contains(line);
        }
        !is_removed
    });
    format!("{}{}\n", &ledger[..at], kept.collect::<Vec<_>>().join("\n"))
}

/// Settings that were signed before and count again are signed once more.
#[test]
fn settings_that_were_changed_back_are_signed_again() {
    if !is_there() {
        return;
    }
    let desk = signed();
    let server = Server::start(|_, _| Reply::answer("Welcome, Mara Lindqvist and Ayşe Demir."));
    let configuration = desk.read(CONFIGURATION);
    desk.write(
        CONFIGURATION,
        &configuration.replace("model: kimi-k2-5\n", "model: kimi-k3\n"),
    );
    for run in [
        "test visitor-greeting --env staging --version 1.1.0",
        "validate visitor-greeting --env staging",
    ] {
        desk.run_against(&server, run).expect(0, &[]);
    }
    desk.succeed(&format!("{PROMOTION} --version 1.1.0 {SIGNED}"));
    desk.run("check --strict").expect(0, &[]);
    desk.write(CONFIGURATION, &configuration);
    desk.run("check").expect(0, &[]);
    let words = "`production` uses `kimi-k2-5` with temperature 0.2 for `visitor-greeting` 1.1.0, and the last record is for `kimi-k3`";
    refuses_and_marks(&desk, "check --strict", words);
    desk.run(&format!("{PROMOTION} --version 1.1.0 {SIGNED}"))
        .expect(0, &["production pins 1.1.0 as before"]);
    desk.run("check --strict").expect(0, &[]);
}

#[test]
fn a_key_of_the_agent_signs() {
    if !is_there() {
        return;
    }
    let desk = desk();
    let keys = Keys::in_folder(desk.root());
    keys.make("another");
    let agent = Agent::start(desk.root());
    agent.add("another");
    agent.add("lead");
    let socket = [("SSH_AUTH_SOCK", agent.socket())];
    desk.run_with(&format!("{PROMOTION} --sign"), &socket)
        .expect(0, &["production now pins 1.1.0"]);
    desk.run("check").expect(0, &[]);
}

/// A change of the ledger, and the reason why a rollback to 1.0.0 is refused.
const NOT_SIGNED: &[(&str, &str, &str)] = &[
    ("", "", "[missing-signature] `visitor-greeting` 1.0.0"),
    ("status: active", "status: draft", "[draft-not-allowed]"),
    ("status: active", "status: withdrawn", "[withdrawn-version]"),
];

/// All checks come before the signature: this key cannot sign.
#[test]
fn nobody_is_asked_to_sign_what_is_refused() {
    if !is_there() {
        return;
    }
    let whole = signed();
    for (old, new, refusal) in NOT_SIGNED {
        let desk = whole.copied();
        let ledger = desk.read(LEDGER).replacen(old, new, 1);
        desk.write(LEDGER, &ledger);
        let before = desk.files();
        for way in ["--sign --key nowhere", "--payload payload.json"] {
            desk.run(&format!("{BACK} --by front-desk-lead {way}"))
                .expect(1, &[refusal]);
        }
        assert!(desk.files() == before, "{refusal}");
    }
}

#[test]
fn a_version_is_promoted_again_after_a_rollback() {
    if !is_there() {
        return;
    }
    let desk = rolled_back();
    desk.run(PROMOTION).expect(
        1,
        &["[missing-signature] `production` asks for a signature"],
    );
    desk.run(&format!("{PROMOTION} {SIGNED}"))
        .expect(0, &["production now pins 1.2.0 instead of 1.1.0"]);
    desk.run("check --strict").expect(0, &[]);
}

#[test]
fn a_pin_that_was_set_by_hand_is_promoted_again() {
    if !is_there() {
        return;
    }
    let desk = rolled_back();
    desk.edit(
        CONFIGURATION,
        "production: \"1.1.0\"",
        "production: \"1.2.0\"",
    );
    desk.run("check --strict")
        .expect(1, &["[unrecorded-pin]", "but the ledger records 1.1.0"]);
    desk.run(&format!("{PROMOTION} {SIGNED}"))
        .expect(0, &["production pins 1.2.0 as before"]);
    desk.run("check --strict").expect(0, &[]);
}
