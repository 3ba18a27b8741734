//! Code that is compiled and never run: what only other environments' versions ask of a value.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::convert::serialized;
use super::local_at;
use super::value::{At, Code, Values};
use crate::program::{Check, Class, Pin};

/// The code of all checks.
pub(super) fn checks(values: &Values<'_>, checks: &[Check]) -> TokenStream {
    let mut code = TokenStream::new();
    for check in checks {
        if let Some(At::Code(value)) = values.input(&check.input) {
            let asker = asker(&check.asked_by);
            code.extend(values.asked_by(asker, || {
                step(values, value, &check.steps, check.is_serialized, 0)
            }));
        }
    }
    if code.is_empty() {
        code
    } else {
        quote!(if false { #code })
    }
}

/// Types that bear the names of the versions that ask.
pub(super) fn askers(values: &Values<'_>, checks: &[Check]) -> TokenStream {
    let of_checks = checks.iter().map(|check| &check.asked_by);
    let names = of_checks
        .chain(values.required_elsewhere())
        .map(asker)
        .collect::<BTreeSet<_>>();
    quote!(#(#[allow(non_camel_case_types, dead_code)] enum #names {})*)
}

/// The type that bears the name of a version: `by_version_1_0_0_which_production_pins`.
pub(super) fn asker(pin: &Pin) -> Ident {
    let word = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let (version, environment) = (word(&pin.version), word(&pin.environment));
    match pin.version.as_str() {
        "local" => format_ident!("by_the_working_copy_which_{environment}_takes"),
        _ => format_ident!("by_version_{version}_which_{environment}_pins"),
    }
}

fn step(
    values: &Values<'_>,
    value: &Code,
    steps: &[Option<String>],
    is_serialized: bool,
    depth: usize,
) -> TokenStream {
    let (span, runtime) = (value.span, values.runtime);
    let Some((first, rest)) = steps.split_first() else {
        let tokens = &value.tokens;
        return if is_serialized {
            let value = serialized(value);
            quote!(#runtime::__private::serializable(#value);)
        } else {
            quote!(_ = #tokens;)
        };
    };
    let inner = match first {
        Some(field) => {
            let field = values.field(value, field);
            return field
                .map(|field| step(values, &field, rest, is_serialized, depth))
                .unwrap_or_default();
        }
        None => local_at(&format!("checked_{depth}"), span),
    };
    let (Class::List(item) | Class::Map(item)) = &value.class else {
        return TokenStream::new();
    };
    let item = values.reference(item, &quote!(#inner), span);
    let code = step(values, &item, rest, is_serialized, depth + 1);
    let tokens = &value.tokens;
    let items = if value.is_option {
        quote!(#inner)
    } else {
        tokens.clone()
    };
    let pattern = if matches!(value.class, Class::Map(_)) {
        quote!((_, #inner))
    } else {
        quote!(#inner)
    };
    let each = quote!(for #pattern in #items { #code });
    if value.is_option {
        quote!(if let ::core::option::Option::Some(#inner) = #tokens { #each })
    } else {
        each
    }
}
