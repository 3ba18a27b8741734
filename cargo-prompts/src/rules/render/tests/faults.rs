//! Inputs that a prompt does not take.

use serde_json::json;

use super::template::template;
use super::{Inputs, given, take_history};

const PROMPT: &str = "---
input:
  schema:
    customer: string
    seats: integer
    share?: number
    urgent?: boolean
    severity?(enum): [SEV1, SEV2]
    lead?:
      name: string
      city?: string
    products?(array):
      name: string
      price?: number
    limits?:
      (*): integer
    extra?: any
    more?: any
  default: { share: 0.5 }
---
{{customer}} {{seats}} {{share}} {{urgent}} {{severity}} {{lead.name}} {{lead.city}} {{extra}} {{json more}}
{{#each products}}{{name}} {{price}}{{/each}}{{#each limits}}{{@key}}{{/each}}
";

#[test]
fn what_is_wrong_with_inputs_is_told_with_the_input() {
    let rows = [
        (
            json!({}),
            "`customer`: the inputs `customer`, `seats` are missing",
        ),
        (
            json!({ "custmer": "Mara", "x": 1, "y": 2 }),
            "`x`: the prompt has no inputs `x`, `y` (the inputs are `customer`, `seats`, `share`, `urgent`, `severity`, \
             `lead`, `products`, `limits`, `extra`, `more`)\n`seats`: the input `seats` is missing",
        ),
        (
            json!({ "customer": null }),
            "`customer`: `customer` is nothing, expected a string",
        ),
        (
            json!({ "customer": 7 }),
            "`customer`: `customer` is a number, expected a string",
        ),
        (
            json!({ "custmer": "Mara" }),
            "`custmer`: the prompt has no input `custmer` (did you mean `customer`?)",
        ),
        (
            json!({ "seats": 2.5 }),
            "`seats`: `seats` is a number with a fraction, expected a whole number",
        ),
        (
            json!({ "seats": "2" }),
            "`seats`: `seats` is a string, expected a whole number",
        ),
        (
            json!({ "share": "half" }),
            "`share`: `share` is a string, expected a number",
        ),
        (
            json!({ "urgent": "yes" }),
            "`urgent`: `urgent` is a string, expected `true` or `false`",
        ),
        (
            json!({ "severity": "SEV3" }),
            "`severity`: `severity` is not one of the choices (the choices are `SEV1`, `SEV2`)",
        ),
        (json!({ "lead": {} }), "`lead`: `lead` has no field `name`"),
        (
            json!({ "lead": [] }),
            "`lead`: `lead` is a list, expected a mapping",
        ),
        (
            json!({ "lead": { "name": "Mara", "cty": "Ulm" } }),
            "`lead`: `lead.cty` is no field that the prompt declares (did you mean `city`?)",
        ),
        (
            json!({ "lead": { "nam": "Mara", "city": "Ulm" } }),
            "`lead`: `lead.nam` is no field that the prompt declares (did you mean `name`?)",
        ),
        (
            json!({ "products": [{ "name": "Team" }, { "name": 1, "price": "49 EUR" }] }),
            "`products`: `products[1].name` is a number, expected a string\n\
             `products`: `products[1].price` is a string, expected a number",
        ),
        (
            json!({ "products": [null] }),
            "`products`: `products[0]` is nothing, expected a mapping",
        ),
        (
            json!({ "limits": { "seats": true } }),
            "`limits`: `limits.seats` is a boolean, expected a whole number",
        ),
        (
            json!({ "extra": [1] }),
            "`extra`: `extra` is a list, and the prompt prints it (pass a text, a number, `true` or `false`, or declare its \
             type in the prompt)",
        ),
    ];
    for (inputs, expected) in rows {
        let mut all = json!({ "customer": "Mara", "seats": 3 });
        if inputs.get("custmer").is_none() && inputs != json!({}) {
            all.as_object_mut()
                .unwrap()
                .extend(inputs.as_object().unwrap().clone());
            assert_eq!(told(&all), expected, "{inputs}");
        } else {
            assert!(
                told(&inputs).contains(expected),
                "{inputs}: {}",
                told(&inputs)
            );
        }
    }
}

/// Realistic inputs are people's: their words stand in no message.
#[test]
fn a_discreet_message_has_no_word_of_the_inputs() {
    let inputs = [
        json!({ "Mara": "Mara" }),
        json!({ "customer": "x", "seats": 1, "severity": "Mara" }),
        json!({ "customer": "x", "seats": 1, "limits": { "Mara": "Mara" } }),
        json!({ "customer": "x", "seats": 1, "limits": { "Mara": { "Mara": 1 } } }),
        json!({ "customer": "x", "seats": 1, "lead": { "Maraname": "Mara" } }),
        json!({ "customer": "x", "seats": 1, "lead": { "name": { "Mara": 1 } } }),
        json!({ "customer": "x", "seats": 1, "extra": { "Mara": 1 } }),
        json!({ "customer": "x", "seats": 1, "products": [{ "name": "Mara", "price": "Mara" }] }),
    ];
    for inputs in inputs {
        let faults = Inputs::check(&template(PROMPT, &[]), &given(&inputs)).unwrap_err();
        for fault in faults {
            assert!(!fault.discreet.contains("Mara"), "{}", fault.discreet);
        }
    }
}

#[test]
fn what_a_prompt_takes() {
    let rows = [
        json!({ "customer": "", "seats": 3.0, "share": null, "severity": null, "lead": null, "products": [] }),
        json!({ "customer": "Mara", "seats": -1, "lead": { "name": "Mara", "city": null, "country": "DE" } }),
        json!({ "customer": "Mara", "seats": 1, "limits": { "seats": 3 }, "extra": true, "more": { "a": [1, null] } }),
    ];
    for inputs in rows {
        assert_eq!(told(&inputs), "", "{inputs}");
    }
}

/// Whatever is required, and may be nothing.
const NULLABLE: &str = "---
input:
  schema:
    type: object
    properties:
      customer: { type: [string, 'null'] }
      extra: {}
      tags: { type: array, items: { type: [string, 'null'] } }
      things: { type: array, items: {} }
      lead:
        type: object
        properties: { name: { type: [string, 'null'] }, note: {} }
        required: [name, note]
    required: [customer, extra, tags, things, lead]
---
{{customer}} {{extra}} {{lead.name}} {{lead.note}}
{{#each tags}}{{this}}{{/each}}{{#each things}}{{this}}{{/each}}
";

#[test]
fn nothing_is_a_value_where_the_schema_says_so() {
    let inputs =
        json!({ "customer": null, "extra": null, "tags": [null], "things": [null], "lead": {} });
    let checked = Inputs::check(&template(NULLABLE, &[]), &given(&inputs));
    assert!(checked.is_ok(), "{checked:?}");
    for name in ["customer", "extra", "tags", "things", "lead"] {
        let mut inputs = inputs.clone();
        inputs.as_object_mut().unwrap().remove(name);
        let faults = Inputs::check(&template(NULLABLE, &[]), &given(&inputs)).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].message, format!("the input `{name}` is missing"));
    }
}

#[test]
fn a_field_that_is_null_is_absent() {
    let inputs = json!({ "customer": "Mara", "seats": 1, "more": { "a": null, "b": [{ "c": null, "d": 1 }] } });
    let checked = Inputs::check(&template(PROMPT, &[]), &given(&inputs)).unwrap();
    let shown = checked.values().to_string();
    assert!(shown.contains(r#""more":{"b":[{"d":1}]}"#), "{shown}");
}

fn told(inputs: &serde_json::Value) -> String {
    let Err(faults) = Inputs::check(&template(PROMPT, &[]), &given(inputs)) else {
        return String::new();
    };
    let line = |fault: &super::super::Fault| {
        let help = fault
            .help
            .as_ref()
            .map(|help| format!(" ({help})"))
            .unwrap_or_default();
        format!(
            "`{}`: {}{help}",
            fault.input.clone().unwrap_or_default(),
            fault.message
        )
    };
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_conversation_that_is_none_is_told_with_its_place() {
    let roles = "write `[{ role: user, content: … }]`; the roles are `system`, `user`, `model`, `assistant`, `tool`";
    let rows = [
        (json!("Hello."), "`history` is not a list of messages"),
        (json!({}), "`history` is not a list of messages"),
        (json!(["Hello."]), "`history[0]` is not a message"),
        (
            json!([{ "role": "user", "content": "Hello.", "name": "Mara" }]),
            "`history[0]` has a key other than `role` and `content`",
        ),
        (
            json!([{ "role": "user", "content": "Hello." }, { "role": "model" }]),
            "`history[1].content` is not a text",
        ),
        (
            json!([{ "content": "Hello." }]),
            "`history[0].role` is not a text",
        ),
        (
            json!([{ "role": "usr", "content": "Hello." }]),
            "`history[0].role` is not the role of a message",
        ),
    ];
    for (history, message) in rows {
        let mut inputs = given(&json!({ "customer": "Mara", "history": history }));
        let fault = take_history(&mut inputs).unwrap_err();
        assert_eq!((fault.message.as_str(), inputs.len()), (message, 1));
        assert_eq!(fault.help.as_deref(), Some(roles));
    }
}
