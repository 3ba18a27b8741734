//! Keys of the front matter that Dotprompt and Genkit know: each is read, has a warning, or is an
//! error.

use super::{codes, read};
use crate::report::MOST_SHOWN;

/// Lines of a front matter, and the codes of the warnings and errors.
const KEYS: &[(&str, &str)] = &[
    ("description: First email to a lead", ""),
    ("model: kimi-k2-5", ""),
    ("name: sales-email", "ignored-key"),
    ("variant: short", "ignored-key"),
    ("version: 2", "ignored-key"),
    ("tools: [look-up-order]", "unknown-tool"),
    ("toolDefs: [{ name: look-up-order }]", ""),
    (
        "toolDefs: [{ name: look-up-order, outputSchema: string }]",
        "ignored-key",
    ),
    ("maxTurns: 3", "ignored-key"),
    ("returnToolRequests: true", "ignored-key"),
    ("toolChoice: auto", "unknown-key"),
    ("temperature: 0.5", "unknown-key"),
    ("metadata: { team: sales }", ""),
    ("ext: { acme: { region: eu } }", ""),
    ("acme.region: eu", ""),
    ("raw: {}", "unknown-key"),
    (
        "config: { topK: 40, temperature: 0.5, stopSequences: [END] }",
        "",
    ),
    ("config: { maxOutputTokens: 0 }", "invalid-parameter"),
    ("config: { region: eu }", "ignored-key"),
    ("config: { generationConfig.topK: 3 }", "ignored-key"),
    ("config: { google.top_k: 3 }", "ignored-key"),
    ("config: { acme.region: eu }", ""),
    ("config: { toolChoice: required }", ""),
    ("input: { schema: string }", "invalid-schema"),
    ("output: { format: json }", ""),
    ("output: { format: text }", ""),
    ("output: { format: enum }", "invalid-output"),
    (
        "output: { format: text, schema: { subject: string } }",
        "invalid-output",
    ),
    ("output: { schema: { subject: string } }", ""),
    ("output: { instructions: true }", "unknown-key"),
    (
        "output: { schema: { type: object, properties: { subject: { type: strin } } } }",
        "invalid-schema",
    ),
    (
        "output: { schema: { type: object, properties: { a: { $ref: \"#/$defs/a\" } }, $defs: { a: { type: string } } } }",
        "",
    ),
    (
        "output: { schema: { type: object, properties: { a: { $ref: \"#/$defs/b\" } }, $defs: { a: { type: string } } } }",
        "invalid-output",
    ),
    (
        "output: { schema: { type: object, properties: { a: { type: string }, b: { $ref: \"#/properties/a\" } } } }",
        "",
    ),
    (
        "output: { schema: { type: object, properties: { a: { $ref: \"https://example.com/a.json\" } } } }",
        "invalid-output",
    ),
];

#[test]
fn each_key_is_read_or_reported() {
    for (lines, expected) in KEYS {
        let (template, findings) = read(&format!("---\n{lines}\n---\nAnswer in JSON.\n"), &[]);
        let mut found = codes(&findings);
        if let Some(template) = template {
            found += &codes(&template.warnings);
        }
        assert_eq!(found, *expected, "{lines}");
    }
}

/// Tags of roles, and the codes of the warnings and errors.
const ROLES: &[(&str, &str)] = &[
    (r#"{{role "user"}}"#, ""),
    (r#"{{role "user" purpose="preamble"}}"#, "ignored-key"),
    (
        r#"{{role "user" purpose="preamble" turn=2}}"#,
        "ignored-key ignored-key",
    ),
    (r#"{{role "user" purpose=topic}}"#, "invalid-tag"),
    (r#"{{role "user" "preamble"}}"#, "invalid-tag"),
    (r#"{{section "code" purpose="preamble"}}"#, "invalid-tag"),
];

#[test]
fn metadata_of_a_message_has_a_warning() {
    for (tag, expected) in ROLES {
        let (template, findings) = read(&format!("{tag}Say hello.\n"), &[]);
        let warnings = template.map(|template| codes(&template.warnings));
        let found = warnings.unwrap_or_default() + &codes(&findings);
        assert_eq!(found, *expected, "{tag}");
    }
}

/// Each suggestion compares the names of all parameters.
#[test]
fn of_many_unknown_settings_the_first_have_a_suggestion() {
    let settings = (0..2 * MOST_SHOWN).map(|number| format!("  temperature{number}: 1\n"));
    let text = format!("---\nconfig:\n{}---\nHi.\n", settings.collect::<String>());
    let warnings = read(&text, &[]).0.unwrap().warnings;
    assert_eq!(warnings.iter().count(), 2 * MOST_SHOWN);
    let helped = warnings.iter().filter(|finding| !finding.help.is_empty());
    assert_eq!(helped.count(), MOST_SHOWN);
}
