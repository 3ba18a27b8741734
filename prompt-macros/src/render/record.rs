//! The record that a rendering keeps for the logs: its inputs, and its messages without secrets.

use proc_macro2::TokenStream;
use prompt_core::vocabulary::Logging;
use quote::quote;

use super::inputs::{Form, fields_beside_keys, known_secrets, object};
use super::{Call, local, uses};

/// The maximum number of inputs in an event. The macros of `tracing` recurse for each field.
const FIELDS: usize = 32;

/// Makes the expression of the record. Returns `None` if the environment logs nothing but what
/// the messages say themselves.
pub(super) fn record(call: &Call<'_>) -> Option<TokenStream> {
    let (runtime, logging) = (call.runtime, call.logging());
    let has_secrets = !call.arguments.secrets().is_empty();
    let is_verbose = logging == Logging::Verbose;
    if !call.forms.has_record || !(has_secrets || is_verbose) {
        return None;
    }
    if logging == Logging::Structured {
        return Some(quote!(#runtime::__private::Record::Withheld));
    }
    let name = local("secrets");
    let uses = uses::of_messages(&call.program.messages);
    let inputs = object(call, &uses, Form::Shown);
    // Secrets are removed from the messages and the answer, whether the inputs are shown or not.
    let passed = call.arguments.passed();
    let hidden = passed.filter(|(passed, _)| passed.argument.is_secret);
    let hidden = hidden.map(|(_, input)| {
        let (name, fields) = (&input.name, fields_beside_keys(input));
        quote!((#name, #fields))
    });
    let hidden = quote!(&[#(#hidden),*]);
    let known = known_secrets(call);
    let known = known.map(|known| quote!(let _ = #name.hide_inputs(#known, #hidden);));
    let hidden = quote!(#name.hide_inputs(#inputs, #hidden));
    let variables = if is_verbose {
        let log = log_variables(call);
        quote!(::core::option::Option::Some(#runtime::__private::Variables::new(#hidden, #log)))
    } else {
        quote!({
            let _ = #hidden;
            ::core::option::Option::None
        })
    };
    let messages = if has_secrets {
        let messages = call.messages_without_secrets(&name);
        quote!(::core::option::Option::Some(<#runtime::__private::Messages as ::core::convert::From<_>>::from(#messages)))
    } else {
        quote!(::core::option::Option::None)
    };
    // The closure runs only if something listens.
    Some(quote!(
        #runtime::__private::Record::new(#has_secrets, |#name| {
            #known
            (#variables, #messages)
        })
    ))
}

/// Makes the function that logs the inputs of a call.
fn log_variables(call: &Call<'_>) -> TokenStream {
    let names = call.arguments.passed().map(|(_, input)| &*input.name);
    log_function(call.runtime, names)
}

/// Makes a function that logs inputs with these names: those of fields are known to the compiler
/// alone.
pub(crate) fn log_function<'a>(
    runtime: &TokenStream,
    names: impl Iterator<Item = &'a str>,
) -> TokenStream {
    let (span, value) = (local("span"), local("value"));
    let attributes = names
        .map(|name| format!("gen_ai.prompt.variable.{name}"))
        .collect::<Vec<_>>();
    if attributes.is_empty() {
        return quote!(|_, _| {});
    }
    let events = attributes.chunks(FIELDS).map(|attributes| {
        quote!(#runtime::__private::log_variables!(#span, #value, [#(#attributes),*]);)
    });
    quote!(|#span, #value| { #(#events)* })
}

/// Makes a rendering with its record.
pub(super) fn rendered(
    runtime: &TokenStream,
    prompt: &TokenStream,
    messages: &TokenStream,
    record: Option<&TokenStream>,
) -> TokenStream {
    let Some(record) = record else {
        return quote!(#runtime::__private::rendered(#prompt, #messages));
    };
    let name = local("record");
    quote!({
        let #name = #record;
        #runtime::__private::recorded(#prompt, #messages, #name)
    })
}

/// Adds a record to `rendered`, which hot reload made from another text. The secrets in it are not
/// known, so a log shows nothing of a call that has some.
pub(super) fn reloaded(call: &Call<'_>, record: Option<TokenStream>) -> TokenStream {
    let (runtime, has_secrets) = (call.runtime, !call.arguments.secrets().is_empty());
    let rendered = local("rendered");
    let Some(record) = record else {
        return quote!(#rendered);
    };
    let record = if has_secrets {
        quote!(#runtime::__private::Record::Withheld)
    } else {
        record
    };
    quote!(#runtime::__private::with_record(#rendered, #record))
}
