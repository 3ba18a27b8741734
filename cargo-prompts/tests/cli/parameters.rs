//! Parameters beside the temperature: evidence holds them, promotion asks for them, and a rollback
//! restores them.

use crate::desk::Desk;
use crate::loopback::{Reply, Server};

const CONFIGURATION: &str = "prompts/environments.yaml";
const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const PROMOTE: &str =
    "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'";
const PARAMETERS: &str = "    parameters: { top_p: 0.9, extra_body: { user: { team: desk } } }\n";

/// The pin of production, the same after a rollback, and what the command says of its settings.
/// Version 1.0.0 was signed off with `kimi-k2-5` and temperature 0.2; production has these, too, and
/// parameters that were not signed off.
const PINS: &[(&str, &str, &str)] = &[
    (
        "production: { version: 1.1.0, api: chat-completions }",
        "production: { version: 1.0.0, api: chat-completions, parameters: { top_p: null, extra_body: null } }",
        "top_p is set to null, extra_body is set to null",
    ),
    (
        "production: { version: 1.1.0, api: chat-completions, parameters: { seed: 7 } }",
        "production: { version: 1.0.0, api: chat-completions, parameters: { top_p: null, extra_body: null } }",
        "seed is removed",
    ),
    (
        "production:\n      version: 1.1.0\n      api: chat-completions\n      parameters:\n        seed: 7\n        top_p: null # see\n",
        "production:\n      version: 1.0.0\n      api: chat-completions\n      parameters:\n        top_p: null # see\n        extra_body: null\n",
        "changed in the pin: seed is removed, extra_body is set to null\n",
    ),
    (
        "production:\n      # agreed with legal\n      model: kimi-k2-5   # the EU deployment\n      version: 1.1.0     # see ticket 4711\n      temperature: 0.20\n      parameters: { extra_body: null, top_p: null }\n",
        "production:\n      # agreed with legal\n      model: kimi-k2-5   # the EU deployment\n      version: 1.0.0     # see ticket 4711\n      temperature: 0.20\n      parameters: { extra_body: null, top_p: null }\n",
        "",
    ),
    (
        "production:\n      model: kimi-k3   # the newest\n      version: 1.1.0\n      # lively\n      temperature: 0.9\n      parameters: { extra_body: null, top_p: 0.5 }\n",
        "production:\n      model: kimi-k2-5   # the newest\n      version: 1.0.0\n      # lively\n      temperature: 0.2\n      parameters: { extra_body: null, top_p: null }\n",
        "changed in the pin: model is set to kimi-k2-5, temperature is set to 0.2, top_p is set to null\n",
    ),
];

/// Adds the parameters to an environment.
fn with_parameters(desk: &Desk, environment: &str) {
    let key = format!("  {environment}:\n");
    desk.edit(CONFIGURATION, &key, &format!("{key}{PARAMETERS}"));
}

fn run_datasets(desk: &Desk) {
    let server =
        Server::start(|_, _| Reply::answer("Good morning, Mara Lindqvist and Ayşe Demir."));
    for command in ["test", "validate"] {
        let run = desk.run_against(
            &server,
            &format!("{command} visitor-greeting --env staging"),
        );
        assert_eq!(run.code, Some(0), "{}", run.said());
        let sent = &server.requests()[0].body;
        assert_eq!(sent["top_p"], 0.9);
        assert_eq!(sent["user"]["team"], "desk");
    }
}

#[test]
fn evidence_counts_for_exactly_the_parameters_of_the_target() {
    let desk = Desk::ready();
    with_parameters(&desk, "production");
    desk.run(PROMOTE).expect(
        1,
        &[
            "[missing-evidence]",
            "extra_body {\"user\":{\"team\":\"desk\"}}, temperature 0.2, top_p 0.9",
        ],
    );
    with_parameters(&desk, "staging");
    run_datasets(&desk);
    let ledger = desk.read(LEDGER);
    let parameters = "      parameters: { extra_body: { user: { team: desk } }, top_p: 0.9 }\n";
    assert_eq!(ledger.matches(parameters).count(), 2, "{ledger}");
    desk.run(PROMOTE).expect(0, &["production now pins 1.1.0"]);
    desk.run("check").expect(0, &[]);
    // Another mapping is another parameter.
    desk.edit(CONFIGURATION, "team: desk", "team: lobby");
    desk.edit(CONFIGURATION, "team: desk", "team: lobby");
    desk.edit(
        CONFIGURATION,
        "    logging: structured\n",
        "    logging: structured\n    requires: [golden, validation]\n",
    );
    desk.run("check")
        .expect(1, &["[missing-evidence]", "lobby"]);
}

#[test]
fn a_target_without_parameters_says_so() {
    let desk = Desk::ready();
    desk.edit(
        CONFIGURATION,
        "    temperature: 0.2\n    logging: structured\n",
        "    logging: structured\n",
    );
    let reason = "the run used temperature 0.2, but `production` uses no parameters";
    desk.run(PROMOTE).expect(1, &[reason]);
}

/// As floats the two numbers would be one.
#[test]
fn a_number_is_the_same_to_its_last_digit() {
    let desk = Desk::ready();
    let with = |number: &str| {
        let parameters = format!("    parameters: {{ extra_body: {{ user: {number} }} }}\n");
        for environment in ["staging", "production"] {
            let key = format!("  {environment}:\n");
            desk.edit(CONFIGURATION, &key, &format!("{key}{parameters}"));
        }
    };
    let before = desk.read(CONFIGURATION);
    with("9007199254740993");
    let server = Server::start(|_, _| Reply::answer("Mara Lindqvist and Ayşe Demir."));
    for command in ["test", "validate"] {
        desk.run_against(
            &server,
            &format!("{command} visitor-greeting --env staging"),
        )
        .expect(0, &[]);
    }
    desk.write(CONFIGURATION, &before);
    with("9007199254740992");
    desk.run(PROMOTE).expect(1, &["[missing-evidence]"]);
    desk.write(CONFIGURATION, &before);
    with("9007199254740993");
    desk.run(PROMOTE).expect(0, &["production now pins 1.1.0"]);
}

#[test]
fn a_rollback_changes_only_the_settings_that_differ_from_what_was_signed_off() {
    let desk = Desk::ready();
    let signed = "      reason: read aloud to the team\n";
    let settings = "      model: kimi-k2-5\n      temperature: 0.2\n";
    desk.edit(LEDGER, signed, &format!("{signed}{settings}"));
    desk.run(PROMOTE).expect(0, &["production now pins 1.1.0"]);
    with_parameters(&desk, "production");
    let before = desk.read(CONFIGURATION);
    let ledger = desk.read(LEDGER);
    for (pin, after, said) in PINS {
        let with = |pin: &str| before.replace("production: \"1.1.0\"", pin);
        desk.write(CONFIGURATION, &with(pin));
        desk.write(LEDGER, &ledger);
        let rollback =
            "rollback visitor-greeting --in production --by front-desk-lead --reason 'too long'";
        let run = desk.run(rollback);
        run.expect(
            0,
            &["with the settings that were signed off: model kimi-k2-5, temperature 0.2\n"],
        );
        let lists_changes = run.said().contains("changed in the pin: ");
        assert_eq!(lists_changes, !said.is_empty(), "{}", run.said());
        assert!(run.said().contains(said), "{}", run.said());
        assert_eq!(desk.read(CONFIGURATION), with(after));
        let page = desk.succeed("show visitor-greeting --env production");
        assert!(page.contains("temperature 0.2"), "{page}");
        for name in ["top_p", "extra_body", "seed"] {
            assert!(!page.contains(name), "{page}");
        }
    }
}
