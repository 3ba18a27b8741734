//! Declared types against the schemas of pinned versions: a row for each rule.

use prompt_core::program::{
    AnswerClass, AnswerField, AnswerType, Pin, PinnedAnswer, PinnedTools, ToolInput,
};

use super::rename_rule::RenameRule;
use super::{AnswerCall, ToolTypeCall, check, check_tools};

/// Types in a short form: `{a: text, b?: [integer]}`; `?` behind a type stands for null.
struct Notation<'a>(&'a str);

impl Notation<'_> {
    fn answer_type(&mut self) -> AnswerType {
        let class = self.class();
        let is_nullable = self.take("?");
        AnswerType { class, is_nullable }
    }

    fn class(&mut self) -> AnswerClass {
        if self.take("[") {
            let item = self.answer_type();
            assert!(self.take("]"), "{}", self.0);
            return AnswerClass::List(Box::new(item));
        }
        if self.take("{") {
            return AnswerClass::Object(self.fields());
        }
        let word = self.word();
        match word.as_str() {
            "any" => AnswerClass::Any,
            "boolean" => AnswerClass::Boolean,
            "integer" => AnswerClass::Integer,
            "number" => AnswerClass::Number,
            "text" => AnswerClass::Text,
            "recursive" => AnswerClass::Recursive,
            "map" => AnswerClass::Map(Box::new(self.answer_type())),
            choices => AnswerClass::Choice(choices.split('|').map(str::to_owned).collect()),
        }
    }

    fn fields(&mut self) -> Vec<AnswerField> {
        let mut fields = Vec::new();
        while !self.take("}") {
            let name = self.word();
            let is_required = !self.take("?");
            assert!(self.take(":"), "{}", self.0);
            let answer_type = self.answer_type();
            fields.push(AnswerField {
                name,
                is_required,
                answer_type,
            });
            self.take(",");
        }
        fields
    }

    fn word(&mut self) -> String {
        self.0 = self.0.trim_start();
        let is_end = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '|');
        let (word, rest) = self.0.split_at(self.0.find(is_end).unwrap_or(self.0.len()));
        self.0 = rest;
        word.to_owned()
    }

    fn take(&mut self, token: &str) -> bool {
        let rest = self.0.trim_start().strip_prefix(token);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }
}

/// The versions that are pinned, the first by `live`, the second by `staging`; `-` is one without a
/// schema. Then what the user declares, and the errors.
type Row = (
    &'static [&'static str],
    &'static str,
    &'static [&'static str],
);

const ROWS: &[Row] = &[
    (
        &["{a: text, b: integer, c: number, d: boolean}"],
        "struct A { a: String, b: u8, c: f64, d: bool }",
        &[],
    ),
    (
        &["{a: text}"],
        "pub(crate) struct A { pub a: ::std::string::String }",
        &[],
    ),
    (&["{a: text}"], "struct A { a: Box<str> }", &[]),
    (&["{a: text}"], "struct A { a: Option<String> }", &[]),
    (&["{a: text, b: text}"], "struct A { b: String }", &[]),
    (&["{a: text}"], "struct A { a: serde_json::Value }", &[]),
    (&["{a: any?}"], "struct A { a: Value }", &[]),
    (&["{a: integer}", "{a: number}"], "struct A { a: f64 }", &[]),
    (
        &["{a: [text], b: [[integer]]}"],
        "struct A { a: Vec<String>, b: Vec<Vec<i64>> }",
        &[],
    ),
    (
        &["{a: map number}"],
        "struct A { a: std::collections::BTreeMap<String, f64> }",
        &[],
    ),
    (
        &["{a: map [text]}"],
        "struct A { a: HashMap<String, Vec<String>, RandomState> }",
        &[],
    ),
    // What is missing, optional or null.
    (
        &["{a: text}", "{b: text}"],
        "struct A { a: String }",
        &[
            "[optional-answer-field] `a` is missing from version `1.0.0`, which `staging` pins: make it an `Option`: `Option<String>`",
        ],
    ),
    (
        &["{a: text}", "{a?: text}"],
        "struct A { a: String }",
        &[
            "[optional-answer-field] `a` may be left out in version `1.0.0`, which `staging` pins: make it an `Option`: `Option<String>`",
        ],
    ),
    (
        &["{a: [text]?}"],
        "struct A { a: Vec<String> }",
        &[
            "[optional-answer-field] `a` may be null in the working copy, which `live` takes: make it an `Option`: `Option<Vec<String>>`",
        ],
    ),
    (
        &["{a: [text?]}"],
        "struct A { a: Vec<String> }",
        &[
            "[optional-answer-field] an item of `a` may be null in the working copy, which `live` takes: make it an `Option`: `Option<String>`",
        ],
    ),
    (
        &["{a: [text?]?}"],
        "struct A { a: Option<Vec<Option<String>>> }",
        &[],
    ),
    (
        &["{a: any}", "{b: any}"],
        "struct A { a: serde_json::Value }",
        &[
            "[optional-answer-field] `a` is missing from version `1.0.0`, which `staging` pins: make it an `Option`: `Option<serde_json::Value>`",
        ],
    ),
    (
        &["{subject: text}"],
        "struct A { subjet: String }",
        &[
            "[unknown-answer-field] no pinned version of `note` has `subjet` here in its answer: did you mean `subject`?",
        ],
    ),
    (
        &["{a: text, b: text}"],
        "struct A { other: Option<String> }",
        &[
            "[unknown-answer-field] no pinned version of `note` has `other` here in its answer: the fields are `a`, `b`",
        ],
    ),
    (
        &["{a: text}"],
        "struct A { #[serde(rename = \"b\\u{202e}\\n\")] a: String }",
        &[
            "[unknown-answer-field] no pinned version of `note` has `b\\u{202e}\\n` here in its answer: the fields are `a`",
        ],
    ),
    // Types.
    (
        &["{a: text}", "{a: integer}"],
        "struct A { a: String }",
        &[
            "[ill-typed-answer] `a` is an integer in version `1.0.0`, which `staging` pins: make it an integer, such as `i64`, or an `f64`",
        ],
    ),
    (
        &["{a: number}"],
        "struct A { a: u32 }",
        &[
            "[ill-typed-answer] `a` is a number in the working copy, which `live` takes: make it an `f64`",
        ],
    ),
    (
        &["{a: number}"],
        "struct A { a: f32 }",
        &[
            "[ill-typed-answer] `a` is a number in the working copy, which `live` takes: make it an `f64`; `f32` is not declared in this `answer_type!`, so it is not checked",
        ],
    ),
    (
        &["{a: text, b: integer}"],
        "struct A { a: u8, b: String }",
        &[
            "[ill-typed-answer] `a` is a text in the working copy, which `live` takes: make it a `String`",
            "[ill-typed-answer] `b` is an integer in the working copy, which `live` takes: make it an integer, such as `i64`, or an `f64`",
        ],
    ),
    (
        &["{a: [integer]}"],
        "struct A { a: Vec<String> }",
        &[
            "[ill-typed-answer] an item of `a` is an integer in the working copy, which `live` takes: make it an integer, such as `i64`, or an `f64`",
        ],
    ),
    (
        &["{a: map integer}"],
        "struct A { a: BTreeMap<u8, i64> }",
        &[
            "[ill-typed-answer] `a` is an object with any keys in the working copy, which `live` takes: make it a map, such as `BTreeMap<String, …>`",
        ],
    ),
    (
        &["{a: any}"],
        "struct A { a: String }",
        &[
            "[ill-typed-answer] `a` is a value of any type in the working copy, which `live` takes: make it a `serde_json::Value`",
        ],
    ),
    (
        &["{a: [recursive]}"],
        "struct A { a: Vec<A> }",
        &[
            "[ill-typed-answer] an item of `a` is recursive in the working copy, which `live` takes: make it a `serde_json::Value`",
        ],
    ),
    (
        &["{a: [recursive]}"],
        "struct A { a: Vec<serde_json::Value> }",
        &[],
    ),
    (
        &["map number"],
        "struct A { a: String }",
        &[
            "[ill-typed-answer] the answer is an object with any keys in the working copy, which `live` takes: put the value into an object of the schema, under a name; without `answer_type!`, `answer.parse::<BTreeMap<String, …>>()` reads it, unchecked",
        ],
    ),
    (
        &["any"],
        "struct A { a: String }",
        &[
            "[ill-typed-answer] the answer is a value of any type in the working copy, which `live` takes: put the value into an object of the schema, under a name; without `answer_type!`, `answer.parse::<serde_json::Value>()` reads it, unchecked",
        ],
    ),
    (
        &["number"],
        "struct A { a: String }",
        &[
            "[ill-typed-answer] the answer is a number in the working copy, which `live` takes: put the value into an object of the schema, under a name; without `answer_type!`, `answer.parse::<f64>()` reads it, unchecked",
        ],
    ),
    (
        &["{a: text}?"],
        "struct A { a: String }",
        &[
            "[ill-typed-answer] the answer may be null in the working copy, which `live` takes: put the value into an object of the schema, under a name; without `answer_type!`, `answer.parse::<Option<…>>()` reads it, unchecked",
        ],
    ),
    (
        &["[text]"],
        "struct A { a: String }",
        &[
            "[ill-typed-answer] the answer is a list in the working copy, which `live` takes: put the value into an object of the schema, under a name; without `answer_type!`, `answer.parse::<Vec<…>>()` reads it, unchecked",
        ],
    ),
    (
        &["{a: text}"],
        "struct A { a: &'static str }",
        &[
            "[ill-typed-answer] `a` is a text in the working copy, which `live` takes: make it a `String`",
        ],
    ),
    // Types in types.
    (
        &["{a: {b: text}}"],
        "struct A { a: B } struct B { b: String }",
        &[],
    ),
    (
        &["{a: {b: text}}", "{a: {c: text}}"],
        "struct A { a: B } struct B { b: String, c: Option<String> }",
        &[
            "[optional-answer-field] `b` is missing from version `1.0.0`, which `staging` pins: make it an `Option`: `Option<String>`",
        ],
    ),
    (
        &["{a: {b: text}, c: {b: integer}}"],
        "struct A { a: B, c: B } struct B { b: f64 }",
        &[
            "[ill-typed-answer] `b` is a text in the working copy, which `live` takes: make it a `String`",
        ],
    ),
    (
        &["{a: {b: text}}"],
        "struct A { a: String }",
        &[
            "[ill-typed-answer] `a` is an object in the working copy, which `live` takes: make it a struct that is declared beside",
        ],
    ),
    (
        &["{a: text}"],
        "struct A { a: String } struct B { b: String }",
        &[
            "[unsupported-answer-type] `B` is in no field of the answer: use it in a field, or declare it outside of `answer_type!`",
        ],
    ),
    // Enums.
    (
        &["{a: x|y}"],
        "struct A { a: B } #[serde(rename_all = \"lowercase\")] enum B { X, Y, Z }",
        &[],
    ),
    (&["{a: x|y}"], "struct A { a: String }", &[]),
    (
        &["{a: x|y?}"],
        "struct A { a: Option<B> } enum B { #[serde(rename = \"x\")] X, #[serde(untagged)] Other(String) }",
        &[],
    ),
    (
        &["{a: text}"],
        "struct A { a: B } enum B { #[serde(other)] Other }",
        &[],
    ),
    (
        &["{a: x}", "{a: x|y|z}"],
        "struct A { a: B, } enum B { #[serde(rename = \"x\")] X }",
        &[
            "[missing-variant] `B` has no variant for `y`, `z` of version `1.0.0`, which `staging` pins: add it, with `#[serde(rename = \"…\")]` where the name differs; or take any other text, by `#[serde(untagged)] Other(String)`",
        ],
    ),
    (
        &["{a: text}"],
        "struct A { a: B } enum B { X }",
        &[
            "[ill-typed-answer] `a` is a text in the working copy, which `live` takes: make it a `String`, or give `B` a variant for any other text: `#[serde(untagged)] Other(String)`",
        ],
    ),
    // Names.
    (
        &["{type: text, follow-up: text}"],
        "struct A { r#type: String, #[serde(rename = \"follow-up\")] f: String }",
        &[],
    ),
    (
        &["{followUp: text}"],
        "#[serde(rename_all = \"camelCase\")] struct A { follow_up: String }",
        &[],
    ),
    (
        &["{b: text}"],
        "struct A { #[serde(rename(serialize = \"a\", deserialize = \"b\"))] a: String }",
        &[],
    ),
    (
        &["{a: text}"],
        "struct A { a: String, #[serde(skip)] own: Instant }",
        &[],
    ),
    (
        &["{a: text}"],
        "#[derive(Debug, serde::Serialize)] /// Text.\n struct A { #[serde(default, alias = \"b\")] #[doc = \"x\"] a: String }",
        &[],
    ),
    // What cannot be checked.
    (
        &["{a: text}"],
        "struct A<T> { a: T }",
        &[
            "[unsupported-answer-type] the type parameters of `A` cannot be checked against the output schemas: name the types themselves",
        ],
    ),
    (
        &["{a: text}"],
        "struct A { #[serde(flatten)] a: B }",
        &[
            "[unsupported-answer-type] `#[serde(flatten)]` cannot be checked against the output schemas: the check knows `rename`, `rename_all`, `alias`, `default`, `skip` and `other`",
        ],
    ),
    (
        &["{a: text}"],
        "struct A { #[cfg_attr(test, serde(rename = \"a\"))] b: String }",
        &[
            "[unsupported-answer-type] `cfg_attr` with a serde attribute cannot be checked against the output schemas",
        ],
    ),
    (
        &["{a: text}"],
        "struct A(String);",
        &[
            "[unsupported-answer-type] `A` cannot be checked against the output schemas: declare a struct with named fields, or an enum",
        ],
    ),
    (
        &["{a: x}"],
        "struct A { a: B } enum B { X { y: String }, #[serde(untagged)] None, #[serde(untagged)] Other(u8) }",
        &[
            "[unsupported-answer-type] the variant `X` cannot be checked against the output schemas: a variant is one text of the answer; for any other text, write `#[serde(untagged)] Other(String)`",
            "[unsupported-answer-type] the variant `None` cannot be checked against the output schemas: a variant is one text of the answer; for any other text, write `#[serde(untagged)] Other(String)`",
            "[unsupported-answer-type] the variant `Other` cannot be checked against the output schemas: a variant is one text of the answer; for any other text, write `#[serde(untagged)] Other(String)`",
        ],
    ),
    (
        &["{a: text}"],
        "fn a() {}",
        &["[unexpected-argument] expected a struct or an enum"],
    ),
    (
        &["{a: text}"],
        "",
        &[
            "[unexpected-argument] expected the struct of the answer after the id: `cargo prompts show note --rust` prints one",
        ],
    ),
    (
        &["{a: text}", "-"],
        "struct A { a: String }",
        &[
            "[no-output-schema] the answer to `note` has no schema in version `1.0.0`, which `staging` pins: add `output: { schema: … }` to it, or pin a version that has one",
        ],
    ),
];

#[test]
fn types_are_held_against_all_pinned_versions() {
    for (versions, items, expected) in ROWS {
        assert_eq!(errors(versions, items), *expected, "{items}");
    }
}

/// The tools of each pinned version, with their names before the types of their inputs; `-` is a version
/// without tools.
const TOOL_ROWS: &[Row] = &[
    (
        &["look-up-order {order_id: text, with_lines?: boolean}", "-"],
        "enum Tool { LookUpOrder { order_id: String, with_lines: Option<bool> } }",
        &[],
    ),
    (
        &["look_up_order {order_id: text}"],
        "pub enum Tool { LookUpOrder { order_id: String } }",
        &[],
    ),
    (
        &["lookUpOrder {order_id: text}"],
        "enum Tool { LookUpOrder { } }",
        &[],
    ),
    (
        &["LookUpOrder {order_id: text}"],
        "enum Tool { LookUpOrder }",
        &[],
    ),
    (
        &[
            "look-up-order {order_id: text}",
            "look_up_order {order_id: text}",
        ],
        "enum Tool { LookUpOrder { order_id: String } }",
        &[],
    ),
    (
        &["find {order_id: text}"],
        "enum Tool { #[serde(rename = \"find\")] LookUpOrder { order_id: String } }",
        &[],
    ),
    (
        &["LOOK_UP {a: text}"],
        "#[serde(rename_all = \"SCREAMING_SNAKE_CASE\")] enum Tool { LookUp { a: String } }",
        &[],
    ),
    (
        &["look {orderId: text}"],
        "#[serde(rename_all_fields = \"camelCase\")] enum Tool { Look { order_id: String } }",
        &[],
    ),
    (
        &["look {orderId: text}"],
        "enum Tool { #[serde(rename_all = \"camelCase\")] Look { order_id: String } }",
        &[],
    ),
    (
        &["look {order: {id: text, kind: a|b}}"],
        "enum Tool { Look(Look) } struct Look { order: Order } struct Order { id: String, kind: Kind } #[serde(rename_all = \"lowercase\")] enum Kind { A, B }",
        &[],
    ),
    (
        &["look map text"],
        "enum Tool { Look(BTreeMap<String, String>) }",
        &[],
    ),
    // A variant without a pinned tool, with whatever types.
    (
        &["-"],
        "enum Tool { Look { order: Order } } struct Order { id: String }",
        &[],
    ),
    (
        &["look {}", "list {}"],
        "enum Tool { Look, #[serde(other)] Other }",
        &[],
    ),
    (
        &["look {}", "list {a: text}", "list {a: text} delete {}"],
        "enum Tool { Look }",
        &[
            "[missing-variant] `Tool` has no variant for the tool `list` of version `1.0.0`, which `staging` pins: add it, with `#[serde(rename = \"…\")]` where the name differs",
            "[missing-variant] `Tool` has no variant for the tool `delete` of version `2.0.0`, which `next` pins: add it, with `#[serde(rename = \"…\")]` where the name differs",
        ],
    ),
    (
        &["look {order_id: text}"],
        "enum Tool { Look { order: String } }",
        &[
            "[unknown-answer-field] no pinned version of `note` has `order` here among the arguments: the fields are `order_id`",
        ],
    ),
    (
        &["look {order_id: text}", "look {order_id?: text}"],
        "enum Tool { Look { order_id: String } }",
        &[
            "[optional-answer-field] `order_id` may be left out in version `1.0.0`, which `staging` pins: make it an `Option`: `Option<String>`",
        ],
    ),
    (
        &["look {order_id: integer}"],
        "enum Tool { Look { order_id: String } }",
        &[
            "[ill-typed-answer] `order_id` is an integer in the working copy, which `live` takes: make it an integer, such as `i64`, or an `f64`",
        ],
    ),
    (
        &["look {kind: a|b}"],
        "enum Tool { Look { kind: Kind } } #[serde(rename_all = \"lowercase\")] enum Kind { A }",
        &[
            "[missing-variant] `Kind` has no variant for `b` of the working copy, which `live` takes: add it, with `#[serde(rename = \"…\")]` where the name differs; or take any other text, by `#[serde(untagged)] Other(String)`",
        ],
    ),
    (
        &["look {}"],
        "enum Tool { Look } struct Order { id: String }",
        &[
            "[unsupported-answer-type] `Order` is in no argument of a tool: use it in a field, or declare it outside of `tool_type!`",
        ],
    ),
    (
        &["look {}"],
        "enum Tool { Look(String, String) }",
        &[
            "[unsupported-answer-type] the variant `Look` cannot be checked against the output schemas: name its fields: `Tool { order_id: String }`",
        ],
    ),
    (
        &["look {}"],
        "enum Tool<T> { Look(T) }",
        &[
            "[unsupported-answer-type] the type parameters of `Tool` cannot be checked against the output schemas: name the types themselves",
        ],
    ),
    (
        &["look {}"],
        "struct Tool { look: String }",
        &["[unexpected-argument] expected an enum with a variant for each tool"],
    ),
];

#[test]
fn tools_are_held_against_all_pinned_versions() {
    for (versions, items, expected) in TOOL_ROWS {
        assert_eq!(tool_errors(versions, items), *expected, "{items}");
    }
}

fn tool_errors(versions: &[&str], items: &str) -> Vec<String> {
    let pins = [("live", "local"), ("staging", "1.0.0"), ("next", "2.0.0")];
    let pinned = versions
        .iter()
        .zip(pins)
        .map(|(version, (environment, name))| PinnedTools {
            pin: Pin {
                environment: environment.to_owned(),
                version: name.to_owned(),
            },
            tools: tools(version),
        });
    let pinned = pinned.collect::<Vec<_>>();
    let call = syn::parse_str::<ToolTypeCall>(&format!("\"note\": {items}")).unwrap();
    let errors = match call.declarations {
        Err(error) => vec![error],
        Ok((tools, declarations)) => {
            let refusals = check_tools(&call.id, &tools, &declarations, &pinned);
            refusals.into_iter().map(syn::Error::from).collect()
        }
    };
    shown(&errors)
}

fn tools(version: &str) -> Vec<ToolInput> {
    let mut notation = Notation(version);
    let mut tools = Vec::new();
    while !(notation.take("-") || notation.0.trim().is_empty()) {
        tools.push(ToolInput {
            name: notation.word(),
            input: notation.answer_type(),
        });
    }
    tools
}

fn shown(errors: &[syn::Error]) -> Vec<String> {
    let errors = errors
        .iter()
        .map(|error| error.to_string().replace("\n  = help: ", ": "));
    errors.collect()
}

fn errors(versions: &[&str], items: &str) -> Vec<String> {
    let pins = [("live", "local"), ("staging", "1.0.0")];
    let answers = versions
        .iter()
        .zip(pins)
        .map(|(version, (environment, name))| PinnedAnswer {
            pin: Pin {
                environment: environment.to_owned(),
                version: name.to_owned(),
            },
            answer_type: (*version != "-").then(|| Notation(version).answer_type()),
        });
    let answers = answers.collect::<Vec<_>>();
    let call = syn::parse_str::<AnswerCall>(&format!("\"note\": {items}")).unwrap();
    let errors = match call.declarations {
        Err(error) => vec![error],
        Ok(declarations) => {
            let refusals = check(&call.id, &declarations, &answers);
            refusals.into_iter().map(syn::Error::from).collect()
        }
    };
    shown(&errors)
}

/// serde's own names are in its documentation.
#[test]
fn names_are_those_of_serde() {
    let names = |rule: &str| {
        let rule = RenameRule::from_name(rule).unwrap();
        (rule.of_field("follow_up_at"), rule.of_variant("VeryTasty"))
    };
    for (rule, field, variant) in [
        ("lowercase", "follow_up_at", "verytasty"),
        ("UPPERCASE", "FOLLOW_UP_AT", "VERYTASTY"),
        ("PascalCase", "FollowUpAt", "VeryTasty"),
        ("camelCase", "followUpAt", "veryTasty"),
        ("snake_case", "follow_up_at", "very_tasty"),
        ("SCREAMING_SNAKE_CASE", "FOLLOW_UP_AT", "VERY_TASTY"),
        ("kebab-case", "follow-up-at", "very-tasty"),
        ("SCREAMING-KEBAB-CASE", "FOLLOW-UP-AT", "VERY-TASTY"),
    ] {
        assert_eq!(
            names(rule),
            (field.to_owned(), variant.to_owned()),
            "{rule}"
        );
    }
}
