use proc_macro2::{Span, TokenStream};
use prompt_core::header::{key, read_index_entry};
use prompt_core::wire::path;
use quote::quote;

use super::{Expansion, dependency, literal, marker};
use crate::call::Unnamed;
use crate::data::Data;

/// Expands `prompts!`.
pub(crate) fn prompts(runtime: &TokenStream, _: &Unnamed) -> Expansion {
    let span = Span::call_site();
    let index = Data::require(path::INDEX, span)?;
    let environment = index.get(key::ENVIRONMENT);
    let mut prompts = TokenStream::new();
    for (id, mut environments) in index.header().all(key::PROMPT).map(read_index_entry) {
        if environments.any(|name| name == environment) {
            let data = Data::require(&path::header(id), span)?;
            let (marker, prompt) = (marker(&data), literal(runtime, &data));
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
