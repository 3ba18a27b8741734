//! Patterns within schemas.

use jsonschema::Draft;
use serde_json::{Value, json};

use super::{JsonSchema, Violation};
use crate::rules::ecma_pattern::MOST_BYTES;

fn compile(schema: &Value) -> Result<JsonSchema, String> {
    JsonSchema::compile(schema, Draft::Draft202012)
}

/// The reason why an answer was not judged.
fn unjudged(schema: &Value, answer: &Value) -> Option<String> {
    match compile(schema).unwrap().violation(answer) {
        Some(Violation::Unjudged(reason)) => Some(reason),
        Some(Violation::Error(error)) => panic!("{error}"),
        None => None,
    }
}

#[test]
fn names_are_held_against_patterns_of_ecma_262() {
    // A schema, names that it takes, and names that it refuses.
    let of_pattern = |pattern: &str| json!({ "patternProperties": { pattern: true }, "additionalProperties": false });
    let rows = [
        (of_pattern(r"^(?<x>a)\k<x>$"), "aa", "ab"),
        (of_pattern("^[^]$"), "\n", "ab"),
        (of_pattern(r"^\uD83D\uDE00$"), "😀", "a"),
        (of_pattern(r"\bcaf\b"), "café", "cafe"),
        (of_pattern("^x-"), "x-a", "a"),
        (of_pattern(r"^\w$"), "a", "é"),
        (
            json!({ "patternProperties": { r"^(?!a)\w": false } }),
            "a",
            "b",
        ),
        (
            json!({ "patternProperties": { r"^\w": true }, "unevaluatedProperties": false }),
            "a",
            "é",
        ),
        (
            json!({ "propertyNames": { "pattern": r"^[^]\0?$" } }),
            "a",
            "ab",
        ),
        (
            json!({ "patternProperties": { "^[a/~]": false }, "$defs": { "b": { "$ref": "#/patternProperties/%5E%5Ba~1~0%5D" } } }),
            "b",
            "a",
        ),
        (
            json!({ "properties": { "enum": { "patternProperties": { r"^\w": true }, "additionalProperties": false } } }),
            "b",
            "",
        ),
    ];
    for (schema, taken, refused) in rows {
        let compiled = compile(&schema).unwrap();
        let judge = |name: &str| compiled.violation(&json!({ name: 1 })).is_none();
        assert!(judge(taken), "{schema} {taken}");
        assert!(refused.is_empty() || !judge(refused), "{schema} {refused}");
    }
}

/// A property can have the name of a keyword, and values are no schemas.
#[test]
fn only_schemas_have_patterns() {
    let value = json!({ "patternProperties": { r"\w": 1 }, "pattern": "a++" });
    let schema = json!({ "const": value, "default": { "pattern": "[" } });
    assert!(compile(&schema).unwrap().violation(&value).is_none());
    let named = json!({ "properties": { "const": { "patternProperties": { r"^\w$": false } } } });
    let compiled = compile(&named).unwrap();
    assert!(
        compiled
            .violation(&json!({ "const": { "é": 1 } }))
            .is_none()
    );
    assert!(
        compiled
            .violation(&json!({ "const": { "e": 1 } }))
            .is_some()
    );
}

#[test]
fn an_invalid_pattern_is_named() {
    for schema in [
        json!({ "pattern": "a++" }),
        json!({ "patternProperties": { "a++": true } }),
        json!({ "patternProperties": { "(?P<x>a)": true } }),
    ] {
        let reason = compile(&schema).unwrap_err();
        assert!(
            reason.ends_with("` is no regular expression of ECMA 262"),
            "{reason}"
        );
    }
}

/// A text that was not judged is reported, even where no match would be good.
#[test]
fn what_is_not_judged_is_reported() {
    let steps = "a".repeat(100) + "c";
    let pattern = r"^(?:(a)|(a)|b)+\1\2$";
    for schema in [
        json!({ "pattern": pattern }),
        json!({ "not": { "pattern": pattern } }),
        json!({ "anyOf": [{ "pattern": pattern }, true] }),
    ] {
        assert_eq!(
            unjudged(&schema, &json!(steps)).unwrap(),
            r"the pattern `^(?:(a)|(a)|b)+\\1\\2$` takes more than 100000 steps on a text of it"
        );
    }
    // The reason is of one answer, and not of the next.
    assert_eq!(
        unjudged(&json!({ "pattern": pattern }), &json!("aba")),
        None
    );
    let long = "a".repeat(MOST_BYTES + 1);
    let schema =
        json!({ "properties": { "a": { "pattern": "^(?=a)" }, "b": { "pattern": "^a" } } });
    assert_eq!(unjudged(&schema, &json!({ "b": long })), None);
    assert_eq!(
        unjudged(&schema, &json!({ "a": long })).unwrap(),
        "it has a text of more than 4096 bytes for the pattern `^(?=a)`, which has look-around or a back-reference"
    );
    let names = json!({ "patternProperties": { r"^\w": true } });
    assert_eq!(
        unjudged(&names, &json!([{ long: 1 }])).unwrap(),
        "it has a name of more than 4096 bytes, and the schema a pattern for names"
    );
}
