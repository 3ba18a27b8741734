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
        "minor: the optional field `a.c` was added",
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

#[test]
fn what_changed_of_the_inputs() {
    check_schemas("input", INPUTS);
}
