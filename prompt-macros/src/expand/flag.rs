use proc_macro2::TokenStream;
use prompt_core::code::Code;
use prompt_core::header::key;
use prompt_core::suggest::did_you_mean;
use quote::quote;

use super::{Expansion, dependency, value_by_environment};
use crate::call::{Flag, Named};
use crate::data::Data;
use crate::index::{Build, Index};
use crate::refusal::Refusal;

/// Expands `flag!`.
pub(crate) fn flag(runtime: &TokenStream, Flag(call): &Flag) -> Expansion {
    let build = Build::at_hand(call.span)?;
    let values = build.indexes.iter().map(|index| value(call, index));
    let values = values.collect::<Result<Vec<_>, _>>()?;
    let value = match values.as_slice() {
        [value] => value.clone(),
        values => value_by_environment(runtime, &build, &quote!([#(#values),*])),
    };
    let dependency = dependency();
    Ok(quote!({ #dependency #value }))
}

/// Makes the literal of a flag in an environment.
fn value(call: &Named, index: &Index) -> Expansion {
    let data = index.environment(call.span)?;
    let value = flags(&data)
        .find(|(name, _)| *name == call.name)
        .map(|(_, value)| quote!(#value));
    value.ok_or_else(|| unknown_flag(call, &data))
}

/// Stands in for a call that is refused.
pub(crate) fn no_flag(_: &TokenStream, _: &TokenStream) -> TokenStream {
    quote!(false)
}

/// Returns the flags of an environment, each with its value.
pub(super) fn flags(data: &Data) -> impl Iterator<Item = (&str, bool)> {
    let flags = data
        .header()
        .all(key::FLAG)
        .filter_map(|flag| flag.split_once(' '));
    flags.map(|(name, value)| (name, value == "true"))
}

fn unknown_flag(call: &Named, data: &Data) -> Refusal {
    let file = data.get(key::CONFIGURATION);
    let message = format!("no feature flag `{}` in {file}", call.name);
    let help = did_you_mean(&call.name, flags(data).map(|(name, _)| name))
        .unwrap_or_else(|| "declare it under `feature_flags:` in every environment".to_owned());
    Refusal::new(call.span, Code::UnknownFlag, &message, &help)
}
