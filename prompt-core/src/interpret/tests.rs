use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::vec;

use super::*;
use crate::message::{Content, Part};
use crate::program::{
    Base, Call, Condition, Function, Loop, Message as Source, Op, Operand, Step, VariablePath,
};
use crate::vocabulary::Role;

fn json(text: &str) -> Json {
    Json::parse(text).unwrap()
}

fn variable(base: Base, fields: &[&str]) -> Operand {
    let steps = fields
        .iter()
        .map(|name| Step::Field((*name).to_owned()))
        .collect();
    Operand::Variable(VariablePath { base, steps })
}

fn input(name: &str) -> Operand {
    Operand::Variable(VariablePath::input(name))
}

fn print(value: Operand) -> Op {
    Op::Print {
        value,
        format: Format::Plain,
    }
}

fn user(ops: Vec<Op>) -> Source {
    Source::Text {
        role: Role::User,
        ops,
        range: 0..0,
    }
}

fn rendered(ops: Vec<Op>, inputs: &str) -> String {
    let inputs = json(inputs);
    let messages = render(&[user(ops)], Inputs::new(&inputs), Vec::new()).unwrap();
    messages
        .first()
        .map(|message| message.text().into_owned())
        .unwrap_or_default()
}

fn render_within(
    budget: usize,
    messages: &[Source],
    inputs: Inputs<'_, &Json>,
) -> Result<Vec<Message>, TooLong> {
    Plan::new(messages, Vec::new()).render_within(budget, inputs, Vec::new())
}

#[test]
fn a_loop_has_item_index_key_first_and_last() {
    let path = VariablePath::input("seats");
    let body = vec![
        print(variable(Base::Key(0), &[])),
        Op::Text("=".into()),
        print(variable(Base::Item(0), &["count"])),
        Op::If {
            condition: Condition::Not(Box::new(Condition::True(variable(Base::Last(0), &[])))),
            then: vec![Op::Text(", ".into())],
            otherwise: vec![],
        },
    ];
    let otherwise = vec![Op::Text("none".into())];
    let each = Op::Each(Loop {
        id: 0,
        list: path,
        body,
        otherwise,
    });
    let ops = vec![each];
    assert_eq!(
        rendered(ops.clone(), r#"{"seats":[{"count":1},{"count":2.5}]}"#),
        "0=1, 1=2.5"
    );
    assert_eq!(
        rendered(ops.clone(), r#"{"seats":{"east":{"count":3},"west":{}}}"#),
        "east=3, west="
    );
    assert_eq!(rendered(ops.clone(), r#"{"seats":[]}"#), "none");
    assert_eq!(rendered(ops, "{}"), "none");
}

#[test]
fn a_value_is_present_if_only_an_empty_one() {
    let any = |names: &[&str]| {
        vec![Op::If {
            condition: Condition::AnyPresent(names.iter().map(|name| input(name)).collect()),
            then: vec![Op::Text("yes".into())],
            otherwise: vec![Op::Text("no".into())],
        }]
    };
    let inputs = r#"{"text":"","list":[],"no":false,"null":null}"#;
    for (names, expected) in [
        (&["text"][..], "yes"),
        (&["list"], "yes"),
        (&["no"], "yes"),
        (&["null"], "no"),
        (&["missing", "null"], "no"),
        (&["missing", "list"], "yes"),
        (&[], "no"),
    ] {
        assert_eq!(rendered(any(names), inputs), expected, "{names:?}");
    }
    let (values, own) = (json("{}"), json(r#"{"lead":{}}"#));
    let inputs = Inputs {
        json: &own,
        ..Inputs::new(&values)
    };
    let messages = render(&[user(any(&["lead"]))], inputs, Vec::new()).unwrap();
    assert_eq!(messages[0].text(), "yes");
}

#[test]
fn json_of_its_own_takes_the_place_of_a_value() {
    let ops = [user(vec![Op::Print {
        value: variable(Base::Input("lead".to_owned()), &["name"]),
        format: Format::Json { indent: 0 },
    }])];
    let (values, own) = (
        json(r#"{"lead":{"name":"Mara"}}"#),
        json(r#"{"lead":{"name":["M"]}}"#),
    );
    let text = |inputs| {
        render(&ops, inputs, Vec::new()).unwrap()[0]
            .text()
            .into_owned()
    };
    assert_eq!(text(Inputs::new(&values)), r#""Mara""#);
    assert_eq!(
        text(Inputs {
            json: &own,
            ..Inputs::new(&values)
        }),
        r#"["M"]"#
    );
}

#[test]
fn history_goes_where_the_prompt_has_it_or_before_the_last_message() {
    let text = |role, text: &str| Source::Text {
        role,
        ops: vec![Op::Text(text.into())],
        range: 0..0,
    };
    let history = || vec![Message::new(Role::Model, "so far")];
    let texts = |messages: &[Source]| {
        let rendered = render(messages, Inputs::new(&Json::Null), history()).unwrap();
        rendered
            .iter()
            .map(|message| message.text().into_owned())
            .collect::<Vec<_>>()
    };
    let (system, question) = (text(Role::System, "be brief"), text(Role::User, "why?"));
    assert_eq!(
        texts(&[system.clone(), question.clone()]),
        ["be brief", "so far", "why?"]
    );
    assert_eq!(
        texts(&[Source::History, system.clone()]),
        ["so far", "be brief"]
    );
    assert_eq!(
        texts(&[system, text(Role::User, " \n")]),
        ["be brief", "so far"]
    );
}

#[test]
fn media_sections_and_indented_partials() {
    let ops = vec![
        Op::Media {
            url: input("photo"),
            content_type: None,
        },
        Op::Section("code".into()),
        Op::Indented {
            indent: "  ".into(),
            ops: vec![Op::Text("a\n".into()), print(input("x"))],
        },
    ];
    let inputs = json(r#"{"photo":"https://example.com/a.png","x":"b\n"}"#);
    let messages = render(&[user(ops)], Inputs::new(&inputs), Vec::new()).unwrap();
    let media = Part::Media {
        url: "https://example.com/a.png".into(),
        content_type: None,
    };
    let parts = vec![
        media,
        Part::Section("code".into()),
        Part::Text("  a\n  b\n".into()),
    ];
    assert_eq!(messages[0].content, Content::Parts(parts));
}

#[test]
fn a_text_that_no_machine_holds_is_refused() {
    let mut body = vec![print(variable(Base::Item(0), &[]))];
    for id in 0..9 {
        body = vec![Op::Each(Loop {
            id,
            list: VariablePath::input("xs"),
            body,
            otherwise: vec![],
        })];
    }
    let inputs = json(&alloc::format!(r#"{{"xs":[{}1]}}"#, "1,".repeat(99)));
    let messages = [user(body)];
    let inputs = Inputs::new(&inputs);
    assert_eq!(render_within(10_000, &messages, inputs), Err(TooLong));
}

fn call(function: Function, arguments: Vec<Operand>) -> Operand {
    Operand::Call(Call {
        function,
        arguments,
    })
}

#[test]
fn expressions_have_their_values() {
    let name = input("seats")
        .part(input("team"))
        .part(Operand::Constant(Json::text("name")));
    let ops = vec![
        print(call(Function::Upper, vec![name.clone()])),
        print(call(Function::Default, vec![name.clone(), input("team")])),
        Op::Print {
            value: name,
            format: Format::Json { indent: 0 },
        },
        Op::If {
            condition: Condition::True(call(Function::Not, vec![input("team")])),
            then: vec![Op::Text(" none".into())],
            otherwise: vec![],
        },
    ];
    let inputs = r#"{"team":"east","seats":{"east":{"name":"ab"}}}"#;
    assert_eq!(rendered(ops.clone(), inputs), "ABab\"ab\"");
    assert_eq!(rendered(ops.clone(), r#"{"team":"west"}"#), "westnull");
    assert_eq!(rendered(ops, "{}"), "null none");
}

/// An expression that is printed nowhere takes time and memory as well.
#[test]
fn an_expression_that_no_machine_holds_is_refused() {
    let long = call(Function::Concat, vec![input("x"); 900]);
    let longer = call(Function::Concat, vec![long; 900]);
    let condition = Condition::True(call(Function::Eq, vec![longer, input("x")]));
    let ops = vec![Op::If {
        condition,
        then: vec![],
        otherwise: vec![],
    }];
    let inputs = json(&alloc::format!(r#"{{"x":"{}"}}"#, "a".repeat(100)));
    assert_eq!(
        render_within(100_000, &[user(ops)], Inputs::new(&inputs)),
        Err(TooLong)
    );
}
