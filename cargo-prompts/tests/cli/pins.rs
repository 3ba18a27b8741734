//! Pins that name a model and a temperature: what is sent, what counts as evidence, and what of a
//! pin moves.

use crate::desk::Desk;
use crate::loopback::{Reply, Server};

const CONFIGURATION: &str = "prompts/environments.yaml";
const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const STAGING: &str = "staging: \"1.1.0\"        # under validation";
const PRODUCTION: &str = "production: \"1.0.0\"     # what visitors see";
const SLOW_STAGING: &str =
    "staging: {temperature: 0.1, version: \"1.1.0\",  model: 'kimi-k2-5-long'} # under validation";
const SLOW_PRODUCTION: &str = "production:\n      # the long one\n      model: kimi-k2-5-long\n      temperature: 0.1\n      version: 1.0.0   # what visitors see";
const PROMOTION: &str =
    "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'";

/// An answer that passes every golden case.
fn server() -> Server {
    Server::start(|_, _| Reply::answer("Welcome, Mara Lindqvist and Ayşe Demir."))
}

/// The fixture with other pins in staging and production.
fn desk(staging: &str, production: &str) -> Desk {
    let desk = Desk::ready();
    desk.edit(CONFIGURATION, STAGING, staging);
    desk.edit(CONFIGURATION, PRODUCTION, production);
    desk
}

/// A pin in staging, one in production, the command, and what is sent: the model and the
/// temperature.
const SENT: &[(&str, &str, &str, &str, f64)] = &[
    (
        STAGING,
        PRODUCTION,
        "test visitor-greeting --env staging",
        "kimi-k2-5",
        0.2,
    ),
    (
        SLOW_STAGING,
        PRODUCTION,
        "test visitor-greeting --env staging",
        "kimi-k2-5-long",
        0.1,
    ),
    (
        SLOW_STAGING,
        PRODUCTION,
        "validate visitor-greeting --env staging",
        "kimi-k2-5-long",
        0.1,
    ),
    (
        SLOW_STAGING,
        PRODUCTION,
        "test visitor-greeting --env production --version 1.1.0",
        "kimi-k2-5",
        0.2,
    ),
    (
        "staging: { version: \"1.1.0\", model: k }",
        PRODUCTION,
        "test visitor-greeting --env staging",
        "k",
        0.2,
    ),
    (
        "staging: { version: \"^1.1\", temperature: 2 }",
        PRODUCTION,
        "test visitor-greeting --env staging",
        "kimi-k2-5",
        2.0,
    ),
    // What a pin says is the environment's, whatever version is tried there.
    (
        SLOW_STAGING,
        PRODUCTION,
        "test visitor-greeting --env staging --version 1.0.0",
        "kimi-k2-5-long",
        0.1,
    ),
    (
        STAGING,
        SLOW_PRODUCTION,
        "test visitor-greeting --env production --version 1.1.0",
        "kimi-k2-5-long",
        0.1,
    ),
];

#[test]
fn what_a_pin_says_is_sent_and_is_in_the_evidence() {
    for (staging, production, command, model, temperature) in SENT {
        let (desk, server) = (desk(staging, production), server());
        let before = desk.read(LEDGER);
        desk.run_against(&server, command)
            .expect(0, &[&format!("(`{model}`, temperature {temperature})")]);
        for request in server.requests() {
            assert_eq!(request.body["model"], *model, "{command}");
            assert_eq!(request.body["temperature"], *temperature, "{command}");
        }
        let added = desk
            .read(LEDGER)
            .matches(&format!("model: {model}\n"))
            .count();
        assert_eq!(
            added,
            before.matches(&format!("model: {model}\n")).count() + 1,
            "{command}"
        );
    }
}

#[test]
fn a_pin_keeps_its_model_when_its_version_moves() {
    let (desk, server) = (desk(SLOW_STAGING, SLOW_PRODUCTION), server());
    let before = desk.read(CONFIGURATION);
    // What passed with the environment's model is no evidence for that of the pin.
    desk.run(PROMOTION).expect(
        1,
        &["the run used `kimi-k2-5`, but `production` uses `kimi-k2-5-long`"],
    );
    desk.run_against(&server, "test visitor-greeting --env staging")
        .expect(0, &["recorded as evidence"]);
    desk.run_against(&server, "validate visitor-greeting --env staging")
        .expect(0, &["recorded as evidence"]);
    let said = [
        "production now pins 1.1.0 instead of 1.0.0\nthe prefix for caches does not change: 6 bytes\nunchanged in the pin: model kimi-k2-5-long, temperature 0.1\n",
    ];
    desk.run(PROMOTION).expect(0, &said);
    let moved = before.replace("version: 1.0.0   #", "version: 1.1.0   #");
    assert_eq!(desk.read(CONFIGURATION), moved);
    desk.edit(
        CONFIGURATION,
        "rate_limit: 50000",
        "rate_limit: 50000\n    requires: [golden, validation]",
    );
    desk.run("check").expect(0, &[]);
    desk.edit(CONFIGURATION, "\n    requires: [golden, validation]", "");

    let back = "rollback visitor-greeting --by front-desk-lead --reason 'too long' --in";
    let said = "production now pins 1.0.0 again instead of 1.1.0\nunchanged in the pin: model kimi-k2-5-long, temperature 0.1\n";
    desk.run(&format!("{back} production")).expect(0, &[said]);
    assert_eq!(desk.read(CONFIGURATION), before);
    let said = "unchanged in the pin: model kimi-k2-5-long, temperature 0.1\n";
    desk.run(&format!("{back} staging")).expect(0, &[said]);
    assert_eq!(
        desk.read(CONFIGURATION),
        before.replace("\"1.1.0\",  model", "\"1.0.0\",  model")
    );
}

/// The models of staging and production: what the environments say, and what their pins say.
#[test]
fn staging_and_production_have_one_model_by_their_pins_or_by_their_settings() {
    let other = (
        "library:active\"\n    model: kimi-k2-5",
        "library:active\"\n    model: kimi-k3",
    );
    // The environments differ, and the pins do not.
    let desk = desk(
        STAGING,
        "production: { version: \"1.0.0\", model: kimi-k2-5 }",
    );
    desk.edit(CONFIGURATION, other.0, other.1);
    desk.run(PROMOTION)
        .expect(0, &["production now pins 1.1.0 instead of 1.0.0"]);
    // The environments are one, and the pins are not.
    let (desk, server) = (
        self::desk(
            STAGING,
            "production: { version: \"1.0.0\", model: kimi-k3 }",
        ),
        server(),
    );
    desk.run_against(
        &server,
        "test visitor-greeting --env production --version 1.1.0",
    )
    .expect(0, &[]);
    let said = [
        "the run used `kimi-k2-5`, but `production` uses `kimi-k3`: the environment that validates must use the settings of `production`",
        "give `staging` and `production` the same API, model and parameters, then run `cargo prompts validate \
         visitor-greeting --env staging --version 1.1.0`",
    ];
    desk.run(PROMOTION).expect(1, &said);
    desk.edit(
        CONFIGURATION,
        STAGING,
        "staging: { version: \"1.1.0\", model: kimi-k3 }",
    );
    desk.run(PROMOTION).expect(
        1,
        &["help: run `cargo prompts validate visitor-greeting --env staging --version 1.1.0`"],
    );
    desk.run_against(&server, "validate visitor-greeting --env staging")
        .expect(0, &["recorded as evidence"]);
    desk.run(PROMOTION)
        .expect(0, &["production now pins 1.1.0 instead of 1.0.0"]);
}

/// The build of production fails until the altered release is restored, or no longer pinned.
#[test]
fn a_rollback_leads_away_from_a_release_that_was_altered() {
    let desk = Desk::ready();
    desk.edit("prompts/visitor-greeting/1.1.0.prompt", "a seat", "a chair");
    let back = "rollback visitor-greeting --in staging --by front-desk-lead --reason 'too long'";
    desk.run(back).expect(0, &["1.0.0"]);
    assert!(
        desk.read("prompts/environments.yaml")
            .contains("staging: \"1.0.0\"")
    );
}

/// In an emergency the way out is named: the rollback, or its pin without the model.
#[test]
fn a_rollback_to_what_was_not_run_with_the_pins_model_says_so() {
    let (desk, server) = (desk(STAGING, PRODUCTION), server());
    desk.run_against(
        &server,
        "test visitor-greeting --env staging --version 1.0.0",
    )
    .expect(0, &[]);
    desk.edit(
        CONFIGURATION,
        STAGING,
        "staging: { version: \"1.1.0\", model: kimi-k3 }",
    );
    desk.edit(
        CONFIGURATION,
        "rate_limit: 1000\n",
        "rate_limit: 1000\n    requires: [golden]\n",
    );
    desk.run_against(&server, "test visitor-greeting --env staging")
        .expect(0, &[]);
    let (before, back) = (
        desk.files(),
        "rollback visitor-greeting --in staging --by front-desk-lead --reason 'too long'",
    );
    let said = [
        "`staging` uses the model `kimi-k3`, but `visitor-greeting` 1.0.0 passed its golden run with `kimi-k2-5`",
        "help: `cargo prompts test visitor-greeting --env staging --version 1.0.0` runs it and records the evidence",
        "help: remove `model` from the pin: it would then use `kimi-k2-5`, with which the run passed",
    ];
    desk.run(back).expect(1, &said);
    assert_eq!(desk.files(), before);
    desk.run_against(
        &server,
        "test visitor-greeting --env staging --version 1.0.0",
    )
    .expect(0, &[]);
    desk.run(back)
        .expect(0, &["staging now pins 1.0.0 again instead of 1.1.0"]);
}

/// A version that another environment pins by hand is not pinned once more.
#[test]
fn a_rollback_brings_back_nothing_that_was_withdrawn() {
    let desk = Desk::ready();
    let promote =
        "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'";
    desk.run(promote).expect(0, &[]);
    let withdraw = "withdraw visitor-greeting 1.0.0 --by front-desk-lead --reason 'names nobody'";
    desk.run(withdraw).expect(0, &[]);
    let configuration = "prompts/environments.yaml";
    desk.edit(configuration, "staging: \"1.1.0\"", "staging: \"1.0.0\"");
    let before = desk.read(configuration);
    let rollback =
        "rollback visitor-greeting --in production --by front-desk-lead --reason 'too long'";
    desk.run(rollback).expect(1, &["[withdrawn-version]"]);
    assert_eq!(desk.read(configuration), before);
}

/// A run may be the evidence that the pin lacks.
#[test]
fn a_pin_that_lacks_evidence_can_be_tested() {
    let desk = Desk::ready();
    desk.edit(
        CONFIGURATION,
        "rate_limit: 50000",
        "rate_limit: 50000\n    requires: [golden]",
    );
    desk.run("show visitor-greeting --env production")
        .expect(1, &["[missing-evidence]"]);
    desk.run("test visitor-greeting --env production --render-only")
        .expect(0, &["`visitor-greeting` 1.0.0 in `production`"]);
}
