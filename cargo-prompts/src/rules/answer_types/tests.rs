use prompt_core::program::{AnswerClass, AnswerField, AnswerType, Pin, PinnedAnswer};

use super::answer_types;
use super::identifier::{field_name, type_name, unused};

fn required(class: AnswerClass) -> AnswerType {
    AnswerType {
        class,
        is_nullable: false,
    }
}

fn list(class: AnswerClass) -> AnswerClass {
    AnswerClass::List(Box::new(required(class)))
}

fn choice(choices: &[&str]) -> AnswerClass {
    AnswerClass::Choice(choices.iter().map(ToString::to_string).collect())
}

fn object(fields: Vec<(&str, AnswerClass)>) -> AnswerClass {
    let field = |(name, class): (&str, AnswerClass)| AnswerField {
        name: name.trim_end_matches('?').to_owned(),
        is_required: !name.ends_with('?'),
        answer_type: required(class),
    };
    AnswerClass::Object(fields.into_iter().map(field).collect())
}

fn types(classes: Vec<Option<AnswerClass>>) -> Option<String> {
    let answer = |class: Option<AnswerClass>| PinnedAnswer {
        pin: Pin {
            environment: "live".to_owned(),
            version: "1.0.0".to_owned(),
        },
        answer_type: class.map(required),
    };
    answer_types(
        "sales-email-007",
        &classes.into_iter().map(answer).collect::<Vec<_>>(),
    )
}

const TYPES: &str = r#"prompt_runtime::answer_type! {
    "sales-email-007":
    #[derive(Debug, Clone)]
    pub struct SalesEmail007 {
        pub subject: String,
        pub r#type: i64,
        #[serde(rename = "followUp")]
        pub follow_up: Option<bool>,
        pub rate: f64,
        pub mixed: serde_json::Value,
        pub tone: SalesEmail007Tone,
        pub lines: Vec<SalesEmail007Lines>,
        pub prices: std::collections::BTreeMap<String, f64>,
        pub parts: serde_json::Value,
        pub language: Option<String>,
    }

    #[derive(Debug, Clone)]
    pub struct SalesEmail007Lines {
        pub name: String,
        pub seats: Option<i64>,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SalesEmail007Tone {
        #[serde(rename = "warm")]
        Warm,
        #[serde(rename = "very formal")]
        VeryFormal,
    }
}
"#;

#[test]
fn types_hold_what_all_versions_ask_for() {
    use AnswerClass::{Boolean, Integer, Map, Number, Recursive, Text};
    let prices = || Map(Box::new(required(Number)));
    let one = object(vec![
        ("subject", Text),
        ("type", Integer),
        ("followUp?", Boolean),
        ("rate", Integer),
        ("mixed", Text),
        ("tone", choice(&["warm"])),
        ("lines", list(object(vec![("name", Text)]))),
        ("prices", prices()),
        ("parts", Recursive),
    ]);
    let other = object(vec![
        ("subject", choice(&["a"])),
        ("type", Integer),
        ("followUp", Boolean),
        ("rate", Number),
        ("mixed", Integer),
        ("tone", choice(&["warm", "very formal"])),
        (
            "lines",
            list(object(vec![("name", Text), ("seats", Integer)])),
        ),
        ("prices", prices()),
        ("parts", Recursive),
        ("language", Text),
    ]);
    assert_eq!(types(vec![Some(one), Some(other)]).as_deref(), Some(TYPES));
}

#[test]
fn an_answer_without_fields_has_no_types() {
    assert_eq!(types(vec![]), None);
    assert_eq!(types(vec![Some(AnswerClass::Text)]), None);
    assert_eq!(
        types(vec![Some(object(vec![("a", AnswerClass::Text)])), None]),
        None
    );
    assert_eq!(types(vec![Some(list(object(vec![])))]), None);
}

#[test]
fn names_are_identifiers() {
    for (key, field, name) in [
        ("subject", "subject", "Subject"),
        ("followUp", "follow_up", "FollowUp"),
        ("follow-up", "follow_up", "FollowUp"),
        ("URL", "url", "Url"),
        ("match", "r#match", "Match"),
        ("self", "field_self", "ValueSelf"),
        ("2nd", "field_2nd", "Value2nd"),
        ("größe", "gr_e", "GrE"),
        ("…", "field", "Value"),
        ("", "field", "Value"),
    ] {
        assert_eq!((&*field_name(key), &*type_name(key)), (field, name));
    }
    let mut taken = vec![];
    let names = ["a", "a", "r#type", "r#type"].map(|name| unused(name, &mut taken));
    assert_eq!(names, ["a", "a2", "r#type", "type2"]);
}
