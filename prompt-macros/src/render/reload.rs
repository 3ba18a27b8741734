//! A call whose prompt is read again while the program runs. The code for a changed prompt stands
//! beside the compiled code.

use proc_macro2::TokenStream;
use prompt_core::program::{Class, Slot};
use quote::quote;

use super::inputs::{Form, all_checks, object, uses_with};
use super::uses::{Use, Uses};
use super::{Call, local};
use crate::expand::include_str;

/// Chooses the compiled code, unless the file has changed. Then `rendered` is made from the file,
/// and `reloaded` returns it: see [`reloaded`](super::record::reloaded).
pub(super) fn choose(
    call: &Call<'_>,
    prompt: &TokenStream,
    compiled: &TokenStream,
    reloaded: &TokenStream,
) -> TokenStream {
    let runtime = call.runtime;
    let uses = offered_uses(call);
    let site = site(call, prompt, &uses);
    let (exact, json) = (
        object(call, &uses, Form::Exact),
        object(call, &uses, Form::Json),
    );
    let history = call.history().map_or(
        quote!(::core::option::Option::None),
        |history| quote!(::core::option::Option::Some(&#history)),
    );
    let render = quote!(#runtime::__private::hot_reload::Changed::render);
    let (changed, rendered) = (local("changed"), local("rendered"));
    let render = quote!(|#changed| #render(&#changed, #exact, &#json, #history));
    quote!({
        #site
        match ::core::option::Option::and_then(SITE.changed(), #render) {
            ::core::option::Option::Some(#rendered) => #reloaded,
            ::core::option::Option::None => #compiled,
        }
    })
}

/// Returns the uses that the code for a changed prompt offers: those of the program, and the values
/// that the working copy declares and does not use yet.
fn offered_uses(call: &Call<'_>) -> Uses {
    let checks = all_checks(call);
    uses_with(
        call,
        checks.filter(|check| check.required_by.is_working_copy()),
    )
}

/// Defines a static that knows the call, and the state of its prompt.
fn site(call: &Call<'_>, prompt: &TokenStream, uses: &Uses) -> TokenStream {
    let runtime = call.runtime;
    let passed = call.arguments.passed().map(|(_, input)| &input.name);
    let types = types(call, uses);
    let program = call.program_file.map_or(quote!(""), include_str);
    quote! {
        static SITE: #runtime::__private::hot_reload::Site =
            #runtime::__private::hot_reload::Site::new(#runtime::__private::hot_reload::Call {
                prompt: #prompt,
                program: #program,
                root: ::core::env!("CARGO_MANIFEST_DIR"),
                at: ::core::concat!(::core::file!(), ":", ::core::line!(), ":", ::core::column!()),
                passed: &[#(#passed),*],
                types: &[#(#types),*],
            });
    }
}

/// Returns the values that the call offers, each as `(path, type)`: `products[].name`, `text`.
fn types(call: &Call<'_>, uses: &Uses) -> Vec<TokenStream> {
    let mut types = Vec::new();
    let unused = Use::default();
    for (_, input) in call.arguments.passed() {
        let of_input = uses.get(&input.name).unwrap_or(&unused);
        add(&mut types, &input.name, &input.slot, of_input);
    }
    types
        .iter()
        .map(|(path, name)| quote!((#path, #name)))
        .collect()
}

fn add(types: &mut Vec<(String, String)>, path: &str, slot: &Slot, used: &Use) {
    if used.is_serialized {
        types.push((path.to_owned(), "json".to_owned()));
    }
    let unused = Use::default();
    let name = match &slot.class {
        Class::Any | Class::Null if !used.is_read && !used.is_tested => return,
        Class::Any | Class::Null if !used.is_read => "tested",
        Class::Any | Class::Null => "any",
        Class::Boolean => "boolean",
        Class::Integer => "integer",
        Class::Number => "number",
        Class::Text(_) => "text",
        Class::List(_) => "list",
        Class::Map(_) => "map",
        Class::Object(_) => "object",
    };
    let option = if slot.may_be_option { "?" } else { "" };
    types.push((path.to_owned(), format!("{name}{option}")));
    match &slot.class {
        Class::List(item) => add_item(types, path, item, used.items.as_deref().unwrap_or(&unused)),
        Class::Map(value) => add_item(types, path, value, &used.of_values()),
        Class::Object(fields) => {
            for (name, field) in fields {
                if let Some(used) = used.fields.get(name) {
                    add(types, &format!("{path}.{name}"), field, used);
                }
            }
        }
        _ => {}
    }
}

fn add_item(types: &mut Vec<(String, String)>, path: &str, slot: &Slot, used: &Use) {
    if used.is_any() {
        add(types, &format!("{path}[]"), slot, used);
    }
}
