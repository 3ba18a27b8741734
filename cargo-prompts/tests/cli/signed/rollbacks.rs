//! Rollbacks, those of an emergency among them.

use super::keys::is_there;
use super::{
    BACK, CONFIGURATION, LEDGER, PROMOTION, SIGNED, SIGNERS, edit_last, promoted_twice, signed,
};
use crate::loopback::{Reply, Server};

#[test]
fn a_rollback_restores_what_was_signed_and_an_emergency_is_confirmed() {
    if !is_there() {
        return;
    }
    let (desk, server) = (
        signed(),
        Server::start(|_, _| Reply::answer("Welcome, Mara Lindqvist and Ayşe Demir.")),
    );
    // What was pinned before has no signature.
    let back = "rollback visitor-greeting --in production --reason 'wrong language'";
    desk.run(&format!("{back} --by front-desk-lead {SIGNED}"))
        .expect(1, &["[missing-signature] `visitor-greeting` 1.0.0"]);
    desk.succeed("publish visitor-greeting --by prompt-owner");
    let version = desk.read(LEDGER);
    let version = version
        .rsplit("- version: ")
        .next()
        .unwrap()
        .lines()
        .next()
        .unwrap()
        .to_owned();
    desk.edit(
        CONFIGURATION,
        "    model: kimi-k2-5\n    temperature: 0.2\n    logging: full",
        "    model: kimi-k3\n    temperature: 0.2\n    logging: full",
    );
    let at = desk.read(CONFIGURATION);
    let at = at.replace(
        "    model: kimi-k2-5\n    temperature: 0.2\n    logging: structured",
        "    model: kimi-k3\n    temperature: 0.2\n    logging: structured",
    );
    desk.write(CONFIGURATION, &at);
    desk.run_against(
        &server,
        "test visitor-greeting --env staging --version VERSION"
            .replace("VERSION", &version)
            .as_str(),
    )
    .expect(0, &[]);
    desk.succeed(&format!(
        "promote visitor-greeting --to staging --version {version} --by prompt-owner --reason new"
    ));
    desk.run_against(&server, "validate visitor-greeting --env staging")
        .expect(0, &[]);
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk.run("check").expect(0, &[]);
    desk.run(&format!("{back} --by prompt-owner {SIGNED}"))
        .expect(
            1,
            &["[not-a-signer] `prompt-owner` may not roll back `production`"],
        );
    desk.run(&format!("{back} --by on-call")).expect(
        1,
        &["[missing-signature] `production` asks for a signature"],
    );
    desk.run(&format!("{back} --by on-call --sign --key on-call"))
        .expect(
            0,
            &[
                "production now pins 1.1.0 again instead of",
                "with the settings that were signed off: model kimi-k2-5, temperature 0.2",
                "--confirm --by WHO",
            ],
        );
    assert!(desk.read(CONFIGURATION).contains("model: kimi-k2-5"));
    desk.run("check").expect(
        1,
        &["[unconfirmed-rollback] `on-call` rolled `visitor-greeting` back to 1.1.0 in `production`"],
    );
    desk.run(&format!(
        "{back} --confirm --by on-call --sign --key on-call"
    ))
    .expect(
        1,
        &["[not-a-signer] `on-call` may not sign for `production`"],
    );
    desk.run(&format!("{back} --confirm --by front-desk-lead {SIGNED}"))
        .expect(
            0,
            &["the rollback of visitor-greeting to 1.1.0 in production is confirmed"],
        );
    let before = desk.files();
    for way in ["", SIGNED, "--payload payload.json"] {
        desk.run(&format!("{back} --confirm --by front-desk-lead {way}"))
            .expect(
                0,
                &["the rollback of visitor-greeting to 1.1.0 in production needs no confirmation: nothing was recorded"],
            );
        assert!(desk.files() == before, "{way}");
    }
    desk.run("check").expect(0, &[]);
    desk.run("check --strict").expect(0, &[]);
    desk.run("history visitor-greeting --env production")
        .expect(
            0,
            &["confirmed in production after a rollback by front-desk-lead"],
        );
}

/// An edit of the configuration that gives production another API, and the pin after a rollback.
const OTHER_API: &[(&str, &str, &str)] = &[
    (
        "production: \"1.2.0\"",
        "production: { version: \"1.2.0\", api: gemini }",
        "production: { version: \"1.1.0\", api: chat-completions }",
    ),
    (
        "    model: kimi-k2-5\n    temperature: 0.2\n    logging: structured",
        "    api: gemini\n    model: kimi-k2-5\n    temperature: 0.2\n    logging: structured",
        "api: chat-completions",
    ),
];

#[test]
fn a_rollback_restores_the_api_that_was_signed() {
    if !is_there() {
        return;
    }
    let desk = promoted_twice();
    let before = [CONFIGURATION, LEDGER].map(|file| (file, desk.read(file)));
    for (old, new, pin) in OTHER_API {
        for (file, text) in &before {
            desk.write(file, text);
        }
        edit_last(&desk, CONFIGURATION, old, new);
        desk.run("check").expect(1, &["through `gemini`"]);
        desk.run(&format!("{BACK} --by front-desk-lead {SIGNED}"))
            .expect(
                0,
                &["with the settings that were signed off: model kimi-k2-5, temperature 0.2"],
            );
        let configuration = desk.read(CONFIGURATION);
        assert!(configuration.contains(pin), "{configuration}");
        desk.run("check --strict").expect(0, &[]);
    }
}

/// A promotion, of the version that is pinned or of another, ends the need to confirm a rollback.
#[test]
fn a_promotion_that_is_signed_ends_the_need_to_confirm() {
    if !is_there() {
        return;
    }
    let desk = promoted_twice();
    for version in ["1.2.0", "1.1.0"] {
        desk.succeed(&format!("{BACK} --by on-call --sign --key on-call"));
        desk.run("check").expect(1, &["[unconfirmed-rollback]"]);
        let staging = format!("staging: \"{version}\"");
        desk.edit(CONFIGURATION, "staging: \"1.2.0\"", &staging);
        desk.succeed(&format!("{PROMOTION} --version {version} {SIGNED}"));
        desk.run("check").expect(0, &[]);
        desk.run("check --strict").expect(0, &[]);
    }
}

#[test]
fn who_rolls_back_at_night_has_a_key() {
    if !is_there() {
        return;
    }
    let desk = signed();
    let lines = desk.read(SIGNERS);
    let lead = lines.lines().next().unwrap();
    desk.write(SIGNERS, &format!("{lead}\n"));
    desk.run("check").expect(
        0,
        &["[invalid-sign-off-policy] `on-call` may roll back `production` in an emergency, but has no key"],
    );
}

/// An error of the present pin is no reason to pin another version with the same error.
#[test]
fn a_rollback_to_a_withdrawn_version_is_refused_if_the_present_one_is_withdrawn_too() {
    if !is_there() {
        return;
    }
    let desk = promoted_twice();
    let ledger = desk.read(LEDGER);
    desk.write(
        LEDGER,
        &ledger.replace("status: active", "status: withdrawn"),
    );
    let before = desk.files();
    desk.run(&format!("{BACK} --by front-desk-lead {SIGNED}"))
        .expect(1, &["[withdrawn-version]", "1.1.0"]);
    assert!(desk.files() == before, "a file was written");
}
