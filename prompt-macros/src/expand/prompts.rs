use proc_macro2::{Span, TokenStream};
use prompt_core::header::{key, read_index_entry};
use quote::quote;

use super::{Expansion, Place, dependency, literal, marker};
use crate::call::Unnamed;
use crate::index::Index;
use crate::refusal::Refusal;

/// Expands `prompts!`.
pub(crate) fn prompts(runtime: &TokenStream, _: &Unnamed) -> Expansion {
    let span = Span::call_site();
    let index = Index::of_build(span)?;
    let environment = index.data.get(key::ENVIRONMENT);
    let mut prompts = TokenStream::new();
    for (id, mut environments) in index.data.header().all(key::PROMPT).map(read_index_entry) {
        if environments.any(|name| name == environment) {
            let data = index
                .prompt(id, span)?
                .ok_or_else(|| Refusal::damaged(span))?;
            let (marker, prompt) = (marker(&data, Place::List), literal(runtime, &data));
            prompts.extend(quote!({ #marker #prompt },));
        }
    }
    let dependency = dependency();
    Ok(quote!({
        #dependency
        const PROMPTS: &[#runtime::Prompt] = &[#prompts];
        PROMPTS
    }))
}

/// Stands in for a call that is refused.
pub(crate) fn no_prompts(runtime: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!({
        const PROMPTS: &[#runtime::Prompt] = &[];
        PROMPTS
    })
}
