use crate::report::Findings;
use crate::source::Source;
use crate::yaml::parse_full;

/// A text, and its finding: line, column, message, and the way out.
const ROWS: &[(&str, &str)] = &[
    // Tabs.
    (
        "a:\n\tb: 1\n",
        "2:1 a tab is used for indentation; YAML allows only spaces; replace the tab with spaces",
    ),
    (
        "a:\n  b: 1\n\tc: 2\n",
        "3:1 a tab is used for indentation; YAML allows only spaces; replace the tab with spaces",
    ),
    (
        "a:\n  b: 1\n  \tc: 2\n",
        "3:3 a tab is used for indentation; YAML allows only spaces; replace the tab with spaces",
    ),
    (
        "- a\n\t- b\n",
        "2:1 a tab is used for indentation; YAML allows only spaces; replace the tab with spaces",
    ),
    (
        "a: [\n\t1]\n",
        "2:1 a tab is used for indentation; YAML allows only spaces; replace the tab with spaces",
    ),
    (
        "a: |\n\ttext\n",
        "2:1 a tab is used for indentation; YAML allows only spaces; replace the tab with spaces",
    ),
    // A colon in a value.
    (
        "a: b: c\n",
        "1:5 unexpected `: ` in a value without quotes; put the value in quotes: `a: \"b: c\"`",
    ),
    (
        "a:\n  b: Say: \"hello\" # c\n",
        "2:9 unexpected `: ` in a value without quotes; put the value in quotes: `b: 'Say: \"hello\"'`",
    ),
    (
        "- reason: see: http://example.com\n",
        "1:14 unexpected `: ` in a value without quotes; put the value in quotes: `reason: \"see: http://example.com\"`",
    ),
    (
        "a: it's: y\n",
        "1:8 unexpected `: ` in a value without quotes; put the value in quotes: `a: \"it's: y\"`",
    ),
    (
        "a: \"x\": y\n",
        "1:7 unexpected `: ` after the closing quote; put the whole value in quotes",
    ),
    (
        "a: long\n  text\n  and: so\n",
        "3:6 unexpected `: ` in a value of several lines; put the value in quotes",
    ),
    (
        "a: {b: c: d}\n",
        "1:9 unexpected `:` in brackets; put the value in quotes; write a comma between two values in brackets",
    ),
    (
        "a: [b: c: d]\n",
        "1:9 unexpected `:` in brackets; put the value in quotes; write a comma between two values in brackets",
    ),
    // No colon, or no space after it.
    ("a\nb: 1\n", "1:1 missing `:` after `a`; write `a: VALUE`"),
    (
        "a:\n  b 1\n  c: 2\n",
        "2:3 missing `:` after `b`; write `b: 1`",
    ),
    (
        "a: 1\nb 2 # c\nc: 3\n",
        "2:1 missing `:` after `b`; write `b: 2`",
    ),
    ("a: 1\nb\n", "2:1 missing `:` after `b`; write `b: VALUE`"),
    ("a:1\nb: 2\n", "1:1 missing space after `a:`; write `a: 1`"),
    ("b: 2\na:1\n", "2:1 missing space after `a:`; write `a: 1`"),
    (
        "- version: 1\n  status active\n",
        "2:3 missing `:` after `status`; write `status: active`",
    ),
    // Quotes.
    (
        "a: \"x\nb: 1\n",
        "1:4 the quote that begins here is not closed; write the same quote at the end of the value",
    ),
    (
        "a: \"x\nb: 1\nc: \"y\"\n",
        "1:4 the quote that begins here is not closed; write the same quote at the end of the value",
    ),
    (
        "a: 'it's'\n",
        "1:8 unexpected text after the closing quote; write a quote within the value as `''`; write a comma between two values in brackets",
    ),
    (
        "a: \"x\" y\n",
        "1:8 unexpected text after the closing quote; write a quote within the value as `\\\"`; write a comma between two values in brackets",
    ),
    (
        "a: [\"x\" \"y\"]\n",
        "1:9 unexpected text after the closing quote; write a quote within the value as `\\\"`; write a comma between two values in brackets",
    ),
    (
        "a: \"C:\\dir\"\n",
        "1:4 unexpected backslash in double quotes; write a backslash as `\\\\`, or put the value in single quotes",
    ),
    // Brackets.
    (
        "a: [x\n",
        "1:4 the bracket `[` is not closed; write `]` at the end of the value; put a text that begins with `[` in quotes",
    ),
    (
        "a: [x\nb: 1\n",
        "1:4 the bracket `[` is not closed; write `]` at the end of the value; put a text that begins with `[` in quotes",
    ),
    (
        "a: {x: 1\nb: 1\n",
        "1:4 the bracket `{` is not closed; write `}` at the end of the value; put a text that begins with `{` in quotes",
    ),
    (
        "a: {\n  x: 1\n  y: 2\n}\n",
        "3:3 missing `,` or `}` before this line",
    ),
    (
        "a: {\n  x: 1: 2\n}\n",
        "2:7 unexpected `: ` in a value without quotes; put the value in quotes: `x: \"1: 2\"`",
    ),
    (
        "a: [x}\n",
        "1:4 the bracket `[` is closed by `}`, expected `]`; put a text that has brackets in quotes",
    ),
    (
        "a: ]\n",
        "1:4 unexpected closing bracket, no bracket is open; put a text that has brackets in quotes",
    ),
    (
        "a: [1, 2] 3\n",
        "1:11 unexpected text after the closing bracket; put a text that has brackets in quotes",
    ),
    (
        "a: {{x}}: y\n",
        "1:9 unexpected `: ` in a value without quotes; put the value in quotes: `a: \"{{x}}: y\"`",
    ),
    // Indentation.
    (
        "a:\n  b: 1\n c: 2\n",
        "3:2 this line is indented by 1 space, expected 0 or 2 spaces; indent it as the lines above that it belongs to",
    ),
    (
        "a:\n  b: 1\n   c: 2\n",
        "3:4 `c` is indented more than `b`, which has a value already; indent `c` by 2 spaces, as `b`",
    ),
    (
        "a: 1\n  b: 2\n",
        "2:3 `b` is indented more than `a`, which has a value already; write `b` at the start of its line, as `a`",
    ),
    (
        "a: \"x\"\n  b: 2\n",
        "2:3 this line is indented by 2 spaces, expected no spaces; indent it as the lines above that it belongs to",
    ),
    (
        "  a: 1\nb: 2\n",
        "2:1 this line is not indented, expected 2 spaces; indent it as the lines above that it belongs to",
    ),
    (
        "- a: 1\n   b: 2\n",
        "2:4 `b` is indented more than `a`, which has a value already; indent `b` by 2 spaces, as `a`",
    ),
    (
        "- a: 1\n b: 2\n",
        "2:2 this line is indented by 1 space, expected 0 or 2 spaces; indent it as the lines above that it belongs to",
    ),
    (
        "a:\n  - x\n - y\n",
        "3:2 this line is indented by 1 space, expected 0, 2 or 4 spaces; indent it as the lines above that it belongs to",
    ),
    (
        "a:\n  - x\n  b: 1\n",
        "3:3 unexpected line in a list, expected `- ` at its start; indent a key of the item above as the other keys of that item",
    ),
    (
        "- a\nb: 1\n",
        "2:1 unexpected line in a list, expected `- ` at its start; indent a key of the item above as the other keys of that item",
    ),
    (
        "a: 1\n- b\n",
        "2:1 unexpected list item among keys; indent it below the key of the list, or write a key and `: `",
    ),
    (
        "a: - x\n",
        "1:4 a list cannot begin on the line of its key; write each `- ` on a line of its own below the key; put a text that begins with `- ` in quotes",
    ),
    // Characters with a meaning.
    (
        "a: @x\n",
        "1:4 a value cannot begin with `@`; put the value in quotes",
    ),
    (
        "a: **bold**\n",
        "1:4 a value cannot begin with `*`, unless it names an anchor above; put the value in quotes",
    ),
    (
        "a: & x\n",
        "1:4 a value cannot begin with `*` or `&`; put the value in quotes",
    ),
    (
        "a: > x\n",
        "1:4 unexpected text after `|` or `>`; begin the text on the next line; put a text of one line in quotes",
    ),
    (
        "a: \"x\"#y\n",
        "1:7 missing space before `#`; write ` #` before a comment",
    ),
    // Others keep the parser's words.
    (
        "a: ? x\n",
        "1:4 mapping keys are not allowed in this context",
    ),
    (
        "a:\n  b\n  # c\n  d\n",
        "4:3 while parsing a block mapping, did not find expected key",
    ),
];

#[test]
fn the_usual_mistakes_are_explained() {
    for (text, expected) in ROWS {
        assert_eq!(explained(text), *expected, "{text:?}");
    }
}

fn explained(text: &str) -> String {
    let source = Source::new("file.yaml", text);
    let mut findings = Findings::default();
    assert!(parse_full(&source, &mut findings).is_none(), "{text:?}");
    let finding = findings.sorted()[0].clone();
    let place = finding.location.locate();
    let help = finding.help.iter().map(|help| format!("; {help}"));
    let message = finding.message.trim_start_matches("invalid YAML: ");
    format!(
        "{}:{} {message}{}",
        place.line,
        place.column,
        help.collect::<String>()
    )
}
