//! Texts that survive promptfoo's templating, and its reader of YAML.

use proptest::prelude::*;
use serde_json::Value;

use super::templates::{braceless, protected};
use super::yaml_text;

/// Renders a text whose only tags print a quoted text; `None` if there is another tag.
fn rendered(text: &str) -> Option<String> {
    let mut rendered = String::new();
    let mut rest = text;
    while let Some(at) = ["{{", "{%", "{#"]
        .iter()
        .filter_map(|begin| rest.find(begin))
        .min()
    {
        let (printed, after) = rest[at..].strip_prefix("{{ '")?.split_once("' }}")?;
        rendered.push_str(&rest[..at]);
        rendered.push_str(printed);
        rest = after;
    }
    Some(rendered + rest)
}

fn json() -> impl Strategy<Value = Value> {
    let text = "([a-z\"'\\\\ \n]|\\{|\\}|\\{\\{|\\}\\}|%|#|: |- |\u{2028}|\u{7f}|é|😀|\u{0}){0,8}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text.prop_map(Value::from),
        prop_oneof![
            "2026-01-01",
            "no",
            "0x1F",
            "~",
            "1_000",
            "=",
            "<<",
            "null",
            ""
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text, inner), 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_protected_text_renders_to_itself(text in "(\\{|\\}|%|#|[a-z '\n]|\\{\\{ a \\}\\}){0,16}") {
        prop_assert_eq!(rendered(&protected(&text)), Some(text));
    }

    #[test]
    fn json_without_braces_is_the_same_json_without_tags(value in json()) {
        let text = braceless(&value);
        prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        prop_assert_eq!(rendered(&text), Some(text));
    }

    #[test]
    fn what_is_written_is_read_back(value in json()) {
        let text = yaml_text::write(&value);
        prop_assert_eq!(serde_yaml::from_str::<Value>(&text).unwrap(), value, "{}", text);
    }
}
