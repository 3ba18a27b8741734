use super::shown;

/// Definitions before and after, and the change.
const ROWS: &[(&str, &str, &str)] = &[
    ("[{ name: a }]", "[{ name: a }]", "nothing"),
    ("[]", "[{ name: a }]", "major: the tool `a` was added"),
    ("[{ name: a }]", "[]", "major: the tool `a` was removed"),
    (
        "[{ name: a }]",
        "[{ name: b }]",
        "major: the tool `a` was removed; major: the tool `b` was added",
    ),
    (
        "[{ name: a }, { name: b }]",
        "[{ name: b }, { name: a }]",
        "patch: the order of the tools was changed",
    ),
    (
        "[{ name: a, description: x }]",
        "[{ name: a, description: y }]",
        "patch: the description of the tool `a` was changed",
    ),
    (
        "[{ name: a, inputSchema: { q: string } }]",
        "[{ name: a, inputSchema: { q: string, r: number } }]",
        "major: the argument `r` of the tool `a` was added",
    ),
    (
        "[{ name: a, inputSchema: { q: string } }]",
        "[{ name: a, inputSchema: { q: string, r?: number } }]",
        "minor: the argument `r` of the tool `a` was added",
    ),
    (
        "[{ name: a, inputSchema: { q: string, r?: number } }]",
        "[{ name: a, inputSchema: { q: string } }]",
        "major: the argument `r` of the tool `a` was removed",
    ),
    (
        "[{ name: a, inputSchema: { q: string } }]",
        "[{ name: a, inputSchema: { q: number } }]",
        "major: the type of the argument `q` of the tool `a` was changed from `string` to `number`",
    ),
    (
        "[{ name: a, inputSchema: { q: \"string, old\" } }]",
        "[{ name: a, inputSchema: { q: \"string, new\" } }]",
        "patch: the description of the argument `q` of the tool `a` was changed",
    ),
    (
        "[{ name: a, inputSchema: { q(object): { r: string } } }]",
        "[{ name: a, inputSchema: { q(object): { r: string, s: string } } }]",
        "major: the argument `q.s` of the tool `a` was added",
    ),
    (
        "[{ name: a, inputSchema: { type: object, properties: { q: { type: string } } } }]",
        "[{ name: a, inputSchema: { type: object, properties: { q: { type: string } }, required: [q] } }]",
        "major: the argument `q` of the tool `a` is now required",
    ),
    (
        "[{ name: a, inputSchema: { type: object, properties: { q: { type: string } } } }]",
        "[{ name: a, inputSchema: { type: object, properties: { q: { type: string, maxLength: 3 } } } }]",
        "major: `maxLength` of the argument `q` of the tool `a` was changed",
    ),
];

#[test]
fn changes_of_tools() {
    for (old, new, expected) in ROWS {
        let file = |tools: &str| format!("---\ntoolDefs: {tools}\n---\nHi.\n");
        assert_eq!(shown(&file(old), &file(new)), *expected, "{old} to {new}");
    }
}
