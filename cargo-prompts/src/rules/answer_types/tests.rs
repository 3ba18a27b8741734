use prompt_core::program::{
    AnswerClass, AnswerField, AnswerType, Pin, PinnedAnswer, PinnedTools, ToolInput,
};

use super::identifier::{field_name, is_usual_name, type_name, unused};
use super::rust_types;

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
        pin: pin(),
        answer_type: class.map(required),
    };
    let answers = classes.into_iter().map(answer).collect::<Vec<_>>();
    rust_types("sales-email-007", &answers, &[])
}

fn pin() -> Pin {
    Pin {
        environment: "live".to_owned(),
        version: "1.0.0".to_owned(),
    }
}

fn tools(tools: Vec<(&str, AnswerClass)>) -> PinnedTools {
    let tool = |(name, class): (&str, AnswerClass)| ToolInput {
        name: name.to_owned(),
        input: required(class),
    };
    PinnedTools {
        pin: pin(),
        tools: tools.into_iter().map(tool).collect(),
    }
}

const TYPES: &str = r#"// `cargo add serde_json`: a value of any type is one of this crate.
prompt_runtime::answer_type! {
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

const TOOLS: &str = r#"prompt_runtime::tool_type! {
    "sales-email-007":
    #[derive(Debug, Clone)]
    pub enum SalesEmail007Tool {
        LookUpOrder {
            #[serde(rename = "orderId")]
            order_id: String,
            kind: Option<SalesEmail007ToolLookUpOrderKind>,
            lines: Option<Vec<SalesEmail007ToolLookUpOrderLines>>,
        },
        Ping,
        #[serde(rename = "crm_find-lead")]
        CrmFindLead(std::collections::BTreeMap<String, String>),
        #[serde(rename = "add")]
        Add,
        #[serde(rename = "Add")]
        Add2,
    }

    #[derive(Debug, Clone)]
    pub struct SalesEmail007ToolLookUpOrderLines {
        pub name: String,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SalesEmail007ToolLookUpOrderKind {
        #[serde(rename = "paid")]
        Paid,
    }
}
"#;

#[test]
fn tools_hold_what_all_versions_ask_for() {
    use AnswerClass::{Map, Text};
    let line = || list(object(vec![("name", Text)]));
    let versions = [
        tools(vec![
            (
                "look-up-order",
                object(vec![("orderId", Text), ("kind?", choice(&["paid"]))]),
            ),
            ("ping", object(vec![])),
        ]),
        tools(vec![
            (
                "look-up-order",
                object(vec![("orderId", Text), ("lines", line())]),
            ),
            ("crm_find-lead", Map(Box::new(required(Text)))),
            ("add", object(vec![])),
            ("Add", object(vec![])),
        ]),
    ];
    let types = |answers: &[PinnedAnswer]| rust_types("sales-email-007", answers, &versions);
    assert_eq!(types(&[]).as_deref(), Some(TOOLS));
    // A type of the answer may have the name of the enum.
    let answer = PinnedAnswer {
        pin: pin(),
        answer_type: Some(required(object(vec![("tool", object(vec![("a", Text)]))]))),
    };
    let both = types(&[answer]).unwrap();
    for part in [
        "answer_type! {",
        "pub struct SalesEmail007Tool {",
        "}\n\nprompt_runtime::tool_type! {",
        "pub enum SalesEmail007Tool2 {",
    ] {
        assert!(both.contains(part), "{part}: {both}");
    }
    assert_eq!(rust_types("sales-email-007", &[], &[tools(vec![])]), None);
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
    for (tool, is_usual) in [
        ("look-up-order", true),
        ("look_up_order", true),
        ("lookUpOrder", true),
        ("LookUpOrder", true),
        ("look_up-order", false),
        ("lookup-order", false),
    ] {
        assert_eq!(is_usual_name("LookUpOrder", tool), is_usual, "{tool}");
    }
    let mut taken = vec![];
    let names = ["a", "a", "r#type", "r#type"].map(|name| unused(name, &mut taken));
    assert_eq!(names, ["a", "a2", "r#type", "type2"]);
}
