use proc_macro2::TokenStream;
use prompt_core::header::key;
use quote::quote;

use super::prompt::has_inputs;
use super::{Expansion, dependency};
use crate::call::{Argument, Prompt};
use crate::index::{Build, Index};
use crate::refusal::Refusal;
use crate::render;

/// Expands a call of `optional_prompt!` for whose prompt no environment of the build has a pin.
pub(super) fn nowhere(runtime: &TokenStream, call: &Prompt, build: &Build) -> Expansion {
    let dependency = dependency();
    let Some(inputs) = &call.inputs else {
        let none = none(runtime, false);
        return Ok(quote!({ #dependency #none }));
    };
    // All environments of the build have the same to say of it.
    let index = build.indexes.first();
    let index = index.ok_or_else(|| Refusal::damaged(call.id.span))?;
    let checks = checks(runtime, call, inputs, index)?;
    let none = none(runtime, true);
    // The values are checked as where the prompt is pinned, and are not computed.
    Ok(quote!({ #dependency if false { #checks } #none }))
}

fn checks(runtime: &TokenStream, call: &Prompt, inputs: &[Argument], index: &Index) -> Expansion {
    let mut unchecked = index.data.header().all(key::UNCHECKED);
    if unchecked.any(|id| id == call.id.name) {
        return Ok(render::unchecked(inputs));
    }
    render::checked(runtime, &call.id, inputs, index)
}

/// Stands in for a call that is refused.
pub(crate) fn no_option(runtime: &TokenStream, arguments: &TokenStream) -> TokenStream {
    none(runtime, has_inputs(arguments))
}

/// Makes the value of a call where nothing is pinned.
pub(crate) fn none(runtime: &TokenStream, is_rendered: bool) -> TokenStream {
    if is_rendered {
        quote!(::core::option::Option::<#runtime::Rendered>::None)
    } else {
        quote!(::core::option::Option::<&'static #runtime::Prompt>::None)
    }
}
