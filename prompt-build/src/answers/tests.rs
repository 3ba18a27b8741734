use prompt_core::js::Json;
use prompt_core::program::{AnswerClass, AnswerType};

use super::json_type;

/// A schema, and the type of its values. `?` stands for a field that may be left out or a value that
/// may be null.
const ROWS: &[(&str, &str)] = &[
    (r#"{"type":"string"}"#, "text"),
    (r#"{"type":"boolean"}"#, "boolean"),
    (r#"{"type":"integer","minimum":1}"#, "integer"),
    (r#"{"type":"number"}"#, "number"),
    (r#"{"type":["integer","number"]}"#, "number"),
    (r#"{"type":["string","null"]}"#, "text?"),
    (r#"{"type":["string","number"]}"#, "any"),
    (r#"{"type":"null"}"#, "any?"),
    ("{}", "any?"),
    ("true", "any?"),
    (r#"{"enum":["a","b"]}"#, "a|b"),
    (r#"{"type":["string","null"],"enum":["a",null]}"#, "a?"),
    (r#"{"enum":[1,2]}"#, "integer"),
    (r#"{"enum":[1,2.5]}"#, "number"),
    (r#"{"enum":["a",1]}"#, "any"),
    (r#"{"const":"a"}"#, "a"),
    (r#"{"const":null}"#, "any?"),
    (r#"{"type":"array","items":{"type":"string"}}"#, "[text]"),
    (r#"{"type":"array"}"#, "[any]"),
    (
        r#"{"type":"array","prefixItems":[{"type":"string"}],"items":{"type":"number"}}"#,
        "[any]",
    ),
    (
        r#"{"type":"array","items":{"type":["number","null"]}}"#,
        "[number?]",
    ),
    (r#"{"type":"object"}"#, "map any"),
    (
        r#"{"type":"object","additionalProperties":{"type":"number"}}"#,
        "map number",
    ),
    (
        r#"{"type":"object","patternProperties":{"^a":{"type":"number"}},"additionalProperties":false}"#,
        "map any",
    ),
    (r#"{"type":"object","additionalProperties":false}"#, "{}"),
    (
        r#"{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"number"}},"required":["a"]}"#,
        "{a: text, b?: number}",
    ),
    (r#"{"properties":{"a":{"type":"string"}}}"#, "{a?: text}"),
    (r#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "text?"),
    (r#"{"oneOf":[{"const":"a"},{"enum":["b","c"]}]}"#, "a|b|c"),
    (r#"{"anyOf":[{"const":"a"},{"type":"string"}]}"#, "text"),
    (
        r#"{"anyOf":[{"enum":["a","b"]},{"enum":["c","a"]},{"enum":["b","a"]}]}"#,
        "a|b|c",
    ),
    (
        r#"{"anyOf":[{"type":"integer"},{"type":"number"}]}"#,
        "number",
    ),
    (r#"{"anyOf":[{"type":"integer"},{"type":"string"}]}"#, "any"),
    (r#"{"allOf":[{"type":"string"}]}"#, "text"),
    (r#"{"allOf":[{"type":"string"},{"minLength":1}]}"#, "any?"),
    (
        r##"{"type":"object","properties":{"a":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"boolean"}}}"##,
        "{a?: boolean}",
    ),
    (
        r##"{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#"}}}}"##,
        "{a?: [recursive]}",
    ),
    (
        r##"{"$ref":"#/$defs/a","$defs":{"a":{"type":"object","properties":{"b":{"$ref":"#/$defs/a"}}}}}"##,
        "{b?: recursive}",
    ),
    (
        r##"{"type":"object","properties":{"a":{"$ref":"#/$defs/c"},"b":{"$ref":"#/$defs/c"}},"$defs":{"c":{"const":"x"}}}"##,
        "{a?: x, b?: x}",
    ),
];

#[test]
fn the_type_of_a_schema() {
    for (schema, expected) in ROWS {
        let schema = Json::parse(schema).expect(schema);
        assert_eq!(shown(&json_type::of(&schema)), *expected, "{schema}");
    }
}

#[test]
fn references_that_double_end_soon() {
    let definitions = (0..40).map(|number| {
        let reference = format!(r##"{{"$ref":"#/$defs/d{}"}}"##, number + 1);
        format!(
            r#""d{number}":{{"type":"object","properties":{{"a":{reference},"b":{reference}}}}}"#
        )
    });
    let definitions = definitions.collect::<Vec<_>>().join(",");
    let schema =
        format!(r##"{{"$ref":"#/$defs/d0","$defs":{{{definitions},"d40":{{"const":"x"}}}}}}"##);
    let shown = shown(&json_type::of(&Json::parse(&schema).unwrap()));
    assert!(shown.contains("any") && shown.len() < 1_000_000);
}

fn shown(answer_type: &AnswerType) -> String {
    let class = match &answer_type.class {
        AnswerClass::Any => "any".to_owned(),
        AnswerClass::Boolean => "boolean".to_owned(),
        AnswerClass::Integer => "integer".to_owned(),
        AnswerClass::Number => "number".to_owned(),
        AnswerClass::Text => "text".to_owned(),
        AnswerClass::Recursive => "recursive".to_owned(),
        AnswerClass::Choice(choices) => choices.join("|"),
        AnswerClass::List(item) => format!("[{}]", shown(item)),
        AnswerClass::Map(value) => format!("map {}", shown(value)),
        AnswerClass::Object(fields) => {
            let fields = fields.iter().map(|field| {
                let optional = if field.is_required { "" } else { "?" };
                format!("{}{optional}: {}", field.name, shown(&field.answer_type))
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
    };
    format!("{class}{}", if answer_type.is_nullable { "?" } else { "" })
}
