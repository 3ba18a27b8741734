//! Code that turns what a call passes into the runtime form of its type. The compiler checks the
//! type there.

use proc_macro2::{Ident, Span, TokenStream};
use prompt_core::js::Json;
use prompt_core::program::{Class, Input, Slot};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::expression::Expression;
use super::literals::{number_literal, scalar_literal, tested_literal};
use super::local_at;

/// Makes the code of conversions.
#[derive(Clone, Copy)]
pub(super) struct Converter<'a> {
    pub(super) runtime: &'a TokenStream,
    /// A type that is named after the version which requires the value, where that is not the
    /// version of the build.
    pub(super) requiring_version: Option<&'a Ident>,
    /// The field that has the value, if it is not an input itself.
    field: Option<&'a Ident>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(runtime: &'a TokenStream) -> Self {
        Self {
            runtime,
            requiring_version: None,
            field: None,
        }
    }

    /// Returns a converter whose errors name a version.
    pub(super) fn for_version(self, version: &'a Ident) -> Self {
        Self {
            requiring_version: Some(version),
            ..self
        }
    }

    /// Makes the code of an object's field, or of the value of a map's key.
    pub(super) fn field<'p>(self, of: &Expression<'p>, name: &str) -> Option<Expression<'p>> {
        match of.class {
            Class::Object(fields) => {
                let (_, slot) = fields.iter().find(|(field, _)| field == name)?;
                Some(self.object_field(of, name, slot))
            }
            Class::Map(slot) => self.map_value(of, name, slot),
            _ => None,
        }
    }

    fn object_field<'p>(self, of: &Expression<'p>, name: &str, slot: &'p Slot) -> Expression<'p> {
        let (tokens, span) = (&of.tokens, of.span);
        let field = rust_name(name, span);
        let converter = Converter {
            field: Some(&field),
            ..self
        };
        // The whole has the place of the argument, so that a missing field is reported there.
        let reference = |object: &TokenStream| {
            let object = self.seen_object(object);
            quote_spanned!(span=> &(#object).#field)
        };
        if !of.is_option {
            return converter.reference(slot, &reference(tokens), span);
        }
        let object = local_at("object", span);
        let reference = reference(&quote!(#object));
        converter.behind_option(slot, quote!(#tokens.map(|#object| #reference)), span)
    }

    /// Returns an object as the version that requires its fields sees it.
    fn seen_object(self, object: &TokenStream) -> TokenStream {
        let runtime = self.runtime;
        match self.requiring_version {
            Some(version) => quote!(#runtime::__private::required::object::<#version, _>(#object)),
            None => object.clone(),
        }
    }

    fn map_value<'p>(
        self,
        of: &Expression<'p>,
        key: &str,
        slot: &'p Slot,
    ) -> Option<Expression<'p>> {
        let (runtime, span) = (self.runtime, of.span);
        let (raw, map) = (of.raw.as_ref()?, local_at("map", span));
        let reference = if of.is_option {
            quote!(#raw.and_then(|#map| #runtime::Map::value(#map, #key)))
        } else {
            quote!(#runtime::Map::value(#raw, #key))
        };
        Some(self.behind_option(slot, reference, span))
    }

    /// Makes the code of the value behind an `Option` of a reference.
    pub(super) fn behind_option(
        self,
        slot: &Slot,
        reference: TokenStream,
        span: Span,
    ) -> Expression<'_> {
        let runtime = self.runtime;
        if is_any(&slot.class) {
            let value = local_at("value", span);
            let converted = self.converted(slot, &quote!(#value), span);
            let tokens = quote!(#reference.map_or(#runtime::Scalar::Nothing, |#value| #converted));
            let tested = tested(&quote!(#value), span);
            let nothing = quote!(#runtime::__private::Tested::NOTHING);
            return Expression {
                tokens,
                class: &slot.class,
                is_option: false,
                tested: Some(quote!(#reference.map_or(#nothing, |#value| #tested))),
                raw: Some(reference),
                is_raw_option: true,
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

    /// Makes the code of the value behind a reference.
    pub(super) fn reference<'p>(
        self,
        slot: &'p Slot,
        reference: &TokenStream,
        span: Span,
    ) -> Expression<'p> {
        if slot.may_be_option && !is_any(&slot.class) {
            return self.optional(slot, given(self.runtime, reference), span);
        }
        let tokens = self.converted(slot, reference, span);
        let raw = is_converted_whole(&slot.class).then(|| reference.clone());
        let tested = is_any(&slot.class).then(|| tested(reference, span));
        Expression {
            tokens,
            class: &slot.class,
            is_option: false,
            raw,
            is_raw_option: false,
            tested,
            span,
        }
    }

    fn optional(self, slot: &Slot, option: TokenStream, span: Span) -> Expression<'_> {
        let tokens = self.converted_option(slot, &option, span);
        let raw = is_converted_whole(&slot.class).then_some(option);
        Expression {
            tokens,
            class: &slot.class,
            is_option: true,
            raw,
            is_raw_option: true,
            tested: None,
            span,
        }
    }

    /// Converts what is behind an `Option` of a reference.
    pub(super) fn converted_option(
        self,
        slot: &Slot,
        option: &TokenStream,
        span: Span,
    ) -> TokenStream {
        match slot.class {
            Class::Object(_) => return option.clone(),
            Class::List(_) | Class::Map(_) => {
                return self.iterator("apply_to_option", &slot.class, option, span);
            }
            _ => {}
        }
        // The name has the argument's place, and so have errors about the value.
        let value = local_at("value", span);
        let converted = self.converted(slot, &quote!(#value), span);
        quote!(#option.map(|#value| #converted))
    }

    /// Converts what is behind a reference.
    pub(super) fn converted(self, slot: &Slot, reference: &TokenStream, span: Span) -> TokenStream {
        let runtime = self.runtime;
        let function = match slot.class {
            Class::List(_) | Class::Map(_) => {
                return self.iterator("apply", &slot.class, reference, span);
            }
            Class::Object(_) => return reference.clone(),
            Class::Any | Class::Null => ("ToScalar", "to_scalar"),
            Class::Boolean => ("Boolean", "to_bool"),
            Class::Integer => ("Integer", "to_integer"),
            Class::Number => ("ToNumber", "to_number"),
            Class::Text(_) => ("Text", "as_text"),
        };
        let [of, method] =
            <[&str; 2]>::from(function).map(|name| Ident::new(name, Span::call_site()));
        let value = shown(&slot.class, reference, span);
        match (self.requiring_version, self.field) {
            (None, None) => quote!(#runtime::#of::#method(#value)),
            (None, Some(field)) => {
                let function = format_ident!("__prompt_field_{method}", span = span);
                quote_spanned!(span=> #function::<#field, _>(#value))
            }
            // The compiler blames the whole call, unless the function's whole path is the user's.
            (Some(version), field) => {
                let name = of_field(version, field);
                quote_spanned!(span=> {
                    use #runtime::__private::required::#method as __prompt_function;
                    __prompt_function::<#name, _>(#value)
                })
            }
        }
    }

    /// Calls the function that gives an iterator, by way of another function. The compiler says
    /// twice, in different words, that the function does not take a type, unless the function
    /// stands by itself and its whole path is the user's.
    fn iterator(self, by: &str, class: &Class, on: &TokenStream, span: Span) -> TokenStream {
        let function = if matches!(class, Class::Map(_)) {
            "entries"
        } else {
            "items"
        };
        let by = format_ident!("__prompt_{by}", span = span);
        let Some(field) = self.field else {
            let function = format_ident!("__prompt_{function}", span = span);
            return quote_spanned!(span=> #by(#on, #function));
        };
        let function = format_ident!("__prompt_field_{function}", span = span);
        quote_spanned!(span=> #by(#on, #function::<#field, _>))
    }

    /// Makes the code of an input whose type is only known from its use: it is converted where it
    /// is printed.
    pub(super) fn anything<'p>(
        self,
        input: &'p Input,
        argument: &Ident,
        span: Span,
    ) -> Expression<'p> {
        let runtime = self.runtime;
        let scalar = self.converted(&input.slot, &quote!(#argument), span);
        let tested = tested(&quote!(#argument), span);
        let (tokens, raw, tested) = match &input.default {
            None => (scalar, Some(quote!(#argument)), tested),
            Some(default) => {
                let known = tested_literal(runtime, default);
                let default = scalar_literal(runtime, default);
                let tested = quote!(#tested.or(#known));
                (quote!(#scalar.or(#default)), None, tested)
            }
        };
        Expression {
            tokens,
            class: &input.slot.class,
            is_option: false,
            raw,
            is_raw_option: false,
            tested: Some(tested),
            span,
        }
    }

    /// Makes a known value in the runtime form of its class.
    pub(super) fn literal(self, value: &Json, class: &Class) -> TokenStream {
        match (class, value) {
            (Class::Boolean, value) => {
                let value = *value == Json::Bool(true);
                quote!(#value)
            }
            (Class::Integer | Class::Number, Json::Number(value)) => {
                number_literal(self.runtime, *value)
            }
            (Class::Text(_), value) => {
                let mut text = String::new();
                value.print(&mut text);
                quote!(#text)
            }
            (_, value) => scalar_literal(self.runtime, value),
        }
    }
}

/// Returns a reference to a value that is to be a text, or to the text that it prints. A number,
/// a truth value, a list and an object are never printed.
fn shown(class: &Class, reference: &TokenStream, span: Span) -> TokenStream {
    let [of, method] = match class {
        Class::Text(_) => ["__prompt_text_of", "__prompt_text_form"],
        Class::Any | Class::Null => ["__prompt_scalar_of", "__prompt_scalar_form"],
        _ => return reference.clone(),
    }
    .map(|name| Ident::new(name, span));
    let texts = texts(span);
    quote_spanned!(span=> #of(#reference).#method(#texts))
}

/// Makes the text of a value behind a reference, without an arena: a text that the value prints
/// lives as long as the variable which the code is bound to.
pub(super) fn bound_text(reference: &Ident, span: Span) -> TokenStream {
    quote_spanned!(span=> &*__prompt_text_of(#reference).__prompt_text())
}

/// Makes the `Tested` of a value behind a reference.
pub(super) fn tested(reference: &TokenStream, span: Span) -> TokenStream {
    let texts = texts(span);
    quote_spanned!(span=> __prompt_known(__prompt_tested_of(#reference).__prompt_tested(#texts)))
}

/// Makes data of all that the compiler knows of a value, whatever its type is.
pub(super) fn whole(runtime: &TokenStream, code: &Expression<'_>) -> Option<TokenStream> {
    let (raw, span) = (code.raw.as_ref()?, code.span);
    let whole = |reference: &TokenStream| quote_spanned!(span=> __prompt_whole_of(#reference).__prompt_whole());
    if !code.is_raw_option {
        return Some(whole(raw));
    }
    let value = local_at("value", span);
    let whole = whole(&quote!(#value));
    Some(quote!(#raw.map_or(#runtime::__private::Json::Null, |#value| #whole)))
}

/// Returns the name of the arena for texts, as code with the place of an argument sees it.
pub(super) fn texts(span: Span) -> Ident {
    local_at("texts", span)
}

/// Returns the type that bears the name of a version, and of a field that the version requires.
pub(super) fn of_field(version: &Ident, field: Option<&Ident>) -> Ident {
    match field {
        None => version.clone(),
        Some(field) => format_ident!("for_field_{}_{version}", field.unraw()),
    }
}

/// Turns a reference into an `Option`. It may be a reference to one.
pub(super) fn given(runtime: &TokenStream, reference: &TokenStream) -> TokenStream {
    quote!(#runtime::__private::Given(#reference).__prompt_option())
}

/// Makes a reference to a value as `{{json}}` prints it.
pub(super) fn serialized(code: &Expression<'_>) -> TokenStream {
    let value = code.raw.as_ref().unwrap_or(&code.tokens);
    quote_spanned!(code.span=> &#value)
}

/// Makes the text that `{{json}}` prints of a value. A map is an object, also where it is passed as a
/// slice of pairs.
pub(super) fn json(runtime: &TokenStream, code: &Expression<'_>, indent: usize) -> TokenStream {
    let value = serialized(code);
    let Some(form) = json_form(runtime, code.class) else {
        return quote!(#runtime::__private::json(#value, #indent));
    };
    let form = if code.is_option {
        quote!(#runtime::__private::OrNull<#form>)
    } else {
        form
    };
    quote!(#runtime::__private::json_as::<#form, _>(#value, #indent))
}

/// Returns the form of a value with a map in it. `None` for other values, whose `Serialize` gives
/// them theirs, as it does to what may be missing within a list or a map.
fn json_form(runtime: &TokenStream, class: &Class) -> Option<TokenStream> {
    let inner = |slot: &Slot| {
        let form = json_form(runtime, &slot.class);
        form.filter(|_| !slot.may_be_option)
    };
    match class {
        Class::Map(slot) => {
            let inner = inner(slot).unwrap_or_else(|| quote!(#runtime::__private::AsItIs));
            Some(quote!(#runtime::__private::AsObject<#inner>))
        }
        Class::List(slot) => {
            let inner = inner(slot)?;
            Some(quote!(#runtime::__private::AsList<#inner>))
        }
        _ => None,
    }
}

pub(super) fn is_any(class: &Class) -> bool {
    matches!(class, Class::Any | Class::Null)
}

/// Returns whether a value is needed as it was passed, beside its runtime form.
fn is_converted_whole(class: &Class) -> bool {
    is_any(class) || matches!(class, Class::List(_) | Class::Map(_))
}

/// Returns the name as Rust has it. A keyword is a raw identifier.
pub(super) fn rust_name(name: &str, span: Span) -> Ident {
    syn::parse_str::<Ident>(name)
        .map_or_else(|_| Ident::new_raw(name, span), |_| Ident::new(name, span))
}
