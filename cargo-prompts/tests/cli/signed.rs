//! Sign-offs with SSH signatures, made by the real `ssh-keygen` and a real agent.

mod agent;
mod applications;
mod keys;
mod last_moves;
mod marks;
mod payloads;
mod promotions;
mod rollbacks;
mod strict;
mod tampered;
mod views;

use crate::desk::Desk;
use crate::loopback::{Reply, Server};
use keys::Keys;

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

/// What a check says of a pin, `history` and `show` say beside the record.
fn refuses_and_marks(desk: &Desk, check: &str, words: &str) {
    desk.run(check)
        .expect(1, &[&format!("[unrecorded-pin] {words}")]);
    desk.run("history visitor-greeting --env production")
        .expect(0, &[words]);
    desk.run("show visitor-greeting --env production")
        .expect(0, &[words]);
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
