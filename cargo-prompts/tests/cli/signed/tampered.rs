//! A record that was changed after it was signed does not count.

use super::keys::is_there;
use super::{CONFIGURATION, LEDGER, SIGNERS, edit_last, signed};

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
