//! What other languages mean as tags is text, with a warning.

use super::{read, sound};

/// A file, and the place of each warning about foreign syntax.
const FILES: &[(&str, &[&str])] = &[
    ("Dear {% if vip %}friend{% endif %}.", &["{% if vip %}"]),
    ("{# for staff #}\nSay hello.", &["{# for staff #}"]),
    ("Dear <%= name %>.", &["<%= name %>"]),
    ("Dear ${input:name}.", &["${input:name}"]),
    ("<system>\nBe brief.\n</system>\n", &["<system>"]),
    ("system:\nBe brief.\n\nuser:\nSay hello.\n", &["system:"]),
    ("  system:  \nBe brief.\n", &["system:"]),
    ("Say hello to {name}, {{name}}.", &["{name}"]),
    (
        "---\ninput:\n  schema:\n    tone: string\n---\nA {tone} one, {{tone}}.",
        &["{tone}"],
    ),
    (
        "{{role \"system\"}}\nBe brief.\n{{role \"user\"}}\nHi {% x %} <% y %>",
        &["{% x %}", "<% y %>"],
    ),
    // Text that only looks so.
    ("Use {{name}}, {other}, ${other} and {name {name}}.", &[]),
    ("{{#if name}}{{name}}{{/if}} {{!-- {# --}}", &[]),
    ("100 {% of\nall %} {# one\ntwo #} <% a", &[]),
    ("The system: fine. system: x\n<system> once", &[]),
    ("Say hello to ${name}, {{name}}.", &["{name}"]),
    ("{\"name\": {{name}}, \"tone\": {name }}", &[]),
    (
        "{{role \"system\"}}\nsystem:\n{{role \"user\"}}\n<system>\na\n</system>\n",
        &[],
    ),
];

#[test]
fn tags_of_other_languages_are_warned_of() {
    for (file, expected) in FILES {
        let template = sound(read(file, &[])).unwrap_or_else(|codes| panic!("{file}: {codes}"));
        let warnings = template.warnings.sorted();
        let foreign = warnings
            .iter()
            .filter(|warning| warning.code.as_str() == "foreign-syntax")
            .map(|warning| &warning.location.source.text[warning.location.span()]);
        assert_eq!(foreign.collect::<Vec<_>>(), *expected, "{file}");
    }
}
