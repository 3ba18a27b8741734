use std::sync::Arc;

use proc_macro2::{Ident, TokenStream};
use prompt_core::code::Code;
use prompt_core::header::{key, read_index_entry};
use quote::{format_ident, quote};

use super::{Forms, Pinned, dependency};
use crate::answer::{AnswerCall, Declaration, check};
use crate::call::Named;
use crate::index::Index;
use crate::refusal::Refusal;

/// Expands `answer_type!`: the user's items, which derive `Deserialize`, after the errors in them.
pub(crate) fn answer_type(runtime: &TokenStream, call: &AnswerCall) -> TokenStream {
    let declarations = match &call.declarations {
        Ok(declarations) => declarations,
        Err(error) => {
            let error = Refusal::from(error.clone()).to_error();
            let items = &call.items;
            return quote!(#error #items);
        }
    };
    let error = errors(call, declarations)
        .err()
        .map(|refusal| refusal.to_error());
    let items = items(runtime, declarations, error.is_some());
    let dependency = dependency();
    quote!(#error #items const _: () = { #dependency };)
}

/// Returns the errors in the types.
fn errors(call: &AnswerCall, declarations: &[Declaration]) -> Result<(), Refusal> {
    let id = &call.id;
    let index = index_with(id)?;
    let Some(answers) = index.answers(&id.name, id.span)? else {
        let message = format!("no pinned version of `{}` has an output schema", id.name);
        let help = "add `output: { schema: … }` to its front matter";
        return Err(Refusal::new(id.span, Code::NoOutputSchema, &message, help));
    };
    match Refusal::all(check(id, declarations, &answers)) {
        Some(refusal) => Err(refusal),
        None => Ok(()),
    }
}

/// Returns the index of a build that knows the prompt. One that this environment does not pin has answers
/// and tools in others.
pub(super) fn index_with(id: &Named) -> Result<Arc<Index>, Refusal> {
    let index = Index::of_build(id.span)?;
    let entries = || index.data.header().all(key::PROMPT).map(read_index_entry);
    let is_known = entries().any(|(known, _)| known == id.name);
    if !is_known {
        Pinned::of(id, Forms::default())?;
    }
    index.prompt(&id.name, id.span)?;
    Ok(index)
}

/// Writes the items. serde finds itself by a name of the scope, since its attribute takes no `$crate`.
fn items(runtime: &TokenStream, declarations: &[Declaration], is_refused: bool) -> TokenStream {
    match declarations.first() {
        Some(root) => items_of(runtime, root.name(), declarations, is_refused),
        None => TokenStream::new(),
    }
}

/// Writes the items beside a type of this name.
pub(super) fn items_of(
    runtime: &TokenStream,
    root: &Ident,
    declarations: &[Declaration],
    is_refused: bool,
) -> TokenStream {
    let name = format_ident!("__prompt_serde_of_{}", root);
    let path = name.to_string();
    let items = declarations.iter().map(|declaration| {
        let tokens = &declaration.tokens;
        if is_refused && !declaration.is_generic && !declaration.has_deserialize {
            return stand_in(runtime, declaration);
        }
        if declaration.has_deserialize {
            return quote!(#tokens);
        }
        quote! {
            #[derive(#runtime::__private::serde::Deserialize)]
            #[serde(crate = #path)]
            #tokens
        }
    });
    let items = items.collect::<TokenStream>();
    quote! {
        #[allow(unused_imports, reason = "unused where each type derives `Deserialize` itself")]
        use #runtime::__private::serde as #name;
        #items
    }
}

/// Writes an item of a call that is refused, which does not compile. It is read from nothing, so that a
/// type in it that cannot be read is no second error.
fn stand_in(runtime: &TokenStream, declaration: &Declaration) -> TokenStream {
    let (name, tokens) = (declaration.name(), &declaration.tokens);
    quote! {
        #[derive(#runtime::__private::AnswerAttributes)]
        #tokens
        impl<'de> #runtime::__private::serde::Deserialize<'de> for #name {
            fn deserialize<D: #runtime::__private::serde::Deserializer<'de>>(
                _: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::core::unreachable!()
            }
        }
    }
}
