//! What a call passes, to expressions of its runtime form: and there the compiler checks its type.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::local_at;
use super::value::{Code, Values};
use crate::json::Json;
use crate::program::{Class, Input, Slot};

impl Values<'_> {
    /// The field of an object, or the value of a map's key.
    pub(super) fn field(&self, of: &Code, name: &str) -> Option<Code> {
        match &of.class {
            Class::Object(fields) => {
                let (_, slot) = fields.iter().find(|(field, _)| field == name)?;
                Some(self.object_field(of, name, slot))
            }
            Class::Map(slot) => self.map_value(of, name, slot),
            _ => None,
        }
    }

    fn object_field(&self, of: &Code, name: &str, slot: &Slot) -> Code {
        let (tokens, span) = (&of.tokens, of.span);
        let field = rust_name(name, span);
        // The whole has the place of the argument, so that a field that is not there is reported
        // there.
        let reference = |object: &TokenStream| {
            let object = self.asked(object);
            quote_spanned!(span=> &(#object).#field)
        };
        if !of.is_option {
            return self.reference(slot, &reference(tokens), span);
        }
        let object = local_at("object", span);
        let reference = reference(&quote!(#object));
        self.perhaps(slot, quote!(#tokens.map(|#object| #reference)), span)
    }

    /// An object, as the version that asks for its fields sees it.
    fn asked(&self, object: &TokenStream) -> TokenStream {
        let runtime = self.runtime;
        match &*self.asker.borrow() {
            Some(asker) => quote!(#runtime::__private::asked::object::<#asker, _>(#object)),
            None => object.clone(),
        }
    }

    fn map_value(&self, of: &Code, key: &str, slot: &Slot) -> Option<Code> {
        let (runtime, span) = (self.runtime, of.span);
        let (raw, map) = (of.raw.as_ref()?, local_at("map", span));
        let reference = if of.is_option {
            quote!(#raw.and_then(|#map| #runtime::Map::value(#map, #key)))
        } else {
            quote!(#runtime::Map::value(#raw, #key))
        };
        Some(self.perhaps(slot, reference, span))
    }

    /// The value behind an `Option` of a reference.
    fn perhaps(&self, slot: &Slot, reference: TokenStream, span: Span) -> Code {
        let runtime = self.runtime;
        if matches!(slot.class, Class::Any) {
            let value = local_at("value", span);
            let converted = self.converted(slot, &quote!(#value), span);
            let tokens = quote!(#reference.map_or(#runtime::Scalar::Nothing, |#value| #converted));
            return Code {
                tokens,
                class: Class::Any,
                is_option: false,
                raw: Some(reference),
                span,
            };
        }
        if !slot.may_be_option {
            return self.optional(slot, reference, span);
        }
        let field = local_at("field", span);
        let given = given(runtime, &quote!(#field));
        self.optional(slot, quote!(#reference.and_then(|#field| #given)), span)
    }

    /// The value behind a reference.
    pub(super) fn reference(&self, slot: &Slot, reference: &TokenStream, span: Span) -> Code {
        if slot.may_be_option && !matches!(slot.class, Class::Any) {
            return self.optional(slot, given(self.runtime, reference), span);
        }
        let tokens = self.converted(slot, reference, span);
        let raw = slot.class.is_converted_whole().then(|| reference.clone());
        Code {
            tokens,
            class: slot.class.clone(),
            is_option: false,
            raw,
            span,
        }
    }

    /// The value behind a reference that may be missing.
    fn optional(&self, slot: &Slot, option: TokenStream, span: Span) -> Code {
        let tokens = self.of_option(slot, &option, span);
        let raw = slot.class.is_converted_whole().then_some(option);
        Code {
            tokens,
            class: slot.class.clone(),
            is_option: true,
            raw,
            span,
        }
    }

    pub(super) fn of_option(&self, slot: &Slot, option: &TokenStream, span: Span) -> TokenStream {
        match slot.class {
            Class::Object(_) => return option.clone(),
            Class::List(_) | Class::Map(_) => {
                return self.iterated("applied", &slot.class, option, span);
            }
            _ => {}
        }
        // The name has the argument's place, and so have errors about what it stands for.
        let value = local_at("value", span);
        let converted = self.converted(slot, &quote!(#value), span);
        quote!(#option.map(|#value| #converted))
    }

    /// What is behind a reference: a single value's runtime form, an iterator, an object itself.
    pub(super) fn converted(
        &self,
        slot: &Slot,
        reference: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let runtime = self.runtime;
        let function = match slot.class {
            Class::List(_) | Class::Map(_) => {
                return self.iterated("apply", &slot.class, reference, span);
            }
            Class::Object(_) => return reference.clone(),
            Class::Any => ("ToScalar", "to_scalar"),
            Class::Boolean => ("Boolean", "to_bool"),
            Class::Integer => ("Integer", "to_integer"),
            Class::Number => ("ToNumber", "to_number"),
            Class::Text(_) => ("Text", "as_text"),
        };
        let [of, method] =
            <[&str; 2]>::from(function).map(|name| Ident::new(name, Span::call_site()));
        let Some(asker) = &*self.asker.borrow() else {
            return quote!(#runtime::#of::#method(#reference));
        };
        // The compiler blames the whole call, unless the function's whole path is the user's.
        quote_spanned!(span=> {
            use #runtime::__private::asked::#method as prompt_function;
            prompt_function::<#asker, _>(#reference)
        })
    }

    /// Calls the function that gives an iterator, by way of another one. The compiler says twice,
    /// in different words, that a type is none that the function takes, unless the function
    /// stands by itself and its whole path is the user's.
    fn iterated(&self, by: &str, class: &Class, on: &TokenStream, span: Span) -> TokenStream {
        let runtime = self.runtime;
        let function = if matches!(class, Class::Map(_)) {
            "entries"
        } else {
            "items"
        };
        let [function, by] = [function, by].map(|name| Ident::new(name, span));
        quote_spanned!(span=> {
            use #runtime::__private::{#by as prompt_apply, #function as prompt_function};
            prompt_apply(#on, prompt_function)
        })
    }

    /// A known single value in the runtime form of its class.
    pub(super) fn literal(&self, value: &Json, class: &Class) -> TokenStream {
        let runtime = self.runtime;
        match (class, value) {
            (Class::Boolean, value) => {
                let value = *value == Json::Bool(true);
                quote!(#value)
            }
            (Class::Integer | Class::Number, Json::Number(value)) => number_literal(runtime, value),
            (Class::Text(_), value) => {
                let text = value.printed();
                quote!(#text)
            }
            (_, value) => scalar_literal(runtime, value),
        }
    }
}

impl Class {
    /// Whether what is passed is needed whole beside its runtime form.
    fn is_converted_whole(&self) -> bool {
        matches!(self, Self::Any | Self::List(_) | Self::Map(_))
    }
}

/// A reference as an `Option`, which it may already be one to.
pub(super) fn given(runtime: &TokenStream, reference: &TokenStream) -> TokenStream {
    quote!(#runtime::__private::Given(#reference).prompt_option())
}

/// An input of which nothing but its use is known: converted where it is printed, and only there.
pub(super) fn anything(runtime: &TokenStream, input: &Input, argument: &Ident, span: Span) -> Code {
    let scalar = quote!(#runtime::ToScalar::to_scalar(#argument));
    let (tokens, raw) = match &input.default {
        None => (scalar, Some(quote!(#argument))),
        Some(default) => {
            let default = scalar_literal(runtime, default);
            (quote!(#scalar.or(#default)), None)
        }
    };
    Code {
        tokens,
        class: Class::Any,
        is_option: false,
        raw,
        span,
    }
}

/// A reference to a value as `json` prints it.
pub(super) fn serialized(code: &Code) -> TokenStream {
    let value = code.raw.as_ref().unwrap_or(&code.tokens);
    quote_spanned!(code.span=> &#value)
}

pub(super) fn scalar_literal(runtime: &TokenStream, value: &Json) -> TokenStream {
    match value {
        Json::Bool(value) => quote!(#runtime::Scalar::Boolean(#value)),
        Json::Number(value) => {
            let number = number_literal(runtime, value);
            quote!(#runtime::Scalar::Number(#number))
        }
        Json::Text(text) => quote!(#runtime::Scalar::Text(#text)),
        Json::Null | Json::List(_) | Json::Object(_) => quote!(#runtime::Scalar::Nothing),
    }
}

fn number_literal(runtime: &TokenStream, text: &str) -> TokenStream {
    if let Ok(value) = text.parse::<i128>() {
        return quote!(#runtime::Number::from(#value));
    }
    let value = text.parse::<f64>().unwrap_or_default();
    quote!(#runtime::Number::from(#value))
}

/// The name as Rust has it: a keyword is a raw identifier.
fn rust_name(name: &str, span: Span) -> Ident {
    syn::parse_str::<Ident>(name)
        .map_or_else(|_| Ident::new_raw(name, span), |_| Ident::new(name, span))
}
