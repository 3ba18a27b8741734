//! Working copies with tools in files, and the text that stands alone.

use super::{inlined, shown};

const FILES: &[(&str, &str)] = &[
    (
        "tools/look-up-order.yaml",
        "# Of the shop.\ndescription: \"Finds an order: one\"\ninputSchema:\n  order_id: string, as on the invoice\n  size?(enum): [S, no]\n",
    ),
    ("tools/find.yaml", "name: find_lead\ninputSchema: Lead\n"),
    (
        "tools/ping.yaml",
        "description: >\n  Says whether\n  the shop is open.\n",
    ),
    ("Lead.yaml", "name: string\n"),
];

/// The name of a row, the front matter of the working copy, and that of the release.
const ROWS: &[(&str, &str, &str)] = &[
    ("no tool", "tools: [] # none\n", "tools: [] # none\n"),
    (
        "a list in brackets",
        "model: m\ntools: [look-up-order, ping] # ours\nconfig: {}\n",
        "model: m\ntoolDefs:\n  - name: look-up-order\n    description: \"Finds an order: one\"\n    inputSchema:\n      order_id: string, as on the invoice\n      size?(enum): [S, \"no\"]\n  - name: ping\n    description: \"Says whether the shop is open.\\n\" # ours\nconfig: {}\n",
    ),
    (
        "a list of lines, the last key",
        "tools:\n  # The first.\n  - find\n",
        "toolDefs:\n  - name: find_lead\n    inputSchema:\n      name: string\n",
    ),
    (
        "definitions that are there, in lines",
        "tools:\n- find\n# Ours.\ntoolDefs:\n  # One.\n  - name: a\n    inputSchema: Lead # yes\n",
        "# Ours.\ntoolDefs:\n  # One.\n  - name: find_lead\n    inputSchema:\n      name: string\n  - name: a\n    inputSchema: # yes\n      name: string\n",
    ),
    (
        "definitions that are there, in brackets",
        "toolDefs: [{ name: a, inputSchema: Lead }]\ntools: [find]\n",
        "toolDefs: [{ name: find_lead, inputSchema: { name: string } }, { name: a, inputSchema: { name: string } }]\n",
    ),
    (
        "no definitions where there could be some",
        "toolDefs: []\ntools: [find] # yes\n",
        "toolDefs: [{ name: find_lead, inputSchema: { name: string } }]\n # yes\n",
    ),
    (
        "a key without a value",
        "toolDefs:\ntools: [find]\n",
        "toolDefs:\n  - name: find_lead\n    inputSchema:\n      name: string\n",
    ),
    (
        "names of definitions alone",
        "tools: [a]\ntoolDefs: [{ name: a }]\n",
        "tools: [a]\ntoolDefs: [{ name: a }]\n",
    ),
    (
        "one in a file and one that is defined",
        "tools: [a, find]\ntoolDefs: [{ name: a }]\n",
        "toolDefs: [{ name: find_lead, inputSchema: { name: string } }, { name: a }]\n",
    ),
    (
        "a schema of the inputs as well",
        "input:\n  schema:\n    lead: Lead\ntools: [find]\n",
        "input:\n  schema:\n    lead:\n      name: string\ntoolDefs:\n  - name: find_lead\n    inputSchema:\n      name: string\n",
    ),
    (
        "a front matter in braces",
        "{ tools: [find], model: m }\n",
        "{ toolDefs: [{ name: find_lead, inputSchema: { name: string } }], model: m }\n",
    ),
];

#[test]
fn tools_in_place() {
    for (what, front, expected) in ROWS {
        let body = if front.contains("lead:") {
            "Hi {{lead.name}}."
        } else {
            "Hi."
        };
        let file = format!("---\n{front}---\n{body}\n");
        let expected = format!("---\n{expected}---\n{body}\n");
        assert_eq!(shown(&file, FILES), expected, "{what}");
        let (inlined, _) = inlined(&file, FILES);
        let inlined = inlined.unwrap();
        assert_eq!(inlined.before.tools, inlined.after.tools, "{what}");
    }
}

#[test]
fn what_cannot_be_edited_is_refused() {
    let file = "---\n{ tools: [find], toolDefs: [{ name: a }] }\n---\nHi.\n";
    let expected =
        "schema-not-inlined 2:3 the prompt would change with the definitions of its tools in it";
    assert_eq!(shown(file, FILES), expected);
}
