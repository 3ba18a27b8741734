//! The words of findings that are easily misunderstood: what is wrong, and the way out.

use super::{Row, check, read};

/// The name of a row, a file, and the message and the help of each finding.
const ROWS: &[Row] = &[
    (
        "dots as a placeholder",
        "a {{ ... }} b",
        "dots stand for no value (write the name of an input; for a literal `{{` write `\\{{`)",
    ),
    (
        "an ellipsis as a placeholder",
        "a {{ … }} b",
        "`…` is no name (write the name of an input; for a literal `{{` write `\\{{`)",
    ),
    (
        "a path with an argument",
        "{{this x}}",
        "`this` is the path of a value, which takes no arguments (write the value alone; for a literal `{{` write `\\{{`)",
    ),
    (
        "the name of a helper that may be that of a field",
        "{{#each xs}}{{role}}{{/each}}",
        "expected one text in quotes as the name of a role (write it as in `{{role \"user\"}}`, or for a value of that name `{{this.role}}`)",
    ),
    (
        "one brace too many",
        "{{x}}}",
        "unexpected `}}}`, expected `}}` (remove `}`, or for a `}` behind the tag put a blank or a line end before it)",
    ),
    (
        "two braces too many",
        "{{x}}}}",
        "unexpected `}}}}`, expected `}}` (remove `}}`, or for a `}}` behind the tag put a blank or a line end before it)",
    ),
    (
        "a section of a value that may be anything",
        "{{#guests}}x{{/guests}}",
        "a section of `guests`, whose type is not known (write `{{#if guests}}`, `{{#each guests}}` or `{{#with guests}}`, \
         or declare its type under `schema` of `input`)",
    ),
    (
        "all inputs as JSON",
        "{{#each a}}{{json @root}}{{/each}}",
        "all inputs at once cannot be printed without a schema \
         (declare the inputs under `schema` of `input`, or print one after the other: `{{json name}}`)",
    ),
    (
        "a name with a letter in two characters",
        "{{gro\u{308}ße}}",
        "`gro\\u{308}ße` has a letter in two characters, the second U+0308 \
         (write the letter as one character (NFC): Rust composes the names in a call)",
    ),
];

#[test]
fn findings_say_what_is_meant() {
    check(ROWS, |file| {
        let (_, findings) = read(file, &[]);
        let show = |finding: &crate::report::Finding| {
            format!("{} ({})", finding.message, finding.help.join("; "))
        };
        findings.iter().map(show).collect::<Vec<_>>().join("\n")
    });
}
