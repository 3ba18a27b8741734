//! A part of a value, by a key that may be code: `(lookup prices tier)`.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use prompt_core::js::Json;
use prompt_core::program::Class;
use quote::quote;

use super::computed::{Chosen, Computed};
use super::convert::Converter;
use super::expression::{Expression, Value};
use super::local_at;

/// Returns the part of a value. One of the two is code.
pub(super) fn lookup<'p>(
    converter: Converter<'_>,
    of: &Computed<'p>,
    key: &Computed<'p>,
) -> Computed<'p> {
    let part = match of {
        Computed::Value(Value::Known(known)) => return of_known(converter.runtime, known, key),
        Computed::Value(Value::Code(of)) => of_code(converter, of, key),
        Computed::Made(..) | Computed::Chosen(_) => None,
    };
    part.map_or(Computed::NULL, |part| Computed::Value(Value::Code(part)))
}

fn of_code<'p>(
    converter: Converter<'_>,
    of: &Expression<'p>,
    key: &Computed<'p>,
) -> Option<Expression<'p>> {
    match (of.class, key.as_known()) {
        (Class::List(slot), known) => {
            let item = match known {
                Some(Json::Number(index)) => {
                    let index = super::number(index.to_index()?);
                    nth(
                        of,
                        &|list| quote!(::core::iter::Iterator::nth(&mut #list, #index)),
                    )
                }
                Some(_) => return None,
                None => nth_by_key(converter.runtime, of, key),
            };
            Some(converter.behind_option(slot, item, of.span))
        }
        (Class::Object(_) | Class::Map(_), Some(Json::Text(name))) => converter.field(of, name),
        (Class::Map(slot), None) => {
            let (runtime, raw) = (converter.runtime, of.raw.as_ref()?);
            let [name, map] = ["key", "map"].map(|name| local_at(name, of.span));
            let key = key.scalar(runtime);
            let value = |map: &TokenStream| quote!(#runtime::Map::value(#map, #name));
            let value = if of.is_option {
                let value = value(&quote!(#map));
                quote!(#raw.and_then(|#map| #value))
            } else {
                value(raw)
            };
            let value = quote!(#runtime::__private::function::key(#key).and_then(|#name| #value));
            Some(converter.behind_option(slot, value, of.span))
        }
        _ => None,
    }
}

/// Makes an `Option` of a reference to an item of a list.
fn nth(list: &Expression<'_>, item: &dyn Fn(&TokenStream) -> TokenStream) -> TokenStream {
    let (tokens, name) = (&list.tokens, local_at("list", list.span));
    if list.is_option {
        let item = item(&quote!(#name));
        quote!(#tokens.and_then(|mut #name| #item))
    } else {
        item(tokens)
    }
}

fn nth_by_key(runtime: &TokenStream, list: &Expression<'_>, key: &Computed<'_>) -> TokenStream {
    let (key, name) = (key.scalar(runtime), local_at("at", list.span));
    let item = nth(
        list,
        &|list| quote!(::core::iter::Iterator::nth(&mut #list, #name)),
    );
    quote!(#runtime::__private::function::index(#key).and_then(|#name| #item))
}

/// Chooses among the parts of a known value.
fn of_known<'p>(runtime: &TokenStream, of: &Cow<'p, Json>, key: &Computed<'p>) -> Computed<'p> {
    let key = key.scalar(runtime);
    let part = |part: &Json| Computed::Value(Value::known(part.clone()));
    let (function, arms) = match of.as_ref() {
        Json::List(items) => {
            let arms = items.iter().enumerate().map(|(at, item)| {
                let at = super::number(at);
                (quote!(#at), part(item))
            });
            (quote!(index), arms.collect::<Vec<_>>())
        }
        Json::Object(entries) => {
            let arms = entries
                .iter()
                .map(|(name, value)| (quote!(#name), part(value)));
            (quote!(key), arms.collect())
        }
        _ => return Computed::NULL,
    };
    let arms = arms.into_iter().map(|(pattern, value)| {
        let pattern = quote!(::core::option::Option::Some(#pattern));
        (pattern, value)
    });
    Computed::Chosen(Box::new(Chosen {
        key: quote!(#runtime::__private::function::#function(#key)),
        arms: arms.collect(),
        otherwise: Computed::NULL,
    }))
}
