//! Known values as code.

use proc_macro2::TokenStream;
use prompt_core::js::{Json, Number};
use quote::{ToTokens, quote};

/// Makes the `Scalar` of a known value.
pub(super) fn scalar_literal(runtime: &TokenStream, value: &Json) -> TokenStream {
    match value {
        Json::Bool(value) => quote!(#runtime::Scalar::Boolean(#value)),
        Json::Number(value) => {
            let number = number_literal(runtime, *value);
            quote!(#runtime::Scalar::Number(#number))
        }
        Json::Text(text) => quote!(#runtime::Scalar::Text(#text)),
        Json::Null | Json::List(_) | Json::Object(_) => quote!(#runtime::Scalar::Nothing),
    }
}

/// Makes the `Tested` of a known value.
pub(super) fn tested_literal(runtime: &TokenStream, value: &Json) -> TokenStream {
    let tested = quote!(#runtime::__private::Tested);
    match value {
        Json::List(items) => {
            let length = items.len();
            quote!(#tested::List(#length))
        }
        Json::Object(_) => quote!(#tested::Object),
        value => {
            let scalar = scalar_literal(runtime, value);
            quote!(#tested::Single(#scalar))
        }
    }
}

/// Makes a number from one of Rust's.
pub(super) fn number_from(runtime: &TokenStream, value: impl ToTokens) -> TokenStream {
    quote!(<#runtime::Number as ::core::convert::From<_>>::from(#value))
}

pub(super) fn number_literal(runtime: &TokenStream, number: Number) -> TokenStream {
    let digits = Json::Number(number).to_string();
    if let Ok(value) = digits.parse::<i128>() {
        return number_from(runtime, value);
    }
    let value = number.to_f64();
    number_from(runtime, value)
}
