//! Several applications share a library: each has records of its own.

use super::keys::is_there;
use super::{CONFIGURATION, MANIFEST, PROMOTION, SIGNED, SIGNERS, shared};

/// In a library that several applications share, a sign-off stands for the move of one of them.
#[test]
fn a_move_of_another_application_needs_a_signature_of_its_own() {
    if !is_there() {
        return;
    }
    let desk = shared();
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk.run("check --strict").expect(0, &[]);
    let ledger = desk.read("library/visitor-greeting/releases.yaml");
    assert_eq!(ledger.matches("application: front-desk\n").count(), 2);
    desk.run("history visitor-greeting --env production")
        .expect(
            0,
            &[
                "signed off for production of front-desk",
                "pinned in production of front-desk",
            ],
        );
    // The same pin in another package, with the record of the move under its name.
    desk.write("Cargo.toml", &MANIFEST.replace("front-desk", "back-office"));
    desk.run("check --strict")
        .expect(1, &["[unrecorded-pin]", "but the ledger records no pin"]);
    let move_of_desk =
        "    - environment: production\n      application: front-desk\n      before: 1.0.0\n";
    assert_eq!(ledger.matches(move_of_desk).count(), 1);
    let move_of_office = move_of_desk.replace("front-desk", "back-office");
    desk.write(
        "library/visitor-greeting/releases.yaml",
        &ledger.replace(move_of_desk, &move_of_office),
    );
    desk.run("check --strict").expect(
        1,
        &["[unrecorded-pin] no signature stands for the move of `visitor-greeting` to 1.1.0"],
    );
    desk.write("library/visitor-greeting/releases.yaml", &ledger);
    desk.run(&format!("{PROMOTION} {SIGNED}"))
        .expect(0, &["production pins 1.1.0 as before"]);
}

/// In a library that several applications share, each has people of its own.
#[test]
fn the_records_of_another_application_are_its_own() {
    if !is_there() {
        return;
    }
    let desk = shared();
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    let (signers, configuration) = (desk.read(SIGNERS), desk.read(CONFIGURATION));
    desk.write("Cargo.toml", &MANIFEST.replace("front-desk", "back-office"));
    desk.write(
        SIGNERS,
        &signers.replace("front-desk-lead", "back-office-lead"),
    );
    desk.write(
        CONFIGURATION,
        &configuration.replace("by: [front-desk-lead]", "by: [back-office-lead]"),
    );
    let promotion = PROMOTION.replace("front-desk-lead", "back-office-lead");
    desk.succeed(&format!("{promotion} {SIGNED}"));
    desk.run("check --strict").expect(0, &[]);
}
