//! The form of the answer.

use prompt_core::js::Json;
use prompt_core::vocabulary::{Api, Role};

use super::super::BodyQuery;
use super::{EMAIL, body, output, said, settings};
use crate::report::{Code, Severity};
use crate::template::{Base, Format, Message, Op, Operand, Prefix, VariablePath};

const STRICT: &str = r#"{"type":"object","properties":{"subject":{"type":"string"},"note":{"type":["string","null"]}},"required":["subject","note"],"additionalProperties":false}"#;

#[test]
fn the_schema_of_the_answer_in_each_api() {
    let rows = [
        (
            Api::ChatCompletions,
            r#"{"store":false}"#,
            format!(
                r#"store: false; response_format: {{"type":"json_schema","json_schema":{{"name":"sales-email-007","schema":{STRICT},"strict":true}}}}"#
            ),
        ),
        (
            Api::Responses,
            r#"{"store":false,"verbosity":"low"}"#,
            format!(
                r#"store: false; text: {{"verbosity":"low","format":{{"type":"json_schema","name":"sales-email-007","schema":{STRICT},"strict":true}}}}"#
            ),
        ),
        (
            Api::AnthropicMessages,
            r#"{"max_output_tokens":900}"#,
            format!(
                r#"max_tokens: 900; output_config: {{"format":{{"type":"json_schema","schema":{STRICT}}}}}"#
            ),
        ),
        (
            Api::Gemini,
            "{}",
            format!(
                r#"generationConfig: {{"responseMimeType":"application/json","responseJsonSchema":{}}}"#,
                EMAIL.replace(r#","minLength":1"#, "")
            ),
        ),
    ];
    for (api, parameters, expected) in rows {
        let output = output(Some(EMAIL));
        let body = body(&settings(api, parameters), Some(&output), "");
        assert_eq!(said(&body), expected, "{api}");
        let validation_schema = body.validation_schema.unwrap().to_string();
        assert!(
            validation_schema.contains("minLength"),
            "{validation_schema}"
        );
    }
}

#[test]
fn json_without_a_schema_in_each_api() {
    let word = "takes `format: json` without a schema only if the text has the word JSON";
    let rows = [
        (
            Api::ChatCompletions,
            "Answer in JSON.",
            "response_format: {\"type\":\"json_object\"}".to_owned(),
        ),
        (
            Api::ChatCompletions,
            "Answer.",
            format!("response_format: {{\"type\":\"json_object\"}}; ! `chat-completions` {word}"),
        ),
        (
            Api::Responses,
            "Answer as json.",
            "store: true; text: {\"format\":{\"type\":\"json_object\"}}".to_owned(),
        ),
        (
            Api::Responses,
            "Answer.",
            "store: true; text: {\"format\":{\"type\":\"json_object\"}}; ! `responses` takes `format: json` without a schema only if a message other than its `instructions` has the word JSON".to_owned(),
        ),
        (
            Api::AnthropicMessages,
            "Answer in JSON.",
            "max_tokens: 9; ! `anthropic-messages` takes no `format: json` without a schema"
                .to_owned(),
        ),
        (
            Api::Gemini,
            "Answer.",
            "generationConfig: {\"responseMimeType\":\"application/json\"}".to_owned(),
        ),
    ];
    for (api, text, expected) in rows {
        let parameters = match api {
            Api::Responses => r#"{"store":true}"#,
            Api::AnthropicMessages => r#"{"max_output_tokens":9}"#,
            _ => "{}",
        };
        let output = output(None);
        let body = body(&settings(api, parameters), Some(&output), text);
        assert_eq!(said(&body), expected, "{api} {text}");
        assert_eq!(body.validation_schema, None);
    }
}

/// The texts of a prompt, `None` for one that a call passes, and whether responses find the word JSON
/// in `input`.
type Texts = &'static [(Role, &'static [Option<&'static str>])];

const TEXTS_WITH_JSON: &[(Texts, bool)] = &[
    (&[(Role::User, &[Some("In JSON: "), None])], true),
    (
        &[
            (Role::System, &[Some("Answer in JSON.")]),
            (Role::User, &[None]),
        ],
        false,
    ),
    (
        &[
            (Role::System, &[Some("Be brief.")]),
            (Role::System, &[Some("Use JSON.")]),
        ],
        true,
    ),
    // A blank message is not sent: the second one may be the first.
    (
        &[
            (Role::System, &[None]),
            (Role::System, &[Some("Use JSON.")]),
        ],
        false,
    ),
    (
        &[
            (Role::User, &[Some(" "), None]),
            (Role::System, &[Some("Use JSON.")]),
        ],
        false,
    ),
    (
        &[
            (Role::User, &[Some("Go on."), None]),
            (Role::System, &[Some("Use JSON.")]),
        ],
        true,
    ),
    (
        &[
            (Role::System, &[Some("Answer in JSON.")]),
            (Role::User, &[Some("As json!")]),
        ],
        true,
    ),
];

#[test]
fn responses_look_for_the_word_json_in_the_input() {
    for (texts, is_found) in TEXTS_WITH_JSON {
        let messages = texts.iter().map(|(role, pieces)| {
            let ops = pieces.iter().map(|piece| match piece {
                Some(text) => Op::Text((*text).to_owned()),
                None => Op::Print {
                    value: Operand::Variable(VariablePath {
                        base: Base::Input("topic".to_owned()),
                        steps: Vec::new(),
                    }),
                    format: Format::Plain,
                },
            });
            Message::Text {
                role: *role,
                ops: ops.collect(),
                range: 0..1,
            }
        });
        let messages = messages.collect::<Vec<_>>();
        let (role, pieces) = texts[0];
        let fixed = pieces[0].filter(|text| *text != " ");
        let prefix = fixed.map(|text| (role, text.to_owned()));
        for (api, cache, is_found) in [
            (Api::Responses, false, *is_found),
            // A message with a mark stands in `input`.
            (Api::Responses, true, *is_found || prefix.is_some()),
            (Api::ChatCompletions, false, true),
        ] {
            let parameters = format!(r#"{{"store":false,"cache":{cache}}}"#);
            let query = BodyQuery {
                id: "sales-email-007",
                settings: &settings(api, &parameters),
                output: Some(&output(None)),
                tools: &[],
                messages: &messages,
                prefix: &Prefix {
                    texts: prefix.clone().into_iter().collect(),
                    ..Prefix::default()
                },
            };
            let problems = query.body().problems;
            let mut codes = problems.iter().map(|problem| problem.code);
            let is_refused = codes.any(|code| code == Code::UnsupportedOutput);
            assert_eq!(!is_refused, is_found, "{api} {cache} {texts:?}");
        }
    }
}

/// A schema, and its strict form or the reason why it has none.
const STRICT_FORMS: &[(&str, &str)] = &[
    (
        r#"{"type":"object","properties":{"a":{"type":"integer","minimum":1}},"required":["a"],"title":"A"}"#,
        r#"{"type":"object","properties":{"a":{"type":"integer","minimum":1}},"title":"A","required":["a"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"a":{"enum":["x"]},"b":{"type":["string","null"]},"c":{"const":1}}}"#,
        r#"{"type":"object","properties":{"a":{"enum":["x",null],"type":["string","null"]},"b":{"type":["string","null"]},"c":{"anyOf":[{"const":1,"type":"integer"},{"type":"null"}]}},"required":["a","b","c"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"list":{"type":"array","items":{"type":"object","properties":{"x":{"type":"number"}}}}},"required":["list"]}"#,
        r#"{"type":"object","properties":{"list":{"type":"array","items":{"type":"object","properties":{"x":{"type":["number","null"]}},"required":["x"],"additionalProperties":false}}},"required":["list"],"additionalProperties":false}"#,
    ),
    (
        r##"{"type":"object","properties":{"n":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"object","properties":{"v":{"type":"null"}}}}}"##,
        r##"{"type":"object","properties":{"n":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"null"}]}},"$defs":{"n":{"type":"object","properties":{"v":{"type":"null"}},"required":["v"],"additionalProperties":false}},"required":["n"],"additionalProperties":false}"##,
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":["string","null"],"enum":["x"]},"b":{"type":"string","enum":["x"]},"c":{"enum":[1,2.5]}},"required":["c"]}"#,
        r#"{"type":"object","properties":{"a":{"type":["string","null"],"enum":["x",null]},"b":{"type":["string","null"],"enum":["x",null]},"c":{"enum":[1,2.5],"type":["integer","number"]}},"required":["a","b","c"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a","b"]}"#,
        "the output schema is not sent strict: the answer requires a property without a schema",
    ),
    (
        r##"{"type":"object","properties":{"a":{"type":"string"},"b":{"$ref":"#/properties/a"}}}"##,
        "the output schema is not sent strict: `b` refers to a place outside `$defs`",
    ),
    (
        r#"{"type":"object","properties":{"any":{"description":"anything"}}}"#,
        "the output schema is not sent strict: `any` may be anything",
    ),
    (
        r#"{"type":"object","properties":{"map":{"type":"object","additionalProperties":{"type":"string"}}}}"#,
        "the output schema is not sent strict: `map` is an object with any keys",
    ),
    (
        r#"{"type":"object","properties":{"none":{"type":"object","properties":{},"additionalProperties":false}},"required":["none"]}"#,
        r#"{"type":"object","properties":{"none":{"type":"object","properties":{},"required":[],"additionalProperties":false}},"required":["none"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"none":{"type":"object","additionalProperties":false}},"required":["none"]}"#,
        r#"{"type":"object","properties":{"none":{"type":"object","properties":{},"required":[],"additionalProperties":false}},"required":["none"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"map":{"type":"object","properties":{}}}}"#,
        "the output schema is not sent strict: `map` is an object with any keys",
    ),
    (
        r#"{"type":"object","properties":{"list":{"type":"array"}}}"#,
        "the output schema is not sent strict: `list` is a list of anything",
    ),
    (
        r#"{"type":"object","properties":{"list":{"type":"array","items":{"oneOf":[]}}}}"#,
        "the output schema is not sent strict: `list.items` has `oneOf`",
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":"string"}},"anyOf":[{"required":["a"]}]}"#,
        "the output schema is not sent strict: the answer has `anyOf`",
    ),
    (
        r#"{"type":"object"}"#,
        "the output schema is not sent strict: the answer is an object with any keys",
    ),
    (
        r#"{"type":"object","properties":{"a":{"enum":[{"b":1}]}}}"#,
        "the output schema is not sent strict: `a` has an object as a choice",
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":"string","enum":["x",1]}}}"#,
        "the output schema is not sent strict: `a` has the choice `1`, which is not of its type",
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":["null","integer"],"const":"x"}}}"#,
        "the output schema is not sent strict: `a` has the choice `\"x\"`, which is not of its type",
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":"number","enum":[1,2.5]}},"required":["a"]}"#,
        r#"{"type":"object","properties":{"a":{"type":"number","enum":[1,2.5]}},"required":["a"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"a":{"description":"A","anyOf":[{"type":"string"},{"type":"integer"}]},"b":{"anyOf":[{"type":"string"},{"type":"null"}]},"c":{"type":"string","anyOf":[{"enum":["x"]}]}}}"#,
        r#"{"type":"object","properties":{"a":{"description":"A","anyOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]},"b":{"anyOf":[{"type":"string"},{"type":"null"}]},"c":{"anyOf":[{"type":"string","anyOf":[{"enum":["x"],"type":"string"}]},{"type":"null"}]}},"required":["a","b","c"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"a":{"const":["b"]}}}"#,
        "the output schema is not sent strict: `a` has a list as a choice",
    ),
    (
        r#"{"type":"object","properties":{"a":{"const":null},"b":{"enum":["x"],"const":null}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"null"},"b":{"enum":["x",null],"type":"null"}},"required":["a","b"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"a":true}}"#,
        "the output schema is not sent strict: `a` is a schema of anything",
    ),
];

#[test]
fn schemas_in_their_strict_form() {
    for (schema, expected) in STRICT_FORMS {
        let output = output(Some(schema));
        let body = body(&settings(Api::ChatCompletions, "{}"), Some(&output), "");
        let format = &body.members[1].1;
        let sent = format.field("json_schema").field("schema").to_string();
        match body.problems.first() {
            Some(problem) => {
                assert_eq!(problem.sentence, *expected, "{schema}");
                assert_eq!(problem.severity, Severity::Warning);
                assert_eq!(sent, *schema);
                assert_eq!(format.field("json_schema").field("strict"), &Json::Null);
            }
            None => assert_eq!(sent, *expected, "{schema}"),
        }
    }
}

#[test]
fn a_loose_schema_is_taken_by_all_but_one_api() {
    let schema = r#"{"type":"object","properties":{"a":{"type":"array"}}}"#;
    for api in Api::ALL {
        let output = output(Some(schema));
        let body = body(
            &settings(*api, r#"{"max_output_tokens":9}"#),
            Some(&output),
            "",
        );
        let errors = body
            .problems
            .iter()
            .filter(|problem| problem.code == Code::UnsupportedOutput);
        let is_refused = *api == Api::AnthropicMessages;
        assert_eq!(errors.count(), usize::from(is_refused), "{api}");
    }
}

#[test]
fn a_schema_of_one_value_is_sent_to_gemini_alone() {
    let schema = r#"{"type":"array","items":{"type":"string"}}"#;
    for api in Api::ALL {
        let output = output(Some(schema));
        let body = body(&settings(*api, "{}"), Some(&output), "");
        let sentence = format!("`{api}` takes the output schema of an object alone");
        let mut sentences = body.problems.iter().map(|problem| &problem.sentence);
        let is_refused = sentences.any(|said| *said == sentence);
        assert_eq!(is_refused, *api != Api::Gemini, "{api}");
        let said = said(&body);
        assert_eq!(said.contains(schema), *api == Api::Gemini, "{said}");
    }
}

/// Schemas for Gemini, and the part that contains itself within required properties alone.
#[test]
fn schemas_that_contain_themselves_for_gemini() {
    let rows = [
        (
            r##"{"type":"object","required":["kids"],"properties":{"kids":{"type":"array","items":{"$ref":"#"}}}}"##,
            "#",
        ),
        (
            r##"{"type":"object","properties":{"kids":{"type":"array","items":{"$ref":"#"}}}}"##,
            "",
        ),
        // A value that may be null is required all the same.
        (
            r##"{"type":"object","required":["next"],"properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}}}"##,
            "#",
        ),
        (
            r##"{"type":"object","properties":{"tree":{"$ref":"#/$defs/node"}},"$defs":{"node":{"type":"object","required":["next"],"properties":{"next":{"prefixItems":[{"$ref":"#/$defs/node"}]}}}}}"##,
            "#/$defs/node",
        ),
        (
            r##"{"type":"object","required":["tree"],"properties":{"tree":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"object","required":["b"],"properties":{"b":{"$ref":"#/$defs/b"}}},"b":{"type":"object","properties":{"a":{"$ref":"#/$defs/a"}}}}}"##,
            "",
        ),
        (
            r##"{"type":"object","properties":{"tree":{"type":"object","required":["next"],"properties":{"next":{"oneOf":[{"$ref":"#/properties/tree"}]}}}}}"##,
            "#/properties/tree",
        ),
        (
            r##"{"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"b":{"$ref":"#/properties/a"}}}"##,
            "",
        ),
    ];
    for (schema, part) in rows {
        let output = output(Some(schema));
        let body = body(&settings(Api::Gemini, "{}"), Some(&output), "");
        let problems = body.problems.iter();
        let said = problems.map(|problem| (problem.code, problem.sentence.as_str()));
        let expected = format!(
            "`gemini` takes a schema that contains itself only through a property that is not required: `{part}` is in itself without one"
        );
        let expected = (!part.is_empty()).then_some((Code::UnsupportedOutput, expected.as_str()));
        assert!(said.eq(expected), "{schema}: {:?}", body.problems);
    }
}
