//! The releases that each source allows, and the version that a pin selects: a row for each case.

use super::{Approval, PinQuery, Selection, resolve};
use crate::config::Config;
use crate::library::Ledger;
use crate::report::{Finding, Findings};
use crate::source::Source;
use crate::template::Config as FileConfig;

const ONE_OF_EACH: &str = "1.0.0 active live, 1.1.0 deprecated live, 1.2.0 active, 1.3.0 draft live, 2.0.0 withdrawn live";

/// The pin, the source, the releases (version, status, whether signed off for the environment), and
/// what is taken or which codes are given. `wc` among the releases is a working copy.
const CASES: &[(&str, &str, &str, &str)] = &[
    // The releases that a source allows.
    ("1.0.0", "local", ONE_OF_EACH, "1.0.0"),
    ("1.1.0", "local", ONE_OF_EACH, "1.1.0 deprecated-version"),
    ("1.3.0", "local", ONE_OF_EACH, "1.3.0"),
    ("2.0.0", "local", ONE_OF_EACH, "withdrawn-version"),
    ("1.0.0", "library:draft", ONE_OF_EACH, "1.0.0"),
    (
        "1.1.0",
        "library:draft",
        ONE_OF_EACH,
        "1.1.0 deprecated-version",
    ),
    ("1.3.0", "library:draft", ONE_OF_EACH, "1.3.0"),
    ("2.0.0", "library:draft", ONE_OF_EACH, "withdrawn-version"),
    ("1.0.0", "library:active", ONE_OF_EACH, "1.0.0"),
    (
        "1.1.0",
        "library:active",
        ONE_OF_EACH,
        "1.1.0 deprecated-version",
    ),
    ("1.2.0", "library:active", ONE_OF_EACH, "missing-sign-off"),
    ("1.3.0", "library:active", ONE_OF_EACH, "draft-not-allowed"),
    ("2.0.0", "library:active", ONE_OF_EACH, "withdrawn-version"),
    ("1.9.0", "library:active", ONE_OF_EACH, "unknown-version"),
    // `latest`.
    ("latest", "local", "wc, 1.0.0 active", "working copy"),
    ("latest", "local", "wc", "working copy"),
    ("latest", "local", ONE_OF_EACH, "1.3.0"),
    ("latest", "library:draft", "wc, 1.0.0 active", "1.0.0"),
    ("latest", "library:draft", ONE_OF_EACH, "1.3.0"),
    ("latest", "library:draft", "wc", "no-matching-version"),
    ("latest", "library:active", ONE_OF_EACH, "floating-pin"),
    ("latest", "local", "", "no-matching-version"),
    ("latest", "local", "2.0.0 withdrawn", "no-matching-version"),
    // Ranges.
    (
        "^1.1",
        "local",
        "wc, 1.0.0 active, 1.1.0 active, 1.2.0 draft, 2.0.0 active",
        "1.2.0",
    ),
    (
        "~1.1",
        "library:draft",
        "1.1.0 active, 1.1.7 active, 1.2.0 active",
        "1.1.7",
    ),
    (
        ">=1, <2",
        "library:draft",
        "1.1.0 active, 1.10.0 active, 1.9.0 active, 2.0.0 active",
        "1.10.0",
    ),
    (
        "1.*",
        "library:draft",
        "1.1.0 active, 2.0.0 active",
        "1.1.0",
    ),
    ("^3", "library:draft", ONE_OF_EACH, "no-matching-version"),
    ("^1", "library:active", ONE_OF_EACH, "floating-pin"),
    // Pre-releases: only where there is no full release, or where the range names one.
    (
        "latest",
        "library:draft",
        "1.0.0 active, 2.0.0-rc.1 draft",
        "1.0.0",
    ),
    (
        "latest",
        "library:draft",
        "2.0.0-rc.1 draft, 2.0.0-rc.2 draft",
        "2.0.0-rc.2",
    ),
    (
        "latest",
        "library:draft",
        "1.0.0 withdrawn, 2.0.0-rc.1 draft",
        "2.0.0-rc.1",
    ),
    (
        "^2.0",
        "library:draft",
        "2.0.0 active, 2.1.0-rc.1 draft",
        "2.0.0",
    ),
    (
        "^2.0",
        "library:draft",
        "2.1.0-rc.1 draft, 2.1.0-rc.2 draft",
        "2.1.0-rc.2",
    ),
    (
        "^2.1.0-rc.1",
        "library:draft",
        "2.0.0 active, 2.1.0-rc.2 draft",
        "2.1.0-rc.2",
    ),
    (
        "^2.1.0-rc.1",
        "library:draft",
        "2.1.0-rc.2 draft, 2.1.0 draft",
        "2.1.0",
    ),
    (
        "2.1.0-rc.1",
        "library:draft",
        "2.1.0-rc.1 draft, 2.1.0 draft",
        "2.1.0-rc.1",
    ),
];

#[test]
fn pins_take_what_they_should() {
    for (pin, source, releases, expected) in CASES {
        let taken = take(pin, source, releases);
        assert_eq!(taken, *expected, "`{pin}` under `{source}` of {releases}");
    }
}

/// A source with its policy, what the ledger says of 1.0.0, which is active, and what is taken or
/// which codes are given. The environment is `live`; `HASH` stands for the hash of the release,
/// `OTHER` for that of another text.
const POLICIES: &[(&str, &str, &str)] = &[
    // The number of sign-offs.
    ("library:active", "", "missing-sign-off"),
    ("library:active", "sign_offs: [{lead}]", "1.0.0"),
    (
        "library:active\n    sign_off: { required: 2 }",
        "sign_offs: [{lead}]",
        "missing-sign-off",
    ),
    (
        "library:active\n    sign_off: { required: 2 }",
        "sign_offs: [{lead}, {owner}]",
        "1.0.0",
    ),
    (
        "library:active\n    sign_off: { required: 2 }",
        "sign_offs: [{lead}, {lead}]",
        "missing-sign-off",
    ),
    (
        "library:active\n    sign_off: { required: 2 }",
        "sign_offs: [{lead}, {LEAD}]",
        "missing-sign-off",
    ),
    (
        "library:active\n    sign_off: { by: [] }",
        "sign_offs: [{lead}]",
        "missing-sign-off",
    ),
    (
        "library:active\n    sign_off: { required: 2 }",
        "sign_offs: [{lead}, {elsewhere}]",
        "missing-sign-off",
    ),
    (
        "library:active\n    sign_off: { by: [lead] }",
        "sign_offs: [{lead}]",
        "1.0.0",
    ),
    (
        "library:active\n    sign_off: { by: [lead] }",
        "sign_offs: [{owner}]",
        "missing-sign-off",
    ),
    (
        "library:active\n    sign_off: { required: 2, by: [lead, owner, qa] }",
        "sign_offs: [{lead}, {owner}]",
        "1.0.0",
    ),
    (
        "library:active\n    sign_off: { required: 2, by: [lead, qa] }",
        "sign_offs: [{lead}, {owner}]",
        "missing-sign-off",
    ),
    (
        "library:draft\n    sign_off: { required: 1 }",
        "",
        "missing-sign-off",
    ),
    (
        "library:draft\n    sign_off: { required: 1 }",
        "sign_offs: [{lead}]",
        "1.0.0",
    ),
    // A sign-off is for a text.
    ("library:active", "sign_offs: [{signed HASH}]", "1.0.0"),
    (
        "library:active",
        "sign_offs: [{signed OTHER}]",
        "missing-sign-off",
    ),
    // Evidence.
    (
        "library:draft\n    requires: [golden]",
        "",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden}]",
        "1.0.0",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden but one}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden of nothing}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden elsewhere}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{validation}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden but one}, {golden}]",
        "1.0.0",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden of another prompt}, {golden of no prompt}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden of three in four}]",
        "1.0.0",
    ),
    (
        "library:active",
        "sign_offs: [{lead of another prompt}]",
        "missing-sign-off",
    ),
    (
        "library:draft\n    requires: [golden, validation]",
        "evidence: [{golden}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden, validation]",
        "evidence: [{golden}, {validation}]",
        "1.0.0",
    ),
    ("library:draft\n    requires: []", "", "1.0.0"),
    // Policies that cannot be.
    (
        "library:draft\n    requires: [gold]",
        "",
        "1.0.0 invalid-requirement",
    ),
    (
        "library:draft\n    requires: golden",
        "",
        "1.0.0 unexpected-type",
    ),
    // A key without a value is a mistake, and not an environment that asks for nothing.
    ("library:draft\n    requires:", "", "1.0.0 unexpected-type"),
    (
        "library:draft\n    sign_off: null",
        "",
        "1.0.0 unexpected-type",
    ),
    (
        "local\n    requires: [golden]",
        "",
        "1.0.0 invalid-requirement",
    ),
    (
        "local\n    sign_off: { required: 1 }",
        "",
        "1.0.0 invalid-requirement",
    ),
    (
        "library:draft\n    sign_off: { required: 0 }",
        "",
        "1.0.0 invalid-sign-off-policy",
    ),
    (
        "library:draft\n    sign_off: { required: two }",
        "",
        "1.0.0 invalid-sign-off-policy",
    ),
    (
        "library:draft\n    sign_off: { required: 2, by: [lead] }",
        "sign_offs: [{lead}, {owner}]",
        "1.0.0 invalid-sign-off-policy",
    ),
    (
        "library:draft\n    sign_off: { by: [lead, Lead] }",
        "sign_offs: [{lead}]",
        "1.0.0 invalid-sign-off-policy",
    ),
    (
        "library:draft\n    sign_off: { by: lead }",
        "sign_offs: [{lead}]",
        "1.0.0 unexpected-type",
    ),
    (
        "library:draft\n    sign_off: { emergency: { by: [on-call] } }",
        "sign_offs: [{lead}]",
        "1.0.0 invalid-sign-off-policy",
    ),
    (
        "library:draft\n    sign_off: { who: [lead] }",
        "sign_offs: [{lead}]",
        "1.0.0 unknown-key",
    ),
];

#[test]
fn what_an_environment_demands() {
    for (source, record, expected) in POLICIES {
        let ledger = release(record);
        let taken = take_from("1.0.0", source, &ledger, false);
        assert_eq!(taken, *expected, "under `{source}` with\n{ledger}");
    }
}

/// A source with its policy, what the ledger says of 1.0.0, and what the refusal says: the message
/// and its helps.
const REFUSALS: &[(&str, &str, &[&str])] = &[
    (
        "library:active",
        "",
        &["`note` 1.0.0 is not signed off for `live`", PROMOTE],
    ),
    (
        "library:active\n    sign_off: { required: 2 }",
        "sign_offs: [{lead}]",
        &[
            "`note` 1.0.0 has 1 of the 2 sign-offs that `live` requires, by `lead`",
            PROMOTE,
        ],
    ),
    (
        "library:active\n    sign_off: { required: 3 }",
        "sign_offs: [{lead}, {owner}, {lead}]",
        &[
            "`note` 1.0.0 has 2 of the 3 sign-offs that `live` requires, by `lead`, `owner`",
            PROMOTE,
        ],
    ),
    (
        "library:active",
        "sign_offs: [{elsewhere}, {lead of another prompt}]",
        &[
            "`note` 1.0.0 is not signed off for `live`",
            "a sign-off in the ledger does not count: it is of the prompt `card`",
            PROMOTE,
        ],
    ),
    // Of a sign-off for another text or environment the prompt does not matter.
    (
        "library:active",
        "sign_offs: [{elsewhere of another prompt}, {signed OTHER}]",
        &["`note` 1.0.0 is not signed off for `live`", PROMOTE],
    ),
    (
        "library:draft\n    requires: [golden]",
        "",
        &[
            "`note` 1.0.0 has not passed the golden run that `live` requires",
            TEST,
        ],
    ),
    (
        "library:draft\n    requires: [golden, validation]",
        "evidence: [{golden but one}]",
        &[
            "`note` 1.0.0 has not passed the golden run and the validation run that `live` requires",
            TEST,
            VALIDATE,
        ],
    ),
    (
        "library:draft\n    requires: [golden, validation]",
        "evidence: [{golden}]",
        &[
            "`note` 1.0.0 has not passed the validation run that `live` requires",
            VALIDATE,
        ],
    ),
    // The newest run that passed in vain.
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden of no prompt}, {golden elsewhere}, {golden of another prompt}]",
        &[
            "`note` 1.0.0 has not passed the golden run that `live` requires",
            "a run in the ledger does not count: it is of the prompt `card`",
            TEST,
        ],
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden of no prompt}, {golden but one}]",
        &[
            "`note` 1.0.0 has not passed the golden run that `live` requires",
            "a run in the ledger does not count: it names no prompt",
            TEST,
        ],
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden elsewhere}, {validation}]",
        &[
            "`note` 1.0.0 has not passed the golden run that `live` requires",
            "a run in the ledger does not count: its `sha256` is not that of the release",
            TEST,
        ],
    ),
    // A run of a kind that is not missing is not to blame.
    (
        "library:draft\n    requires: [golden, validation]",
        "evidence: [{golden of no prompt}, {golden}]",
        &[
            "`note` 1.0.0 has not passed the validation run that `live` requires",
            VALIDATE,
        ],
    ),
];

const PROMOTE: &str =
    "`cargo prompts promote note --to live --version 1.0.0 --by WHO --reason WHY` signs it off";
const TEST: &str =
    "`cargo prompts test note --env live --version 1.0.0` runs it and records the evidence";
const VALIDATE: &str =
    "`cargo prompts validate note --env live --version 1.0.0` runs it and records the evidence";

#[test]
fn a_refusal_says_what_is_missing_and_what_helps() {
    for (source, record, expected) in REFUSALS {
        let (taken, findings) = resolve_from("1.0.0", source, &release(record), false);
        assert_eq!((taken, findings.len()), (None, 1), "{source}, {record}");
        assert_eq!(told(&findings[0]), *expected, "{source}, {record}");
    }
}

/// A pin, the source, the releases as in [`CASES`], and what the finding says: the message and its
/// helps.
const ADVICE: &[(&str, &str, &str, &[&str])] = &[
    (
        "1.3.0",
        "library:active",
        ONE_OF_EACH,
        &[
            "`note` 1.3.0 is a draft, but `live` accepts active versions only",
            "`live` could pin `1.0.0`, `1.1.0`",
            "`cargo prompts promote note --to live --version 1.3.0 --by WHO --reason WHY` signs it off",
        ],
    ),
    (
        "2.0.0",
        "local",
        ONE_OF_EACH,
        &[
            "`note` 2.0.0 is withdrawn",
            "`live` could pin `1.0.0`, `1.1.0`, `1.2.0`, `1.3.0`",
        ],
    ),
    (
        "1.1.0",
        "local",
        ONE_OF_EACH,
        &[
            "`note` 1.1.0 is deprecated",
            "`1.2.0` is the highest active version",
        ],
    ),
    (
        "1.1.0",
        "local",
        "1.0.0 active, 1.1.0 deprecated, 1.2.0 draft",
        &["`note` 1.1.0 is deprecated"],
    ),
    (
        "latest",
        "library:active",
        ONE_OF_EACH,
        &[
            "unexpected floating pin, `live` accepts exact versions only",
            "`live` could pin `1.0.0`, `1.1.0`",
        ],
    ),
    (
        "1.1.1",
        "library:active",
        ONE_OF_EACH,
        &["`note` has no version `1.1.1`", "did you mean `1.1.0`?"],
    ),
    (
        "1.9.0",
        "library:active",
        "1.0.0 active, 1.1.0 withdrawn",
        &[
            "`note` has no version `1.9.0`",
            "`live` accepts none of its versions",
        ],
    ),
    (
        "1.0.0",
        "library:active",
        "",
        &[
            "`note` has no version `1.0.0`",
            "the prompt was never released",
        ],
    ),
    (
        "1.0.0",
        "library:active",
        "wc",
        &[
            "`note` has no version `1.0.0`",
            "the prompt was never released: `cargo prompts publish note` releases the working copy",
        ],
    ),
    (
        "^3",
        "library:draft",
        "1.0.0 active, 3.0.0 withdrawn",
        &[
            "no version of `note` that `live` accepts matches `^3`",
            "`live` could pin `1.0.0`",
        ],
    ),
    (
        "latest",
        "library:draft",
        "3.0.0 withdrawn",
        &["`note` has no version that `live` accepts"],
    ),
];

#[test]
fn a_finding_about_a_pin_says_what_it_could_be() {
    for (pin, source, releases, expected) in ADVICE {
        let has_working_copy = releases.starts_with("wc");
        let (_, findings) = resolve_from(pin, source, &ledger(releases), has_working_copy);
        assert_eq!(findings.len(), 1, "`{pin}` under `{source}` of {releases}");
        assert_eq!(
            told(&findings[0]),
            *expected,
            "`{pin}` under `{source}` of {releases}"
        );
    }
}

/// The message of a finding, and its helps.
fn told(finding: &Finding) -> Vec<&str> {
    let help = finding.help.iter().map(String::as_str);
    std::iter::once(finding.message.as_str())
        .chain(help)
        .collect()
}

/// The models of staging (`library:draft`) and live, which requires both runs; the pins in either;
/// what the file says; the models that golden cases and realistic inputs passed with; and the place
/// of the finding with its helps, if there is one.
const MODELS: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("m m", "1.0.0", "1.0.0", "", "m m", ""),
    (
        "m m",
        "1.0.0",
        "1.0.0",
        "",
        "l m",
        "9:11 test note --env live",
    ),
    (
        "m m",
        "1.0.0",
        "1.0.0",
        "",
        "m l",
        "9:11 validate note --env staging",
    ),
    ("m m", "1.0.0", "1.0.0", "f", "f f", ""),
    (
        "m m",
        "1.0.0",
        "1.0.0",
        "f",
        "f m",
        "9:11 validate note --env staging",
    ),
    // The pin's model comes first.
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "",
        "l l",
        "",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "f",
        "l l",
        "",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "",
        "m l",
        "9:36 test note --env live",
    ),
    (
        "m m",
        "{ version: 1.0.0, model: l }",
        "{ version: 1.0.0, model: l }",
        "",
        "l m",
        "9:36 validate note --env staging",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "",
        "l m",
        "9:36 give the pin in `staging` the same settings, `l` and temperature 0: validate note --env staging",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "",
        "m m",
        "9:36 test note --env live, remove `model` from the pin: it would then use `m`, with which the run passed",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "f",
        "f f",
        "9:36 test note --env live, remove `model` from the pin: it would then use `f`, with which the run passed",
    ),
    (
        "m k",
        "1.0.0",
        "{ version: 1.0.0, model: m }",
        "",
        "m m",
        "",
    ),
    (
        "k m",
        "1.0.0",
        "1.0.0",
        "",
        "m k",
        "9:11 give the pin in `staging` the same settings, `m` and temperature 0: validate note --env staging",
    ),
    (
        "k m",
        "{ version: 1.0.0, model: m }",
        "1.0.0",
        "",
        "m k",
        "9:11 validate note --env staging",
    ),
    // A model that could not be read was told of.
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: ' ' }",
        "",
        "l l",
        "",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, modle: l }",
        "",
        "l l",
        "",
    ),
    ("m ' '", "1.0.0", "1.0.0", "", "m m", ""),
    // Another temperature is another test.
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, temperature: 2 }",
        "",
        "m m",
        "9:22 test note --env live",
    ),
    // So is another API, which is written after the model here.
    (
        "m@gemini m@gemini",
        "1.0.0",
        "1.0.0",
        "",
        "m@gemini m@gemini",
        "",
    ),
    ("m m", "1.0.0", "1.0.0", "", "m@chat-completions m", ""),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, api: gemini }",
        "",
        "m@gemini m@gemini",
        "",
    ),
    (
        "m m",
        "1.0.0",
        "1.0.0",
        "",
        "m@gemini m",
        "9:11 test note --env live",
    ),
    (
        "m@gemini m@gemini",
        "1.0.0",
        "1.0.0",
        "",
        "m@gemini m",
        "9:11 validate note --env staging",
    ),
    (
        "m m@gemini",
        "1.0.0",
        "1.0.0",
        "",
        "m@gemini m",
        "9:11 give the pin in `staging` the same settings, the API `gemini`, `m` and temperature 0: validate note --env staging",
    ),
];

#[test]
fn evidence_is_of_the_model_that_is_used() {
    for (models, staging, live, file, runs, expected) in MODELS {
        let pair = |words: &str| {
            let (one, other) = words.split_once(' ').unwrap();
            [one, other].map(|word| word.replace('@', ", api: "))
        };
        let ([of_staging, of_live], [golden, validation]) = (pair(models), pair(runs));
        let rest = "temperature: 0, logging: full, rate_limit: null";
        let text = format!(
            "environments:\n  staging:\n    {{ prompt_source: library:draft, model: {of_staging}, {rest} }}\n  live:\n    \
             {{ prompt_source: library:active, model: {of_live}, {rest},\n      requires: [golden, validation] }}\n\
             prompts:\n  note:\n    live: {live}\n    staging: {staging}\n"
        );
        let hash = "a".repeat(64);
        let run = |run: &str, model: &str| {
            format!(
                "{{ prompt: note, run: {run}, environment: live, model: {model}, temperature: 0, cases: 4, passed: 4, sha256: {hash}, dataset: {hash}, at: \
                 2026-10-05T14:00:00Z }}"
            )
        };
        let (golden, validation) = (run("golden", &golden), run("validation", &validation));
        let ledger = format!(
            "- version: 1.0.0\n  status: active\n  sha256: {hash}\n  evidence: [{golden}, {validation}]\n"
        );
        assert_eq!(
            untested(&text, &ledger, file),
            *expected,
            "{text}{runs} {file}"
        );
    }
}

/// Of the environments that take drafts, the first with the settings of the pin is named.
#[test]
fn validation_runs_in_an_environment_with_the_same_settings() {
    let rest = "temperature: 0, logging: full, rate_limit: null";
    let text = format!(
        "environments:\n  canary: {{ prompt_source: library:draft, model: k, {rest} }}\n  live:\n    \
         {{ prompt_source: library:active, model: m, {rest}, requires: [validation] }}\n  \
         staging: {{ prompt_source: library:draft, model: m, {rest} }}\n\
         prompts:\n  note:\n    live: 1.0.0\n"
    );
    let record = "evidence: [{validation}]";
    let ledger = release(record).replace("model: m", "model: l");
    assert_eq!(
        untested(&text, &ledger, ""),
        "8:11 validate note --env staging"
    );
}

/// Times of runs that passed, times of sign-offs with their signers, the number of sign-offs that are
/// required, and the finding about the order of both.
const ORDERS: &[(&str, &str, usize, &str)] = &[
    ("09", "10 lead", 1, ""),
    ("10", "10 lead", 1, ""),
    (
        "11",
        "10 lead",
        1,
        "passed its golden run on 2026-10-05T11:00:00Z, after",
    ),
    // A later run does not count against an earlier one.
    ("09 11", "10 lead", 1, ""),
    (
        "11 12",
        "10 lead",
        1,
        "passed its golden run on 2026-10-05T11:00:00Z, after",
    ),
    ("11", "10 lead, 12 lead", 1, ""),
    ("09", "10 lead, 10 owner", 2, ""),
    (
        "11",
        "10 lead, 12 owner",
        2,
        "passed its golden run on 2026-10-05T11:00:00Z, after",
    ),
    ("11", "10 lead, 12 owner, 12 LEAD", 2, ""),
    // These are findings of their own.
    ("", "10 lead", 1, ""),
    ("11", "", 1, ""),
];

#[test]
fn a_sign_off_counts_for_what_was_run_before() {
    let hash = "a".repeat(64);
    for (runs, sign_offs, required, expected) in ORDERS {
        let text = configuration(
            "1.0.0",
            &format!(
                "library:active\n    requires: [golden]\n    sign_off: {{ required: {required} }}"
            ),
        );
        let run = |hour: &str| {
            format!(
                "{{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, \
                 sha256: {hash}, dataset: {hash}, at: 2026-10-05T{hour}:00:00Z }}"
            )
        };
        let sign_off = |text: &str| {
            let (hour, who) = text.split_once(' ').unwrap();
            format!(
                "{{ environment: live, by: {who}, at: 2026-10-05T{hour}:00:00Z, reason: good }}"
            )
        };
        let split =
            |text: &'static str, at: &'static str| text.split(at).filter(|part| !part.is_empty());
        let runs = split(runs, " ").map(run).collect::<Vec<_>>().join(", ");
        let signed = split(sign_offs, ", ").map(sign_off);
        let ledger = format!(
            "- version: 1.0.0\n  status: active\n  sha256: {hash}\n  evidence: [{runs}]\n  sign_offs: [{}]\n",
            signed.collect::<Vec<_>>().join(", ")
        );
        let mut findings = Findings::default();
        let config = Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
        let ledger = Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
        let query = PinQuery {
            config: &config,
            id: "note",
            pin: config.pin("note", 0).unwrap(),
            ledger: &ledger,
            has_working_copy: false,
        };
        let release = ledger.releases(&mut findings)[0];
        assert!(!findings.has_errors(), "{findings:?}");
        let finding = query.untested(release, &FileConfig::default());
        let message = finding.map(|finding| finding.message).unwrap_or_default();
        assert!(
            message.contains(expected) && message.is_empty() == expected.is_empty(),
            "{runs}; {sign_offs}: {message}"
        );
    }
}

const POLICY_WORDS: &[(&str, &str)] = &[
    (
        "{lead}",
        "{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good }",
    ),
    (
        "{LEAD}",
        "{ environment: live, by: LEAD, at: 2026-10-05T14:00:00Z, reason: good }",
    ),
    (
        "{owner}",
        "{ environment: live, by: owner, at: 2026-10-05T14:00:00Z, reason: good }",
    ),
    (
        "{elsewhere}",
        "{ environment: canary, by: owner, at: 2026-10-05T14:00:00Z, reason: good }",
    ),
    (
        "{signed HASH}",
        "{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good, sha256: HASH }",
    ),
    (
        "{signed OTHER}",
        "{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good, sha256: OTHER }",
    ),
    (
        "{golden}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden but one}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 3, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden of nothing}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 0, passed: 0, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden elsewhere}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: OTHER, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden of another prompt}",
        "{ prompt: card, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden of no prompt}",
        "{ run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden of three in four}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 3, threshold: 0.75, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{elsewhere of another prompt}",
        "{ prompt: card, environment: canary, by: lead, at: 2026-10-05T14:00:00Z, reason: good, sha256: HASH }",
    ),
    (
        "{lead of another prompt}",
        "{ prompt: card, environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good, sha256: HASH }",
    ),
    (
        "{validation}",
        "{ prompt: note, run: validation, environment: live, model: m, temperature: 0, cases: 9, passed: 9, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
];

/// The pin, and which versions it could have in its place: 1.0.0 passed with `m`, 1.2.0 with `l`.
const OFFERS: &[(&str, &str)] = &[
    ("1.1.0", "`live` could pin `1.0.0`, `1.2.0`"),
    (
        "{ version: 1.1.0, temperature: 1 }",
        "`live` could pin `1.0.0`, `1.2.0`",
    ),
    ("{ version: 1.1.0, model: l }", "`live` could pin `1.2.0`"),
    ("{ version: 1.1.0, model: k }", ""),
];

#[test]
fn a_version_that_lacks_evidence_of_the_pins_model_is_not_offered() {
    for (pin, expected) in OFFERS {
        let text = configuration("1.1.0", "library:draft\n    requires: [golden]")
            .replace("\"1.1.0\"", pin);
        let hash = "a".repeat(64);
        let release = |version: &str, model: Option<&str>| {
            let evidence = model.map(|model| {
                let golden = POLICY_WORDS
                    .iter()
                    .find(|(word, _)| *word == "{golden}")
                    .unwrap()
                    .1;
                let golden = golden
                    .replace("HASH", &hash)
                    .replace("OTHER", &hash)
                    .replace("model: m", &format!("model: {model}"));
                format!("  evidence: [{golden}]\n")
            });
            format!(
                "- version: {version}\n  status: active\n  sha256: {hash}\n{}",
                evidence.unwrap_or_default()
            )
        };
        let releases = [("1.0.0", Some("m")), ("1.1.0", None), ("1.2.0", Some("l"))]
            .map(|(version, model)| release(version, model))
            .concat();
        let mut findings = Findings::default();
        let config = Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
        let ledger = Ledger::read(&Source::new("releases.yaml", releases), &mut findings).unwrap();
        let pin = config.pin("note", 0).unwrap();
        let query = PinQuery {
            config: &config,
            id: "note",
            pin,
            ledger: &ledger,
            has_working_copy: false,
        };
        assert!(resolve(&query, &mut findings).is_none());
        let offer = findings.sorted()[0]
            .help
            .iter()
            .find(|help| help.contains("could pin"));
        assert_eq!(offer.map(String::as_str).unwrap_or_default(), *expected);
    }
}

/// A build verifies few signatures, however many sign-offs there are, and takes the latest.
#[test]
fn the_latest_sign_offs_are_verified() {
    let sign_off = |number| {
        format!(
            "{{environment: live, by: signer-{number}, at: 2026-10-05T14:00:00Z, reason: read}}"
        )
    };
    let sign_offs = (0..300).map(sign_off).collect::<Vec<_>>().join(", ");
    let text = format!(
        "- version: 1.0.0\n  status: active\n  sha256: {}\n  sign_offs: [{sign_offs}]\n",
        "a".repeat(64)
    );
    let mut findings = Findings::default();
    let configuration = Source::new(
        "environments.yaml",
        configuration("1.0.0", "library:active"),
    );
    let config = Config::read(&configuration, &mut findings).unwrap();
    let ledger = Ledger::read(&Source::new("releases.yaml", text), &mut findings).unwrap();
    let approval = Approval {
        id: "note",
        release: ledger.releases(&mut findings)[0],
        environment: &config.environments[0],
        trust: &config.trust,
    };
    let latest = approval.latest_sign_offs();
    let by = |at: usize| latest[at].signature.by.as_deref();
    assert_eq!(
        (by(0), by(249), latest.len()),
        (Some("signer-50"), Some("signer-299"), 250)
    );
}

/// The location of the finding about the model of `live`, and its ways out in short.
fn untested(configuration: &str, ledger: &str, model_of_file: &str) -> String {
    let mut findings = Findings::default();
    let config = Config::read(
        &Source::new("environments.yaml", configuration),
        &mut findings,
    )
    .unwrap();
    let ledger = Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
    let pin = config.pin("note", 1).unwrap();
    let query = PinQuery {
        config: &config,
        id: "note",
        pin,
        ledger: &ledger,
        has_working_copy: false,
    };
    let release = ledger.releases(&mut findings)[0];
    let model = Some(model_of_file.to_owned()).filter(|model| !model.is_empty());
    let file = FileConfig {
        model,
        ..FileConfig::default()
    };
    let Some(finding) = query.untested(release, &file) else {
        return String::new();
    };
    let located = finding.location.locate();
    let help = finding
        .help
        .join(", ")
        .replace("`cargo prompts ", "")
        .replace(" --version 1.0.0` runs it and records the evidence", "");
    format!("{}:{} {help}", located.line, located.column)
}

fn take(pin: &str, source: &str, releases: &str) -> String {
    take_from(pin, source, &ledger(releases), releases.starts_with("wc"))
}

fn take_from(pin: &str, source: &str, ledger: &str, has_working_copy: bool) -> String {
    let (taken, findings) = resolve_from(pin, source, ledger, has_working_copy);
    let codes = findings
        .iter()
        .map(|finding| finding.code.as_str().to_owned());
    taken.into_iter().chain(codes).collect::<Vec<_>>().join(" ")
}

fn resolve_from(
    pin: &str,
    source: &str,
    ledger: &str,
    has_working_copy: bool,
) -> (Option<String>, Vec<Finding>) {
    let mut findings = Findings::default();
    let config = Source::new("environments.yaml", configuration(pin, source));
    let config = Config::read(&config, &mut findings).unwrap();
    let ledger = Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
    let query = PinQuery {
        config: &config,
        id: "note",
        pin: &config.prompts[0].pins[0],
        ledger: &ledger,
        has_working_copy,
    };
    let taken = resolve(&query, &mut findings).map(|selection| match selection {
        Selection::WorkingCopy => "working copy".to_owned(),
        Selection::Release(release) => release.version.to_string(),
    });
    (taken, findings.sorted().into_iter().cloned().collect())
}

fn configuration(pin: &str, source: &str) -> String {
    format!(
        "environments:\n  live:\n    prompt_source: {source}\n    model: m\n    temperature: 0\n    logging: full\n    \
         rate_limit: null\nprompts:\n  note:\n    live: \"{pin}\"\n"
    )
}

/// The ledger of a release 1.0.0, which is active, with a record that [`POLICY_WORDS`] abbreviate.
fn release(record: &str) -> String {
    let hash = "a".repeat(64);
    let record = POLICY_WORDS
        .iter()
        .fold(record.to_owned(), |text, (word, entry)| {
            text.replace(word, entry)
        });
    let record = record
        .replace("HASH", &hash)
        .replace("OTHER", &"b".repeat(64));
    format!("- version: 1.0.0\n  status: active\n  sha256: {hash}\n  {record}\n")
}

fn ledger(releases: &str) -> String {
    let releases = releases
        .split(", ")
        .filter(|release| !release.is_empty() && *release != "wc");
    let entry = |release: &str| {
        let words = release.split(' ').collect::<Vec<_>>();
        let (version, status) = (words[0], words[1]);
        let sign_off = if words.contains(&"live") {
            "  sign_offs: [{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good }]\n"
        } else {
            ""
        };
        format!(
            "- version: {version}\n  status: {status}\n  sha256: {}\n{sign_off}",
            "a".repeat(64)
        )
    };
    releases.map(entry).collect()
}
