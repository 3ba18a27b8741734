//! The schemas of answers.

use super::check_schemas;

/// The schema of the answer before and after.
const ANSWERS: &[(&str, &str, &str)] = &[
    (
        "a: string",
        "a: string\nb: string",
        "minor: the property `b` of the answer was added",
    ),
    (
        "a: string",
        "b?: string\na: string",
        "minor: the property `b` of the answer was added",
    ),
    (
        "a: string\nb: string",
        "a: string",
        "major: the property `b` of the answer was removed",
    ),
    (
        "a: string\nb?: string",
        "a: string",
        "major: the property `b` of the answer was removed",
    ),
    (
        "a: string",
        "b: string",
        "major: the property `a` of the answer was removed; minor: the property `b` of the answer was added",
    ),
    (
        "a: string",
        "a: integer",
        "major: the type of the property `a` of the answer was changed from `string` to `integer`",
    ),
    (
        "a: string",
        "a: string, in a word",
        "patch: the description of the property `a` of the answer was changed",
    ),
    (
        "a: string, in a word",
        "a: string",
        "patch: the description of the property `a` of the answer was changed",
    ),
    (
        "a: string, in a word",
        "a: string, in two\nb: string",
        "minor: the property `b` of the answer was added; patch: the description of the property `a` of the answer was \
         changed",
    ),
    (
        "a(array):\n  b(object):\n    c: string",
        "a(array):\n  b(object):\n    c: string\n    d: string",
        "minor: the property `a[].b.d` of the answer was added",
    ),
    (
        "a(array):\n  b(object):\n    c: string\n    description: string",
        "a(array):\n  b(object):\n    c: string",
        "major: the property `a[].b.description` of the answer was removed",
    ),
    (
        "a:\n  (*): string",
        "a:\n  (*): number",
        "major: the type of the property `a.*` of the answer was changed from `string` to `number`",
    ),
    (
        "a(enum): [x]",
        "a(enum): [x, y]",
        "major: `enum` of the property `a` of the answer was changed",
    ),
    (
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: object, properties: { a: { type: string } }, required: [a] }",
        "major: the property `a` of the answer is now required",
    ),
    (
        "{ type: object, properties: { a: { type: string } }, required: [a] }",
        "{ type: object, properties: { a: { type: string } } }",
        "major: the property `a` of the answer is now optional",
    ),
    (
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: object, properties: { a: { type: string, maxLength: 7 } } }",
        "major: `maxLength` of the property `a` of the answer was changed",
    ),
    (
        "{ type: object }",
        "{ type: object, properties: { a: true } }",
        "minor: the property `a` of the answer was added",
    ),
    (
        "{ type: object, properties: { a: { type: object } } }",
        "{ type: object, properties: { a: { type: object, properties: { b: true } } } }",
        "major: the type of the property `a` of the answer was changed from an object with any keys to one with properties",
    ),
    (
        "{ type: object, properties: { a: { type: object, additionalProperties: false } } }",
        "{ type: object, properties: { a: { type: object, additionalProperties: false, properties: { b: true } } } }",
        "minor: the property `a.b` of the answer was added",
    ),
    (
        "{ type: object, properties: { a: true } }",
        "{ type: object, properties: { a: false } }",
        "major: the schema of the property `a` of the answer was changed",
    ),
    (
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: object, properties: { a: { type: [string, 'null'] } } }",
        "major: the type of the property `a` of the answer was changed from `string` to `string` or `null`",
    ),
    (
        "{ type: object, properties: { a: { enum: [x, y] } } }",
        "{ type: object, properties: { a: { type: string } } }",
        "major: the type of the property `a` of the answer was changed from `enum` to `string`",
    ),
    (
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: object, properties: { a: { anyOf: [{ type: string }, { type: integer }] } } }",
        "major: the type of the property `a` of the answer was changed from `string` to `anyOf`",
    ),
    (
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: object, properties: { a: {} } }",
        "major: the type of the property `a` of the answer was changed from `string` to `any`",
    ),
    (
        "{ type: object }",
        "{ type: array, items: { type: string } }",
        "major: the type of the answer was changed from `object` to `array`",
    ),
    (
        "{ type: object, properties: { a: true, b: true } }",
        "{ properties: { b: true, a: true }, type: object }",
        "patch: comments, descriptions or keys without effect were changed",
    ),
];

#[test]
fn what_changed_of_the_answers() {
    check_schemas("output", ANSWERS);
}
