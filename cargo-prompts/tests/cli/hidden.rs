//! Hidden characters in each file that has a text, and what is allowed.

use crate::desk::Desk;

const CONFIGURATION: &str = "prompts/environments.yaml";
const LOCAL: &str = "prompts/visitor-greeting/local.prompt";
const RELEASE: &str = "prompts/visitor-greeting/1.0.0.prompt";
const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const HASH: &str = "c9eacb1f4380a74d854c159ecbca2955125c35f4b227d7a45db27da370bdf8fa";

/// A file, what stands in it, and what takes its place.
const PLACES: &[(&str, &str, &str)] = &[
    (LOCAL, "Greet", "Greet\u{e0041}"),
    (LOCAL, "the visitor's name", "the visitor's\u{200b} name"),
    ("prompts/partials/house-style.prompt", "e", "e\u{202e}"),
    (
        "prompts/visitor-greeting/golden.yaml",
        "Mara",
        "Mara\u{2060}",
    ),
    (CONFIGURATION, "kimi-k2-5-turbo", "kimi\u{200b}-k2-5-turbo"),
];

#[test]
fn a_hidden_character_is_a_warning_wherever_a_text_is_edited() {
    for (file, old, new) in PLACES {
        let desk = Desk::ready();
        let text = desk.read(file);
        desk.write(file, &text.replacen(old, new, 1));
        let run = desk.run("check");
        run.expect(0, &["[hidden-characters] hidden character U+", file]);
    }
}

/// A release with a hidden character, and the `allow` of the configuration.
fn desk(allow: &str) -> Desk {
    let desk = Desk::ready();
    let text = desk.read(RELEASE).replacen("Greet", "Greet\u{200b}", 1);
    let ledger = desk.read(LEDGER);
    desk.write(
        LEDGER,
        &ledger.replace(HASH, &prompt_build::hash::sha256(&text)),
    );
    desk.write(RELEASE, &text);
    let configuration = desk.read(CONFIGURATION);
    desk.write(CONFIGURATION, &format!("{configuration}\n{allow}"));
    desk
}

/// The key `allow`, the exit code of `check`, and what it says.
const ALLOWED: &[(&str, i32, &str)] = &[
    ("", 1, "1.0.0.prompt:"),
    (
        "allow:\n  - { finding: hidden-characters, prompt: visitor-greeting, version: 1.0.0, reason: a name in Hebrew }\n",
        0,
        "nothing wrong",
    ),
    (
        "allow:\n  - { finding: hidden-characters, prompt: visitor-greeting, version: 1.1.0, reason: a name in Hebrew }\n",
        1,
        "[unused-allowance] `visitor-greeting` `1.1.0` has no `hidden-characters` to allow",
    ),
    (
        "allow:\n  - { finding: hidden-characters, prompt: visitor, version: 1.0.0, reason: a name in Hebrew }\n",
        1,
        "[unused-allowance] an allowance for `visitor`, which nothing pins",
    ),
    (
        "allow:\n  - { finding: unknown-version, prompt: visitor-greeting, version: 1.0.0, reason: a name in Hebrew }\n",
        1,
        "[unused-allowance] `unknown-version` cannot be allowed",
    ),
    (
        "allow:\n  - { finding: hidden-characters, prompt: visitor-greeting, version: 1.0.0, reason: '' }\n",
        1,
        "no reason, expected why the text needs it",
    ),
    (
        "allow:\n  - { finding: hidden-characters, prompt: visitor-greeting, version: 1.0.0 }\n",
        1,
        "missing key `reason` in an allowance",
    ),
    ("allow: all\n", 1, "expected a list for `allow`"),
];

#[test]
fn a_hidden_character_in_a_release_is_an_error_unless_it_is_allowed() {
    for (allow, code, word) in ALLOWED {
        desk(allow).run("check").expect(*code, &[word]);
    }
}
