//! The locations of findings: exactly the wrong word or tag.

use super::{Row, check, front_matter, read};

/// The name of a row, a body, and the code of each finding with the text at its location.
const BODIES: &[Row] = &[
    (
        "a tag without an end",
        "Dear {{customer,\nhello",
        "unclosed-tag `{{`",
    ),
    (
        "three braces closed by two",
        "a {{{name}} b",
        "unclosed-tag `{{`",
    ),
    ("dots alone", "a {{ ... }}", "invalid-tag `...`"),
    (
        "a path with an argument",
        "{{this.name x}}",
        "unknown-helper `this.name`",
    ),
    ("an ellipsis", "a {{ … }}", "invalid-name `…`"),
    ("a tag before another", "a {{b {{c}}", "unclosed-tag `{{`"),
    (
        "a comment without an end",
        "a {{!-- b }} c",
        "unclosed-tag `{{`",
    ),
    (
        "more digits than a float has",
        "{{#if (eq age 0.1000000000000000055)}}x{{/if}}",
        "invalid-tag `0.1000000000000000055`",
    ),
    (
        "more digits than the largest whole number",
        "{{#if (eq age 999999999999999999999999999999999999999999)}}x{{/if}}",
        "invalid-tag `999999999999999999999999999999999999999999`",
    ),
    ("an empty tag", "a {{}} b", "invalid-tag ``"),
    (
        "a word that is none",
        "{{name; tone}}",
        "invalid-tag `name;`",
    ),
    (
        "a word of another script",
        "{{naïve“;}}",
        "invalid-tag `naïve“;`",
    ),
    (
        "a word with a comma",
        "{{name, tone}}",
        "invalid-tag `name,`",
    ),
    ("a sign alone", "{{ % }}", "invalid-tag `%`"),
    (
        "a text without an end",
        "{{role \"user}}\nhello",
        "invalid-tag `\"`",
    ),
    (
        "a bracket without an end",
        "{{lead.[name}}",
        "invalid-tag `[`",
    ),
    ("`..` within a path", "{{lead/../name}}", "invalid-tag `..`"),
    (
        "a word after an argument by name",
        "{{media url=photo kind}}",
        "invalid-tag `kind`",
    ),
    (
        "a bar out of place",
        "{{#each a as b|}}{{/each}}",
        "invalid-tag `|`",
    ),
    (
        "parameters without an end",
        "{{#each a as |b}}{{/each}}",
        "invalid-tag ``",
    ),
    (
        "an expression without an end",
        "{{json (upper a}}",
        "invalid-tag ``",
    ),
    ("an end of none", "{{upper a)}}", "invalid-tag `)`"),
    ("an empty expression", "{{json ()}}", "invalid-tag `)`"),
    (
        "an expression in place of a name",
        "{{(upper a)}}",
        "invalid-tag `(`",
    ),
    (
        "block parameters in an expression",
        "{{#each (upper a as |b|)}}{{/each}}",
        "invalid-tag `as |`",
    ),
    (
        "an unknown function",
        "{{#if (and a (uper b))}}{{/if}}",
        "unknown-helper `uper`",
    ),
    (
        "a tag of its own in an expression",
        "{{upper (json a)}}",
        "unknown-helper `json`",
    ),
    (
        "an input in place of a function",
        "{{upper (a)}}",
        "unknown-helper `a`",
    ),
    (
        "a path in place of a function",
        "{{upper (a.upper b)}}",
        "unknown-helper `a.upper`",
    ),
    (
        "a parameter in place of a function",
        "{{#each a as |upper|}}{{lower (upper b)}}{{/each}}",
        "unknown-helper `upper`",
    ),
    (
        "too few arguments",
        "{{#if (eq a)}}{{/if}}",
        "invalid-tag `(eq a)`",
    ),
    (
        "too many arguments",
        "{{upper a b}}",
        "invalid-tag `{{upper a b}}`",
    ),
    ("no argument", "{{upper}}", "invalid-tag `{{upper}}`"),
    (
        "an argument by name",
        "{{#if (eq a b=c)}}{{/if}}",
        "invalid-tag `b`",
    ),
    (
        "a loop over an expression",
        "{{#each (lookup a 0)}}{{/each}}",
        "unsupported-tag `(lookup a 0)`",
    ),
    (
        "a loop over a list in an item",
        "{{#each a.0.b}}{{/each}}",
        "unsupported-tag `a.0.b`",
    ),
    (
        "a context of a partial that is an item",
        "{{> p a.0}}",
        "unsupported-tag `a.0`",
    ),
    ("no index", "{{a.007}}", "invalid-name `007`"),
    (
        "a key of what may be a list or a map",
        "{{lookup a b}}",
        "ill-typed-argument `a`",
    ),
    (
        "a partial chosen at run time",
        "{{> (which)}}",
        "unsupported-tag `{{> (which)}}`",
    ),
    (
        "a partial with a body",
        "a {{#> b}}c{{/b}}",
        "unsupported-tag `{{#> b}}`",
    ),
    ("a decorator", "a {{* b}}", "unsupported-tag `{{* b}}`"),
    (
        "a raw block",
        "{{{{raw}}}} {{a}} {{{{/raw}}}}",
        "unsupported-tag `{{{{raw}}}}`",
    ),
    (
        "a section of a value of any type",
        "{{#urgent}}now{{/urgent}}{{^urgent}}later{{/urgent}}",
        "unsupported-tag `urgent`, unsupported-tag `urgent`",
    ),
    (
        "an inverted block without an end",
        "{{^if a}}later",
        "unclosed-block `{{^if a}}`",
    ),
    (
        "an else if in an inverted block",
        "{{^if a}}b{{else if c}}d{{/if}}",
        "stray-tag `{{else if c}}`",
    ),
    ("a stray end", "é {{~/if}}", "stray-tag `{{~/if}}`"),
    ("a stray else", "a {{ else }} b", "stray-tag `{{ else }}`"),
    (
        "a second else",
        "{{#if a}}{{else}}{{^}}{{/if}}",
        "stray-tag `{{^}}`",
    ),
    (
        "an else if behind an else",
        "{{#if a}}{{else}}{{else if b}}{{/if}}",
        "stray-tag `{{else if b}}`",
    ),
    (
        "a block without an end",
        "a {{#if b}} c",
        "unclosed-block `{{#if b}}`",
    ),
    (
        "two blocks without ends",
        "{{#if b}}{{#each c}}",
        "unclosed-block `{{#if b}}`, unclosed-block `{{#each c}}`",
    ),
    (
        "the end of another block",
        "{{#if b}}{{/each}}",
        "unclosed-block `{{/each}}`",
    ),
    (
        "an unknown helper",
        "{{uppercase name}}",
        "unknown-helper `uppercase`",
    ),
    (
        "an unknown block",
        "a {{#loop items}}{{/loop}}",
        "unknown-helper `loop`",
    ),
    ("a block's name alone", "{{each}}", "unknown-helper `each`"),
    (
        "a parameter too many",
        "{{#if a as |b|}}{{/if}}",
        "invalid-tag `b`",
    ),
    ("no condition", "{{#if}}a{{/if}}", "invalid-tag `{{#if}}`"),
    (
        "two conditions",
        "a{{#if b c}}d{{/if}}",
        "invalid-tag `{{#if b c}}`",
    ),
    (
        "an unknown name of an argument",
        "{{#if a includeZeros=true}}{{/if}}",
        "invalid-tag `includeZeros`",
    ),
    (
        "its wrong value",
        "{{#if a includeZero=\"yes\"}}{{/if}}",
        "invalid-tag `\"yes\"`",
    ),
    (
        "a name given twice",
        "{{media url=a url=b}}",
        "invalid-tag `url`",
    ),
    (
        "an indent that is none",
        "{{json a indent=\"\t\"}}",
        "invalid-tag `\"\t\"`",
    ),
    (
        "an indent that is a fraction",
        "{{json a indent=1.5}}",
        "invalid-tag `1.5`",
    ),
    (
        "media without a url",
        "{{media contentType=a}}",
        "invalid-tag `{{media contentType=a}}`",
    ),
    (
        "a role without quotes",
        "{{role user}}Hi.",
        "invalid-tag `{{role user}}`",
    ),
    (
        "an unknown role",
        "{{role \"usr\"}}Hi.",
        "unknown-role `\"usr\"`",
    ),
    (
        "a role in a block that is none",
        "{{#if a}}{{role \"usr\"}}{{/if}}",
        "unknown-role `\"usr\"`",
    ),
    (
        "the conversation in a block",
        "{{#if a}}{{history}}{{/if}}",
        "message-in-block `{{history}}`",
    ),
    (
        "the conversation twice",
        "{{history}}{{role \"user\"}}a{{ history }}",
        "invalid-tag `{{ history }}`",
    ),
    (
        "the session of a user",
        "a {{@state.name}}",
        "undeclared-variable `@state.name`",
    ),
    (
        "a block of the value at hand",
        "{{#each a}}{{#this}}x{{/this}}{{/each}}",
        "unsupported-tag `this`",
    ),
    (
        "data outside of a loop",
        "a {{@index}}",
        "undeclared-variable `@index`",
    ),
    (
        "data of a loop further out",
        "{{#each a}}{{@../index}}{{/each}}",
        "undeclared-variable `@../index`",
    ),
    (
        "unknown data",
        "{{#each a}}{{@indx}}{{/each}}",
        "undeclared-variable `@indx`",
    ),
    (
        "data without a name",
        "{{#each a}}{{@..}}{{/each}}",
        "undeclared-variable `@..`",
    ),
    (
        "a path out of the prompt",
        "{{#if a}}{{../../b}}{{/if}}",
        "undeclared-variable `../../b`",
    ),
    (
        "a field whose letter is two characters",
        "{{lead.cafe\u{301}}}",
        "invalid-name `cafe\u{301}`",
    ),
    (
        "a Korean name in its parts",
        "{{\u{1112}\u{1161}\u{11ab}}}",
        "invalid-name `\u{1112}\u{1161}\u{11ab}`",
    ),
    (
        "a name that Rust has not",
        "{{lead.first-name}}",
        "invalid-name `first-name`",
    ),
    (
        "the conversation as a condition",
        "{{#if history}}a{{/if}}",
        "invalid-name `history`",
    ),
    (
        "printed and gone through",
        "{{#each a}}{{this}}{{/each}} {{a}}",
        "not-printable `a`",
    ),
    ("everything", "{{this}}", "not-printable `this`"),
    (
        "texts and numbers",
        "{{#ifEquals \"5\" 5}}{{/ifEquals}}",
        "never-equal `5`",
    ),
    (
        "a field of a text",
        "{{#with \"a\"}}{{b}}{{/with}}",
        "unknown-field `b`",
    ),
    (
        "two mistakes",
        "{{shout a}}\n{{whisper b}}",
        "unknown-helper `shout`, unknown-helper `whisper`",
    ),
];

const SCHEMA: &str = "lead:
  name: string
  age?: integer
tags(array): string
labels:
  (*): string
extra: any
tone(enum): [warm, dry]
urgent: boolean";

/// The same against a schema.
const DECLARED: &[Row] = &[
    (
        "a misspelt name",
        "Hi {{laed.name}}",
        "undeclared-variable `laed`",
    ),
    (
        "a misspelt name twice",
        "{{laed}} {{laed}}",
        "undeclared-variable `laed`",
    ),
    (
        "a misspelt field",
        "Hi {{lead.nmae}}",
        "unknown-field `nmae`",
    ),
    (
        "a misspelt field in a `#with`",
        "{{#with lead}}{{nmae}}{{/with}}",
        "unknown-field `nmae`",
    ),
    (
        "a field of a text",
        "{{lead.name.first}}",
        "unknown-field `first`",
    ),
    (
        "a field of a list",
        "{{tags.first}}",
        "unknown-field `first`",
    ),
    (
        "a field of anything",
        "{{extra.more}}",
        "unknown-field `more`",
    ),
    (
        "a section of a misspelt name",
        "{{#laed}}{{name}}{{/laed}}",
        "undeclared-variable `laed`",
    ),
    (
        "a section of anything",
        "{{^extra}}x{{/extra}}",
        "unsupported-tag `extra`",
    ),
    (
        "a block parameter of an object",
        "{{#lead as |l|}}{{/lead}}",
        "invalid-tag `l`",
    ),
    (
        "a third block parameter of a list",
        "{{#tags as |tag at more|}}{{/tags}}",
        "invalid-tag `more`",
    ),
    (
        "a name out of a section of a boolean",
        "{{#urgent}}{{../lead.name}}{{/urgent}}",
        "undeclared-variable `../lead.name`",
    ),
    ("an object printed", "Hi {{ lead }}", "not-printable `lead`"),
    (
        "a list printed",
        "{{#if urgent}}{{tags}}{{/if}}",
        "not-printable `tags`",
    ),
    ("a map printed", "{{labels}}", "not-printable `labels`"),
    (
        "a text gone through",
        "{{#each lead.name}}{{/each}}",
        "not-a-list `lead.name`",
    ),
    (
        "anything gone through",
        "{{#each extra}}{{/each}}",
        "not-a-list `extra`",
    ),
    (
        "no choice",
        "{{#ifEquals tone \"wram\"}}{{/ifEquals}}",
        "never-equal `\"wram\"`",
    ),
    (
        "no choice in an expression",
        "{{#if (eq tone \"wram\")}}{{/if}}",
        "never-equal `\"wram\"`",
    ),
    (
        "a text in upper case with a number",
        "{{#if (ne (upper lead.name) 7)}}{{/if}}",
        "never-equal `7`",
    ),
    (
        "a number in a list of texts",
        "{{#if (contains tags 7)}}{{/if}}",
        "never-equal `7`",
    ),
    (
        "the order of texts",
        "{{#if (gt lead.name 7)}}{{/if}}",
        "ill-typed-argument `lead.name`",
    ),
    (
        "the order of nothing",
        "{{#if (gt lead.age null)}}{{/if}}",
        "ill-typed-argument `null`",
    ),
    (
        "a number in upper case",
        "{{concat (upper lead.age) \"!\"}}",
        "ill-typed-argument `lead.age`",
    ),
    (
        "a list compared",
        "{{#if (eq tags \"a\")}}{{/if}}",
        "ill-typed-argument `tags`",
    ),
    (
        "the length of an object",
        "{{len lead}}",
        "ill-typed-argument `lead`",
    ),
    (
        "the length of a number",
        "{{len lead.age}}",
        "ill-typed-argument `lead.age`",
    ),
    (
        "a text joined",
        "{{join tone \", \"}}",
        "ill-typed-argument `tone`",
    ),
    (
        "joined by a number",
        "{{join tags 7}}",
        "ill-typed-argument `7`",
    ),
    (
        "a number in a text",
        "{{#if (contains lead.name 7)}}{{/if}}",
        "ill-typed-argument `7`",
    ),
    (
        "a number in place of a text",
        "{{default lead.name 7}}",
        "ill-typed-argument `7`",
    ),
    (
        "an item by name",
        "{{lookup tags \"first\"}}",
        "unknown-field `\"first\"`",
    ),
    (
        "an item before the first",
        "{{lookup tags -1}}",
        "ill-typed-argument `-1`",
    ),
    (
        "a field by a key",
        "{{lookup lead tone}}",
        "ill-typed-argument `tone`",
    ),
    (
        "a field that there is not",
        "{{lookup lead \"nam\"}}",
        "unknown-field `\"nam\"`",
    ),
    (
        "a key of a map by number",
        "{{lookup labels lead.age}}",
        "ill-typed-argument `lead.age`",
    ),
    (
        "a part of a text",
        "{{lookup tone 0}}",
        "ill-typed-argument `tone`",
    ),
    (
        "the length of a text",
        "{{lead.name.length}}",
        "unknown-field `length`",
    ),
    ("an item of an item", "{{tags.0.0}}", "unknown-field `0`"),
    (
        "a list looked up and printed",
        "{{upper (lookup tags 0)}}{{lookup labels tone}}{{json (lookup lead \"tags\")}}",
        "unknown-field `\"tags\"`",
    ),
    (
        "all inputs at once",
        "{{concat this}}",
        "ill-typed-argument `this`",
    ),
    (
        "a number with a text",
        "{{#ifEquals lead.age \"7\"}}{{/ifEquals}}",
        "never-equal `\"7\"`",
    ),
    (
        "a boolean with a text",
        "{{#unlessEquals urgent \"yes\"}}{{/unlessEquals}}",
        "never-equal `\"yes\"`",
    ),
];

#[test]
fn findings_of_a_body_stand_at_the_words_they_mean() {
    check(BODIES, show);
    check(DECLARED, |body| {
        show(&format!(
            "{}{body}",
            front_matter(&["input", "schema"], SCHEMA)
        ))
    });
}

/// The same for what stands before the body, whether the short YAML reader takes it or the long
/// one.
const FRONT_MATTERS: &[Row] = &[
    ("an unknown key", "modle: kimi", "unknown-key `modle`"),
    (
        "an unknown key of the input",
        "input: {shema: {a: string}}",
        "unknown-key `shema`",
    ),
    (
        "a misspelt type",
        "input: {schema: {tone: strin}}",
        "invalid-schema `strin`",
    ),
    (
        "a misspelt word in parentheses",
        "input:\n  schema:\n    tags(lst): string",
        "invalid-schema `lst`",
    ),
    (
        "a name that Rust has not",
        "input:\n  schema:\n    first-name: string",
        "invalid-name `first-name`",
    ),
    (
        "a name twice",
        "input:\n  schema:\n    tone: string\n    tone?: string",
        "duplicate-key `tone?`",
    ),
    (
        "a wrong default",
        "input:\n  schema:\n    seats: integer\n  default:\n    seats: five",
        "invalid-default `five`",
    ),
    (
        "a default of nothing that is declared",
        "input: {schema: {a: string}, default: {b: c}}",
        "undeclared-variable `b`",
    ),
    (
        "a model that is a number",
        "model: 7",
        "unexpected-type `7`",
    ),
    (
        "a temperature that is too high",
        "config:\n  temperature: 2.5",
        "invalid-temperature `2.5`",
    ),
    ("a blank model", "model: ' '", "invalid-model `' '`"),
    (
        "a model of two lines",
        "model: \"kimi\\nk2\"",
        "invalid-model `\"kimi\\nk2\"`",
    ),
    (
        "read by the long reader",
        "# größe\ndescription: >\n  a\n  b\nmodle: kimi",
        "unknown-key `modle`",
    ),
];

#[test]
fn findings_of_a_front_matter_stand_at_the_words_they_mean() {
    check(FRONT_MATTERS, |front| {
        show(&format!("---\n{front}\n---\nWrite the email.\n"))
    });
}

/// A partial's findings stand in the partial, once however often it is called; those of its tag in
/// the prompt.
#[test]
fn findings_of_a_partial_stand_in_its_file() {
    let partials = [(
        "sign-off".to_owned(),
        "Regards,\n{{shout team}}\n".to_owned(),
    )];
    let (_, findings) = read(
        "{{> sign-off}}{{> sign-off}}{{> sign-off a b}}\n",
        &partials,
    );
    let places = findings.iter().map(|finding| {
        let location = &finding.location;
        format!(
            "{}: {}",
            location.source.path,
            &location.source.text[location.span()]
        )
    });
    let expected = [
        "partials/sign-off.prompt: shout",
        "note.prompt: {{> sign-off a b}}",
    ];
    assert_eq!(places.collect::<Vec<_>>(), expected);
}

fn show(file: &str) -> String {
    let (_, findings) = read(file, &[]);
    let show = |finding: &crate::report::Finding| {
        let location = &finding.location;
        format!(
            "{} `{}`",
            finding.code.as_str(),
            &location.source.text[location.span()]
        )
    };
    findings
        .sorted()
        .into_iter()
        .map(show)
        .collect::<Vec<_>>()
        .join(", ")
}
