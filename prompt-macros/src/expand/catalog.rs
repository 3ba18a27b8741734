use proc_macro2::{Span, TokenStream};
use prompt_core::header::{key, read_index_entry};
use prompt_core::program::Program;
use quote::quote;

use super::{
    Expansion, Forms, Place, by_environment, dependency, include_str, lex, literal, marker,
};
use crate::index::{Build, Index};
use crate::refusal::Refusal;
use crate::render;

/// Expands `catalog!`.
pub(crate) fn catalog(runtime: &TokenStream, forms: Forms) -> Expansion {
    let span = Span::call_site();
    let build = Build::at_hand(span)?;
    let catalogs = build
        .indexes
        .iter()
        .map(|index| of_environment(runtime, (&build, index), forms, span));
    let catalogs = catalogs.collect::<Result<Vec<_>, _>>()?;
    let dependency = dependency();
    let catalog = by_environment(runtime, &build, catalogs);
    Ok(quote!({ #dependency #catalog }))
}

/// Makes the catalog of an environment: a block that is a reference to a static.
fn of_environment(
    runtime: &TokenStream,
    (build, index): (&Build, &Index),
    forms: Forms,
    span: Span,
) -> Expansion {
    let environment = index.environment_name();
    let mut ids = Vec::new();
    for (id, mut environments) in index.data.header().all(key::PROMPT).map(read_index_entry) {
        if environments.any(|name| name == environment) {
            ids.push(id);
        }
    }
    // The catalog is searched by halves.
    ids.sort_unstable();
    let mut entries = TokenStream::new();
    for id in &ids {
        let prompt = index.prompt(id, span)?;
        let prompt = prompt.ok_or_else(|| Refusal::damaged(span))?;
        let marker = marker(build, [&prompt], Place::List);
        let prompt = literal(runtime, &prompt);
        let file = index.program(id, span)?;
        let text = file
            .as_ref()
            .map_or(quote!(""), |file| include_str(&file.file));
        let log = forms.has_record.then(|| {
            let no_program = Program::default();
            let program = file.as_ref().map_or(&no_program, |file| &file.program);
            let names = program.inputs.iter().map(|input| input.name.as_str());
            let log = render::log_function(runtime, names);
            quote!(, #log)
        });
        entries.extend(quote!({ #marker #runtime::CatalogEntry::__new(#prompt, #text #log) },));
    }
    let length = lex(&format!("{}usize", ids.len()));
    Ok(quote!({
        static ENTRIES: [#runtime::CatalogEntry; #length] = [#entries];
        static CATALOG: #runtime::Catalog = #runtime::Catalog::__new(&ENTRIES);
        &CATALOG
    }))
}

/// Stands in for a call that is refused.
pub(crate) fn no_catalog(runtime: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!({
        static CATALOG: #runtime::Catalog = #runtime::Catalog::__new(&[]);
        &CATALOG
    })
}
