//! The inputs of a call for the sampler of a program.

use proc_macro2::TokenStream;
use prompt_core::program::Class;
use quote::quote;

use super::Call;
use super::inputs::{Form, all_checks, fields_beside_keys, known_secrets, object, uses_with};

/// Makes the statement that samples the call. The closure runs only if the call is drawn.
pub(super) fn statement(call: &Call<'_>, prompt: &TokenStream) -> TokenStream {
    if !call.forms.has_sample {
        return TokenStream::new();
    }
    let runtime = call.runtime;
    // The next version may use what this one only declares.
    let uses = uses_with(call, all_checks(call));
    let inputs = object(call, &uses, Form::Sampled);
    let known = known_secrets(call).unwrap_or_else(|| quote!(#runtime::__private::Json::Null));
    let secrets = call.arguments.passed().filter_map(|(passed, input)| {
        let (name, takes_any_text) = (&input.name, takes_any_text(&input.slot.class));
        let fields = fields_beside_keys(input);
        let secret = || {
            quote!(#runtime::__private::SampledSecret {
                name: #name,
                takes_any_text: #takes_any_text,
                fields_beside_keys: #fields,
            })
        };
        passed.argument.is_secret.then(secret)
    });
    let history = call
        .arguments
        .history()
        .map_or(quote!(::core::option::Option::None), |passed| {
            let (history, is_secret) = (&passed.local, passed.argument.is_secret);
            quote!(::core::option::Option::Some((#history.as_slice(), #is_secret)))
        });
    quote!(#runtime::__private::sample(#prompt, || (#inputs, #known), &[#(#secrets),*], #history);)
}

/// Returns whether a replacement may stand in the place of a value.
fn takes_any_text(class: &Class) -> bool {
    match class {
        Class::Text(choices) => choices.is_empty(),
        Class::Any | Class::Null => true,
        _ => false,
    }
}
