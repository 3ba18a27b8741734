//! The record of the last move of a pin, which `check` verifies where signatures are asked for.

use super::keys::is_there;
use super::{BACK, LEDGER, SIGNED, edit_last, promoted_twice};

/// Lines of the record of a rollback, their replacement, and what `check` says then.
const REWRITTEN: &[(&str, &str, &str)] = &[
    (
        "rollback: true\n      model: kimi-k2-5\n      temperature: 0.2\n      by: on-call",
        "rollback: true\n      model: kimi-k2-5\n      temperature: 0.2\n      by: front-desk-lead",
        "[invalid-signature] the signature of `front-desk-lead` on the rollback of `visitor-greeting` 1.1.0 does not count",
    ),
    (
        "by: on-call\n      at: 20",
        "by: on-call\n      at: 19",
        "[unrecorded-pin] `production` pins `visitor-greeting` 1.1.0, but the ledger records 1.2.0",
    ),
    (
        "environment: production\n      before: 1.2.0",
        "environment: staging\n      before: 1.2.0",
        "[unrecorded-pin] `production` pins `visitor-greeting` 1.1.0, but the ledger records 1.2.0",
    ),
    (
        "      rollback: true\n",
        "",
        "[invalid-signature] the signature of `on-call` on the promotion of `visitor-greeting` 1.1.0 does not count",
    ),
];

#[test]
fn a_rollback_that_nobody_confirmed_cannot_be_rewritten() {
    if !is_there() {
        return;
    }
    let whole = promoted_twice();
    whole.run("check").expect(0, &[]);
    whole.succeed(&format!("{BACK} --by on-call --sign --key on-call"));
    whole.run("check").expect(1, &["[unconfirmed-rollback]"]);
    for (old, new, words) in REWRITTEN {
        let desk = whole.copied();
        edit_last(&desk, LEDGER, old, new);
        desk.run("check").expect(1, &[words]);
    }
    whole.succeed(&format!("{BACK} --confirm --by front-desk-lead {SIGNED}"));
    whole.run("check").expect(0, &[]);
}
