//! The schemas of inputs.

use super::check_schemas;

/// The schema of the input before and after, and the level with its reasons.
const INPUTS: &[(&str, &str, &str)] = &[
    ("a: string", "a: string", "nothing"),
    (
        "a: string",
        "a: string, whom",
        "patch: comments, descriptions or keys without effect were changed",
    ),
    (
        "a: string",
        "a: string\nseat: string",
        "major: the required input `seat` was added",
    ),
    (
        "a: string",
        "a: string\nseat?: string",
        "minor: the optional input `seat` was added",
    ),
    (
        "a: string\nseat: string",
        "a: string",
        "major: the input `seat` was removed",
    ),
    (
        "a: string\nseat?: string",
        "a: string",
        "major: the input `seat` was removed",
    ),
    (
        "a: string",
        "b: string",
        "major: the input `a` was removed; major: the required input `b` was added",
    ),
    (
        "a: string",
        "a: number",
        "major: the type of the input `a` was changed from `string` to `number`",
    ),
    (
        "a: any",
        "a: string",
        "major: the type of the input `a` was changed from `any` to `string`",
    ),
    (
        "a: string",
        "a(enum): [x]",
        "major: the type of the input `a` was changed from `string` to `enum`",
    ),
    (
        "a?: string",
        "a: string",
        "major: the input `a` is now required",
    ),
    (
        "a: string",
        "a?: string",
        "minor: the input `a` is now optional",
    ),
    (
        "a(enum): [x, y]",
        "a(enum): [y, x]",
        "patch: comments, descriptions or keys without effect were changed",
    ),
    (
        "a(enum): [x, y]",
        "a(enum): [x]",
        "major: the choice `y` of the input `a` was removed",
    ),
    (
        "a(enum): [x]",
        "a(enum): [x, y]",
        "minor: the choice `y` of the input `a` was added",
    ),
    (
        "a(enum): [x]",
        "a(enum): [x, AKIA7ZQ3WV5XJ9KD8YM2]",
        "minor: the choice `AKIA****************` of the input `a` was added",
    ),
    (
        "a(enum): [x, y]",
        "a(enum): [y, z]",
        "major: the choice `x` of the input `a` was removed; minor: the choice `z` of the input `a` was added",
    ),
    (
        "a(array): string",
        "a(array): number",
        "major: the type of the input `a[]` was changed from `string` to `number`",
    ),
    (
        "a(array): string",
        "a: string",
        "major: the type of the input `a` was changed from `array` to `string`",
    ),
    (
        "a:\n  b: string",
        "a:\n  b: string\n  c: string",
        "major: the required field `a.c` was added",
    ),
    (
        "a:\n  b: string",
        "a:\n  b: string\n  c?: string",
        "major: the optional field `a.c` was added",
    ),
    (
        "a:\n  b: string\n  c?: string",
        "a:\n  b: string",
        "major: the field `a.c` was removed",
    ),
    (
        "a:\n  b: string",
        "a:\n  b?: string",
        "minor: the field `a.b` is now optional",
    ),
    (
        "a:\n  b?: string",
        "a:\n  b: string",
        "major: the field `a.b` is now required",
    ),
    (
        "a(array):\n  b(object):\n    c(array): string",
        "a(array):\n  b(object):\n    c(array): integer",
        "major: the type of the field `a[].b.c[]` was changed from `string` to `integer`",
    ),
    (
        "a:\n  (*): string",
        "a:\n  (*): number",
        "major: the type of the input `a.*` was changed from `string` to `number`",
    ),
    (
        "a:\n  (*): string",
        "a:\n  b: string",
        "major: the type of the input `a` was changed from a map to an object with fields",
    ),
    (
        "type: object\nproperties: { a: { type: [string, 'null'] } }\nrequired: [a]",
        "type: object\nproperties: { a: { type: string } }\nrequired: [a]",
        "major: the input `a` may no longer be `null`",
    ),
    (
        "type: object\nproperties: { a: { type: string } }\nrequired: [a]",
        "type: object\nproperties: { a: { type: [string, 'null'] } }\nrequired: [a]",
        "minor: the input `a` may now be `null`",
    ),
];

/// The text of a prompt before and after, and the level of the change with its reasons. The prompt
/// declares any value, any list, any map and an object.
const USES: &[(&str, &str, &str)] = &[
    (
        "{{#if any}}a{{/if}}",
        "{{#unless any}}a{{/unless}}",
        "patch: the text was changed",
    ),
    (
        "{{any}}",
        "{{any}}{{#if any}}a{{/if}}",
        "patch: the text was changed",
    ),
    (
        "{{#if any}}a{{/if}}",
        "{{any}}",
        "major: the text now prints or compares `any`: a list or a map no longer fits; patch: the text was changed",
    ),
    (
        "Hi.",
        "{{#if any}}a{{/if}}",
        "major: the text now tests `any`: a value without truth no longer fits; patch: the text was changed",
    ),
    (
        "{{#each list}}-{{/each}}",
        "{{#each list}}{{this}}{{/each}}",
        "major: the text now prints or compares `list[]`: a list or a map no longer fits; patch: the text was changed",
    ),
    (
        "{{#each map}}{{#if this}}-{{/if}}{{/each}}",
        "{{#each map}}{{this}}{{/each}}",
        "major: the text now prints or compares `map.*`: a list or a map no longer fits; patch: the text was changed",
    ),
    (
        "{{#if lead.age}}a{{/if}}",
        "{{lead.age}}",
        "major: the text now prints or compares `lead.age`: a list or a map no longer fits; patch: the text was changed",
    ),
    (
        "{{lead.name}}",
        "{{json lead}}",
        "major: the text now prints `lead` as JSON, which needs the feature `json`; patch: the text was changed",
    ),
    (
        "{{json lead}}",
        "{{json lead.name}}",
        "patch: the text was changed",
    ),
    ("Hi.", "{{lead.name}}", "patch: the text was changed"),
];

#[test]
fn what_a_text_asks_of_values() {
    for (old, new, expected) in USES {
        let file = |text: &str| {
            format!(
                "---\ninput:\n  schema:\n    any: any\n    list(array): any\n    map:\n      (*): any\n    lead:\n      name: string\n      age: any\n---\n{text}\n"
            )
        };
        assert_eq!(
            super::shown(&file(old), &file(new)),
            *expected,
            "{old:?} to {new:?}"
        );
    }
}

#[test]
fn without_a_schema_the_text_says_what_fits() {
    let expected = "major: the text now prints or compares `x[]`: a list or a map no longer fits; patch: the text was changed";
    let shown = super::shown("{{#each x}}-{{/each}}\n", "{{#each x}}{{this}}{{/each}}\n");
    assert_eq!(shown, expected);
}

#[test]
fn what_changed_of_the_inputs() {
    check_schemas("input", INPUTS);
}
