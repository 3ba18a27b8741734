//! The words of findings that are easily misunderstood: what is wrong, and the way out.

use super::{Row, check, read};
use crate::report::render;

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
        "a filter",
        "{{ guest | upper }}",
        "unexpected `|`, expected a name (a helper stands before its argument, as in `{{upper name}}`)",
    ),
    (
        "a method",
        "{{guest.upper()}}",
        "unexpected `upper(`, expected a name (a helper stands before its argument, as in `{{upper name}}`)",
    ),
    (
        "an index in brackets",
        "{{guests[0]}}",
        "unexpected `guests[`, expected a name (an item of a list has its number as in `items.0`)",
    ),
    (
        "arithmetic",
        "{{count + 1}}",
        "unexpected `+`, expected a name (for one more write `(inc n)`; compute other values in Rust, and pass them as inputs)",
    ),
    (
        "==",
        "{{#if a == b}}x{{/if}}",
        "unexpected `=`, expected a name (to compare write `(eq a b)`)",
    ),
    (
        "!= in an expression",
        "{{#if (a != b)}}x{{/if}}",
        "unexpected `!`, expected a name (to compare write `(ne a b)`)",
    ),
    (
        "!",
        "{{#if !a}}x{{/if}}",
        "unexpected `!`, expected a name (for the opposite write `(not a)`)",
    ),
    (
        "&&",
        "{{#if a && b}}x{{/if}}",
        "unexpected `&`, expected a name (for both write `(and a b)`)",
    ),
    (
        "||",
        "{{#if a || b}}x{{/if}}",
        "unexpected `|`, expected a name (for one or the other write `(or a b)`)",
    ),
    (
        ">",
        "{{#if count > 1}}x{{/if}}",
        "unexpected `>`, expected a name (to compare write `(gt a b)`)",
    ),
    (
        "a helper without parentheses",
        "{{#if eq a b}}x{{/if}}",
        "a condition takes one argument, found 3 (an expression stands in parentheses: `(eq a b)`)",
    ),
    (
        "not without parentheses",
        "{{#if not a}}x{{/if}}",
        "a condition takes one argument, found 2 (an expression stands in parentheses: `(not a)`)",
    ),
    (
        "or between values",
        "{{#if a or b}}x{{/if}}",
        "a condition takes one argument, found 3 (an expression stands in parentheses: `(or a b)`)",
    ),
    (
        "a loop with as",
        "{{#each guests as guest}}x{{/each}}",
        "`#each` takes one argument, found 3 (to name the item write `{{#each list as |item|}}`)",
    ),
    (
        "a loop with in",
        "{{#each guest in guests}}x{{/each}}",
        "`#each` takes one argument, found 3 (to name the item write `{{#each list as |item|}}`)",
    ),
    (
        "a loop with for",
        "{{#for guest in guests}}x{{/for}}",
        "unknown block helper `for` (did you mean `each`?)",
    ),
    (
        "dashes that trim",
        "{{- guest -}}",
        "unknown helper `-` (`~` removes the whitespace beside a tag: `{{~name~}}`)",
    ),
    (
        "a blank in a path",
        "{{range .Guests}}",
        "unexpected blank in the path of a value (write the path without blanks, as in `lead.city`; for a literal `{{` write `\\{{`)",
    ),
    (
        "another word for a branch",
        "{{#if a}}x{{elseif b}}y{{/if}}",
        "unknown helper `elseif` (another branch begins with `{{else if …}}`)",
    ),
    (
        "another word for a branch as a block",
        "{{#if a}}x{{#elif b}}y{{/elif}}{{/if}}",
        "unknown block helper `elif` (another branch begins with `{{else if …}}`)",
    ),
    (
        "another word for a partial",
        "{{include \"voice\"}}",
        "unknown helper `include` (the text of a partial is written `{{> name}}`)",
    ),
    (
        "a schema beside the inputs",
        "---\nschema:\n  guest: string\n---\n{{guest}}",
        "unknown key `schema` in the front matter (`schema` stands under `input`, or under `output`)",
    ),
    (
        "another name of len",
        "{{length guests}}",
        "unknown helper `length` (did you mean `len`?)",
    ),
    (
        "another name of eq",
        "{{#if (equals a b)}}x{{/if}}",
        "unknown helper `equals` in an expression (did you mean `eq`?)",
    ),
    (
        "another name of upper",
        "{{uppercase guest}}",
        "unknown helper `uppercase` (did you mean `upper`?)",
    ),
    (
        "a variable of the session",
        "{{@user.name}}",
        "unknown variable `@user`, expected `@index`, `@key`, `@first`, `@last`, `@root` (a prompt knows its inputs alone: pass the value as an input)",
    ),
    (
        "a description that is no text",
        "---\ndescription: [a]\n---\nx",
        "unexpected list, expected a string for `description` ()",
    ),
    (
        "a type that is missing",
        "---\ninput:\n  schema:\n    name:\n---\n{{name}}",
        "unexpected nothing, expected a type, as in `string`, or a mapping of names to types ()",
    ),
    (
        "a colon that is missing",
        "---\ninput:\n  schema:\n    name string\n---\n{{name}}",
        "unknown type `name string`, expected `any`, `boolean`, `integer`, `null`, `number`, `string` (a colon stands between a name and its type: `name: string`)",
    ),
    (
        "brackets behind a name",
        "---\ninput:\n  schema:\n    names[]: string\n---\nx",
        "`names[]` cannot name an input (a list is written `name(array): string`)",
    ),
    (
        "a list in brackets",
        "---\ninput: { schema: { xs: [string] } }\n---\nx",
        "unexpected list, expected a type, as in `string`, or a mapping of names to types (a list is written `name(array): string`)",
    ),
    (
        "another name of string",
        "---\ninput: { schema: { x: str } }\n---\n{{x}}",
        "unknown type `str`, expected `any`, `boolean`, `integer`, `null`, `number`, `string` (did you mean `string`?)",
    ),
    (
        "another name of array",
        "---\ninput: { schema: { xs: list } }\n---\nx",
        "unknown type `list`, expected `any`, `boolean`, `integer`, `null`, `number`, `string` (write the type after the name: `name(array): …`)",
    ),
    (
        "another name of array in parentheses",
        "---\ninput: { schema: { xs(list): string } }\n---\nx",
        "unknown type `list`, expected `array`, `object`, `enum` (did you mean `array`?)",
    ),
    (
        "a type with a question mark",
        "---\ninput: { schema: { x: string? } }\n---\n{{x}}",
        "unknown type `string?`, expected `any`, `boolean`, `integer`, `null`, `number`, `string` (what may be missing has the sign behind its name: `x?: string`)",
    ),
    (
        "a type or null",
        "---\ninput: { schema: { x: string | null } }\n---\n{{x}}",
        "unknown type `string | null`, expected `any`, `boolean`, `integer`, `null`, `number`, `string` (what may be missing has the sign behind its name: `x?: string`)",
    ),
    (
        "a schema of one value",
        "---\ninput: { schema: string }\n---\nx",
        "the schema of the input is that of one value, expected names and their types (a call passes inputs by their names: write `schema: { text: string }`)",
    ),
    (
        "a number with too many digits",
        "{{#if (eq age 0.1000000000000000055)}}x{{/if}}",
        "the number `0.1000000000000000055` has more digits than a number can hold \
         (write a shorter number, or pass it as an input)",
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

/// Files with a secret that the tags and the keys of a file cut into pieces, and files that prompts
/// share.
const CUT: &[(&str, &[(&str, &str)])] = &[
    (
        "{{hooks.slack.com/services/T0AB/B0CD/03utgTG16Msi5njI6UcXu05N}}",
        &[],
    ),
    (
        "{{https://hooks.slack.com/services/T0AB/B0CD/a3utgTG16Msi5njI6UcXu05N\\}}",
        &[],
    ),
    (
        "{{https://hooks.slack.com/services/T0AB/B0CD/a3utgTG16Msi5njI6UcXu05N\"}}",
        &[],
    ),
    (
        "{{bedrock-api-key-6NuWJY56nKbw+ZqaCh3Km18QSgZrcOs0antRVrHKnVVFLzXnfTvG7th70fw}}",
        &[],
    ),
    (
        "{{ABSK6NuWJY56nKbw/ZqaCh3Km18QSgZrcOs0antRVrHKnVVFLzXnfTvG7th70fw}}",
        &[],
    ),
    (
        "{{#each [ABSK6NuWJY56nKbw]/ZqaCh3Km18QSgZrcOs0antRVrHKnVVFLzXnfTvG7th70fw}}{{/each}}\n\
         -----BEGIN PRIVATE KEY-----\n{{#each MIIEabcdefQ12}}{{x}}{{/each}}\n-----END PRIVATE KEY-----",
        &[],
    ),
    (
        "-----BEGIN PRIVATE KEY-----\n{{MIIEabcdefQ12}}\n-----END PRIVATE KEY-----",
        &[],
    ),
    (
        "-----BEGIN PRIVATE KEY-----\n{{MIIE+abcdefQ12}}\n-----END PRIVATE KEY-----",
        &[],
    ),
    (
        "{{> note}}",
        &[(
            "note",
            "-----BEGIN PRIVATE KEY-----\n{{MIIEabcdefQ12}}\n-----END PRIVATE KEY-----",
        )],
    ),
    (
        "---\ninput:\n  schema:\n    # -----BEGIN PRIVATE KEY-----\n    MIIEabcdefQ12: string\n    # -----END PRIVATE KEY-----\n---\nHello.",
        &[],
    ),
    (
        "---\ninput:\n  schema:\n    tone(enum):\n      # -----BEGIN PRIVATE KEY-----\n      - MIIEabcdefQ12\n      # -----END PRIVATE KEY-----\n---\n{{tone}}",
        &[],
    ),
    (
        "---\ninput:\n  schema:\n    visitor: P\n---\n{{visitor.foo}}",
        &[(
            "P.yaml",
            "# -----BEGIN PRIVATE KEY-----\nMIIEabcdefQ12: string\nQmFzZTY0abcdef: string\n# -----END PRIVATE KEY-----\n",
        )],
    ),
];

/// Declarations that have a whole secret as the name of an input or a field.
const WHOLE: &[(&str, &[(&str, &str)])] = &[
    (
        "---\ninput:\n  schema:\n    AKIAQ7XW2MZP4LT9RB3D: string\n---\n{{AKIAQ7XW2MZP4LT9RB3D}}",
        &[],
    ),
    (
        "---\ninput:\n  schema:\n    lead(object):\n      AKIAQ7XW2MZP4LT9RB3D?(array, some): string\n---\nHello.",
        &[],
    ),
    (
        "---\ninput:\n  schema:\n    type: object\n    properties: { AKIAQ7XW2MZP4LT9RB3D: { type: string } }\n---\nHello.",
        &[],
    ),
    ("{{AKIAQ7XW2MZP4LT9RB3D}}", &[]),
    ("{{lead.AKIAQ7XW2MZP4LT9RB3D}}", &[]),
    ("{{#with lead}}{{AKIAQ7XW2MZP4LT9RB3D}}{{/with}}", &[]),
    ("{{#each leads}}{{this.AKIAQ7XW2MZP4LT9RB3D}}{{/each}}", &[]),
    (
        "{{> note}}",
        &[("note", "{{#if lead.AKIAQ7XW2MZP4LT9RB3D}}yes{{/if}}")],
    ),
    ("{{> note AKIAQ7XW2MZP4LT9RB3D}}", &[("note", "{{name}}")]),
    (
        "---\ninput:\n  schema:\n    lead: P\n---\nHello.",
        &[("P.yaml", "AKIAQ7XW2MZP4LT9RB3D: string\n")],
    ),
];

/// Parts of these secrets.
const PARTS: &[&str] = &[
    "XW2MZP", "utgTG1", "NuWJY5", "ZqaCh3", "MIIE", "abcdef", "QmFz",
];

#[test]
fn a_secret_and_a_part_of_one_are_neither_shown_nor_a_name() {
    let wrong = CUT.iter().chain(WHOLE).filter_map(|(file, shared)| {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        let shared = shared.iter().map(owned).collect::<Vec<_>>();
        let (template, findings) = read(file, &shared);
        let said = findings.iter().map(render).collect::<Vec<_>>().join("\n");
        let is_shown = PARTS.iter().any(|part| said.contains(part));
        (template.is_some() || is_shown).then(|| format!("{file}\n{said}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>().join("\n\n"), "");
}

#[test]
fn tags_of_other_languages_show_no_part_of_a_secret() {
    let file = "-----BEGIN PRIVATE KEY-----\n{% MIIE %}\n-----END PRIVATE KEY-----";
    let (template, _) = read(file, &[]);
    let warnings = template.expect("it is sound").warnings;
    let said = warnings.iter().map(render).collect::<String>();
    assert!(
        said.contains("is text here") && !said.contains("MIIE"),
        "{said}"
    );
}

/// Texts in which a secret stands in the place of a name or a type that the way out quotes.
const QUOTED_IN_HELP: &[&str] = &[
    "schema: { tone: KEY string }",
    "schema: { tone: KEY=string }",
    "schema: { KEY: \"string?\" }",
    "schema: { KEY: \"string[]\" }",
    "schema: { tone: \"KEY[]\" }",
    "schema: { tone: \"KEY?\" }",
    "schema: { tone: \"KEY | null\" }",
    "schema: { KEY: enum }",
    "schema: { \"KEY(list)\": string }",
    "schema: { type: object, properties: { KEY: text } }",
];

#[test]
fn a_way_out_shows_no_secret() {
    let key = "sk-ant-api03-R2D2c3poBB8abcdefgh1234";
    for schema in QUOTED_IN_HELP {
        for place in ["input", "output"] {
            let file = format!("---\n{place}: {{ {schema} }}\n---\nHello.").replace("KEY", key);
            let (_, findings) = read(&file, &[]);
            let said = findings.iter().map(render).collect::<String>();
            assert!(
                !said.is_empty() && !said.contains("BB8abc"),
                "{file}\n{said}"
            );
        }
    }
}

/// A secret that stands whole in a description or a tag is one that is known wherever it is quoted.
#[test]
fn a_whole_secret_is_no_part_of_one() {
    let key = "sk-ant-api03-R2D2c3poBB8abcdefgh1234";
    let file = format!(
        "---\ninput:\n  schema:\n    tone: string, as with {key}\n    lead?(object, as {key}): {{ name: string }}\n    key(enum): [\"{key}\"]\n---\n\
         {key} {{{{#if (eq tone \"{key}\")}}}}a{{{{/if}}}}{{{{key}}}}"
    );
    let (template, findings) = read(&file, &[]);
    let said = findings.iter().map(render).collect::<String>();
    assert!(template.is_some(), "{said}");
}

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
