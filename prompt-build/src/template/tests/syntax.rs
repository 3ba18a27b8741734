//! Bodies to trees: what is a tag, what is text, and what Handlebars trims. The expectations are
//! those of handlebars.js.

use super::super::syntax;
use super::tree::{show, show_tree};
use super::{Row, check};
use crate::report::Findings;
use crate::source::Source;

const TAGS: &[Row] = &[
    ("a text", "Dear team", r#""Dear team""#),
    ("nothing", "", ""),
    (
        "a name between texts",
        "Hi {{name}}!",
        r#""Hi " {name} "!""#,
    ),
    ("blanks in a tag", "{{ name\n}}", "{name}"),
    ("three braces", "{{{ name }}}", "{name}"),
    ("an ampersand", "{{& name}}", "{name}"),
    (
        "braces behind a tag",
        "{\"a\": {{a}}} \\{{b_{{a}}}} {{{a}}}}",
        r#""{\"a\": " {a} "} " "{{b_" {a} "}} " {a} "}""#,
    ),
    (
        "blanks before a sigil",
        "{{ #if a}}b{{ ^ }}c{{ /if}}{{~ > d }}",
        r#"{#if a: "b" else "c"} {>d}"#,
    ),
    ("a path", "{{lead.company/city}}", "{lead.company.city}"),
    (
        "a path from `this`",
        "{{this.name}}{{./name}}{{.}}",
        "{this.name} {this.name} {this}",
    ),
    (
        "a path from further out",
        "{{../../name}}{{..}}",
        "{../../name} {..}",
    ),
    (
        "data",
        "{{@index}}{{@../first}}{{@root.name}}",
        "{@index} {@../first} {@root.name}",
    ),
    ("names in brackets", "{{[a b].[c.d]}}", "{[a b].[c.d]}"),
    ("a closing bracket in brackets", r"{{[a\]b]}}", "{[a]b]}"),
    ("braces in brackets", "{{lead.[}}]}}", "{lead.[}}]}"),
    ("a number within a path", "{{rows.0.name}}", "{rows.0.name}"),
    (
        "letters of any script",
        "{{größe}}{{名前}}",
        "{größe} {名前}",
    ),
    (
        "texts as arguments",
        r#"{{role "user"}}{{role 'it"s'}}"#,
        r#"{role "user"} {role "it\"s"}"#,
    ),
    (
        "an escaped quote",
        r#"{{section "a\"b"}}"#,
        r#"{section "a\"b"}"#,
    ),
    (
        "braces in a text",
        r#"{{section "}}"}}"#,
        r#"{section "}}"}"#,
    ),
    (
        "literals",
        "{{json 1}}{{json -2.5}}{{json true}}{{json null}}",
        "{json 1} {json -2.5} {json true} {json nothing}",
    ),
    (
        "what only begins like a literal",
        "{{json trues}}{{json nullable}}",
        "{json trues} {json nullable}",
    ),
    (
        "arguments by name",
        "{{media url=photo contentType=\"image/png\"}}",
        r#"{media url=photo contentType="image/png"}"#,
    ),
    (
        "blanks about an equals sign",
        "{{json report indent = 2}}",
        "{json report indent=2}",
    ),
    ("a partial", "Bye.{{> sign-off}}", r#""Bye." {>sign-off}"#),
    ("a partial in quotes", "{{> \"sign-off\"}}", "{>sign-off}"),
    (
        "a partial with a context and names",
        "{{> card lead tone=\"warm\"}}",
        r#"{>card lead tone="warm"}"#,
    ),
    (
        "a single brace",
        "{name} {\"a\": {\"b\": 1}}",
        r#""{name} {\"a\": {\"b\": 1}}""#,
    ),
    ("closing braces alone", "}} }}}", r#""}} }}}""#),
    (
        "a brace behind a tilde",
        "{ {{name~}}}",
        r#""{ " {name} "}""#,
    ),
    (
        "a name that elsewhere is a word of blocks",
        "{{{else}}}{{& else}}",
        "{else} {else}",
    ),
    (
        "a brace behind a blank",
        "{ {{name}} }",
        r#""{ " {name} " }""#,
    ),
    ("a helper called else-", "{{elsewhere}}", "{elsewhere}"),
];

const BACKSLASHES: &[Row] = &[
    (
        "one escapes",
        r"Write \{{name}} here",
        r#""Write " "{{name}} here""#,
    ),
    ("one at the start", r"\{{name}}", r#""{{name}}""#),
    ("two are one", r"C:\\{{name}}", r#""C:\\" {name}"#),
    ("three are two", r"\\\{{name}}", r#""\\\\" {name}"#),
    (
        "two escaped in a row",
        r"\{{a}}\{{b}}",
        r#""{{a}}" "{{b}}""#,
    ),
    ("escaped, then not", r"\{{a}} {{b}}", r#""{{a}} " {b}"#),
    (
        "escaped, then two backslashes",
        r"\{{a}}\\{{b}}",
        r#""{{a}}\\" {b}"#,
    ),
    ("an escaped tag without an end", r"\{{a", r#""{{a""#),
    (
        "four braces, the first two escaped",
        r"\{{{{a}}",
        r#""{{" {a}"#,
    ),
    (
        "elsewhere they are text",
        r"a\b \n \\ \",
        r#""a\\b \\n \\\\ \\""#,
    ),
    (
        "an escaped tag on a line of its own stays",
        "a\n\\{{b}}\n",
        r#""a\n" "{{b}}\n""#,
    ),
    (
        "a block beside an escaped tag",
        "\\{{a}}\n{{#if b}}\nc\n{{/if}}",
        r#""{{a}}\n" {#if b: "c\n"}"#,
    ),
];

const LINES: &[Row] = &[
    (
        "tags of a block on lines of their own",
        "a\n{{#if b}}\nc\n{{/if}}\nd",
        r#""a\n" {#if b: "c\n"} "d""#,
    ),
    (
        "with blanks about them",
        "a\n \t{{#if b}} \nc\n  {{/if}}\t\nd",
        r#""a\n" {#if b: "c\n"} "d""#,
    ),
    (
        "at the start and the end of a file",
        "{{#if b}}\nc\n{{/if}}",
        r#"{#if b: "c\n"}"#,
    ),
    (
        "with blanks at the end of a file",
        "{{#if b}}\nc\n{{/if}}  ",
        r#"{#if b: "c\n"} """#,
    ),
    (
        "beside a word",
        "a {{#if b}}\nc\n{{/if}} d",
        r#""a " {#if b: "\nc\n"} " d""#,
    ),
    (
        "a block on one line",
        "a\n{{#if b}}c{{/if}}\nd",
        r#""a\n" {#if b: "c"} "\nd""#,
    ),
    (
        "an empty block on a line",
        "a\n{{#if b}}{{/if}}\nd",
        r#""a\n" {#if b: } "\nd""#,
    ),
    (
        "a name on a line of its own stays",
        "a\n  {{b}}  \nc",
        r#""a\n  " {b} "  \nc""#,
    ),
    (
        "a comment on a line of its own",
        "a\n  {{! note }}  \nb",
        r#""a\n" ! "b""#,
    ),
    (
        "a comment beside a word",
        "a {{! note }}\nb",
        r#""a " ! "\nb""#,
    ),
    (
        "two comments on one line",
        "{{! a }}{{! b }}\nc",
        r#"! ! "\nc""#,
    ),
    (
        "a partial on a line of its own",
        "a\n  {{> b}}\nc",
        r#""a\n" {>b indented "  "} "c""#,
    ),
    (
        "a partial at the margin",
        "a\n{{> b}}\nc",
        r#""a\n" {>b} "c""#,
    ),
    (
        "a partial beside a word",
        "a\n  {{> b}} c",
        r#""a\n  " {>b} " c""#,
    ),
    (
        "an else on a line of its own",
        "{{#if a}}\nb\n{{else}}\nc\n{{/if}}\n",
        r#"{#if a: "b\n" else "c\n"} """#,
    ),
    (
        "an else beside a word",
        "{{#if a}}\nb {{else}}\nc\n{{/if}}\n",
        r#"{#if a: "b " else "\nc\n"} """#,
    ),
    (
        "blocks in blocks",
        "{{#if a}}\n  {{#if b}}\n    c\n  {{/if}}\n{{/if}}\n",
        r#"{#if a: "" {#if b: "    c\n"} ""} """#,
    ),
    (
        "one blank line goes, others stay",
        "{{#if a}}\n\n\nb\n\n{{/if}}\n\nc",
        r#"{#if a: "\n\nb\n\n"} "\nc""#,
    ),
    ("only blanks", "{{#if a}}  {{/if}}", r#"{#if a: "  "}"#),
    (
        "CRLF",
        "a\r\n{{#if b}}\r\nc\r\n{{/if}}\r\nd",
        r#""a\r\n" {#if b: "c\r\n"} "d""#,
    ),
    (
        "a lone CR goes with the blanks",
        "{{#if a}}\r \nb{{/if}}",
        r#"{#if a: " \nb"}"#,
    ),
    (
        "a lone CR ends no line",
        "{{#if a}}\rb{{/if}}",
        r#"{#if a: "\rb"}"#,
    ),
    (
        "a line separator ends no line",
        "a\u{2028}{{#if b}}\u{2028}c{{/if}}",
        "\"a\\u{2028}\" {#if b: \"\\u{2028}c\"}",
    ),
    (
        "blanks of every kind may stand on the line",
        "a\n\u{a0}\u{3000}{{#if b}}\nc{{/if}}",
        "\"a\\n\\u{a0}\\u{3000}\" {#if b: \"c\"}",
    ),
    (
        "a zero-width space is a letter",
        "a\n\u{200b}{{#if b}}\nc{{/if}}",
        "\"a\\n\\u{200b}\" {#if b: \"\\nc\"}",
    ),
];

const TILDES: &[Row] = &[
    ("before", "a \n {{~b}} c", r#""a" {b} " c""#),
    ("after", "a {{b~}} \n c", r#""a " {b} "c""#),
    ("on both sides", "a {{~b~}} c", r#""a" {b} "c""#),
    ("of three braces", "a {{~{b}~}} c", r#""a" {b} "c""#),
    ("of a comment", "a {{~! b ~}} c", r#""a" ! "c""#),
    (
        "of a comment with dashes",
        "a {{~!-- b --~}} c",
        r#""a" ! "c""#,
    ),
    ("of a partial", "a {{~> b~}} c", r#""a" {>b} "c""#),
    (
        "of an opening tag",
        "a {{~#if b~}} c {{/if}}",
        r#""a" {#if b: "c "}"#,
    ),
    (
        "of a closing tag",
        "{{#if b}} c {{~/if~}} d",
        r#"{#if b: " c"} "d""#,
    ),
    (
        "of an else",
        "{{#if a}} b {{~else~}} c {{/if}}",
        r#"{#if a: " b" else "c "}"#,
    ),
    (
        "of an else if",
        "{{#if a}} b {{~else if c~}} d {{~/if}}",
        r#"{#if a: " b" else chain {#if c: "d"}}"#,
    ),
    (
        "trims no-break spaces and marks",
        "a\u{a0}\u{feff}{{~b~}}\u{3000}c",
        r#""a" {b} "c""#,
    ),
    (
        "keeps zero-width characters",
        "a\u{200b}{{~b}}",
        "\"a\\u{200b}\" {b}",
    ),
    (
        "keeps next line, as JavaScript does",
        "a\u{85}{{~b}}",
        "\"a\\u{85}\" {b}",
    ),
    (
        "trims up to the next tag only",
        "a {{! b }} {{~c}}",
        r#""a " ! "" {c}"#,
    ),
];

const BLOCKS: &[Row] = &[
    ("a block", "{{#if a}}b{{/if}}", r#"{#if a: "b"}"#),
    (
        "blanks in its tags",
        "{{# if a }}b{{/ if }}",
        r#"{#if a: "b"}"#,
    ),
    (
        "an else",
        "{{#if a}}b{{else}}c{{/if}}",
        r#"{#if a: "b" else "c"}"#,
    ),
    (
        "an else as a caret",
        "{{#if a}}b{{^}}c{{/if}}",
        r#"{#if a: "b" else "c"}"#,
    ),
    (
        "a brace behind an else",
        "{{#if a}}b{{else}}}c{{/if}}",
        r#"{#if a: "b" else "}c"}"#,
    ),
    (
        "an else with blanks",
        "{{#if a}}b{{ else }}c{{/if}}",
        r#"{#if a: "b" else "c"}"#,
    ),
    (
        "an else if",
        "{{#if a}}b{{else if c}}d{{/if}}",
        r#"{#if a: "b" else chain {#if c: "d"}}"#,
    ),
    (
        "a chain",
        "{{#if a}}1{{else if b}}2{{else if c}}3{{else}}4{{/if}}",
        r#"{#if a: "1" else chain {#if b: "2" else chain {#if c: "3" else "4"}}}"#,
    ),
    (
        "a chain of other helpers",
        "{{#if a}}1{{else unless b}}2{{else each c as |d|}}3{{/if}}",
        r#"{#if a: "1" else chain {#unless b: "2" else chain {#each c |d|: "3"}}}"#,
    ),
    (
        "a chain on lines of its own",
        "{{#if a}}\n1\n{{else if b}}\n2\n{{else}}\n3\n{{/if}}\n",
        r#"{#if a: "1\n" else chain {#if b: "2\n" else "3\n"}} """#,
    ),
    (
        "parameters",
        "{{#each a as |b c|}}{{b}}{{/each}}",
        "{#each a |b,c|: {b}}",
    ),
    (
        "an argument called as",
        "{{#each as as |b|}}{{/each}}",
        "{#each as |b|: }",
    ),
    (
        "blocks in blocks",
        "{{#if a}}{{#each b}}{{#with c}}{{d}}{{/with}}{{/each}}{{/if}}",
        "{#if a: {#each b: {#with c: {d}}}}",
    ),
    (
        "two of one name in each other",
        "{{#if a}}{{#if b}}x{{/if}}{{/if}}",
        r#"{#if a: {#if b: "x"}}"#,
    ),
    (
        "an argument by name",
        "{{#if a includeZero=true}}b{{/if}}",
        r#"{#if a includeZero=true: "b"}"#,
    ),
    ("a section", "{{#a.b}}c{{/a.b}}", r#"{#a.b: "c"}"#),
    ("an inverted block", "{{^a}}b{{/a}}", r#"{^a: "b"}"#),
    (
        "both branches of one",
        "{{^if a}}b{{else}}c{{/if}}",
        r#"{^if a: "b" else "c"}"#,
    ),
    (
        "an inverted block on lines of its own",
        "x\n{{^a}}\n A\n{{else}}\n B\n{{/a}}\ny",
        r#""x\n" {^a: " A\n" else " B\n"} "y""#,
    ),
    (
        "which Handlebars trims as if its branches were swapped",
        "x\n{{^a~}}\n A\n{{~else}}\n B\n{{/a}}\ny",
        r#""x\n" {^a: " A\n" else "B"} "y""#,
    ),
];

const COMMENTS: &[Row] = &[
    ("a comment", "a{{! b }}c", r#""a" ! "c""#),
    ("an empty one", "a{{!}}c", r#""a" ! "c""#),
    ("with dashes", "a{{!-- b --}}c", r#""a" ! "c""#),
    (
        "with dashes and a tag in it",
        "a{{!-- {{b}} --}}c",
        r#""a" ! "c""#,
    ),
    (
        "without dashes it ends with the first tag in it",
        "a{{! {{b}} }}c",
        r#""a" ! " }}c""#,
    ),
    ("dashes alone", "a{{!--}}c", r#""a" ! "c""#),
    ("one dash", "a{{!- b -}}c", r#""a" ! "c""#),
    ("many dashes", "a{{!------ b ------}}c", r#""a" ! "c""#),
    ("over lines", "a{{!\nb\n}}c", r#""a" ! "c""#),
    ("in another script", "a{{! عنوان }}c", r#""a" ! "c""#),
];

const TEXTS: &[Row] = &[
    (
        "a byte order mark",
        "\u{feff}Hi {{name}}",
        "\"\\u{feff}Hi \" {name}",
    ),
    (
        "a lone fence",
        "One.\n---\n{{name}}",
        r#""One.\n---\n" {name}"#,
    ),
    (
        "right to left",
        "\u{202e}{{name}}\u{200f}",
        "\"\\u{202e}\" {name} \"\\u{200f}\"",
    ),
    (
        "zero width",
        "a\u{200b}\u{200d}{{name}}",
        "\"a\\u{200b}\\u{200d}\" {name}",
    ),
    (
        "what would end a raw text of Rust",
        "\"###{{name}}\"###",
        "\"\\\"###\" {name} \"\\\"###\"",
    ),
    (
        "what would be a placeholder in Rust",
        "{} {0} {name} {{name}}",
        r#""{} {0} {name} " {name}"#,
    ),
    (
        "emoji in parts",
        "👩‍👩‍👧{{name}}",
        "\"👩\\u{200d}👩\\u{200d}👧\" {name}",
    ),
    ("NUL", "a\0b{{name}}", r#""a\0b" {name}"#),
    (
        "angle brackets are no HTML",
        "<b>&{{name}}</b>",
        r#""<b>&" {name} "</b>""#,
    ),
];

#[test]
fn tags_become_nodes() {
    check(TAGS, show);
}

#[test]
fn backslashes_escape_tags() {
    check(BACKSLASHES, show);
}

#[test]
fn lines_of_tags_leave_nothing() {
    check(LINES, show);
}

#[test]
fn tildes_trim() {
    check(TILDES, show);
}

#[test]
fn blocks_nest() {
    check(BLOCKS, show);
}

#[test]
fn comments_are_passed_over() {
    check(COMMENTS, show);
}

#[test]
fn every_other_character_is_text() {
    check(TEXTS, show);
}

/// Below a front matter the blanks about the body go, without one they stay.
#[test]
fn a_body_below_a_front_matter_is_trimmed() {
    let source = Source::new(
        "note.prompt",
        "---\n---\n \n\u{feff} Hi {{name}}.\u{3000}\n\n",
    );
    let mut trees = [false, true].map(|is_trimmed| {
        let tree = syntax::parse(&source, 8, is_trimmed, &mut Findings::default()).unwrap();
        show_tree(&source, &tree)
    });
    trees.sort();
    assert_eq!(
        trees,
        [
            r#"" \n\u{feff} Hi " {name} ".\u{3000}\n\n""#,
            r#""Hi " {name} ".""#
        ]
    );
}

/// The name of a row, a body, and the source text of each node, texts after trimming.
const SPANS: &[Row] = &[
    ("texts and tags", "Hi {{name}}!", "`Hi ` `{{name}}` `!`"),
    (
        "three braces and tildes",
        "a {{~{b}~}} c",
        "`a` `{{~{b}~}}` `c`",
    ),
    (
        "a block from its first brace to its last",
        "é{{#if a}}\nb{{else}}c{{/if}}\n",
        "`é` `{{#if a}}\nb{{else}}c{{/if}}` `\n`",
    ),
    ("a comment", "a{{!-- }} --}}b", "`a` `{{!-- }} --}}` `b`"),
    (
        "a partial without its indent",
        "a\n  {{> b}}\nc",
        "`a\n` `{{> b}}` `c`",
    ),
    (
        "an escaped tag without its backslash",
        r"名\{{a}}",
        "`名` `{{a}}`",
    ),
];

#[test]
fn nodes_know_where_they_stand() {
    check(SPANS, |text| {
        let source = Source::new("note.prompt", text);
        let tree = syntax::parse(&source, 0, false, &mut Findings::default()).unwrap();
        let spans = tree
            .nodes
            .iter()
            .map(|node| format!("`{}`", &source.text[node.span()]));
        spans.collect::<Vec<_>>().join(" ")
    });
}
