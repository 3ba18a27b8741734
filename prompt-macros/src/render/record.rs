//! What a call leaves for the logs beside the messages that are sent: its inputs, and the messages
//! without what is secret.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::arguments::Arguments;
use super::local;

/// What an environment logs, as its configuration has it.
const VERBOSE: &str = "verbose";
const STRUCTURED: &str = "structured";

/// A rendering, and the record of it where there is one.
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

/// What becomes of `rendered`, which was made of another text than the one that was compiled: what
/// is secret in it is not known, so that nothing of it is shown where anything is.
pub(super) fn reloaded(
    runtime: &TokenStream,
    arguments: &Arguments<'_>,
    record: Option<TokenStream>,
) -> TokenStream {
    let Some(record) = record else {
        return quote!(rendered);
    };
    let has_secrets = !arguments.secrets().is_empty();
    let record = if has_secrets {
        quote!(#runtime::__private::Record::Withheld)
    } else {
        record
    };
    quote!(#runtime::__private::with_record(rendered, #record))
}

/// An expression that is the record; `None` where the environment logs nothing that the messages
/// themselves do not tell. It is worked out only where something listens. `shown` makes the
/// messages without these inputs.
pub(super) fn record(
    runtime: &TokenStream,
    logging: &str,
    arguments: &Arguments<'_>,
    inputs: impl FnOnce() -> TokenStream,
    shown: impl FnOnce(&BTreeSet<&str>, Ident) -> TokenStream,
) -> Option<TokenStream> {
    let secrets = arguments.secrets();
    let (has_secrets, is_verbose) = (!secrets.is_empty(), logging == VERBOSE);
    if !cfg!(feature = "tracing") || !(has_secrets || is_verbose) {
        return None;
    }
    if logging == STRUCTURED {
        return Some(quote!(#runtime::__private::Record::Withheld));
    }
    let (name, inputs) = (local("secrets"), inputs());
    // What is secret is looked for in the messages and in the answer, too, if the inputs themselves
    // are shown or not.
    let names = &secrets;
    let inputs = quote!(::core::option::Option::Some(#name.hide_inputs(#inputs, &[#(#names),*])).filter(|_| #is_verbose));
    let shown = has_secrets.then(|| {
        let messages = shown(&secrets, name.clone());
        quote!(::core::option::Option::Some(#runtime::__private::Messages::from(#messages)))
    });
    let shown = shown.unwrap_or_else(|| quote!(::core::option::Option::None));
    Some(quote!(#runtime::__private::Record::taken(#has_secrets, |#name| (#inputs, #shown))))
}
