//! Sign-offs with SSH signatures, made by the real `ssh-keygen` and a real agent.

mod agent;
mod keys;
mod last_moves;
mod marks;

use crate::consumer::Consumer;
use crate::desk::Desk;
use crate::images::{elf, marker};
use crate::loopback::{Reply, Server};
use crate::snapshot::{differences, snapshot};
use keys::{Keys, is_there};

const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const CONFIGURATION: &str = "prompts/environments.yaml";
const SIGNERS: &str = "prompts/allowed_signers";
const PROMOTION: &str =
    "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'";
const SIGNED: &str = "--sign --key lead";

/// The front desk, with signatures in production: `front-desk-lead` signs with the key `lead`,
/// `on-call` may roll back with the key `on-call`.
fn desk() -> Desk {
    let desk = Desk::ready();
    let keys = Keys::in_folder(desk.root());
    keys.make("lead");
    keys.make("on-call");
    let lines = [("front-desk-lead", "lead"), ("on-call", "on-call")]
        .map(|(who, key)| format!("{who} {}\n", desk.read(&format!("{key}.pub")).trim()));
    desk.write(SIGNERS, &lines.concat());
    let policy =
        "sign_off: { by: [front-desk-lead], signatures: ssh, emergency: { by: [on-call] } }";
    desk.edit(
        CONFIGURATION,
        "rate_limit: 50000",
        &format!("rate_limit: 50000\n    {policy}"),
    );
    let configuration = desk.read(CONFIGURATION);
    desk.write(
        CONFIGURATION,
        &format!("library_name: front-desk\n{configuration}"),
    );
    desk
}

/// The same, with 1.1.0 signed for production.
fn signed() -> Desk {
    let desk = desk();
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk
}

/// Replaces a text where it stands last: in a ledger, in the newest entry.
fn edit_last(desk: &Desk, file: &str, old: &str, new: &str) {
    let text = desk.read(file);
    let at = text
        .rfind(old)
        .unwrap_or_else(|| panic!("in {file}: {old:?}\n{text}"));
    let changed = format!("{}{new}{}", &text[..at], &text[at + old.len()..]);
    desk.write(file, &changed);
}

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

/// What a check says of a pin, `history` and `show` say beside the record.
fn refuses_and_marks(desk: &Desk, check: &str, words: &str) {
    desk.run(check)
        .expect(1, &[&format!("[unrecorded-pin] {words}")]);
    desk.run("history visitor-greeting --env production")
        .expect(0, &[words]);
    desk.run("show visitor-greeting --env production")
        .expect(0, &[words]);
}

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

/// A file, a text in it, its replacement, and what `check` says then.
const TAMPERED: &[(&str, &str, &str, &str)] = &[
    (
        LEDGER,
        "hosts are named\n      model",
        "hosts are rude\n      model",
        "the signature does not match",
    ),
    (
        LEDGER,
        "reason: hosts are named\n      model: kimi-k2-5",
        "name: Somebody\n      reason: hosts are named\n      model: kimi-k2-5",
        "does not match",
    ),
    (
        LEDGER,
        "      model: kimi-k2-5\n      temperature: 0.2\n      evidence",
        "      model: kimi-k3\n      temperature: 0.2\n      evidence",
        "it is for `kimi-k3` with temperature 0.2, and the environment uses `kimi-k2-5` with temperature 0.2",
    ),
    (
        LEDGER,
        "      model: kimi-k2-5\n      temperature: 0.2\n      evidence",
        "      api: gemini\n      model: kimi-k2-5\n      temperature: 0.2\n      evidence",
        "it is for `kimi-k2-5` through `gemini` with temperature 0.2, and the environment uses `kimi-k2-5` with temperature 0.2",
    ),
    (
        LEDGER,
        "evidence: \"golden: 2 of 2",
        "evidence: \"golden: 9 of 9",
        "does not match",
    ),
    (
        LEDGER,
        "      cases: 2\n      passed: 2",
        "      cases: 2\n      passed: 1",
        "a run that it rests on was changed or removed",
    ),
    (
        LEDGER,
        "    - prompt: visitor-greeting\n      environment: production\n      by: front-desk-lead\n      at: 2026-1",
        "    - environment: production\n      by: front-desk-lead\n      at: 2026-1",
        "it does not hold the prompt, the hash and the model that it is for",
    ),
    (
        LEDGER,
        "      signature: U1NIU0lH",
        "      signature: U1NIU0lX",
        "does not count",
    ),
    (
        LEDGER,
        "      signature: ",
        "      signature: not-base64-",
        "does not count",
    ),
    (
        LEDGER,
        "      signature: U1NIU0lH",
        "      signature: |-\n        U1NI\n        U0lH",
        "not an SSH signature: its base64 is not on one line",
    ),
    (
        CONFIGURATION,
        "    model: kimi-k2-5\n    temperature: 0.2\n    logging: structured",
        "    model: kimi-k3\n    temperature: 0.2\n    logging: structured",
        "it is for `kimi-k2-5` with temperature 0.2, and the environment uses `kimi-k3` with temperature 0.2",
    ),
    (
        CONFIGURATION,
        "    model: kimi-k2-5\n    temperature: 0.2\n    logging: structured",
        "    api: gemini\n    model: kimi-k2-5\n    temperature: 0.2\n    logging: structured",
        "it is for `kimi-k2-5` with temperature 0.2, and the environment uses `kimi-k2-5` through `gemini` with temperature 0.2",
    ),
    (
        CONFIGURATION,
        "library_name: front-desk",
        "library_name: back-office",
        "does not match",
    ),
    (
        CONFIGURATION,
        "library_name: front-desk\n",
        "",
        "[invalid-sign-off-policy] `production` asks for signatures, but the library has no name to sign for",
    ),
    (
        CONFIGURATION,
        "signatures: ssh",
        "signatures: gpg",
        "[invalid-sign-off-policy] unknown kind of signatures `gpg`, expected `ssh`",
    ),
    (
        CONFIGURATION,
        "by: [front-desk-lead]",
        "by: [somebody]",
        "[missing-sign-off]",
    ),
    (
        SIGNERS,
        "front-desk-lead",
        "front-desk",
        "`front-desk-lead`",
    ),
    (
        SIGNERS,
        "front-desk-lead ssh",
        "front-desk-lead valid-before=\"20260101Z\" ssh",
        "does not count",
    ),
    (
        SIGNERS,
        "front-desk-lead ssh",
        "front-desk-lead namespaces=\"git\" ssh",
        "does not count",
    ),
    (
        SIGNERS,
        "front-desk-lead ssh",
        "front-desk-lead cert-authority ssh",
        "[invalid-allowed-signers]",
    ),
];

#[test]
fn what_was_changed_after_it_was_signed_does_not_count() {
    if !is_there() {
        return;
    }
    let whole = signed();
    for (file, old, new, words) in TAMPERED {
        let desk = whole.copied();
        edit_last(&desk, file, old, new);
        let run = desk.run("check");
        assert_eq!(run.code, Some(1), "{old:?}: {}", run.said());
        assert!(run.said().contains(words), "{old:?}: {}", run.said());
    }
    // Without the file, there are no keys.
    std::fs::remove_file(whole.root().join(SIGNERS)).unwrap();
    whole.run("check").expect(
        1,
        &["[invalid-allowed-signers] `production` asks for signatures, but there is no `prompts/allowed_signers`"],
    );
}

type OtherForm = (&'static str, fn(&str) -> String);

/// Forms of a signature that `ssh-keygen -Y verify` refuses.
const OTHER_FORMS: &[OtherForm] = &[
    ("a blank line first", |good| format!("\n{good}")),
    ("no last line", |good| {
        good.replace("-----END SSH SIGNATURE-----\n", "")
    }),
    ("no armor", |good| {
        good.lines().filter(|line| !line.starts_with('-')).collect()
    }),
    ("indented", |good| good.replace('\n', "\n ")),
    ("small letters", |good| {
        good.replace("BEGIN SSH", "begin ssh")
    }),
];

/// A file that is there already can be somebody's, or lead elsewhere.
#[test]
fn a_payload_is_written_to_a_new_file() {
    if !is_there() {
        return;
    }
    let desk = desk();
    desk.write("elsewhere.txt", "a list\n");
    std::os::unix::fs::symlink("elsewhere.txt", desk.root().join("link.json")).unwrap();
    std::os::unix::fs::symlink("missing.txt", desk.root().join("dangling.json")).unwrap();
    let before = snapshot(desk.root());
    for file in ["elsewhere.txt", "link.json", "dangling.json"] {
        desk.run(&format!("{PROMOTION} --payload {file}"))
            .expect(2, &["exists already", "nothing was changed"]);
    }
    std::fs::create_dir_all(desk.root().join(".cargo-prompts/prompts")).unwrap();
    for file in [
        CONFIGURATION,
        "prompts/payload.json",
        "prompts/visitor-greeting/payload.json",
        "prompts/../prompts/partials/payload.json",
        ".cargo-prompts/prompts/payload.json",
    ] {
        desk.run(&format!("{PROMOTION} --payload {file}")).expect(
            2,
            &["would be a file of the library", "nothing was changed"],
        );
    }
    let mut changed = differences(&before, &snapshot(desk.root()));
    changed.retain(|path| !path.is_empty() && !path.starts_with(".cargo-prompts"));
    assert_eq!(changed, Vec::<String>::new());
}

/// A full disk and a process that is killed leave no file in the way of the next run.
#[test]
fn a_payload_is_written_whole_or_not_at_all() {
    if !is_there() {
        return;
    }
    let desk = desk();
    let promotion = format!("{PROMOTION} --payload payload.json");
    let mut faults = 0;
    for at in 1.. {
        let fault = format!("full:{at}");
        let run = desk.run_with(&promotion, &[("CARGO_PROMPTS_FAULT", fault.as_str())]);
        if run.code == Some(0) {
            break;
        }
        assert!(!desk.root().join("payload.json").exists(), "{}", run.said());
        faults += 1;
    }
    assert!(faults > 0);
    assert!(desk.read("payload.json").ends_with('}'));
}

#[test]
fn what_is_signed_elsewhere_is_taken() {
    if !is_there() {
        return;
    }
    let desk = desk();
    let before = [desk.read(LEDGER), desk.read(CONFIGURATION)];
    desk.run(&format!("{PROMOTION} --payload payload.json"))
        .expect(
            0,
            &["`payload.json` is to be signed, and nothing is changed"],
        );
    let payload = desk.read("payload.json");
    assert!(
        payload.starts_with("{\"action\":\"sign-off\",\"at\":\"20") && !payload.contains('\n'),
        "{payload}"
    );
    std::fs::rename(desk.root().join("payload.json"), desk.root().join("p.json")).unwrap();
    assert_eq!([desk.read(LEDGER), desk.read(CONFIGURATION)], before);
    Keys::in_folder(desk.root()).sign("lead", "p.json");
    let given = "--payload p.json --signature p.json.sig";
    desk.run(&format!("{PROMOTION} {given}").replace("are named", "are rude"))
        .expect(2, &["`p.json` is of another change: `reason` differs"]);
    let of_the_future = desk.read("p.json").replacen("\"at\":\"2", "\"at\":\"3", 1);
    desk.write("f.json", &of_the_future);
    desk.run(&format!("{PROMOTION} {given}").replace("--payload p", "--payload f"))
        .expect(2, &["which is in the future"]);
    desk.write("f.json", "{}");
    desk.run(&format!("{PROMOTION} {given}").replace("--payload p", "--payload f"))
        .expect(2, &["`f.json` is not a payload"]);
    desk.run(&format!("{PROMOTION} --signature p.json.sig"))
        .expect(2, &["--payload"]);
    let signature = desk.read("p.json.sig");
    for (what, other) in OTHER_FORMS {
        desk.write("other.sig", &other(&signature));
        let run = desk.run(&format!("{PROMOTION} {given}").replace("p.json.sig", "other.sig"));
        assert_eq!(run.code, Some(2), "{what}: {}", run.said());
    }
    for endless in ["/dev/zero", "/dev/stdin", "."] {
        for option in ["--payload p.json", "--signature p.json.sig"] {
            let (option_name, _) = option.split_once(' ').unwrap();
            let given = given.replace(option, &format!("{option_name} {endless}"));
            desk.run(&format!("{PROMOTION} {given}"))
                .expect(2, &["cannot read", "it is not a file"]);
        }
    }
    desk.run(&format!("{PROMOTION} {given}"))
        .expect(0, &["production now pins 1.1.0"]);
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
    let agent = agent::Agent::start(desk.root());
    agent.add("another");
    agent.add("lead");
    let socket = [("SSH_AUTH_SOCK", agent.socket())];
    desk.run_with(&format!("{PROMOTION} --sign"), &socket)
        .expect(0, &["production now pins 1.1.0"]);
    desk.run("check").expect(0, &[]);
}

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

const BACK: &str = "rollback visitor-greeting --in production --reason 'wrong language'";

/// Two signed versions: production was promoted to 1.1.0 and to 1.2.0.
fn promoted_twice() -> Desk {
    let desk = signed();
    let server = Server::start(|_, _| Reply::answer("Welcome, Mara Lindqvist and Ayşe Demir."));
    desk.edit("prompts/visitor-greeting/local.prompt", "\n", "\n\n");
    desk.succeed("publish visitor-greeting --version 1.2.0 --by prompt-owner");
    desk.run_against(
        &server,
        "test visitor-greeting --env staging --version 1.2.0",
    )
    .expect(0, &[]);
    desk.succeed(
        "promote visitor-greeting --to staging --version 1.2.0 --by prompt-owner --reason new",
    );
    desk.run_against(&server, "validate visitor-greeting --env staging")
        .expect(0, &[]);
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk
}

/// The same, rolled back to 1.1.0 in an emergency, which was confirmed.
fn rolled_back() -> Desk {
    let desk = promoted_twice();
    desk.succeed(&format!("{BACK} --by on-call --sign --key on-call"));
    desk.succeed(&format!("{BACK} --confirm --by front-desk-lead {SIGNED}"));
    desk
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

/// A payload that was signed before the pin was moved does not count for the state after it.
#[test]
fn a_payload_is_refused_once_the_pin_was_moved() {
    if !is_there() {
        return;
    }
    let desk = rolled_back();
    let keys = Keys::in_folder(desk.root());
    let back = format!("{BACK} --by front-desk-lead");
    desk.succeed(&format!("{PROMOTION} --payload on.json"));
    keys.sign("lead", "on.json");
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk.succeed(&format!("{back} --payload back.json"));
    keys.sign("lead", "back.json");
    desk.succeed(&format!("{back} {SIGNED}"));
    let moved = ["and the pin was moved since, at 20", "sign that"];
    desk.run(&format!(
        "{PROMOTION} --payload on.json --signature on.json.sig"
    ))
    .expect(2, &moved);
    desk.succeed(&format!("{PROMOTION} {SIGNED}"));
    desk.run(&format!(
        "{back} --payload back.json --signature back.json.sig"
    ))
    .expect(2, &moved);
    // A machine whose clock is behind.
    let ledger = desk.read(LEDGER);
    let last = ledger.rfind("before: 1.1.0\n").expect("the last move");
    let at = last + ledger[last..].find("at: 20").expect("its time") + "at: ".len();
    let ahead = format!("{}2199{}", &ledger[..at], &ledger[at + 4..]);
    desk.write(LEDGER, &ahead);
    desk.run(&format!("{back} {SIGNED}"))
        .expect(2, &["the pin was moved at 2199", "set the clock"]);
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

const MANIFEST: &str = "[package]\nname = \"front-desk\"\nversion = \"0.1.0\"\n";

/// The front desk, with its texts in a library that other applications may share.
fn shared() -> Desk {
    let desk = desk();
    desk.write("Cargo.toml", MANIFEST);
    std::fs::create_dir(desk.root().join("library")).unwrap();
    for folder in ["visitor-greeting", "partials"] {
        let [from, to] = ["prompts", "library"].map(|parent| desk.root().join(parent).join(folder));
        std::fs::rename(from, to).unwrap();
    }
    let configuration = desk.read(CONFIGURATION);
    desk.write(
        CONFIGURATION,
        &format!("library: ../library\n{configuration}"),
    );
    desk
}

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

#[test]
fn the_keys_are_no_link_out_of_the_library() {
    if !is_there() {
        return;
    }
    let desk = signed();
    let outside = tempfile::tempdir().unwrap();
    let keys = outside.path().join("keys");
    std::fs::rename(desk.root().join(SIGNERS), &keys).unwrap();
    std::os::unix::fs::symlink(&keys, desk.root().join(SIGNERS)).unwrap();
    desk.run("check").expect(
        1,
        &["[outside-library] the symbolic link `prompts/allowed_signers` leads out of the library"],
    );
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

/// A program says which version it carries, and the ledger who signed it.
#[test]
fn an_inspection_says_who_signed() {
    if !is_there() {
        return;
    }
    let desk = signed();
    desk.write("Cargo.toml", "[package]\nname = \"front-desk\"\n");
    let sha256 = "a83f4d51fd89569b154448658af333b983c5a82d1125033e44128457c65e4d41";
    let fields = [
        "front-desk",
        "visitor-greeting",
        "1.1.0",
        "active",
        "production",
        sha256,
    ];
    let program = elf(&marker(&fields.join("\n")));
    std::fs::write(desk.root().join("program"), program).unwrap();
    desk.run("inspect program")
        .expect(0, &["  signed by\n", "  pinned  front-desk-lead\n"]);
    let json = r#""signed_off_by":[{"by":"front-desk-lead","signature":"valid"}]"#;
    let run = desk.run("inspect program --format json");
    let said = run.stdout.split_whitespace().collect::<String>();
    assert!(said.contains(json), "{}", run.stdout);
    let ledger = desk.read(LEDGER);
    let edits = [
        (
            "hosts are named\n      model",
            "hosts are rude\n      model",
        ),
        // The signature is right, and a run that it rests on was changed.
        ("passed: 2", "passed: 1"),
    ];
    for (old, new) in edits {
        edit_last(&desk, LEDGER, old, new);
        let run = desk.run("inspect program");
        desk.write(LEDGER, &ledger);
        assert!(
            run.stdout.contains("front-desk-lead (invalid)"),
            "{old}: {}",
            run.stdout
        );
    }
}

/// The build verifies what it embeds.
#[test]
fn a_build_verifies_signatures_and_does_not_build_without_the_feature() {
    if !is_there() {
        return;
    }
    let desk = signed();
    let consumer = Consumer::new("signed-desk");
    for (path, bytes) in desk.all_files() {
        if path.starts_with("prompts/") {
            consumer.write(&path, bytes);
        }
    }
    consumer.write(
        "src/main.rs",
        "fn main() { print!(\"{}\", prompt_runtime::prompt!(\"visitor-greeting\").version); }\n",
    );
    for path in ["prompts/welcome-note", "prompts/status-page"] {
        _ = std::fs::remove_dir_all(consumer.path(path));
    }
    let build = "PROMPT_ENV=production cargo run";
    let without = consumer.run(build);
    assert!(!without.success);
    let words = "[missing-feature] `production` asks for signatures, but `prompt-build` is built without the feature `signatures`";
    assert!(without.stderr.contains(words), "{}", without.stderr);
    let manifest = consumer.read("Cargo.toml");
    let with = manifest.replace(
        "/prompt-build\" }",
        "/prompt-build\", features = [\"signatures\"] }",
    );
    assert_ne!(with, manifest);
    consumer.write("Cargo.toml", with);
    assert_eq!(consumer.output(build), "1.1.0");
    let ledger = consumer.read(LEDGER);
    consumer.write(
        LEDGER,
        ledger.replace(
            "hosts are named\n      model",
            "hosts are rude\n      model",
        ),
    );
    let forged = consumer.run(build);
    assert!(!forged.success);
    assert!(
        forged.stderr.contains("[missing-signature]"),
        "{}",
        forged.stderr
    );
}
