use std::iter;

use proc_macro2::TokenStream;
use quote::quote;

use super::answer_type::{index_with, items_of};
use super::dependency;
use crate::answer::{Declaration, ToolEnum, ToolTypeCall, check_tools};
use crate::refusal::Refusal;

/// Expands `tool_type!`: the user's items, which derive `Deserialize`, after the errors in them, and the
/// conversion of a call.
pub(crate) fn tool_type(runtime: &TokenStream, call: &ToolTypeCall) -> TokenStream {
    let (tools, declarations) = match &call.declarations {
        Ok(declarations) => declarations,
        Err(error) => {
            let error = Refusal::from(error.clone()).to_error();
            let items = &call.items;
            return quote!(#error #items);
        }
    };
    let error = errors(call, tools, declarations)
        .err()
        .map(|refusal| refusal.to_error());
    let all = iter::once(tools.declaration()).chain(declarations.iter().cloned());
    let all = all.collect::<Vec<_>>();
    let items = items_of(runtime, &tools.name, &all, error.is_some());
    let (conversion, dependency) = (conversion(runtime, tools), dependency());
    quote!(#error #items #conversion const _: () = { #dependency };)
}

fn errors(
    call: &ToolTypeCall,
    tools: &ToolEnum,
    declarations: &[Declaration],
) -> Result<(), Refusal> {
    let id = &call.id;
    let pinned = index_with(id)?.tools(&id.name, id.span)?;
    match Refusal::all(check_tools(id, tools, declarations, &pinned)) {
        Some(refusal) => Err(refusal),
        None => Ok(()),
    }
}

fn conversion(runtime: &TokenStream, tools: &ToolEnum) -> TokenStream {
    let name = &tools.name;
    quote! {
        impl<'__call> ::core::convert::TryFrom<&'__call #runtime::ToolCall> for #name {
            type Error = #runtime::AnswerError;

            fn try_from(
                call: &'__call #runtime::ToolCall,
            ) -> ::core::result::Result<Self, Self::Error> {
                #runtime::__private::parse_call(call)
            }
        }
    }
}
