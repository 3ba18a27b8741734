//! Every way to skip a step by hand is refused by the tool and by the build, with the same code.

use std::fs;
use std::path::Path;

use crate::consumer::{Consumer, repository};
use crate::desk::Desk;

/// An edit of a file: its path below `prompts`, the old text and the new one.
type Edit = (&'static str, &'static str, &'static str);

const PIN: Edit = (
    "environments.yaml",
    "production: \"1.0.0\"",
    "production: \"1.1.0\"",
);
const PIN_WITH_MODEL: Edit = (
    "environments.yaml",
    "production: \"1.0.0\"",
    "production: { version: \"1.1.0\", model: kimi-k3 }",
);
const STATUS: Edit = (LEDGER, "status: draft", "status: active");
const LEDGER: &str = "visitor-greeting/releases.yaml";
const RELEASE: &str = "visitor-greeting/1.1.0.prompt";
const END: &str = "      reason: to be validated\n";
const SIGNED: &str = "      reason: to be validated\n  sign_offs:\n    - { environment: production, by: front-desk-lead, \
                      at: 2026-11-05T09:00:00Z, reason: read aloud }\n";
const SIGNED_TWICE: &str = "      reason: to be validated\n  sign_offs:\n    - { environment: production, by: \
                            front-desk-lead, at: 2026-11-05T09:00:00Z, reason: read aloud }\n    - { environment: \
                            production, by: Front-Desk-Lead, at: 2026-11-05T10:00:00Z, reason: read again }\n";
const SIGNED_ANOTHER: &str = "      reason: to be validated\n  sign_offs:\n    - { environment: production, by: \
                              front-desk-lead, at: 2026-11-05T09:00:00Z, reason: read aloud, sha256: \
                              c9eacb1f4380a74d854c159ecbca2955125c35f4b227d7a45db27da370bdf8fa }\n";
const SIGNED_FOR_NOTHING: &str = "      reason: to be validated\n  sign_offs:\n    - { environment: production, by: \
                                  front-desk-lead, at: 2026-11-05T09:00:00Z }\n";
const REQUIRES: Edit = (
    "environments.yaml",
    "rate_limit: 50000",
    "rate_limit: 50000\n    requires: [golden, validation]",
);
const TWO_SIGN: Edit = (
    "environments.yaml",
    "rate_limit: 50000",
    "rate_limit: 50000\n    sign_off: { required: 2 }",
);
const QA_SIGNS: Edit = (
    "environments.yaml",
    "rate_limit: 50000",
    "rate_limit: 50000\n    sign_off: { by: [qa-lead] }",
);

const OTHER_MODEL: Edit = (
    "environments.yaml",
    "prompt_source: \"library:active\"\n    model: kimi-k2-5",
    "prompt_source: \"library:active\"\n    model: kimi-k3",
);
const WITHDRAWN: &str = "      reason: to be validated\n  withdrawn: { by: front-desk-lead, at: 2026-11-05T09:00:00Z, \
                         reason: names the wrong host }\n";

/// The gate that is skipped, the edits that try to, the environment, and the code of the refusal.
const SKIPS: &[(&str, &[Edit], &str, &str)] = &[
    ("the promotion", &[PIN], "production", "draft-not-allowed"),
    (
        "the sign-off",
        &[PIN, STATUS],
        "production",
        "missing-sign-off",
    ),
    (
        "the reason of a sign-off",
        &[PIN, STATUS, (LEDGER, END, SIGNED_FOR_NOTHING)],
        "production",
        "missing-key",
    ),
    (
        "a sign-off for this text",
        &[PIN, STATUS, (LEDGER, END, SIGNED_ANOTHER)],
        "production",
        "missing-sign-off",
    ),
    (
        "a second person",
        &[PIN, STATUS, TWO_SIGN, (LEDGER, END, SIGNED)],
        "production",
        "missing-sign-off",
    ),
    (
        "a second person, by another spelling",
        &[PIN, STATUS, TWO_SIGN, (LEDGER, END, SIGNED_TWICE)],
        "production",
        "missing-sign-off",
    ),
    (
        "those who may sign",
        &[PIN, STATUS, QA_SIGNS, (LEDGER, END, SIGNED)],
        "production",
        "missing-sign-off",
    ),
    (
        "the golden dataset",
        &[
            PIN,
            STATUS,
            REQUIRES,
            (LEDGER, END, SIGNED),
            (LEDGER, "run: golden", "run: validation"),
        ],
        "production",
        "missing-evidence",
    ),
    (
        "the validation",
        &[
            PIN,
            STATUS,
            REQUIRES,
            (LEDGER, END, SIGNED),
            (LEDGER, "passed: 3", "passed: 2"),
        ],
        "production",
        "missing-evidence",
    ),
    (
        "the evidence of a release before",
        &[REQUIRES],
        "production",
        "missing-evidence",
    ),
    (
        "the run on this text",
        &[
            PIN,
            STATUS,
            REQUIRES,
            (LEDGER, END, SIGNED),
            (
                LEDGER,
                "passed: 2\n      sha256: a",
                "passed: 2\n      sha256: b",
            ),
        ],
        "production",
        "missing-evidence",
    ),
    (
        "the runs with this model",
        &[PIN, STATUS, REQUIRES, (LEDGER, END, SIGNED), OTHER_MODEL],
        "production",
        "missing-evidence",
    ),
    (
        "the runs with the pin's model",
        &[PIN_WITH_MODEL, STATUS, REQUIRES, (LEDGER, END, SIGNED)],
        "production",
        "missing-evidence",
    ),
    (
        "the end of a release",
        &[(LEDGER, END, WITHDRAWN)],
        "staging",
        "contradictory-status",
    ),
    (
        "the release of a text",
        &[(RELEASE, "a seat", "a chair")],
        "staging",
        "altered-release",
    ),
    (
        "the version",
        &[(
            "environments.yaml",
            "production: \"1.0.0\"",
            "production: \"^1\"",
        )],
        "production",
        "floating-pin",
    ),
    (
        "the release",
        &[(
            "environments.yaml",
            "staging: \"1.1.0\"",
            "staging: \"1.2.0\"",
        )],
        "staging",
        "unknown-version",
    ),
    (
        "a withdrawal",
        &[(LEDGER, "status: draft", "status: withdrawn")],
        "staging",
        "withdrawn-version",
    ),
];

#[test]
fn nothing_is_skipped_by_hand() {
    let consumer = Consumer::empty("skips");
    for (what, edits, environment, code) in SKIPS {
        let desk = Desk::ready();
        for (path, old, new) in *edits {
            desk.edit(&format!("prompts/{path}"), old, new);
        }
        let check = desk.run("check");
        assert_eq!(
            check.code,
            Some(1),
            "{what}: {}{}",
            check.stdout,
            check.stderr
        );
        assert!(
            format!("{}{}", check.stdout, check.stderr).contains(&format!("[{code}]")),
            "{what}: {}",
            check.stdout
        );

        install(&consumer, desk.root());
        let build = consumer.run(&format!("PROMPT_ENV={environment} cargo build"));
        assert!(!build.success, "{what} was skipped");
        assert!(
            build.stderr.contains(&format!("[{code}]")),
            "{what}: {}",
            build.stderr
        );
    }
}

#[test]
fn what_skips_nothing_is_built() {
    let consumer = Consumer::empty("skips-nothing");
    let desk = Desk::ready();
    install(&consumer, desk.root());
    assert_eq!(
        consumer.output("PROMPT_ENV=production cargo run"),
        "visitor-greeting 1.0.0\n"
    );
    desk.edit(
        "prompts/environments.yaml",
        TWO_SIGN.1,
        &format!("{}\n    requires: [golden, validation]", TWO_SIGN.2),
    );
    desk.edit(
        "prompts/environments.yaml",
        "    production: \"1.0.0\"     # what visitors see\n",
        "",
    );
    desk.succeed(
        "promote visitor-greeting --to production --by prompt-owner --reason 'hosts are named'",
    );
    desk.succeed(
        "promote visitor-greeting --to production --by front-desk-lead --reason 'read aloud'",
    );
    install(&consumer, desk.root());
    assert_eq!(
        consumer.output("PROMPT_ENV=production cargo run"),
        "visitor-greeting 1.1.0\n"
    );
}

/// A package with the prompts of a desk, which prints what it carries.
fn install(consumer: &Consumer, desk: &Path) {
    let repository = repository().display();
    consumer.write(
        "Cargo.toml",
        format!(
            "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\nprompt-runtime \
             = {{ path = \"{repository}/prompt-runtime\" }}\n\n[build-dependencies]\nprompt-build = {{ path = \
             \"{repository}/prompt-build\" }}\n",
            consumer.path("").file_name().unwrap().display()
        ),
    );
    consumer.write("build.rs", "fn main() {\n    prompt_build::run();\n}\n");
    let program = "fn main() {\n    let greeting = prompt_runtime::prompt!(\"visitor-greeting\");\n    \
                   println!(\"{} {}\", greeting.id, greeting.version);\n}\n";
    consumer.write("src/main.rs", program);
    for path in crate::consumer::files_below(&desk.join("prompts")) {
        consumer.write(
            Path::new("prompts").join(&path),
            fs::read(desk.join("prompts").join(&path)).unwrap(),
        );
    }
}
