//! What is wrong with the JSON Schema of an answer, and where.

use super::{Row, check, read};

/// The name of a row, the schema of a property, and what is said with the text at its location.
const PROPERTIES: &[Row] = &[
    (
        "nothing is wrong",
        "{ type: string, minLength: 0, pattern: '^(?=a)', format: date, x-ui: [1] }",
        "",
    ),
    (
        "schemas that are words",
        "{ type: object, additionalProperties: false, properties: { b: true } }",
        "",
    ),
    (
        "a count below 0",
        "{ type: string, minLength: -1 }",
        "unexpected `-1`, expected a whole number from 0 in `minLength` at `-1`",
    ),
    (
        "a count that is no number",
        "{ type: array, items: { type: string }, maxItems: many }",
        "unexpected `many`, expected a whole number from 0 in `maxItems` at `many`",
    ),
    (
        "one name for a list",
        "{ type: object, required: b }",
        "unexpected `b`, expected a list of different names in `required` at `b`",
    ),
    (
        "a name twice",
        "{ type: object, required: [b, c, b] }",
        "unexpected list, expected a list of different names in `required` at `[b, c, b]`",
    ),
    (
        "a step of 0",
        "{ type: number, multipleOf: 0 }",
        "unexpected `0`, expected a number above 0 in `multipleOf` at `0`",
    ),
    (
        "an exclusive limit of draft 4",
        "{ type: number, minimum: 0, exclusiveMinimum: true }",
        "unexpected `true`, expected a number in `exclusiveMinimum` at `true`",
    ),
    (
        "a list of items of draft 7",
        "{ type: array, items: [{ type: string }] }",
        "unexpected list, expected a schema in `items` at `[{ type: string }]`",
    ),
    (
        "no choices",
        "{ enum: [] }",
        "unexpected list, expected a list of values in `enum` at `[]`",
    ),
    (
        "a choice between nothing",
        "{ anyOf: [] }",
        "unexpected list, expected a list of schemas in `anyOf` at `[]`",
    ),
    (
        "a type of Picoschema",
        "{ type: any }",
        "unexpected `any`, expected a type of JSON, or a list of types in `type` at `any`",
    ),
    (
        "a pattern that is a number",
        "{ type: string, pattern: 12 }",
        "unexpected `12`, expected a string in `pattern` at `12`",
    ),
    (
        "a keyword that is misspelt",
        "{ type: string, minLenght: 1 }",
        "unknown keyword `minLenght` in the schema at `minLenght`",
    ),
    (
        "a keyword of OpenAPI",
        "{ type: string, nullable: true }",
        "unknown keyword `nullable` in the schema at `nullable`",
    ),
    (
        "deep within",
        "{ anyOf: [{ type: array, prefixItems: [{ not: { minimum: low } }] }] }",
        "unexpected `low`, expected a number in `minimum` at `low`",
    ),
    (
        "numbers that 64 bits hold",
        "{ type: number, minimum: -9223372036854775808, maximum: 18446744073709551615, multipleOf: 0.10, default: 1e300 }",
        "",
    ),
    (
        "a limit of more than 64 bits",
        "{ type: integer, minimum: 18446744073709551616 }",
        "`minimum` has the number `18446744073709551616`, which is a whole number of more than 64 bits at `18446744073709551616`",
    ),
    (
        "a limit that a float does not hold",
        "{ type: number, exclusiveMaximum: 9007199254740993.0 }",
        "`exclusiveMaximum` has the number `9007199254740993.0`, which would be sent as `9007199254740992`: a 64-bit float holds no more digits at `9007199254740993.0`",
    ),
    (
        "numbers that are too large for JSON",
        "{ type: number, maximum: 1e400, minimum: -.inf }",
        "`maximum` has the number `1e400`, which is too large for a 64-bit float at `1e400`, \
         `minimum` has the number `-.inf`, which JSON does not have at `-.inf`",
    ),
    (
        "values that would be others",
        "{ enum: [1, 0.1234567890123456789], const: { b: [1e400] }, examples: [[18446744073709551616]] }",
        "`enum` has the number `0.1234567890123456789`, which would be sent as `0.12345678901234568`: a 64-bit float holds no more digits at `0.1234567890123456789`, \
         `const` has the number `1e400`, which is too large for a 64-bit float at `1e400`, \
         `examples` has the number `18446744073709551616`, which is a whole number of more than 64 bits at `18446744073709551616`",
    ),
    (
        "limits that exclude each other",
        "{ type: string, minLength: 5, maxLength: 3 }",
        "no value meets both `minLength: 5` and `maxLength: 3` at `3`",
    ),
    (
        "numbers that exclude each other",
        "{ type: number, minimum: 1.5, maximum: 1 }",
        "no value meets both `minimum: 1.5` and `maximum: 1` at `1`",
    ),
    (
        "one number between two that are excluded",
        "{ type: number, exclusiveMinimum: 1, exclusiveMaximum: 1.0 }",
        "no value meets both `exclusiveMinimum: 1` and `exclusiveMaximum: 1.0` at `1.0`",
    ),
    (
        "a least number that is excluded",
        "{ anyOf: [{ minimum: 1, exclusiveMaximum: 1 }, { exclusiveMinimum: 2, maximum: 2 }] }",
        "no value meets both `minimum: 1` and `exclusiveMaximum: 1` at `1`, \
         no value meets both `exclusiveMinimum: 2` and `maximum: 2` at `2`",
    ),
    (
        "counts that exclude each other",
        "{ minItems: 2, maxItems: 1, minProperties: 4, maxProperties: 3, minContains: 6, maxContains: 5 }",
        "no value meets both `minItems: 2` and `maxItems: 1` at `1`, \
         no value meets both `minProperties: 4` and `maxProperties: 3` at `3`, \
         no value meets both `minContains: 6` and `maxContains: 5` at `5`",
    ),
    (
        "limits that are the same",
        "{ minLength: 3, maxLength: 3, minimum: 1, maximum: 1.0, exclusiveMinimum: 0, exclusiveMaximum: 2, minItems: 0, maxItems: 0 }",
        "",
    ),
    (
        "a choice without quotes",
        "{ type: string, enum: [a, 1, true] }",
        "`enum` has `1`, which is not of the type `string` at `1`, \
         `enum` has `true`, which is not of the type `string` at `true`",
    ),
    (
        "a choice that is null",
        "{ type: [string, integer], enum: [a, 1, null, 1.5, [], {}] }",
        "`enum` has `null`, which is not of the type `string` or `integer` at `null`, \
         `enum` has `1.5`, which is not of the type `string` or `integer` at `1.5`, \
         `enum` has a list, which is not of the type `string` or `integer` at `[]`, \
         `enum` has a mapping, which is not of the type `string` or `integer` at `{}`",
    ),
    (
        "a constant of another type",
        "{ type: boolean, const: 'true' }",
        "`const` has `true`, which is not of the type `boolean` at `'true'`",
    ),
    (
        "choices of their types",
        "{ type: [string, 'null', integer, array, object, boolean], enum: [a, null, 1.0, [b], {c: 1}, false], const: 1 }",
        "",
    ),
    (
        "numbers are whole or not",
        "{ type: number, enum: [1, 1.5] }",
        "",
    ),
    (
        "a property that is required and excluded",
        "{ type: object, additionalProperties: false, required: [b, c], properties: { b: true } }",
        "`c` is required, and `additionalProperties: false` excludes it at `c`",
    ),
    (
        "a required property of an object without properties",
        "{ type: object, additionalProperties: false, required: [c] }",
        "`c` is required, and `additionalProperties: false` excludes it at `c`",
    ),
    (
        "a required property that may be there",
        "{ anyOf: [{ additionalProperties: { type: string }, required: [c] }, { required: [c] }, \
         { additionalProperties: false, patternProperties: { '^c': true }, required: [c] }] }",
        "",
    ),
    (
        "texts stay texts",
        "{ type: string, description: 1e400, pattern: '1e400', x-limit: 18446744073709551616 }",
        "",
    ),
    (
        "names and patterns are no keywords",
        "{ type: object, properties: { minLenght: { type: string } }, patternProperties: { '^x': { type: string } } }",
        "",
    ),
    (
        "values are no schemas",
        "{ enum: [{ $ref: gone }], default: { minLength: -1 }, examples: [{ pattern: 1 }] }",
        "",
    ),
    (
        "a reference that leads nowhere",
        "{ $ref: '#/$defs/gone' }",
        "the schema refers to `#/$defs/gone`, which it does not have at `'#/$defs/gone'`",
    ),
    (
        "a reference to a name",
        "{ $ref: '#price' }",
        "the schema refers to `#price`, which it does not have at `'#price'`",
    ),
    (
        "a reference to what is no schema",
        "{ $ref: '#/$defs/price/type' }",
        "the schema refers to `#/$defs/price/type`, which it does not have at `'#/$defs/price/type'`",
    ),
    (
        "a reference into a list",
        "{ $ref: '#/$defs/either/anyOf/1' }",
        "",
    ),
    ("a reference to the root", "{ $ref: '#' }", ""),
    (
        "references in a circle",
        "{ $ref: '#/$defs/circle' }",
        "`#/$defs/circle` refers to itself and to nothing else at `'#/$defs/circle'`",
    ),
    (
        "a name of the root",
        "{ type: string, $id: 'https://example.com' }",
        "unexpected `$id`, expected it at the root alone at `'https://example.com'`",
    ),
];

#[test]
fn keywords_of_an_answer_have_values_that_mean_something() {
    check(PROPERTIES, |property| {
        let definitions =
            "price: { type: number }, either: { anyOf: [{ type: string }, { type: 'null' }] }";
        let circle = if property.contains("circle") {
            ", circle: { $ref: '#/$defs/circle' }"
        } else {
            ""
        };
        let schema = format!(
            "type: object\n    $schema: s\n    $id: i\n    properties:\n      a: {property}\n    $defs: {{ {definitions}{circle} }}"
        );
        let file = format!("---\noutput:\n  schema:\n    {schema}\n---\nWrite it.\n");
        let (_, findings) = read(&file, &[]);
        let sorted = findings.sorted().into_iter();
        let shown = sorted.filter(|finding| {
            // The circle is found where it is declared, too.
            let line = &finding.location.source.text[..finding.location.span().start];
            !line.rsplit('\n').next().unwrap().contains("$defs")
        });
        let shown = shown.map(|finding| {
            assert_eq!(finding.code.as_str(), "invalid-output");
            let text = &finding.location.source.text[finding.location.span()];
            format!("{} at `{text}`", finding.message)
        });
        shown.collect::<Vec<_>>().join(", ")
    });
}

#[test]
fn the_patterns_of_an_answer_have_their_places() {
    let file = "---\noutput:\n  schema:\n    type: object\n    properties:\n      a: { pattern: '^(?!x)' }\n    patternProperties:\n      '^[': { pattern: b }\n---\nWrite it.\n";
    let (template, _) = read(file, &[]);
    let patterns = template.unwrap().output.unwrap().patterns;
    let shown = patterns
        .iter()
        .map(|pattern| (pattern.text.as_str(), &file[pattern.mark.span()]));
    let expected = [("^(?!x)", "'^(?!x)'"), ("^[", "'^['"), ("b", "b")];
    assert_eq!(shown.collect::<Vec<_>>(), expected);
}

#[test]
fn numbers_among_the_choices_of_picoschema() {
    let file = "---\noutput:\n  schema:\n    seats?(enum, how many): [1, 18446744073709551616]\n    car(object):\n      size(enum): [0.5, 1e999]\n---\nWrite it.\n";
    let (_, findings) = read(file, &[]);
    let shown = findings.sorted().into_iter().map(|finding| {
        assert_eq!(finding.code.as_str(), "invalid-output");
        finding.message.as_str()
    });
    let expected = [
        "`seats` has the number `18446744073709551616`, which is a whole number of more than 64 bits",
        "`size` has the number `1e999`, which is too large for a 64-bit float",
    ];
    assert_eq!(shown.collect::<Vec<_>>(), expected);
}

/// A schema, and the JSON Schema that is sent.
const ROOTS: &[(&str, &str)] = &[
    (
        "{ anyOf: [{ type: string }, { type: number }] }",
        r#"{"anyOf":[{"type":"string"},{"type":"number"}]}"#,
    ),
    (
        "{ oneOf: [{ type: string }] }",
        r#"{"oneOf":[{"type":"string"}]}"#,
    ),
    (
        "{ $ref: '#/$defs/a', $defs: { a: { type: string } } }",
        r##"{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}"##,
    ),
    ("{ enum: [low, high] }", r#"{"enum":["low","high"]}"#),
    ("{ const: 5 }", r#"{"const":5}"#),
    ("{ const: yes please }", r#"{"const":"yes please"}"#),
    // Fields of Picoschema have these names.
    (
        "{ const: string, enum: number }",
        r#"{"type":"object","properties":{"const":{"type":"string"},"enum":{"type":"number"}},"required":["const","enum"],"additionalProperties":false}"#,
    ),
];

#[test]
fn the_root_of_an_answer_may_be_any_json_schema() {
    for (schema, expected) in ROOTS {
        let file = format!("---\noutput:\n  schema: {schema}\n---\nWrite it.\n");
        let (template, findings) = read(&file, &[]);
        let messages = findings.iter().map(|finding| finding.message.as_str());
        assert_eq!(messages.collect::<Vec<_>>(), Vec::<&str>::new(), "{schema}");
        let output = template.unwrap().output.unwrap().schema.unwrap();
        assert_eq!(output.to_string(), *expected, "{schema}");
    }
}
