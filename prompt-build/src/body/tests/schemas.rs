//! The schema of a property, and what of it is sent.

use super::*;

/// What the API before gets.
const SAME: &str = "same";
/// There is no strict form.
const LOOSE: &str = "loose";

/// A schema, and what OpenAI's APIs, Anthropic's and Gemini get of it.
const PROPERTIES: &[(&str, [&str; 3])] = &[
    (
        r#"{"type":"string","pattern":"^[A-Z]{2}$"}"#,
        [
            r#"{"type":"string","pattern":"^[A-Z]{2}$"}"#,
            SAME,
            r#"{"type":"string"}"#,
        ],
    ),
    (
        r#"{"type":"string","pattern":"\\bcode\\b"}"#,
        [
            r#"{"type":"string","pattern":"\\bcode\\b"}"#,
            r#"{"type":"string"}"#,
            SAME,
        ],
    ),
    (
        r#"{"type":"string","pattern":"^[^]\\0$"}"#,
        [r#"{"type":"string"}"#, SAME, SAME],
    ),
    (
        r#"{"type":"string","pattern":"^(?!x)"}"#,
        [r#"{"type":"string"}"#, SAME, SAME],
    ),
    (
        r#"{"type":"string","format":"date"}"#,
        [r#"{"type":"string","format":"date"}"#, SAME, SAME],
    ),
    (
        r#"{"type":"string","format":"uri"}"#,
        [
            r#"{"type":"string"}"#,
            r#"{"type":"string","format":"uri"}"#,
            SAME,
        ],
    ),
    (
        r#"{"type":"string","format":"regex"}"#,
        [
            r#"{"type":"string"}"#,
            SAME,
            r#"{"type":"string","format":"regex"}"#,
        ],
    ),
    (
        r#"{"type":"string","minLength":1,"maxLength":9}"#,
        [r#"{"type":"string"}"#, SAME, SAME],
    ),
    (
        r#"{"type":"number","minimum":0,"maximum":9.5}"#,
        [
            r#"{"type":"number","minimum":0,"maximum":9.5}"#,
            r#"{"type":"number"}"#,
            r#"{"type":"number","minimum":0,"maximum":9.5}"#,
        ],
    ),
    (
        r#"{"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":9,"multipleOf":2}"#,
        [
            r#"{"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":9,"multipleOf":2}"#,
            r#"{"type":"integer"}"#,
            SAME,
        ],
    ),
    (
        r#"{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":5,"uniqueItems":true}"#,
        [
            r#"{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":5}"#,
            r#"{"type":"array","items":{"type":"string"},"minItems":1}"#,
            r#"{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":5}"#,
        ],
    ),
    (
        r#"{"type":"array","items":{"type":"string"},"minItems":2}"#,
        [
            r#"{"type":"array","items":{"type":"string"},"minItems":2}"#,
            r#"{"type":"array","items":{"type":"string"}}"#,
            r#"{"type":"array","items":{"type":"string"},"minItems":2}"#,
        ],
    ),
    (
        r#"{"type":"array","items":{"type":"string"},"prefixItems":[{"type":"number","multipleOf":2}]}"#,
        [
            LOOSE,
            LOOSE,
            r#"{"type":"array","items":{"type":"string"},"prefixItems":[{"type":"number"}]}"#,
        ],
    ),
    (
        r#"{"oneOf":[{"type":"string","minLength":1},{"type":"null"}]}"#,
        [
            LOOSE,
            LOOSE,
            r#"{"oneOf":[{"type":"string"},{"type":"null"}]}"#,
        ],
    ),
    (
        r#"{"anyOf":[{"type":"string","minLength":1},{"type":"null"}]}"#,
        [
            r#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#,
            SAME,
            SAME,
        ],
    ),
    (
        r#"{"type":"string","not":{"const":"x"}}"#,
        [LOOSE, LOOSE, r#"{"type":"string"}"#],
    ),
    (
        r#"{"const":"x"}"#,
        [
            r#"{"const":"x","type":"string"}"#,
            SAME,
            r#"{"type":"string","enum":["x"]}"#,
        ],
    ),
    (r#"{"const":null}"#, [r#"{"type":"null"}"#, SAME, "{}"]),
    (
        r#"{"type":"null","const":null}"#,
        [r#"{"type":"null"}"#, SAME, SAME],
    ),
    (r#"{"const":{"a":1}}"#, [LOOSE, LOOSE, "{}"]),
    (
        r#"{"type":"array","items":{"type":"string"},"const":["a"]}"#,
        [
            LOOSE,
            LOOSE,
            r#"{"type":"array","items":{"type":"string"}}"#,
        ],
    ),
    (
        r#"{"type":"string","enum":["x",null]}"#,
        [LOOSE, LOOSE, r#"{"type":"string","enum":["x"]}"#],
    ),
    (
        r#"{"type":["string","null"],"enum":["x",null]}"#,
        [
            r#"{"type":["string","null"],"enum":["x",null]}"#,
            SAME,
            r#"{"anyOf":[{"type":"string","enum":["x"]},{"type":"null"}]}"#,
        ],
    ),
    (
        r#"{"enum":["x",null],"description":"D"}"#,
        [
            r#"{"enum":["x",null],"description":"D","type":["string","null"]}"#,
            SAME,
            r#"{"description":"D","anyOf":[{"type":"string","enum":["x"]},{"type":"null"}]}"#,
        ],
    ),
    (
        r#"{"enum":[1,2.5]}"#,
        [
            r#"{"enum":[1,2.5],"type":["integer","number"]}"#,
            SAME,
            r#"{"type":"number","enum":[1,2.5]}"#,
        ],
    ),
    (
        r#"{"enum":["x",1]}"#,
        [
            r#"{"enum":["x",1],"type":["string","integer"]}"#,
            SAME,
            r#"{"enum":["x",1]}"#,
        ],
    ),
    (
        r#"{"enum":[null]}"#,
        [
            r#"{"enum":[null],"type":"null"}"#,
            SAME,
            r#"{"type":"null"}"#,
        ],
    ),
    (r#"{"enum":["a",["b"]]}"#, [LOOSE, LOOSE, "{}"]),
    (
        r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"enum":[{"a":"b"}]}"#,
        [
            LOOSE,
            LOOSE,
            r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}"#,
        ],
    ),
    (
        r#"{"type":"boolean","enum":[true]}"#,
        [
            r#"{"type":"boolean","enum":[true]}"#,
            SAME,
            r#"{"type":"boolean"}"#,
        ],
    ),
    (
        r#"{"type":"boolean","const":true}"#,
        [
            r#"{"type":"boolean","const":true}"#,
            SAME,
            r#"{"type":"boolean"}"#,
        ],
    ),
    (
        r#"{"enum":["x","y"],"const":"x"}"#,
        [
            r#"{"enum":["x","y"],"const":"x","type":"string"}"#,
            SAME,
            r#"{"type":"string","enum":["x","y"]}"#,
        ],
    ),
    (
        r#"{"type":"string","title":"T","description":"D","default":"x","examples":["x"],"deprecated":true,"x-ui":1}"#,
        [
            r#"{"type":"string","title":"T","description":"D"}"#,
            r#"{"type":"string","title":"T","description":"D","default":"x"}"#,
            r#"{"type":"string","title":"T","description":"D"}"#,
        ],
    ),
    // The providers take no other keyword beside a reference.
    (
        r##"{"$ref":"#/$defs/n","description":"D","minLength":1}"##,
        [r##"{"$ref":"#/$defs/n"}"##, SAME, SAME],
    ),
    (r##"{"$ref":"#"}"##, [r##"{"$ref":"#"}"##, LOOSE, LOOSE]),
    (
        r##"{"$ref":"#/$defs/tree"}"##,
        [r##"{"$ref":"#/$defs/tree"}"##, LOOSE, LOOSE],
    ),
];

const NAME: &str = r#"{"n":{"type":"string"}}"#;
const TREE: &str = r##"{"tree":{"type":"array","items":{"$ref":"#/$defs/tree"}}}"##;

#[test]
fn what_of_a_schema_is_sent() {
    for (schema, expected) in PROPERTIES {
        // The tree contains itself, whether it is used or not.
        let definitions = if schema.contains("tree") { TREE } else { NAME };
        let whole = format!(
            r#"{{"type":"object","properties":{{"p":{schema}}},"required":["p"],"$defs":{definitions}}}"#
        );
        let mut before = "";
        let apis = [Api::ChatCompletions, Api::AnthropicMessages, Api::Gemini];
        for (api, cell) in apis.into_iter().zip(expected) {
            let output = output(Some(&whole));
            let body = body(
                &settings(api, r#"{"max_output_tokens":9}"#),
                Some(&output),
                "",
            );
            let validation_schema = body
                .validation_schema
                .as_ref()
                .unwrap()
                .field("properties")
                .field("p");
            let given = Json::parse(schema).unwrap();
            let Json::Object(given) = given else { panic!() };
            for (keyword, value) in &given {
                assert_eq!(validation_schema.field(keyword), value, "{api} {schema}");
            }
            let cell = if *cell == SAME { before } else { cell };
            let is_loose = body
                .problems
                .iter()
                .any(|problem| problem.subject == Subject::Output);
            let sent = sent(api, &body).field("properties").field("p").to_string();
            let shown = if is_loose { LOOSE } else { &sent };
            assert_eq!(shown, cell, "{api} {schema}");
            before = cell;
        }
    }
}

/// The schema that a body has.
fn sent(api: Api, body: &Body) -> &Json {
    let member = |name: &str| {
        let member = body.members.iter().find(|(key, _)| key == name);
        &member.expect(name).1
    };
    match api {
        Api::ChatCompletions => member("response_format")
            .field("json_schema")
            .field("schema"),
        Api::Responses => member("text").field("format").field("schema"),
        Api::AnthropicMessages => member("output_config").field("format").field("schema"),
        Api::Gemini => member("generationConfig").field("responseJsonSchema"),
    }
}
