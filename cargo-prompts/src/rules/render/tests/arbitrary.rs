//! Whatever a template and its inputs are, rendering ends, and well.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::template::{read, template};
use super::{given, messages, random};
use crate::rules::render::{Inputs, from_serde, render, to_serde};

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z{}\" \n\u{e9}]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let name = prop_oneof![
            "name",
            "price",
            "tags",
            "home",
            "city",
            "note",
            "[a-z]{1,3}"
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..4)
                .prop_map(|entries| Value::Object(Map::from_iter(entries))),
        ]
    })
}

fn inputs() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        "title",
        "tone",
        "seats",
        "share",
        "urgent",
        "tags",
        "products",
        "lead",
        "[a-z]{1,3}"
    ];
    prop::collection::vec((name, json()), 0..9)
        .prop_map(|entries| Value::Object(Map::from_iter(entries)))
}

proptest! {
    #[test]
    fn any_inputs_are_taken_or_refused(seed in any::<u64>(), inputs in inputs()) {
        let template = template(&random::case(seed).prompt, &[]);
        messages(&template, &inputs, &[]);
    }

    #[test]
    fn any_template_renders_inputs_of_any_kind(body in "(\\{\\{[#/~]{0,2}(each|if|with|json|role|else|a|b|this|@key|\\.\\.)( a| b| \"user\"| this\\.a)?\\}\\}|[a-z \n]){0,8}", a in json(), b in json()) {
        if let Some(template) = read(&format!("{body}."), &[]) {
            let inputs = Value::Object(Map::from_iter([("a".to_owned(), a), ("b".to_owned(), b)]));
            if let Ok(inputs) = Inputs::check(&template, &given(&inputs)) {
                prop_assert!(render(&template, &inputs, Vec::new()).is_ok());
            }
        }
    }

    #[test]
    fn json_goes_to_serde_and_back(value in json()) {
        let json = from_serde(&value);
        prop_assert_eq!(from_serde(&to_serde(&json)), json);
    }
}

#[test]
fn loops_within_loops_over_long_lists_come_to_an_end() {
    let template = template(
        "{{#each a}}{{#each ../a}}{{#each ../../a}}{{#each ../../../a}}x{{/each}}{{/each}}{{/each}}{{/each}}",
        &[],
    );
    let inputs = serde_json::json!({ "a": vec![1; 1000] });
    assert!(
        messages(&template, &inputs, &[])
            .to_string()
            .contains("longer than 64 MiB")
    );
}
