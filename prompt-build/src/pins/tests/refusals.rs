use super::{release, resolve_from, told};

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
    // The labelled cases of a judge count as golden ones, and so they can be aside as well.
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{agreement elsewhere}, {validation}]",
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
