//! What a call passes, as data: an expression that gives the inputs as JSON.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::arguments::Passed;
use super::convert::{given, serialized};
use super::local_at;
use super::uses::Use;
use super::value::{At, Code, Values};
use crate::program::{Class, Input, Program};

/// An expression of the type `prompt_runtime::__private::Value`: an object with the inputs that the call passes, by name.
/// Of objects it has the fields that the program looks at: the rest need not be there. What the program prints as JSON
/// is that JSON. Of an input of any type that the program does not look at nothing is known, and it is left out.
///
/// To be placed behind [`Values::bindings`].
pub(super) fn inputs(values: &Values<'_>, program: &Program) -> TokenStream {
    let runtime = values.runtime;
    let uses = Use::of_inputs(program);
    let unused = Use::default();
    let entries = values.passed().filter_map(|(passed, input)| {
        let code = as_passed(values, passed, input)?;
        let name = &input.name;
        let value = Writer { values, depth: 0 }.value(&code, uses.get(name).unwrap_or(&unused))?;
        Some(quote!((#name, #value)))
    });
    quote!(#runtime::__private::data::object([#(#entries),*]))
}

/// What is passed for an input, before a default takes the place of nothing.
fn as_passed(values: &Values<'_>, passed: &Passed<'_>, input: &Input) -> Option<Code> {
    let At::Code(code) = values.input(&input.name)? else { return None };
    if input.default.is_none() {
        return Some(code.clone());
    }
    let (runtime, argument, span) = (values.runtime, &passed.local, code.span);
    if matches!(code.class, Class::Any) {
        let tokens = quote!(#runtime::ToScalar::to_scalar(#argument));
        return Some(Code { tokens, raw: Some(quote!(#argument)), ..code.clone() });
    }
    if !input.slot.may_be_option {
        return Some(code.clone());
    }
    let tokens = values.of_option(&input.slot, &given(runtime, &quote!(#argument)), span);
    Some(Code { tokens, is_option: true, ..code.clone() })
}

struct Writer<'a> {
    values: &'a Values<'a>,
    /// How deep in lists and objects the value is: each has names of its own.
    depth: usize,
}

impl Writer<'_> {
    /// A value as data; `None` where nothing is known of it.
    fn value(&self, code: &Code, used: &Use) -> Option<TokenStream> {
        let (runtime, tokens) = (self.values.runtime, &code.tokens);
        if used.is_serialized {
            let value = serialized(code);
            return Some(quote!(#runtime::__private::data::parsed(&#runtime::__private::json(#value, 0))));
        }
        match code.class {
            Class::Any if !used.is_read => None,
            Class::Any | Class::Boolean | Class::Integer | Class::Number | Class::Text(_) => {
                let scalar = self.values.scalar(code);
                Some(quote!(#runtime::__private::data::single(#scalar)))
            }
            Class::List(_) | Class::Map(_) | Class::Object(_) if code.is_option => {
                let name = self.name("there", code.span);
                let there = Code { tokens: quote!(#name), is_option: false, ..code.clone() };
                let value = self.composite(&there, used);
                Some(quote!(match #tokens {
                    ::core::option::Option::Some(#name) => #value,
                    ::core::option::Option::None => #runtime::__private::Value::Null,
                }))
            }
            Class::List(_) | Class::Map(_) | Class::Object(_) => Some(self.composite(code, used)),
        }
    }

    fn composite(&self, code: &Code, used: &Use) -> TokenStream {
        match &code.class {
            Class::Object(_) => self.object(code, used),
            Class::Map(_) => self.map(code, &used.of_values()),
            _ => self.list(code, used.items.as_deref().unwrap_or(&Use::default())),
        }
    }

    fn object(&self, code: &Code, used: &Use) -> TokenStream {
        let runtime = self.values.runtime;
        let fields = used.fields.iter().filter_map(|(name, used)| {
            let value = self.inner().value(&self.values.field(code, name)?, used)?;
            Some(quote!((#name, #value)))
        });
        quote!(#runtime::__private::data::object([#(#fields),*]))
    }

    fn list(&self, code: &Code, used: &Use) -> TokenStream {
        let (runtime, tokens) = (self.values.runtime, &code.tokens);
        let (list, item) = (self.name("list", code.span), self.name("item", code.span));
        let value = self.item(code, &item, used);
        quote!({
            let mut #list = #runtime::__private::Vec::new();
            for #item in #tokens { #list.push(#value); }
            #runtime::__private::Value::Array(#list)
        })
    }

    fn map(&self, code: &Code, used: &Use) -> TokenStream {
        let (runtime, tokens) = (self.values.runtime, &code.tokens);
        let [list, key, item] = ["list", "key", "item"].map(|name| self.name(name, code.span));
        let value = self.item(code, &item, used);
        quote!({
            let mut #list = #runtime::__private::Vec::new();
            for (#key, #item) in #tokens { #list.push((#key, #value)); }
            #runtime::__private::data::object(#list)
        })
    }

    /// An item of a list, or a value of a map; of what is not looked at there is nothing but its place.
    fn item(&self, of: &Code, name: &Ident, used: &Use) -> TokenStream {
        let runtime = self.values.runtime;
        let nothing = quote!(#runtime::__private::Value::Null);
        let (Class::List(slot) | Class::Map(slot)) = &of.class else { return nothing };
        if !used.is_anything() {
            return nothing;
        }
        let item = self.values.reference(slot, &quote!(#name), of.span);
        self.inner().value(&item, used).unwrap_or(nothing)
    }

    fn inner(&self) -> Self {
        Self { values: self.values, depth: self.depth + 1 }
    }

    fn name(&self, what: &str, span: Span) -> Ident {
        local_at(&format!("data_{what}_{}", self.depth), span)
    }
}
