use super::{release, take_from};

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
    // The labelled cases of a judge count as golden ones.
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{agreement}]",
        "1.0.0",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{agreement but one}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{agreement elsewhere}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [validation]",
        "evidence: [{agreement}]",
        "missing-evidence",
    ),
    // Where golden cases were run first, they count; those that were added later do not.
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{golden but one}, {agreement}]",
        "missing-evidence",
    ),
    (
        "library:draft\n    requires: [golden]",
        "evidence: [{earlier agreement}, {golden but one}]",
        "1.0.0",
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
