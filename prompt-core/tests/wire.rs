//! A program that is written and read again is unchanged.

use prompt_core::js::{Json, Number};
use prompt_core::program::{
    AnswerClass, AnswerField, AnswerType, Base, Call, Check, Choice, Class, Condition, Demand,
    Format, Function, Input, Loop, Message, Op, Operand, Pin, PinnedAnswer, PinnedTools, Program,
    Slot, Step, ToolInput, VariablePath,
};
use prompt_core::vocabulary::Role;
use prompt_core::wire;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[ ()0-9:a-z\n-]{0,12}"]
}

fn json() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i128>().prop_map(|number| Json::Number(Number::from(number))),
        any::<f64>().prop_map(Json::number),
        text().prop_map(Json::Text),
    ];
    scalar.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::List),
            vec((text(), inner), 0..4).prop_map(Json::Object),
        ]
    })
}

fn path() -> impl Strategy<Value = VariablePath> {
    let base = prop_oneof![
        text().prop_map(Base::Input),
        any::<usize>().prop_map(Base::Item),
        any::<usize>().prop_map(Base::Index),
        any::<usize>().prop_map(Base::Key),
        any::<usize>().prop_map(Base::First),
        any::<usize>().prop_map(Base::Last),
    ];
    let step = prop_oneof![text().prop_map(Step::Field), Just(Step::Item)];
    (base, vec(step, 0..3)).prop_map(|(base, steps)| VariablePath { base, steps })
}

fn operand() -> impl Strategy<Value = Operand> {
    let leaf = prop_oneof![
        json().prop_map(Operand::Constant),
        path().prop_map(Operand::Variable)
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let functions = Function::all().collect::<Vec<_>>();
        (prop::sample::select(functions), vec(inner, 3)).prop_map(|(function, mut arguments)| {
            let signature = function.signature();
            let count = (1..=3).rev().find(|count| signature.takes(*count));
            arguments.truncate(count.unwrap_or_default());
            Operand::Call(Call {
                function,
                arguments,
            })
        })
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        operand().prop_map(Condition::True),
        operand().prop_map(Condition::Given),
        (operand(), operand()).prop_map(|(a, b)| Condition::Equal(a, b)),
        vec(operand(), 0..3).prop_map(Condition::AnyPresent),
    ];
    leaf.prop_recursive(2, 4, 1, |inner| {
        inner.prop_map(|inner| Condition::Not(Box::new(inner)))
    })
}

fn format() -> impl Strategy<Value = Format> {
    let indented = (0..11_usize).prop_map(|indent| Format::Json { indent });
    prop_oneof![prop::sample::select(Format::SAMPLES), indented]
}

fn op() -> impl Strategy<Value = Op> {
    let leaf = prop_oneof![
        text().prop_map(Op::Text),
        text().prop_map(Op::Section),
        prop::sample::select(Role::ALL).prop_map(Op::Role),
        (operand(), format()).prop_map(|(value, format)| Op::Print { value, format }),
        (operand(), option::of(operand()))
            .prop_map(|(url, content_type)| Op::Media { url, content_type }),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let ops = || vec(inner.clone(), 0..4);
        prop_oneof![
            (condition(), ops(), ops()).prop_map(|(condition, then, otherwise)| Op::If {
                condition,
                then,
                otherwise
            }),
            (any::<usize>(), path(), ops(), ops()).prop_map(|(id, list, body, otherwise)| {
                Op::Each(Loop {
                    id,
                    list,
                    body,
                    otherwise,
                })
            }),
            (text(), ops()).prop_map(|(indent, ops)| Op::Indented { indent, ops }),
        ]
    })
}

fn message() -> impl Strategy<Value = Message> {
    let role = prop::sample::select(Role::ALL);
    prop_oneof![
        Just(Message::History),
        (role, vec(op(), 0..5), any::<usize>(), any::<usize>()).prop_map(
            |(role, ops, start, end)| Message::Text {
                role,
                ops,
                range: start..end
            }
        ),
    ]
}

fn pin() -> impl Strategy<Value = Pin> {
    (text(), text()).prop_map(|(environment, version)| Pin {
        environment,
        version,
    })
}

fn slot() -> impl Strategy<Value = Slot> {
    let choice =
        (text(), any::<bool>(), option::of(pin())).prop_map(|(text, is_own, refused_by)| Choice {
            text,
            is_own,
            refused_by,
        });
    let class = prop_oneof![
        Just(Class::Any),
        Just(Class::Null),
        Just(Class::Boolean),
        Just(Class::Integer),
        Just(Class::Number),
        vec(choice, 0..3).prop_map(Class::Text),
    ];
    let of = |(class, may_be_option)| Slot {
        class,
        may_be_option,
        origin: (),
    };
    (class, any::<bool>())
        .prop_map(of)
        .prop_recursive(3, 12, 3, move |inner| {
            let class = prop_oneof![
                inner.clone().prop_map(|slot| Class::List(Box::new(slot))),
                inner.clone().prop_map(|slot| Class::Map(Box::new(slot))),
                vec((text(), inner), 0..3).prop_map(Class::Object),
            ];
            (class, any::<bool>()).prop_map(of)
        })
}

fn input() -> impl Strategy<Value = Input> {
    (text(), slot(), option::of(pin()), option::of(json())).prop_map(
        |(name, slot, required_by, default)| Input {
            name,
            slot,
            required_by,
            default,
        },
    )
}

fn check() -> impl Strategy<Value = Check> {
    let demand = prop_oneof![
        Just(Demand::Print),
        Just(Demand::Test),
        Just(Demand::Serialize)
    ];
    (path(), demand, pin()).prop_map(|(path, demand, required_by)| Check {
        path,
        demand,
        required_by,
    })
}

fn program() -> impl Strategy<Value = Program> {
    (vec(input(), 0..4), vec(check(), 0..3), vec(message(), 0..4)).prop_map(
        |(inputs, checks, messages)| Program {
            inputs,
            checks,
            messages,
        },
    )
}

fn written(program: &Program) -> String {
    let mut file = String::new();
    wire::write(
        &program.inputs,
        &program.checks,
        &program.messages,
        &mut file,
    );
    file
}

fn answer_type() -> impl Strategy<Value = AnswerType> {
    let class = prop_oneof![
        Just(AnswerClass::Any),
        Just(AnswerClass::Boolean),
        Just(AnswerClass::Integer),
        Just(AnswerClass::Number),
        Just(AnswerClass::Text),
        Just(AnswerClass::Recursive),
        vec(text(), 0..3).prop_map(AnswerClass::Choice),
    ];
    let of = |(class, is_nullable)| AnswerType { class, is_nullable };
    (class, any::<bool>())
        .prop_map(of)
        .prop_recursive(3, 12, 3, move |inner| {
            let field = (text(), any::<bool>(), inner.clone());
            let field = field.prop_map(|(name, is_required, answer_type)| AnswerField {
                name,
                is_required,
                answer_type,
            });
            let class = prop_oneof![
                inner
                    .clone()
                    .prop_map(|item| AnswerClass::List(Box::new(item))),
                inner.prop_map(|value| AnswerClass::Map(Box::new(value))),
                vec(field, 0..3).prop_map(AnswerClass::Object),
            ];
            (class, any::<bool>()).prop_map(of)
        })
}

fn pinned_tools() -> impl Strategy<Value = PinnedTools> {
    let tool = (text(), answer_type()).prop_map(|(name, input)| ToolInput { name, input });
    (pin(), vec(tool, 0..4)).prop_map(|(pin, tools)| PinnedTools { pin, tools })
}

fn pinned_answer() -> impl Strategy<Value = PinnedAnswer> {
    (pin(), option::of(answer_type()))
        .prop_map(|(pin, answer_type)| PinnedAnswer { pin, answer_type })
}

proptest! {
    #[test]
    fn tools_are_read_as_they_are_written(tools in vec(pinned_tools(), 0..4)) {
        prop_assert_eq!(wire::read_tools(&wire::write_tools(&tools)), Some(tools));
    }

    #[test]
    fn answers_are_read_as_they_are_written(answers in vec(pinned_answer(), 0..4)) {
        prop_assert_eq!(wire::read_answers(&wire::write_answers(&answers)), Some(answers));
    }

    #[test]
    fn a_program_is_read_as_it_is_written(program in program()) {
        prop_assert_eq!(wire::read(&written(&program)), Some(program));
    }

    #[test]
    fn a_damaged_file_is_read_as_something_or_nothing(
        program in program(),
        at in any::<prop::sample::Index>(),
        byte in any::<char>(),
    ) {
        let file = written(&program).chars().collect::<Vec<_>>();
        let at = at.index(file.len());
        let mut changed = file.clone();
        changed[at] = byte;
        _ = wire::read(&changed.into_iter().collect::<String>());
        // The last line break may be missing.
        if at + 1 < file.len() {
            prop_assert_eq!(wire::read(&file[..at].iter().collect::<String>()), None);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[()0-9: a-z*\n-]{0,60}") {
        _ = wire::read(&text);
    }
}

/// The example in the documentation of the module.
#[test]
fn a_file_looks_like_this() {
    let pin = Pin {
        environment: "production".into(),
        version: "2.3.0".into(),
    };
    let program = Program {
        inputs: vec![Input {
            name: "customer".into(),
            slot: Slot {
                class: Class::Text(vec![]),
                may_be_option: false,
                origin: (),
            },
            required_by: Some(pin),
            default: None,
        }],
        checks: vec![],
        messages: vec![Message::Text {
            role: Role::User,
            ops: vec![
                Op::Text("Write to ".into()),
                Op::Print {
                    value: Operand::Variable(VariablePath::input("customer")),
                    format: Format::Plain,
                },
            ],
            range: 0..40,
        }],
    };
    assert_eq!(
        written(&program),
        "(inputs (8:customer (text -) (10:production 5:2.3.0) -))\n\
         (checks)\n\
         (messages (user 0 40 9:Write to  (print 0 (input 8:customer))))\n"
    );
}

/// Tests run in threads, whose stacks are small.
#[test]
fn deep_nesting_is_read_or_refused() {
    assert_eq!(wire::read(&"(".repeat(1_000_000)), None);
    let nested = |open: &str, inner: &str, close: &str, depth| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    let message = |op: &str| format!("(inputs)(checks)(messages (user 0 0 {op}))");
    let of_depth = |depth| {
        [
            message(&nested(
                "(if (true (input 1:a)) (",
                "1:x",
                ") ())",
                depth / 2,
            )),
            message(&nested("(indented 1: ", "1:x", ")", depth)),
            message(&format!(
                "(print 0 {})",
                nested("(call upper ", "(input 1:a)", ")", depth)
            )),
            message(&format!(
                "(print 0 (constant {}))",
                nested("(list ", "null", ")", depth)
            )),
            format!(
                "(inputs (1:a {} - -))(checks)(messages)",
                nested("(list - ", "(any -)", ")", depth)
            ),
        ]
    };
    for file in of_depth(500) {
        let program = wire::read(&file).expect("it is not too deep");
        assert_eq!(wire::read(&written(&program)), Some(program));
    }
    for file in of_depth(1_000_000) {
        assert_eq!(wire::read(&file), None);
    }
}
