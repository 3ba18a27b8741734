//! Expressions: what is known is evaluated, and the rest is code without new texts where none is
//! needed.

use prompt_core::js::Json;
use prompt_core::program::{
    Call, Class, Condition, Format, Function, Input, Op, Operand, VariablePath,
};
use quote::quote;

use super::{input, optional, simplified, slot, text, words};

fn call(function: Function, arguments: Vec<Operand>) -> Operand {
    Operand::Call(Call {
        function,
        arguments,
    })
}

fn value(name: &str) -> Operand {
    Operand::Variable(VariablePath::input(name))
}

fn constant(json: &str) -> Operand {
    Operand::Constant(Json::parse(json).unwrap())
}

fn tags() -> Class {
    Class::List(Box::new(slot(text(), false)))
}

fn inputs() -> Vec<Input> {
    vec![
        input("name", text()),
        input("seats", Class::Integer),
        input("tags", tags()),
        optional("tone", text(), "\"warm\""),
        optional("words", tags(), r#"["a","b"]"#),
        Input {
            default: None,
            ..optional("note", text(), "null")
        },
    ]
}

/// The code of a value that a call prints, which passes all inputs without a default.
fn printed(value: Operand) -> String {
    let format = Format::Plain;
    let passed = quote!("note", name, seats, tags, note);
    simplified(inputs(), &[Op::Print { value, format }], passed)
}

/// The code of a condition.
fn tested(value: Operand) -> String {
    let ops = [Op::If {
        condition: Condition::True(value),
        then: vec![words("yes")],
        otherwise: vec![],
    }];
    simplified(inputs(), &ops, quote!("note", name, seats, tags, note))
}

#[test]
fn what_is_known_is_evaluated() {
    use Function as F;
    let upper = call(F::Upper, vec![value("tone")]);
    assert_eq!(printed(upper.clone()), r#""WARM""#);
    let item = call(F::Lookup, vec![value("words"), constant("1")]);
    assert_eq!(printed(call(F::Concat, vec![upper, item])), r#""WARMb""#);
    assert_eq!(
        tested(call(F::And, vec![value("name"), constant("false")])),
        ""
    );
    assert_eq!(
        tested(call(F::Or, vec![value("name"), value("tone")])),
        r#""yes""#
    );
    let either = call(F::Default, vec![value("tone"), value("name")]);
    assert_eq!(printed(either), r#""warm""#);
}

#[test]
fn conditions_are_those_of_rust() {
    use Function as F;
    let is_gold = call(F::Eq, vec![value("name"), constant("\"gold\"")]);
    let is_large = call(F::Gt, vec![value("seats"), constant("3")]);
    assert_eq!(
        tested(call(F::And, vec![is_gold, constant("1"), is_large])),
        "(if ((((__prompt_input_0==\"gold\"))&&((__prompt_input_1><rt::Numberas::core::convert::From<_>>::from(3i128))))): \"yes\" else )"
    );
}

#[test]
fn a_text_that_is_no_new_one_is_borrowed() {
    use Function as F;
    assert_eq!(
        printed(call(F::Trim, vec![value("name")])),
        "(rt::__private::text::trim(__prompt_input_0))"
    );
    assert_eq!(
        printed(call(F::Default, vec![value("note"), value("name")])),
        "(__prompt_input_3.unwrap_or(__prompt_input_0))"
    );
    assert_eq!(
        printed(call(F::Upper, vec![value("name")])),
        "rt::__private::function::upper(__prompt_input_0)"
    );
}

#[test]
fn a_known_list_is_chosen_from() {
    use Function as F;
    let item = call(F::Lookup, vec![value("words"), value("seats")]);
    assert_eq!(
        printed(item),
        "(matchrt::__private::function::index(rt::Scalar::Number(__prompt_input_1)){\
         ::core::option::Option::Some(0)=>\"a\",::core::option::Option::Some(1)=>\"b\",_=>\"\"})"
    );
}

#[test]
fn a_log_has_nothing_that_is_made_of_a_secret() {
    use Function as F;
    let texts = [
        call(F::Upper, vec![value("name")]),
        call(F::Default, vec![value("tone"), value("name")]),
        call(
            F::Len,
            vec![call(F::Concat, vec![constant("1"), value("name")])],
        ),
        call(F::Join, vec![value("tags"), value("name")]),
    ];
    for value in texts {
        let format = Format::Plain;
        let passed = quote!("note", secret name, seats, tags, note);
        let code = simplified(inputs(), &[Op::Print { value, format }], passed);
        assert!(code.starts_with("secrets.hide("), "{code}");
    }
}
