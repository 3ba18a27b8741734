//! `{{json this}}` of all inputs.

use prompt_core::interpret::{Inputs, render};
use prompt_core::program::{Demand, VariablePath};

use super::{codes, front_matter, read, sound};
use crate::template::{Json, Template};

/// A schema, a body, inputs, and the text.
type Rendered = (&'static str, &'static str, &'static str, &'static str);

const RENDERED: &[Rendered] = &[
    (
        "name: string\nn: number",
        "{{json this}}",
        r#"{"n":1,"name":"x"}"#,
        r#"{"name":"x","n":1}"#,
    ),
    (
        "name: string\nn: number",
        "{{json @root indent=2}}",
        r#"{"n":1,"name":"x"}"#,
        "{\n  \"name\": \"x\",\n  \"n\": 1\n}",
    ),
    (
        "a: string\nb(array):\n  c: integer",
        "{{json this indent=1}}",
        r#"{"a":"x\ny","b":[{"c":1}]}"#,
        "{\n \"a\": \"x\\ny\",\n \"b\": [\n  {\n   \"c\": 1\n  }\n ]\n}",
    ),
    (
        "a?: string\nb: integer\nc?: any",
        "{{json this}}",
        r#"{"b":0}"#,
        r#"{"b":0}"#,
    ),
    (
        "a?: string\nb: integer\nc?: any",
        "{{json this}}",
        r#"{"a":"","b":0,"c":false}"#,
        r#"{"a":"","b":0,"c":false}"#,
    ),
    ("a?: string\nb?: integer", "{{json this}}", "{}", "{}"),
    (
        "a?: string\nb?: integer",
        "{{json this indent=2}}",
        "{}",
        "{}",
    ),
    (
        "a?: string\nb?: integer\nc?: integer",
        "{{json this}}",
        r#"{"b":1,"c":2}"#,
        r#"{"b":1,"c":2}"#,
    ),
    (
        "type: object\nproperties: { a: { type: [string, 'null'] } }\nrequired: [a]",
        "{{json this}}",
        r#"{"a":null}"#,
        r#"{"a":null}"#,
    ),
    (
        "a: string\nb(array): string",
        "{{#each b}}{{json @root}}{{#with @root}}{{json this}}{{/with}}{{/each}}",
        r#"{"a":"x","b":["y"]}"#,
        r#"{"a":"x","b":["y"]}{"a":"x","b":["y"]}"#,
    ),
    (
        "type: object\nproperties: {}",
        "a{{json this}}",
        "{}",
        "a{}",
    ),
];

fn template(schema: &str, body: &str) -> Template {
    let file = format!("{}{body}", front_matter(&["input", "schema"], schema));
    sound(read(&file, &[])).expect(&file)
}

#[test]
fn the_object_has_what_is_passed_in_the_order_of_the_schema() {
    for (schema, body, inputs, expected) in RENDERED {
        let messages = template(schema, body).messages;
        let inputs = Json::parse(inputs).unwrap();
        let rendered = render(&messages, Inputs::new(&inputs), Vec::new()).unwrap();
        assert_eq!(rendered[0].text(), *expected, "{schema} {body}");
    }
}

#[test]
fn all_inputs_are_used_and_have_json() {
    let template = template("a: string\nb?: any", "Hi {{json this}}");
    assert_eq!(codes(&template.warnings), "");
    let demands = ["a", "b"].map(|name| (VariablePath::input(name), Demand::Serialize));
    assert_eq!(template.demands, demands);
}

#[test]
fn a_default_is_always_in_the_object() {
    let file = "---\ninput:\n  schema:\n    a?: string\n  default:\n    a: x\n---\n{{json this}}";
    let always = sound(read(file, &[])).unwrap();
    assert!(!format!("{:?}", always.messages).contains("AnyPresent"));
}
