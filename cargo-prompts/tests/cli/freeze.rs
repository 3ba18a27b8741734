//! Environments that take no promotions until a date, and promotions that change nothing.

use crate::desk::Desk;

const PROMOTION: &str =
    "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'";
const ROLLBACK: &str =
    "rollback visitor-greeting --in production --by front-desk-lead --reason 'wrong host'";
const CONFIGURATION: &str = "prompts/environments.yaml";
const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";

/// The fixture with a key of production.
fn with(key: &str) -> Desk {
    let desk = Desk::ready();
    let limit = "rate_limit: 50000";
    desk.edit(CONFIGURATION, limit, &format!("{limit}\n    {key}"));
    desk
}

#[test]
fn a_freeze_refuses_promotions_and_no_rollbacks() {
    let desk = with("freeze: { until: 2099-01-04, reason: the sale }");
    let sentence = "`production` takes no promotions until 2099-01-04: `the sale`";
    let place = "prompts/environments.yaml:21:5";
    desk.run(PROMOTION).expect(
        1,
        &[
            "[frozen-environment]",
            sentence,
            place,
            "wait, or remove the key `freeze`",
            "  no  freeze      frozen-environment",
        ],
    );
    desk.run("check")
        .expect(0, &["note:", "[frozen-environment]", sentence]);
    desk.run("check --deny-warnings").expect(0, &[sentence]);
    desk.edit(CONFIGURATION, "2099-01-04", "2000-01-04");
    desk.succeed(PROMOTION);
    desk.run("check").expect(
        0,
        &[
            "the freeze of `production` ended at 2000-01-04",
            "it has no effect any more",
        ],
    );
    desk.edit(CONFIGURATION, "2000-01-04", "2099-01-04T08:00:00+01:00");
    desk.succeed(ROLLBACK);
    desk.run("promote visitor-greeting --to staging --by owner --reason again")
        .expect(0, &["staging already pins"]);
}

/// Without the last line, and in the words of what would be.
#[test]
fn a_dry_run_says_what_the_promotion_does() {
    for (key, two_must_sign) in [
        ("requires: [golden]", false),
        ("sign_off: { required: 2 }", true),
    ] {
        let desk = with(key);
        let before = desk.all_files();
        let told = desk.succeed(&format!("{PROMOTION} --dry-run"));
        assert_eq!(desk.all_files(), before);
        let done = desk.succeed(PROMOTION);
        assert_ne!(desk.all_files(), before);
        let gates = |said: &str| {
            let lines = said.lines().filter(|line| line.starts_with("  "));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(gates(&told), gates(&done));
        let word = if two_must_sign {
            "production would not pin 1.1.0 yet: another person must sign"
        } else {
            "production would pin 1.1.0 instead of 1.0.0"
        };
        assert!(told.contains(word), "{told}");
        assert!(told.ends_with("dry run: nothing was changed\n"), "{told}");
        assert!(
            !done.contains("would") && !done.contains("dry run"),
            "{done}"
        );
    }
}

#[test]
fn a_dry_run_fails_as_the_promotion_does() {
    let desk = Desk::ready();
    let pinned = desk.succeed(&format!("{PROMOTION} --version 1.1.0"));
    assert!(pinned.contains("production now pins"), "{pinned}");
    for (arguments, code) in [
        (PROMOTION, 0),
        ("promote nothing --to production --by a --reason b", 2),
        ("promote visitor-greeting --to nowhere --by a --reason b", 2),
        (
            "promote visitor-greeting --to development --by a --reason b",
            1,
        ),
    ] {
        let real = desk.copied().run(arguments);
        let rehearsed = desk.run(&format!("{arguments} --dry-run"));
        assert_eq!(real.code, rehearsed.code, "{arguments}");
        assert_eq!(real.stderr, rehearsed.stderr, "{arguments}");
        if code != 1 {
            assert_eq!(real.code, Some(code), "{arguments}");
        }
    }
}

/// A version that meets all requirements can still be one that calls cannot pass its inputs to.
#[test]
fn a_dry_run_finds_what_the_promotion_would_leave_behind() {
    let desk = Desk::ready();
    let copy = "prompts/visitor-greeting/local.prompt";
    desk.edit(copy, "visitor: string", "visitor: integer");
    desk.succeed("publish visitor-greeting --by prompt-owner");
    desk.edit(copy, "visitor: integer", "visitor: string");
    let ledger = desk.read(LEDGER);
    let of_the_start = Desk::ready().read(LEDGER);
    let (_, evidence) = of_the_start.split_once("  evidence:").unwrap();
    let (evidence, _) = evidence.split_once("  pinned:").unwrap();
    let sha256 = |ledger: &str| ledger.rsplit("\n  sha256: ").next().unwrap()[..64].to_owned();
    let evidence = evidence.replace(&sha256(&of_the_start), &sha256(&ledger));
    let published = ledger.rsplit("at: ").next().unwrap();
    let now = published.split([' ', '\n']).next().unwrap();
    let evidence = evidence.replace("2026-11-03T10:00:00Z", now);
    let evidence = evidence.replace("2026-11-04T10:00:00Z", now);
    desk.write(LEDGER, &format!("{ledger}  evidence:{evidence}"));
    desk.succeed("check");
    let promotion = "promote visitor-greeting --to staging --version 2.0.0 --by a --reason b";
    let rehearsed = desk.run(&format!("{promotion} --dry-run"));
    rehearsed.expect(1, &["2 of 2 cases passed", "[changed-type]"]);
    assert_eq!(rehearsed.said(), desk.run(promotion).said());
}

/// A dry run asks for no passphrase and for no key: it needs neither `ssh-keygen` nor an agent.
#[test]
fn a_dry_run_signs_nothing() {
    let desk = with("sign_off: { signatures: ssh }");
    desk.edit(
        CONFIGURATION,
        "environments:\n",
        "library_name: desk\nenvironments:\n",
    );
    desk.write(
        "prompts/allowed_signers",
        "front-desk-lead ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHO2UsdeICLnRuHj1XtEJPqMe4AhXRK8k+RboBwH5sL0\n",
    );
    let before = desk.all_files();
    desk.run(&format!("{PROMOTION} --dry-run")).expect(
        1,
        &["[missing-signature]", "`--sign` signs with `ssh-keygen`"],
    );
    let run = desk.run_with(&format!("{PROMOTION} --dry-run --sign"), &[("PATH", "")]);
    run.expect(0, &["production would pin 1.1.0 instead of 1.0.0"]);
    desk.run(&format!("{PROMOTION} --dry-run --payload p.txt"))
        .expect(2, &["cannot be used with"]);
    assert_eq!(desk.all_files(), before);
}
