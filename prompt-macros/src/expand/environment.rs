use proc_macro2::{Ident, Literal, Span, TokenStream};
use prompt_core::header::key;
use prompt_core::parameters::ParameterLines;
use prompt_core::vocabulary::{Logging, PromptSource};
use quote::quote;

use super::flag::flags;
use super::{Expansion, dependency, value_by_environment};
use crate::call::Unnamed;
use crate::index::{Build, Index};

/// Expands `environment!`.
pub(crate) fn environment(runtime: &TokenStream, _: &Unnamed) -> Expansion {
    let span = Span::call_site();
    let build = Build::at_hand(span)?;
    let constants = build
        .indexes
        .iter()
        .map(|index| constant(runtime, index, span));
    let constants = constants.collect::<Result<Vec<_>, _>>()?;
    let environment = match constants.as_slice() {
        [constant] => quote!(const { &#constant }),
        constants => {
            let constants = quote!([#(const { &#constants }),*]);
            value_by_environment(runtime, &build, &constants)
        }
    };
    let dependency = dependency();
    Ok(quote!({ #dependency #environment }))
}

/// Makes the constant expression of an environment.
fn constant(runtime: &TokenStream, index: &Index, span: Span) -> Expansion {
    let data = index.environment(span)?;
    let (name, model) = (data.get(key::ENVIRONMENT), data.get(key::MODEL));
    let source = PromptSource::from_spelling(data.get(key::PROMPT_SOURCE));
    let source = variant(source.unwrap_or(PromptSource::LibraryActive).variant_name());
    let logging = Logging::parse(data.get(key::LOGGING)).unwrap_or(Logging::Structured);
    let logging = variant(logging.variant_name());
    let parameters = ParameterLines::in_header(data.text());
    let temperature = parameters.get("temperature");
    let temperature = optional(temperature.and_then(|number| number.parse().ok()));
    let parameters = parameters.as_str();
    let rate_limit = data.get(key::RATE_LIMIT).parse().unwrap_or_default();
    let rate_limit = Literal::u32_suffixed(rate_limit);
    let flags = flags(&data)
        .map(|(name, enabled)| quote!(#runtime::FeatureFlag { name: #name, enabled: #enabled }));
    Ok(quote!(#runtime::__private::with_parameters(
        #runtime::__private::environment(
            #name,
            #runtime::PromptSource::#source,
            #model,
            #temperature,
            #runtime::Logging::#logging,
            #runtime::__private::rate_limit(#rate_limit),
            &[#(#flags),*],
        ),
        #parameters,
    )))
}

/// Stands in for a call that is refused.
pub(crate) fn no_environment(runtime: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!(#runtime::__private::NO_ENVIRONMENT)
}

fn optional(number: Option<f64>) -> TokenStream {
    let number = number.map(Literal::f64_suffixed);
    number.map_or_else(
        || quote!(::core::option::Option::None),
        |number| quote!(::core::option::Option::Some(#number)),
    )
}

fn variant(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
