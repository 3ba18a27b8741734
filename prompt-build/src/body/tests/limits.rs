//! The sizes of a strict schema.

use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

use super::{body, output, settings};

const TEXT: &str = r#"{"type":"string"}"#;
const NULL: &str = r#"{"type":"null"}"#;
const LIST: &str = r#"{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"null"}]}}"#;
const UNIONS: &str = "17 properties and items of several types, as an optional one that may be null, and at most 16 are taken";

/// So many properties with a schema.
fn properties(count: usize, schema: &str) -> String {
    let entries = (0..count).map(|at| format!("\"p{at}\":{schema}"));
    entries.collect::<Vec<_>>().join(",")
}

/// An `enum` of so many texts of this length.
fn choices(count: usize, length: usize) -> String {
    let items = (0..count).map(|at| format!("\"{at:0length$}\""));
    format!(r#"{{"enum":[{}]}}"#, items.collect::<Vec<_>>().join(","))
}

/// A property with so many objects within each other.
fn nested(levels: usize) -> String {
    let object = |inner: String, _| {
        format!(r#"{{"type":"object","properties":{{"a":{inner}}},"required":["a"]}}"#)
    };
    let schema = (0..levels).fold(TEXT.to_owned(), object);
    format!("\"a\":{schema}")
}

fn long_name(length: usize) -> String {
    format!("\"{}\":{}", "x".repeat(length), choices(100, 100))
}

/// Optional properties, and what Anthropic's API says to them.
fn optional_properties() -> Vec<(String, &'static str)> {
    vec![
        (properties(16, TEXT), ""),
        (properties(17, TEXT), UNIONS),
        // The items of the list are of two types, too.
        (format!("{},\"list\":{LIST}", properties(14, TEXT)), ""),
        (format!("{},\"list\":{LIST}", properties(15, TEXT)), UNIONS),
        (properties(40, NULL), ""),
    ]
}

/// Required properties, and what OpenAI's APIs say to them.
fn required_properties() -> Vec<(String, &'static str)> {
    vec![
        (nested(9), ""),
        (nested(10), "11 levels of objects, and at most 10 are taken"),
        (properties(5_000, NULL), ""),
        (
            properties(5_001, NULL),
            "5001 properties, and at most 5000 are taken",
        ),
        (properties(4, &choices(250, 4)), ""),
        (
            properties(7, &choices(143, 4)),
            "1001 values of `enum`, and at most 1000 are taken",
        ),
        (properties(1, &choices(250, 100)), ""),
        (properties(2, &choices(300, 50)), ""),
        (
            properties(1, &choices(300, 51)),
            "15300 characters in an `enum` of more than 250 values, and at most 15000 are taken",
        ),
        (long_name(110_000), ""),
        (
            long_name(110_001),
            "120001 characters in names and values, and at most 120000 are taken",
        ),
    ]
}

/// What an API says to a schema.
fn said(api: Api, schema: &str) -> String {
    let settings = settings(api, r#"{"max_output_tokens":99,"store":false}"#);
    let body = body(&settings, Some(&output(Some(schema))), "");
    let said = body.problems.first().map(|problem| {
        assert!(problem.help.is_some(), "{}", problem.sentence);
        let (_, said) = problem.sentence.split_once("the answer has ").unwrap();
        said.to_owned()
    });
    said.unwrap_or_default()
}

#[test]
fn a_strict_schema_has_the_sizes_that_the_provider_takes() {
    for (properties, expected) in required_properties() {
        let Some(Json::Object(all)) = Json::parse(&format!("{{{properties}}}")) else {
            panic!("{properties}");
        };
        let names = all.iter().map(|(name, _)| format!("\"{name}\""));
        let names = names.collect::<Vec<_>>().join(",");
        let schema =
            format!(r#"{{"type":"object","properties":{{{properties}}},"required":[{names}]}}"#);
        for api in [Api::ChatCompletions, Api::Responses] {
            assert_eq!(said(api, &schema), expected, "{api}");
        }
        assert_eq!(said(Api::AnthropicMessages, &schema), "");
        assert_eq!(said(Api::Gemini, &schema), "");
    }
    for (properties, expected) in optional_properties() {
        let schema = format!(r#"{{"type":"object","properties":{{{properties}}}}}"#);
        assert_eq!(said(Api::AnthropicMessages, &schema), expected, "{schema}");
        for api in [Api::ChatCompletions, Api::Responses, Api::Gemini] {
            assert_eq!(said(api, &schema), "", "{api}: {schema}");
        }
    }
}
