//! A call whose prompt is read again while the program runs: beside the compiled form stands what
//! the other form needs.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::inputs::{Form, object};
use super::uses::Use;
use super::value::Values;
use crate::data::Data;
use crate::expand::include_str;
use crate::program::{Check, Class, Program, Slot};

/// Whether a build reads the prompt again while it runs: released versions never change.
pub(super) fn is_reloaded(data: &Data) -> bool {
    cfg!(feature = "hot-reload") && data.get("status") == "working-copy"
}

/// Takes what the working copy declares from what is only checked: it is made data of, and so
/// checked as well.
pub(super) fn declare(program: Program, data: &Data) -> Program {
    if !is_reloaded(data) {
        return program;
    }
    let Program { checks, .. } = program;
    let is_own =
        |check: &Check| check.asked_by.version == data.get("version") && !check.is_serialized;
    let (declared, checks) = checks.into_iter().partition(is_own);
    Program {
        checks,
        declared,
        ..program
    }
}

/// The compiled form, unless the file is another one by now: then `rendered` is made of that, and
/// `reloaded` says what becomes of it.
pub(super) fn served(
    values: &Values<'_>,
    data: &Data,
    program: &Program,
    prompt: &TokenStream,
    compiled: &TokenStream,
    reloaded: &TokenStream,
) -> TokenStream {
    let runtime = values.runtime;
    let uses = uses(program);
    let site = site(values, data, prompt, &uses);
    let (exact, json) = (
        object(values, &uses, Form::Exact),
        object(values, &uses, Form::Json),
    );
    let history = values
        .history()
        .map(|history| quote!(::core::option::Option::Some(&#history)));
    let history = history.unwrap_or_else(|| quote!(::core::option::Option::None));
    let changed = quote!(|changed| #runtime::__private::hot_reload::Changed::render(&changed, #exact, &#json, #history));
    quote!({
        #site
        match ::core::option::Option::and_then(SITE.changed(), #changed) {
            ::core::option::Option::Some(rendered) => #reloaded,
            ::core::option::Option::None => #compiled,
        }
    })
}

/// What the other form may use of what is passed.
fn uses(program: &Program) -> BTreeMap<String, Use> {
    let mut uses = Use::of_inputs(program);
    for check in &program.declared {
        uses.entry(check.input.clone())
            .or_default()
            .read(&check.steps);
    }
    uses
}

/// A static that knows the call, and what has become of its prompt.
fn site(
    values: &Values<'_>,
    data: &Data,
    prompt: &TokenStream,
    uses: &BTreeMap<String, Use>,
) -> TokenStream {
    let runtime = values.runtime;
    let passed = values.passed().map(|(_, input)| &input.name);
    let places = places(values, uses);
    let program = if data.body.is_empty() {
        quote!("")
    } else {
        include_str(&data.file)
    };
    quote! {
        static SITE: #runtime::__private::hot_reload::Site =
            #runtime::__private::hot_reload::Site::new(#runtime::__private::hot_reload::Call {
                prompt: #prompt,
                program: #program,
                root: ::core::env!("CARGO_MANIFEST_DIR"),
                at: ::core::concat!(::core::file!(), ":", ::core::line!(), ":", ::core::column!()),
                passed: &[#(#passed),*],
                places: &[#(#places),*],
            });
    }
}

/// The values that the call makes data of, each as `(path, type)`: `products[].name`, `text`.
fn places(values: &Values<'_>, uses: &BTreeMap<String, Use>) -> Vec<TokenStream> {
    let mut places = Vec::new();
    let unused = Use::default();
    for (_, input) in values.passed() {
        add(
            &mut places,
            &input.name,
            &input.slot,
            uses.get(&input.name).unwrap_or(&unused),
        );
    }
    places
        .iter()
        .map(|(path, of)| quote!((#path, #of)))
        .collect()
}

fn add(places: &mut Vec<(String, String)>, path: &str, slot: &Slot, used: &Use) {
    if used.is_serialized {
        places.push((path.to_owned(), "json".to_owned()));
    }
    let unused = Use::default();
    let name = match &slot.class {
        Class::Any if !used.is_read => return,
        Class::Any => "any",
        Class::Boolean => "boolean",
        Class::Integer => "integer",
        Class::Number => "number",
        Class::Text(_) => "text",
        Class::List(_) => "list",
        Class::Map(_) => "map",
        Class::Object(_) => "object",
    };
    let may_be_nothing = if slot.may_be_option { "?" } else { "" };
    places.push((path.to_owned(), format!("{name}{may_be_nothing}")));
    match &slot.class {
        Class::List(item) => add_item(places, path, item, used.items.as_deref().unwrap_or(&unused)),
        Class::Map(value) => add_item(places, path, value, &used.of_values()),
        Class::Object(fields) => {
            for (name, field) in fields.iter() {
                if let Some(used) = used.fields.get(name) {
                    add(places, &format!("{path}.{name}"), field, used);
                }
            }
        }
        _ => {}
    }
}

fn add_item(places: &mut Vec<(String, String)>, path: &str, slot: &Slot, used: &Use) {
    if used.is_anything() {
        add(places, &format!("{path}[]"), slot, used);
    }
}
