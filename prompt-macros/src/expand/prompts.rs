use proc_macro2::{Span, TokenStream};
use prompt_core::header::{key, read_index_entry};
use quote::quote;

use super::{Expansion, Place, dependency, literal, marker, value_by_environment};
use crate::call::Unnamed;
use crate::index::{Build, Index};
use crate::refusal::Refusal;

/// Expands `prompts!`.
pub(crate) fn prompts(runtime: &TokenStream, _: &Unnamed) -> Expansion {
    let span = Span::call_site();
    let build = Build::at_hand(span)?;
    let lists = build
        .indexes
        .iter()
        .map(|index| list(runtime, (&build, index), span));
    let lists = lists.collect::<Result<Vec<_>, _>>()?;
    let dependency = dependency();
    if let [list] = lists.as_slice() {
        return Ok(quote!({ #dependency #list }));
    }
    let lists = quote!([#({ #lists }),*]);
    let prompts = value_by_environment(runtime, &build, &lists);
    Ok(quote!({ #dependency #prompts }))
}

/// Makes the list of an environment: a constant, and its name.
fn list(runtime: &TokenStream, (build, index): (&Build, &Index), span: Span) -> Expansion {
    let environment = index.environment_name();
    let mut prompts = TokenStream::new();
    for (id, mut environments) in index.data.header().all(key::PROMPT).map(read_index_entry) {
        if environments.any(|name| name == environment) {
            let prompt = index
                .prompt(id, span)?
                .ok_or_else(|| Refusal::damaged(span))?;
            let marker = marker(build, [&prompt], Place::List);
            let prompt = literal(runtime, &prompt);
            prompts.extend(quote!({ #marker #prompt },));
        }
    }
    Ok(quote! {
        const PROMPTS: &[#runtime::Prompt] = &[#prompts];
        PROMPTS
    })
}

/// Stands in for a call that is refused.
pub(crate) fn no_prompts(runtime: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!({
        const PROMPTS: &[#runtime::Prompt] = &[];
        PROMPTS
    })
}
