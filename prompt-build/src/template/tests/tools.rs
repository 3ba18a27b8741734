//! Tools: in files, in the front matter, and where errors are reported.

use super::{check, read};
use crate::report::Finding;
use crate::template::Tool;

const FILES: &[(&str, &str)] = &[
    (
        "tools/look-up-order.yaml",
        "description: Finds an order.\ninputSchema:\n  order_id: string, as on the invoice\n  lines?: boolean\n",
    ),
    ("tools/find.yaml", "name: find_lead\ninputSchema: Lead\n"),
    (
        "tools/ping.yaml",
        "description: Says whether the shop is open.\n",
    ),
    (
        "tools/json.yaml",
        "inputSchema: { type: object, properties: { q: { type: string, pattern: '^a' } }, required: [q] }\n",
    ),
    ("tools/empty.yaml", "# later\n"),
    ("tools/list.yaml", "- a\n"),
    ("tools/unread.yaml", "name: [\n"),
    ("tools/misspelt.yaml", "descripton: Finds an order.\n"),
    ("tools/openai.yaml", "parameters: { q: string }\n"),
    ("tools/scalar.yaml", "inputSchema: string\n"),
    ("tools/strange.yaml", "inputSchema: { q: strng }\n"),
    (
        "tools/unknown.yaml",
        "inputSchema: { type: object, properties: { q: { typ: string } } }\n",
    ),
    ("tools/named.yaml", "name: look up\n"),
    ("tools/number.yaml", "name: 7\n"),
    ("tools/output.yaml", "outputSchema: { total: number }\n"),
    ("tools/null.yaml", "name:\ndescription:\ninputSchema:\n"),
    ("Lead.yaml", "name: string\n"),
];

/// The name of a row, the front matter, and the tools or the findings.
const ROWS: &[(&str, &str, &str)] = &[
    ("none", "tools: []", ""),
    ("no value", "tools:\ntoolDefs:", ""),
    (
        "a file",
        "tools: [look-up-order]",
        r#"{"name":"look-up-order","description":"Finds an order.","inputSchema":{"type":"object","properties":{"order_id":{"type":"string","description":"as on the invoice"},"lines":{"type":["boolean","null"]}},"required":["order_id"],"additionalProperties":false}}"#,
    ),
    (
        "a name of its own, and a named schema",
        "tools: [find]",
        r#"{"name":"find_lead","inputSchema":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}}"#,
    ),
    (
        "no arguments",
        "tools: [ping]",
        r#"{"name":"ping","description":"Says whether the shop is open.","inputSchema":{"type":"object","properties":{},"additionalProperties":false}}"#,
    ),
    (
        "keys without a value",
        "tools: [\"null\"]",
        r#"{"name":"null","inputSchema":{"type":"object","properties":{},"additionalProperties":false}}"#,
    ),
    (
        "JSON Schema",
        "tools: [json]",
        r#"{"name":"json","inputSchema":{"type":"object","properties":{"q":{"type":"string","pattern":"^a"}},"required":["q"]}}"#,
    ),
    (
        "a definition",
        "toolDefs: [{ name: a, inputSchema: { q: string } }]",
        r#"{"name":"a","inputSchema":{"type":"object","properties":{"q":{"type":"string"}},"required":["q"],"additionalProperties":false}}"#,
    ),
    (
        "files come first",
        "toolDefs: [{ name: a }]\ntools: [a, \"null\"]",
        r#"{"name":"null","inputSchema":{"type":"object","properties":{},"additionalProperties":false}} {"name":"a","inputSchema":{"type":"object","properties":{},"additionalProperties":false}}"#,
    ),
    (
        "a misspelt name",
        "tools: [look-up-ordr]",
        "2:9 unknown-tool no tool `look-up-ordr` (did you mean `look-up-order`?)",
    ),
    (
        "a name unlike any",
        "tools: [translate]",
        "2:9 unknown-tool no tool `translate` (put it at `tools/translate.yaml`)",
    ),
    (
        "a text",
        "tools: look-up-order",
        "2:8 unexpected-type unexpected string, expected a list for `tools` (as in `tools: [look-up-order]`)",
    ),
    (
        "a definition in place of a name",
        "tools: [{ name: a }]",
        "2:9 unexpected-type unexpected mapping, expected the name of a tool (a definition stands under `toolDefs`, or in a file of `tools/`)",
    ),
    (
        "a number",
        "tools: [7]",
        "2:9 unexpected-type unexpected number, expected the name of a tool (write names of tools, as in `tools: [look-up-order]`)",
    ),
    (
        "twice",
        "tools: [ping, ping]",
        "2:15 invalid-tool the tool `ping` is named twice",
    ),
    (
        "two of one name",
        "tools: [find]\ntoolDefs: [{ name: find_lead }]",
        "3:20 invalid-tool two tools have the name `find_lead`",
    ),
    (
        "two definitions",
        "toolDefs: [{ name: a }, { name: a }]",
        "2:33 invalid-tool two tools have the name `a`",
    ),
    (
        "a mapping of definitions",
        "toolDefs: { name: a }",
        "2:11 unexpected-type unexpected mapping, expected a list for `toolDefs` (begin each definition with `- name: …`)",
    ),
    (
        "no name",
        "toolDefs: [{ description: a }]",
        "2:12 missing-key missing key `name` in a tool (add `name: look-up-order` between the braces)",
    ),
    (
        "an empty file",
        "tools: [empty]",
        "tools/empty.yaml:1:1 invalid-tool the tool `empty` is empty (write its `description` and `inputSchema`)",
    ),
    (
        "a list in a file",
        "tools: [list]",
        "tools/list.yaml:1:1 unexpected-type unexpected list, expected a mapping for a tool",
    ),
    (
        "an unsound file",
        "tools: [unread]",
        "tools/unread.yaml:1:7 invalid-yaml",
    ),
    (
        "an unknown key",
        "tools: [misspelt]",
        "tools/misspelt.yaml:1:1 unknown-key unknown key `descripton` in a tool (did you mean `description`?)",
    ),
    (
        "the key of OpenAI",
        "tools: [openai]",
        "tools/openai.yaml:1:1 unknown-key unknown key `parameters` in a tool (the arguments of a tool stand under `inputSchema`)",
    ),
    (
        "an input that is no object",
        "tools: [scalar]",
        "tools/scalar.yaml:1:14 invalid-tool the input of a tool is not an object (write the arguments by their names, as in `order_id: string`)",
    ),
    (
        "an unknown type",
        "tools: [strange]",
        "tools/strange.yaml:1:19 invalid-schema",
    ),
    (
        "an unknown keyword",
        "tools: [unknown]",
        "tools/unknown.yaml:1:49 invalid-tool unknown keyword `typ` in the schema (did you mean `type`?)",
    ),
    (
        "no name of a tool",
        "tools: [named]",
        "tools/named.yaml:1:7 invalid-tool `look up` is no name of a tool (the name of a tool has letters from a to z, digits, `_`, `-`, `.` and `:`, at most 128 of them)",
    ),
    (
        "a number as a name",
        "tools: [number]",
        "tools/number.yaml:1:7 unexpected-type unexpected number, expected a string for `name` (put the value in quotes)",
    ),
    (
        "a schema of the output",
        "tools: [output]",
        "tools/output.yaml:1:1 ignored-key `outputSchema` has no effect: no API takes it",
    ),
];

#[test]
fn the_tools_of_a_front_matter() {
    check(ROWS, |front| shown(front, FILES));
}

/// The tools, or the findings if there are any.
fn shown(front: &str, files: &[(&str, &str)]) -> String {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect::<Vec<_>>();
    let (template, mut findings) = read(&format!("---\n{front}\n---\nHi.\n"), &files);
    let tools = template.map_or_else(Vec::new, |template| {
        findings.append(template.warnings);
        template.tools
    });
    let found = findings.sorted().into_iter().map(show_finding);
    let found = found.collect::<Vec<_>>().join("; ");
    if found.is_empty() {
        let tools = tools.iter().map(Tool::definition);
        let tools = tools.map(|definition| definition.to_string());
        return tools.collect::<Vec<_>>().join(" ");
    }
    found
}

/// A finding with its place. Those of the readers of YAML and of types are tested there.
fn show_finding(finding: &Finding) -> String {
    let located = finding.location.locate();
    let path = match finding.location.source.path.as_str() {
        "note.prompt" => String::new(),
        path => format!("{path}:"),
    };
    let place = format!("{path}{}:{}", located.line, located.column);
    let code = finding.code.as_str();
    if matches!(code, "invalid-yaml" | "invalid-schema") {
        return format!("{place} {code}");
    }
    let help = finding.help.first();
    let help = help.map_or_else(String::new, |help| format!(" ({help})"));
    format!("{place} {code} {}{help}", finding.message)
}

#[test]
fn patterns_are_those_of_the_name() {
    let files = [(FILES[3].0.to_owned(), FILES[3].1.to_owned())];
    let (template, _) = read("---\ntools: [json]\n---\nHi.\n", &files);
    let template = template.unwrap();
    let patterns = template.patterns().collect::<Vec<_>>();
    let [pattern] = patterns.as_slice() else {
        panic!("{patterns:?}");
    };
    assert_eq!((pattern.text.as_str(), pattern.mark.span()), ("^a", 12..16));
}

#[test]
fn at_most_128_tools() {
    for (count, expected) in [(128, ""), (129, "invalid-tool")] {
        let definitions = (0..count).map(|number| format!("- name: t{number}\n"));
        let front = format!("toolDefs:\n{}", definitions.collect::<String>());
        let shown = shown(&front, &[]);
        assert_eq!(
            shown.contains("more than 128 tools"),
            !expected.is_empty(),
            "{shown}"
        );
    }
}

/// Files of almost 1 MiB each, and a schema that doubles in each file: a release could not hold them.
#[test]
fn all_tools_have_4_mib_at_most() {
    let text = format!("# {}\n{{}}\n", "x".repeat((1 << 20) - 100));
    let mut files = (0..5)
        .map(|number| (format!("tools/t{number}.yaml"), text.clone()))
        .collect::<Vec<_>>();
    for number in 0..12 {
        let next = number + 1;
        let schema = format!("a: S{next}\nb: S{next}\n");
        files.push((format!("S{number}.yaml"), schema));
    }
    files.push((
        "S12.yaml".to_owned(),
        format!("string, {}\n", "x".repeat(300)),
    ));
    for number in 0..5 {
        files.push((
            format!("tools/d{number}.yaml"),
            "inputSchema: S0\n".to_owned(),
        ));
    }
    let files = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    let files = files.collect::<Vec<_>>();
    let rows = [
        ("[t0, t1, t2]", ""),
        (
            "[t0, t1, t2, t3, t4]",
            "2:25 prompt-too-large the tools, with their schemas, have more",
        ),
        ("[d1]", ""),
        (
            "[d0, d1, d2, d3, d4]",
            "2:17 prompt-too-large the tools up to this one have more than 4 MiB",
        ),
    ];
    for (names, expected) in rows {
        let shown = shown(&format!("tools: {names}"), &files);
        let is_told = shown.contains("prompt-too-large");
        assert_eq!(is_told, !expected.is_empty(), "{names}");
        assert!(shown.contains(expected), "{names}: {shown}");
    }
}
