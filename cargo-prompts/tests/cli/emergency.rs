//! Emergency rollbacks where no signatures are asked for.

use crate::desk::Desk;

const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const PROMOTION: &str =
    "promote visitor-greeting --to production --version 1.1.0 --by front-desk-lead --reason agreed";

/// Production was rolled back to 1.1.0 by somebody who may not sign off.
fn rolled_back() -> Desk {
    let desk = Desk::ready();
    let policy = "sign_off: { by: [front-desk-lead], emergency: { by: [on-call] } }";
    desk.edit(
        "prompts/environments.yaml",
        "rate_limit: 50000",
        &format!("rate_limit: 50000\n    {policy}"),
    );
    desk.succeed(PROMOTION);
    let ledger = desk.read(LEDGER);
    let at = ledger
        .rsplit("at: ")
        .next()
        .and_then(|end| end.lines().next());
    let rollback = format!(
        "    - {{ environment: production, before: 1.2.0-rc.1, rollback: true, by: on-call, at: {}, reason: slow }}\n",
        at.expect("the sign-off has a time")
    );
    let (before, after) = ledger.split_at(ledger.rfind("  sign_offs:\n").expect("a sign-off"));
    desk.write(LEDGER, &format!("{before}{rollback}{after}"));
    desk.run("check").expect(
        1,
        &["[unconfirmed-rollback] `on-call` rolled `visitor-greeting` back to 1.1.0 in `production`"],
    );
    desk
}

#[test]
fn a_promotion_by_somebody_who_signs_ends_the_need_to_confirm() {
    let desk = rolled_back();
    desk.run(&PROMOTION.replace("front-desk-lead", "on-call"))
        .expect(
            1,
            &["[not-a-signer] `on-call` may not sign for `production`"],
        );
    desk.run(PROMOTION)
        .expect(0, &["production pins 1.1.0 as before"]);
    desk.run("check").expect(0, &[]);
    desk.run(PROMOTION)
        .expect(0, &["production already pins visitor-greeting 1.1.0"]);
    desk.run(
        "rollback visitor-greeting --in production --confirm --by front-desk-lead --reason seen",
    )
    .expect(
        2,
        &["pins no version of `visitor-greeting` that it was rolled back to"],
    );
}
