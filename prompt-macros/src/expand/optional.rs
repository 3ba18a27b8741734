use proc_macro2::TokenStream;
use prompt_core::header::key;
use quote::quote;

use super::prompt::{has_inputs, is_known, pinned_prompt};
use super::{Expansion, Forms, dependency};
use crate::call::{Argument, Prompt};
use crate::index::Index;
use crate::render;

/// Expands `optional_prompt!`.
pub(super) fn prompt(runtime: &TokenStream, call: &Prompt, forms: Forms) -> Expansion {
    let index = Index::of_build(call.id.span)?;
    let is_pinned = index.prompt(&call.id.name, call.id.span)?.is_some();
    if is_pinned || !is_known(&call.id.name, &index.data) {
        let prompt = pinned_prompt(runtime, call, forms)?;
        return Ok(quote!(::core::option::Option::Some(#prompt)));
    }
    let dependency = dependency();
    let Some(inputs) = &call.inputs else {
        let none = none(runtime, false);
        return Ok(quote!({ #dependency #none }));
    };
    let checks = checks(runtime, call, inputs, &index)?;
    let none = none(runtime, true);
    // The values are checked as where the prompt is pinned, and are not computed.
    Ok(quote!({ #dependency if false { #checks } #none }))
}

fn checks(runtime: &TokenStream, call: &Prompt, inputs: &[Argument], index: &Index) -> Expansion {
    let mut unchecked = index.data.header().all(key::UNCHECKED);
    if unchecked.any(|id| id == call.id.name) {
        return Ok(render::unchecked(inputs));
    }
    render::checked(runtime, &call.id, inputs)
}

/// Stands in for a call that is refused.
pub(crate) fn no_option(runtime: &TokenStream, arguments: &TokenStream) -> TokenStream {
    none(runtime, has_inputs(arguments))
}

fn none(runtime: &TokenStream, is_rendered: bool) -> TokenStream {
    if is_rendered {
        quote!(::core::option::Option::<#runtime::Rendered>::None)
    } else {
        quote!(::core::option::Option::<&'static #runtime::Prompt>::None)
    }
}
