//! Programs of several environments, in one.

use std::collections::BTreeMap;

use prompt_core::js::Json;
use prompt_core::program::{Base, Condition, Format, Input, Message, Op, Operand, Pin, Program};
use prompt_core::vocabulary::Role;
use quote::quote;

use super::super::arguments::Arguments;
use super::super::convert::Converter;
use super::super::pieces::Simplifier;
use super::super::scope::Scope;
use super::super::shared::SharedMessages;
use super::super::{bindings, messages};
use super::{call, input, print, show, squeeze, text, variable, words};

/// Versions of a prompt that take the same inputs, in the words of each environment.
fn versions(bodies: [Vec<Op>; 2]) -> [Program; 2] {
    let mut environments = ["staging", "production"].into_iter();
    bodies.map(|ops| {
        let environment = environments.next().unwrap_or_default().to_owned();
        let version = "1.0.0".to_owned();
        let guest = Input {
            required_by: Some(Pin {
                environment,
                version,
            }),
            ..input("guest", text())
        };
        let message = Message::Text {
            role: Role::User,
            range: 0..ops.len(),
            ops,
        };
        Program {
            inputs: vec![guest],
            checks: vec![],
            messages: vec![message],
        }
    })
}

/// The pieces of the messages that two versions share, then the texts of each; `None` if they share
/// none.
fn shared(versions: &[Program; 2]) -> Option<String> {
    let [one, other] = versions;
    let shared = SharedMessages::of(&[one, other], &["1.0.0"])?;
    let call = call(quote!("note", guest));
    let arguments = call.inputs.unwrap_or_default();
    let arguments = Arguments::of(&call.id, &arguments, one).ok()?;
    let runtime = quote!(rt);
    let scope = Scope::new(bindings::values(&runtime, &arguments)).with_shared(Some(&shared));
    let mut simplifier = Simplifier::new(Converter::new(&runtime), scope, None);
    let Message::Text { ops, .. } = shared.messages.first()? else {
        return None;
    };
    let pieces = show(&simplifier.simplify(ops).pieces);
    let texts = [0, 1].map(|environment| shared.texts_of(environment).collect::<Vec<_>>());
    Some(format!("{pieces} {texts:?}"))
}

#[test]
fn versions_that_differ_in_texts_alone_share_their_code() {
    let guest = || variable(Base::Input("guest".to_owned()), &[]);
    let body = |greeting: &str, question: &str| {
        vec![
            words(greeting),
            print(guest()),
            words("!\n"),
            Op::If {
                condition: Condition::True(Operand::Variable(guest())),
                then: vec![words(question)],
                otherwise: vec![words("Who?")],
            },
        ]
    };
    let pieces = "__prompt_known_0 __prompt_input_0 \"!\\n\" \
                  (if !__prompt_input_0.is_empty(): __prompt_known_1 else \"Who?\")";
    assert_eq!(
        shared(&versions([body("Hi ", "Tea?"), body("Dear ", "Coffee?")])),
        Some(format!(
            "{pieces} [[\"Hi \", \"Tea?\"], [\"Dear \", \"Coffee?\"]]"
        ))
    );
    let same = "\"Hi \" __prompt_input_0 \"!\\n\" \
                (if !__prompt_input_0.is_empty(): \"Tea?\" else \"Who?\")";
    assert_eq!(
        shared(&versions([body("Hi ", "Tea?"), body("Hi ", "Tea?")])),
        Some(format!("{same} [[], []]"))
    );
}

#[test]
fn versions_that_differ_in_more_than_texts_share_nothing() {
    let guest = || variable(Base::Input("guest".to_owned()), &[]);
    let body = || vec![words("Hi "), print(guest())];
    let json = Op::Print {
        value: Operand::Variable(guest()),
        format: Format::Json { indent: 0 },
    };
    for other in [
        vec![words("Hi ")],
        vec![print(guest()), words("Hi ")],
        vec![words("Hi "), json],
        vec![words("Hi "), print(guest()), words("!")],
    ] {
        assert_eq!(shared(&versions([body(), other])), None);
    }
    let change = |change: fn(&mut Program)| {
        let mut changed = versions([body(), body()]);
        change(&mut changed[1]);
        shared(&changed)
    };
    assert!(change(|_| {}).is_some());
    assert_eq!(
        change(|program| program.inputs[0].default = Some(Json::Null)),
        None
    );
    assert_eq!(
        change(|program| program.inputs[0].slot.may_be_option = true),
        None
    );
    assert_eq!(change(|program| program.inputs[0].required_by = None), None);
    assert_eq!(change(|program| program.inputs.clear()), None);
    assert_eq!(
        change(|program| program.messages.push(Message::History)),
        None
    );
}

/// A message of a text alone is borrowed in each environment, and a text that one of them leaves blank
/// may make no message.
#[test]
fn a_message_of_a_shared_text_is_borrowed() {
    let code = |texts: [&str; 2]| {
        let [one, other] = versions(texts.map(|text| vec![words(text)]));
        let shared = SharedMessages::of(&[&one, &other], &["1.0.0"]).unwrap();
        let runtime = quote!(rt);
        let scope = Scope::new(BTreeMap::new()).with_shared(Some(&shared));
        let simplifier = Simplifier::new(Converter::new(&runtime), scope, None);
        squeeze(&messages::messages(simplifier, &shared.messages, None).expression)
    };
    let fixed = "[rt::__private::fixed(rt::Role::User,__prompt_known_0)]";
    assert_eq!(code(["Hello.", "Welcome."]), fixed);
    assert_eq!(
        code(["Hello.", " "]),
        format!("rt::__private::present({fixed})")
    );
}
