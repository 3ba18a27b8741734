//! Binds each input that a call passes to its runtime form.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Span, TokenStream};
use prompt_core::program::{Class, Input, Slot};
use quote::quote;

use super::arguments::{Arguments, Passed};
use super::checks::{required_elsewhere, requiring_version};
use super::convert::{Converter, bound_text, given, is_any, rust_name, texts};
use super::expression::{Expression, Value};
use super::{local, local_at, mention};

/// Returns the value of each input at this call.
pub(super) fn values<'p>(
    runtime: &TokenStream,
    arguments: &Arguments<'p>,
) -> BTreeMap<&'p str, Value<'p>> {
    let left_out = arguments.left_out().map(|input| {
        let default = input
            .default
            .as_ref()
            .map(|default| Value::Known(Cow::Borrowed(default)));
        (input.name.as_str(), default.unwrap_or(Value::NULL))
    });
    let passed = arguments.passed().map(|(passed, input)| {
        (
            input.name.as_str(),
            Value::Code(value(runtime, passed, input)),
        )
    });
    left_out.chain(passed).collect()
}

fn value<'p>(runtime: &TokenStream, passed: &Passed<'_>, input: &'p Input) -> Expression<'p> {
    let (class, span, argument) = (&input.slot.class, passed.argument.span, &passed.local);
    if is_any(class) {
        return Converter::new(runtime).anything(input, argument, span);
    }
    let name = local_at(&format!("input_{}", passed.number), span);
    let is_option = input.slot.may_be_option && input.default.is_none();
    if !matches!(class, Class::List(_) | Class::Map(_)) {
        return Expression {
            tokens: quote!(#name),
            class,
            is_option,
            raw: None,
            is_raw_option: false,
            tested: None,
            span,
        };
    }
    let raw = if is_option {
        given(runtime, &quote!(#argument))
    } else {
        quote!(#argument)
    };
    // A method call would find a trait of the user's first.
    let tokens = quote!(::core::clone::Clone::clone(&#name));
    Expression {
        tokens,
        class,
        is_option,
        raw: Some(raw),
        is_raw_option: is_option,
        tested: None,
        span,
    }
}

/// Makes the statements that bind the inputs.
pub(super) fn statements(
    runtime: &TokenStream,
    versions: &[&str],
    arguments: &Arguments<'_>,
) -> TokenStream {
    let typed = || {
        arguments
            .passed()
            .filter(|(_, input)| !is_any(&input.slot.class))
    };
    let bindings = typed()
        .map(|(passed, input)| binding(runtime, versions, passed, input))
        .collect::<TokenStream>();
    // The functions and methods that conversions call, by names of their own: the compiler blames
    // the argument only if the whole path of a function has its place.
    let names = arguments
        .passed()
        .next()
        .map(|_| quote!(use #runtime::__private::names::*;));
    let (fields, texts) = (field_types(arguments), arena_names(versions, arguments));
    quote!(#names #fields #texts #bindings)
}

/// Defines the types that bear the names of fields.
fn field_types(arguments: &Arguments<'_>) -> TokenStream {
    let mut names = BTreeSet::new();
    for (_, input) in arguments.passed() {
        collect_fields(&input.slot, &mut names);
    }
    let names = names
        .into_iter()
        .map(|name| rust_name(name, Span::call_site()));
    quote!(#(enum #names {})*)
}

fn collect_fields<'p>(slot: &'p Slot, names: &mut BTreeSet<&'p str>) {
    match &slot.class {
        Class::List(inner) | Class::Map(inner) => collect_fields(inner, names),
        Class::Object(fields) => {
            for (name, field) in fields {
                names.insert(name);
                collect_fields(field, names);
            }
        }
        _ => {}
    }
}

/// Returns whether the text of an input is bound as it is made. A text within a list, an object or an
/// `Option` is made in a closure, and needs the arena.
fn is_bound_text(input: &Input, versions: &[&str]) -> bool {
    let is_required = !input.slot.may_be_option && required_elsewhere(input, versions).is_none();
    is_required && matches!(input.slot.class, Class::Text(_))
}

/// Returns whether a call needs the arena for texts.
pub(super) fn needs_arena(versions: &[&str], arguments: &Arguments<'_>) -> bool {
    kept_in_arena(versions, arguments).next().is_some()
}

/// Names the arena for each argument that may hold a value whose text is kept there.
fn arena_names(versions: &[&str], arguments: &Arguments<'_>) -> TokenStream {
    let arena = local("texts");
    // Arguments in the same place of the user's code have the same name.
    let names = kept_in_arena(versions, arguments).map(|passed| {
        let name = texts(passed.argument.span);
        let used = mention(&[&name]);
        quote!(let #name = #arena; #used)
    });
    names.collect()
}

fn kept_in_arena<'a>(
    versions: &[&str],
    arguments: &'a Arguments<'_>,
) -> impl Iterator<Item = &'a Passed<'a>> {
    let kept = arguments
        .passed()
        .filter(|(_, input)| may_print_itself(&input.slot) && !is_bound_text(input, versions));
    kept.map(|(passed, _)| passed)
}

fn may_print_itself(slot: &Slot) -> bool {
    match &slot.class {
        Class::Text(_) | Class::Any | Class::Null => true,
        Class::List(inner) | Class::Map(inner) => may_print_itself(inner),
        Class::Object(fields) => fields.iter().any(|(_, field)| may_print_itself(field)),
        Class::Boolean | Class::Integer | Class::Number => false,
    }
}

fn binding(
    runtime: &TokenStream,
    versions: &[&str],
    passed: &Passed<'_>,
    input: &Input,
) -> TokenStream {
    let (argument, span, slot) = (&passed.local, passed.argument.span, &input.slot);
    let name = local_at(&format!("input_{}", passed.number), span);
    let converter = Converter::new(runtime);
    if slot.may_be_option {
        let given = given(runtime, &quote!(#argument));
        let value = converter.converted_option(slot, &given, span);
        let default = input
            .default
            .as_ref()
            .map(|default| converter.literal(default, &slot.class));
        let or = default.map(|default| quote!(.unwrap_or(#default)));
        let used = mention(&[&name]);
        return quote!(let #name = #value #or; #used);
    }
    // Where this version takes an `Option`, the error says which version does not.
    let requiring = required_elsewhere(input, versions).map(requiring_version);
    let used = mention(&[&name]);
    if is_bound_text(input, versions) {
        let value = bound_text(argument, span);
        return quote!(let #name = #value; #used);
    }
    let converter = requiring
        .as_ref()
        .map_or(converter, |name| converter.for_version(name));
    let value = converter.converted(slot, &quote!(#argument), span);
    quote!(let #name = #value; #used)
}
