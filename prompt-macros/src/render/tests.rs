//! Calls to pieces and code, without a compiler. The end-to-end tests compile and run the code.

mod expressions;
mod shared;

use proc_macro2::{Ident, Span, TokenStream};
use prompt_core::code::Code;
use prompt_core::js::Json;
use prompt_core::program::{
    Base, Check, Choice, Class, Condition, Demand, Format, Input, Loop, Message, Op, Operand, Pin,
    Program, Slot, Step, VariablePath,
};
use prompt_core::vocabulary::Role;
use quote::quote;

use super::arguments::Arguments;
use super::convert::Converter;
use super::pieces::{Each, Piece, Pieces, Printed, Simplifier};
use super::scope::Scope;
use super::{bindings, checks, messages};
use crate::call::Prompt;

fn slot(class: Class, may_be_option: bool) -> Slot {
    Slot {
        class,
        may_be_option,
        origin: (),
    }
}

fn text() -> Class {
    Class::Text(Vec::new())
}

fn input(name: &str, class: Class) -> Input {
    Input {
        name: name.to_owned(),
        slot: slot(class, false),
        required_by: None,
        default: None,
    }
}

fn optional(name: &str, class: Class, default: &str) -> Input {
    let default = Json::parse(default);
    Input {
        slot: slot(class, true),
        default,
        ..input(name, text())
    }
}

fn variable(base: Base, fields: &[&str]) -> VariablePath {
    let steps = fields
        .iter()
        .map(|name| Step::Field((*name).to_owned()))
        .collect();
    VariablePath { base, steps }
}

fn print(path: VariablePath) -> Op {
    Op::Print {
        value: Operand::Variable(path),
        format: Format::Plain,
    }
}

fn words(text: &str) -> Op {
    Op::Text(text.to_owned())
}

fn call(tokens: TokenStream) -> Prompt {
    syn::parse2(tokens).unwrap()
}

/// The pieces of a message, as a compact text.
fn simplified(inputs: Vec<Input>, ops: &[Op], tokens: TokenStream) -> String {
    let program = Program {
        inputs,
        ..Program::default()
    };
    let call = call(tokens);
    let arguments = call.inputs.unwrap_or_default();
    let arguments = Arguments::of(&call.id, &arguments, &program).ok().unwrap();
    let runtime = quote!(rt);
    let scope = Scope::new(bindings::values(&runtime, &arguments));
    let secrets = arguments.secrets();
    let names = (!secrets.is_empty()).then(|| Ident::new("secrets", Span::call_site()));
    let converter = Converter::new(&runtime);
    let mut simplifier = Simplifier::new(converter, scope.with_secrets(secrets), names);
    let Pieces { pieces, skipped } = simplifier.simplify(ops);
    if simplifier.is_too_long() {
        return "too long".to_owned();
    }
    let skipped = if skipped.is_empty() {
        String::new()
    } else {
        format!(" skips {}", show(&skipped))
    };
    show(&pieces) + &skipped
}

fn show(pieces: &[Piece]) -> String {
    pieces.iter().map(show_piece).collect::<Vec<_>>().join(" ")
}

fn show_piece(piece: &Piece) -> String {
    match piece {
        Piece::Known(text) => format!("{text:?}"),
        Piece::Printed(Printed::Borrowed(tokens) | Printed::Owned(tokens)) => squeeze(tokens),
        Piece::Printed(Printed::Bound(name) | Printed::Fixed { name, .. }) => name.to_string(),
        Piece::If {
            test,
            then,
            otherwise,
        } => {
            format!(
                "(if {}: {} else {})",
                squeeze(test),
                show(then),
                show(otherwise)
            )
        }
        Piece::Each(Each {
            items,
            count,
            body,
            otherwise,
            ..
        }) => {
            let counted = if count.is_some() { " counted" } else { "" };
            format!(
                "(each {}{counted}: {} else {})",
                squeeze(items),
                show(body),
                show(otherwise)
            )
        }
        Piece::Role(role) => format!("(role {role})"),
        Piece::Media { url, content_type } => {
            format!("(media {} {})", show_piece(url), show_piece(content_type))
        }
        Piece::Section(name) => format!("(section {name})"),
        Piece::Indented { indent, pieces } => format!("(indented {indent:?}: {})", show(pieces)),
        Piece::Skipped(pieces) => format!("(skipped {})", show(pieces)),
    }
}

fn squeeze(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}

#[test]
fn an_input_that_is_left_out_is_its_default() {
    let inputs = || {
        vec![
            optional("tone", text(), "\"warm\""),
            optional("seats", Class::Integer, "3"),
        ]
    };
    let ops = [
        words("In a "),
        print(VariablePath::input("tone")),
        words(" tone for "),
        print(VariablePath::input("seats")),
    ];
    assert_eq!(
        simplified(inputs(), &ops, quote!("note", ..)),
        r#""In a warm tone for 3""#
    );
    assert_eq!(
        simplified(inputs(), &ops, quote!("note", tone = lead.tone)),
        r#""In a " __prompt_input_0 " tone for 3""#
    );
    assert_eq!(
        simplified(inputs(), &ops, quote!("note", tone = None)),
        r#""In a warm tone for 3""#
    );
}

#[test]
fn each_type_is_printed_in_its_own_way() {
    for (class, code) in [
        (text(), "__prompt_input_0"),
        (Class::Boolean, "rt::__private::truth(__prompt_input_0)"),
        (
            Class::Integer,
            "rt::__private::Digits::of(__prompt_input_0)",
        ),
        (
            Class::Any,
            "rt::ToScalar::to_scalar(__prompt_scalar_of(__prompt_argument_0).__prompt_scalar_form(__prompt_texts)).printed()",
        ),
    ] {
        let ops = [print(VariablePath::input("x"))];
        assert_eq!(
            simplified(vec![input("x", class)], &ops, quote!("note", x)),
            code
        );
    }
}

#[test]
fn a_value_of_any_type_is_tested_without_being_printed() {
    let tested =
        "__prompt_known(__prompt_tested_of(__prompt_argument_0).__prompt_tested(__prompt_texts))";
    let ops = |condition: fn(Operand) -> Condition| {
        [Op::If {
            condition: condition(Operand::Variable(VariablePath::input("x"))),
            then: vec![words("yes")],
            otherwise: vec![],
        }]
    };
    let code = |input, condition| simplified(vec![input], &ops(condition), quote!("note", x));
    let any = || input("x", Class::Any);
    let code_of = |method: &str| format!("(if {tested}.{method}(): \"yes\" else )");
    assert_eq!(code(any(), Condition::True), code_of("is_true"));
    assert_eq!(code(any(), Condition::Given), code_of("is_given"));
    let with_default = optional("x", Class::Any, "[1,2]");
    let or = "or(rt::__private::Tested::List(2usize)).is_true";
    assert_eq!(code(with_default, Condition::True), code_of(or));
}

#[test]
fn a_value_that_may_be_missing_is_looked_for() {
    let inputs = || {
        vec![
            Input {
                slot: slot(text(), true),
                ..input("a", text())
            },
            input("b", Class::Any),
            input("c", Class::Boolean),
        ]
    };
    let code = |names: &[&str], call| {
        let operand = |name: &&str| Operand::Variable(VariablePath::input(*name));
        let ops = [Op::If {
            condition: Condition::AnyPresent(names.iter().map(operand).collect()),
            then: vec![words("yes")],
            otherwise: vec![words("no")],
        }];
        simplified(inputs(), &ops, call)
    };
    let all = || quote!("note", a, b, c);
    assert_eq!(
        code(&["a"], all()),
        "(if ((__prompt_input_0.is_some())): \"yes\" else \"no\")"
    );
    let json = "(rt::__private::json(&__prompt_argument_1,0usize)!=\"null\")";
    assert_eq!(
        code(&["a", "b"], all()),
        format!("(if ((__prompt_input_0.is_some())||{json}): \"yes\" else \"no\")")
    );
    assert_eq!(code(&["a", "b", "c"], all()), "\"yes\"");
    assert_eq!(code(&["a"], quote!("note", b, c)), "\"no\"");
}

#[test]
fn a_known_condition_leaves_one_branch_and_skips_the_other() {
    let inputs = vec![optional("tone", text(), "null"), input("name", text())];
    let condition = Condition::True(Operand::Variable(VariablePath::input("tone")));
    let then = vec![words("warm "), print(VariablePath::input("name"))];
    let ops = [Op::If {
        condition,
        then,
        otherwise: vec![words("plain")],
    }];
    assert_eq!(
        simplified(inputs, &ops, quote!("note", name)),
        r#""plain" skips __prompt_input_0"#
    );
}

#[test]
fn a_loop_over_a_known_list_is_written_out() {
    let tags = optional(
        "tags",
        Class::List(Box::new(slot(text(), false))),
        r#"["a","b"]"#,
    );
    let at_end = Condition::True(Operand::Variable(variable(Base::Last(0), &[])));
    let body = vec![
        print(variable(Base::Item(0), &[])),
        Op::If {
            condition: at_end,
            then: vec![],
            otherwise: vec![words(", ")],
        },
    ];
    let list = VariablePath::input("tags");
    let ops = [Op::Each(Loop {
        id: 0,
        list,
        body,
        otherwise: vec![words("none")],
    })];
    assert_eq!(
        simplified(vec![tags], &ops, quote!("note", ..)),
        r#""a, b""#
    );
}

#[test]
fn loops_over_long_known_lists_come_to_an_end() {
    let numbers = format!("[0{}]", ",0".repeat(999));
    let list = || {
        let class = Class::List(Box::new(slot(Class::Integer, false)));
        optional("numbers", class, &numbers)
    };
    let nested = |depth| {
        (0..depth).fold(vec![words("x")], |body, id| {
            let list = VariablePath::input("numbers");
            vec![Op::Each(Loop {
                id,
                list,
                body,
                otherwise: vec![],
            })]
        })
    };
    let simplified = |depth| simplified(vec![list()], &nested(depth), quote!("note", ..));
    assert_eq!(simplified(1).len(), 1000 + 2);
    assert_eq!(simplified(4), "too long");
}

#[test]
fn a_loop_counts_where_its_body_asks() {
    let names = || vec![input("names", Class::List(Box::new(slot(text(), false))))];
    let each = |body| {
        let list = VariablePath::input("names");
        [Op::Each(Loop {
            id: 7,
            list,
            body,
            otherwise: vec![],
        })]
    };
    let item = || print(variable(Base::Item(7), &[]));
    let list = "::core::clone::Clone::clone(&__prompt_input_0)";
    let text =
        "rt::Text::as_text(__prompt_text_of(__prompt_item_7).__prompt_text_form(__prompt_texts))";
    assert_eq!(
        simplified(names(), &each(vec![item()]), quote!("note", names)),
        format!("(each {list}: {text} else )")
    );
    let numbered = each(vec![print(variable(Base::Index(7), &[])), item()]);
    assert_eq!(
        simplified(names(), &numbered, quote!("note", names)),
        format!(
            "(each {list} counted: rt::__private::Digits::of(<rt::Numberas::core::convert::From<_>>::from(__prompt_index_7)) \
             {text} else )"
        )
    );
}

#[test]
fn a_secret_and_all_that_comes_from_it_is_hidden() {
    let item = slot(
        Class::Object(vec![("name".to_owned(), slot(text(), false))]),
        false,
    );
    let inputs = vec![
        input("leads", Class::List(Box::new(item))),
        input("tone", text()),
    ];
    let body = vec![print(variable(Base::Item(0), &["name"]))];
    let list = VariablePath::input("leads");
    let ops = [
        Op::Each(Loop {
            id: 0,
            list,
            body,
            otherwise: vec![],
        }),
        print(VariablePath::input("tone")),
    ];
    let shown = simplified(inputs, &ops, quote!("note", secret leads, tone));
    let name = "__prompt_text_of(&(__prompt_item_0).name).__prompt_text_form(__prompt_texts)";
    let hidden = format!("secrets.hide(__prompt_field_as_text::<name,_>({name}))");
    assert!(shown.contains(&hidden), "{shown}");
    assert!(shown.ends_with(" __prompt_input_1"), "{shown}");
}

#[test]
fn a_demand_of_another_version_names_it_and_never_runs() {
    let lead = Class::Object(vec![("city".to_owned(), slot(text(), false))]);
    let required_by = Pin {
        environment: "production".to_owned(),
        version: "1.0.0".to_owned(),
    };
    let path = variable(Base::Input("lead".to_owned()), &["city"]);
    let check = Check {
        path,
        demand: Demand::Print,
        required_by,
    };
    let program = Program {
        inputs: vec![input("lead", lead)],
        ..Program::default()
    };
    let call = call(quote!("note", lead = &lead));
    let arguments = call.inputs.unwrap_or_default();
    let arguments = Arguments::of(&call.id, &arguments, &program).ok().unwrap();
    let runtime = quote!(rt);
    let scope = Scope::new(bindings::values(&runtime, &arguments));
    let code = squeeze(&checks::checks(&runtime, &scope, &[check]));
    assert!(code.starts_with("iffalse{"), "{code}");
    assert!(
        code.contains("required::object::<by_version_1_0_0_which_production_pins,_>"),
        "{code}"
    );
}

/// The compiler shows the names of types in its errors.
#[test]
fn the_name_of_a_version_has_no_secret() {
    let key = "AKIAQ7XW2MZP4LT9RB3D";
    for (version, environment) in [
        ("local", key.to_owned()),
        ("1.0.0", format!("team-{key}")),
        (&*format!("1.0.0-{key}"), "production".to_owned()),
    ] {
        let version = version.to_owned();
        let name = checks::requiring_version(&Pin {
            environment,
            version,
        });
        assert!(!name.to_string().contains("XW2MZP"), "{name}");
    }
}

#[test]
fn messages_of_known_examples_are_known() {
    let examples = slot(text(), false);
    let input = optional("examples", Class::List(Box::new(examples)), r#"["a","b"]"#);
    let body = vec![
        Op::Role(Role::User),
        print(variable(Base::Item(0), &[])),
        Op::Role(Role::Model),
        words("Yes."),
    ];
    let program = Program {
        inputs: vec![input],
        ..Program::default()
    };
    let message = Message::Text {
        role: Role::User,
        ops: vec![Op::Each(Loop {
            id: 0,
            list: VariablePath::input("examples"),
            body,
            otherwise: vec![],
        })],
        range: 0..0,
    };
    let code = |tokens| {
        let call = call(tokens);
        let arguments = call.inputs.unwrap_or_default();
        let arguments = Arguments::of(&call.id, &arguments, &program).ok().unwrap();
        let runtime = quote!(rt);
        let scope = Scope::new(bindings::values(&runtime, &arguments));
        let simplifier = Simplifier::new(Converter::new(&runtime), scope, None);
        let code = messages::messages(simplifier, std::slice::from_ref(&message), None);
        squeeze(&code.expression)
    };
    let fixed = |role, text| format!("rt::__private::fixed(rt::Role::{role},\"{text}\")");
    let known = [
        ("User", "a"),
        ("Model", "Yes."),
        ("User", "b"),
        ("Model", "Yes."),
    ];
    let known = known.map(|(role, text)| fixed(role, text)).join(",");
    assert_eq!(code(quote!("note")), format!("[{known}]"));
    let passed = code(quote!("note", examples));
    assert!(passed.contains("text.begin(rt::Role::Model);"), "{passed}");
}

/// The errors of a call, each as its text.
fn refused(inputs: Vec<Input>, tokens: TokenStream) -> String {
    let program = Program {
        inputs,
        ..Program::default()
    };
    let call = call(tokens);
    let arguments = call.inputs.unwrap_or_default();
    match Arguments::of(&call.id, &arguments, &program) {
        Ok(_) => String::new(),
        Err(refusal) => {
            let errors = syn::Error::from(refusal);
            errors
                .into_iter()
                .map(|error| error.to_string())
                .collect::<Vec<_>>()
                .join("\n")
        }
    }
}

#[test]
fn a_call_is_checked_against_the_inputs() {
    let required_by = || {
        Some(Pin {
            environment: "staging".to_owned(),
            version: "local".to_owned(),
        })
    };
    let inputs = || {
        let choice = |text: &str| Choice {
            text: text.to_owned(),
            is_own: true,
            refused_by: None,
        };
        let severity = Class::Text(vec![choice("SEV1"), choice("SEV2")]);
        vec![
            Input {
                required_by: required_by(),
                ..input("customer", text())
            },
            input("severity", severity),
        ]
    };
    for (tokens, code) in [
        (quote!("note", customer), None),
        (
            quote!("note", customer, customer = "Mara"),
            Some(Code::DuplicateInput),
        ),
        (
            quote!("note", customer, severty = "SEV1"),
            Some(Code::UnknownInput),
        ),
        (
            quote!("note", customer, severity = "SEV9"),
            Some(Code::UnknownChoice),
        ),
        (quote!("note", severity = "SEV1"), Some(Code::MissingInput)),
    ] {
        let shown = refused(inputs(), tokens);
        match code {
            Some(code) => assert!(shown.starts_with(&format!("[{code}]")), "{shown}"),
            None => assert_eq!(shown, ""),
        }
    }
    // An input that is there misspelt is not missing as well.
    let misspelt = refused(inputs(), quote!("note", custmer = "Mara"));
    assert_eq!(misspelt.matches('[').count(), 1, "{misspelt}");
    assert!(misspelt.contains("did you mean `customer`?"), "{misspelt}");
}
