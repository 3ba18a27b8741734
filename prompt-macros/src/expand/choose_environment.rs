use proc_macro2::{Span, TokenStream};
use prompt_core::code::Code;
use prompt_core::header::key;
use prompt_core::suggest::did_you_mean;
use quote::quote;

use super::{Expansion, dependency, lex};
use crate::call::{Chosen, Named};
use crate::index::Build;
use crate::refusal::Refusal;

/// Expands `choose_environment!`: a call of the function that chooses.
pub(crate) fn choose_environment(runtime: &TokenStream, call: &Chosen) -> Expansion {
    let build = Build::at_hand(Span::call_site())?;
    let unknown = call.literals().filter_map(|name| unknown(name, &build));
    if let Some(refusal) = Refusal::all(unknown.collect()) {
        return Err(refusal);
    }
    let names = build.names();
    let choice = match call {
        Chosen::Variable { among } => {
            let among = among.iter().map(|named| named.name.as_str());
            // The crate of the call has the standard library, even if this one is built without it.
            let variable = lex(
                "::std::env::var_os(\"PROMPT_ENV\").as_deref().map(::std::ffi::OsStr::to_string_lossy)",
            );
            quote!(choose_by_variable(#names, #variable, &[#(#among),*]))
        }
        Chosen::Name { value, .. } => quote!(choose_by_name(#names, #value)),
    };
    let dependency = dependency();
    Ok(quote!({ #dependency #runtime::__private::#choice }))
}

/// Refuses a name that no environment of the configuration has.
fn unknown(call: &Named, build: &Build) -> Option<Refusal> {
    let data = &build.indexes.first()?.data;
    let known = data.get(key::ENVIRONMENTS).split(' ');
    if known.clone().any(|name| name == call.name) {
        return None;
    }
    let file = data.get(key::CONFIGURATION);
    let message = format!("no environment `{}` in {file}", call.name);
    let help = did_you_mean(&call.name, known.clone()).unwrap_or_else(|| {
        let names = known.collect::<Vec<_>>().join("`, `");
        format!("the environments are `{names}`")
    });
    let code = Code::UnknownEnvironment;
    Some(Refusal::new(call.span, code, &message, &help))
}

/// Stands in for a call that is refused.
pub(crate) fn no_choice(runtime: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!(::core::result::Result::<(), #runtime::ChoiceError>::Ok(()))
}
