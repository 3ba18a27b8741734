//! What a call passes, as data: an expression that gives the inputs as JSON.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::arguments::Passed;
use super::convert::{given, serialized};
use super::local_at;
use super::uses::Use;
use super::value::{At, Code, Values};
use crate::program::{Class, Input, Program};

/// An expression of the type `prompt_runtime::__private::Value`: an object with the inputs that the
/// call passes, by name. Of objects it has the fields that the program looks at: the rest need not
/// be there. What the program prints as JSON is that JSON. Of an input of any type that the program
/// does not look at nothing is known, and it is left out.
///
/// To be placed behind [`Values::bindings`].
pub(super) fn inputs(values: &Values<'_>, program: &Program) -> TokenStream {
    object(values, &Use::of_inputs(program), Form::Shown)
}

/// What an expression of the inputs holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// What people are shown of them.
    Shown,
    /// What can be printed, tested and gone through, each value so that it is printed as it would
    /// be without this.
    Exact,
    /// What can be printed as JSON, each value its JSON as a text.
    Json,
}

/// The inputs that the call passes in a form, as far as they are used.
pub(super) fn object(values: &Values<'_>, uses: &BTreeMap<String, Use>, form: Form) -> TokenStream {
    let runtime = values.runtime;
    let unused = Use::default();
    let entries = values.passed().filter_map(|(passed, input)| {
        let code = as_passed(values, passed, input)?;
        let name = &input.name;
        let value = Writer {
            values,
            form,
            depth: 0,
        }
        .value(&code, uses.get(name).unwrap_or(&unused))?;
        Some(quote!((#name, #value)))
    });
    quote!(#runtime::__private::data::object([#(#entries),*]))
}

/// What is passed for an input, before a default takes the place of nothing.
fn as_passed(values: &Values<'_>, passed: &Passed<'_>, input: &Input) -> Option<Code> {
    let At::Code(code) = values.input(&input.name)? else {
        return None;
    };
    if input.default.is_none() {
        return Some(code.clone());
    }
    let (runtime, argument, span) = (values.runtime, &passed.local, code.span);
    if matches!(code.class, Class::Any) {
        let tokens = quote!(#runtime::ToScalar::to_scalar(#argument));
        return Some(Code {
            tokens,
            ..code.clone()
        });
    }
    if !input.slot.may_be_option {
        return Some(code.clone());
    }
    let tokens = values.of_option(&input.slot, &given(runtime, &quote!(#argument)), span);
    Some(Code {
        tokens,
        is_option: true,
        ..code.clone()
    })
}

struct Writer<'a> {
    values: &'a Values<'a>,
    form: Form,
    /// How deep in lists and objects the value is: each has names of its own.
    depth: usize,
}

impl Writer<'_> {
    /// A value as data; `None` where nothing is known of it.
    fn value(&self, code: &Code, used: &Use) -> Option<TokenStream> {
        if used.is_serialized
            && let Some(json) = self.json(code)
        {
            return Some(json);
        }
        match code.class {
            Class::Any | Class::Boolean | Class::Integer | Class::Number | Class::Text(_) => {
                self.single(code, used)
            }
            Class::List(_) | Class::Map(_) | Class::Object(_) if code.is_option => {
                let (runtime, tokens) = (self.values.runtime, &code.tokens);
                let name = self.name("there", code.span);
                let there = Code {
                    tokens: quote!(#name),
                    is_option: false,
                    ..code.clone()
                };
                let value = self.composite(&there, used);
                Some(quote!(match #tokens {
                    ::core::option::Option::Some(#name) => #value,
                    ::core::option::Option::None => #runtime::__private::Value::Null,
                }))
            }
            Class::List(_) | Class::Map(_) | Class::Object(_) => Some(self.composite(code, used)),
        }
    }

    /// What `{{json …}}` prints of a value.
    fn json(&self, code: &Code) -> Option<TokenStream> {
        let (runtime, value) = (self.values.runtime, serialized(code));
        let json = quote!(#runtime::__private::json(#value, 0));
        match self.form {
            Form::Shown => Some(quote!(#runtime::__private::data::parsed(&#json))),
            Form::Json => Some(quote!(#runtime::__private::Value::String(#json))),
            Form::Exact => None,
        }
    }

    fn single(&self, code: &Code, used: &Use) -> Option<TokenStream> {
        let runtime = self.values.runtime;
        let is_known = used.is_read || !matches!(code.class, Class::Any);
        let function = match self.form {
            Form::Json => return None,
            Form::Shown => quote!(data::single),
            Form::Exact => quote!(hot_reload::exact),
        };
        let scalar = is_known.then(|| self.values.scalar(code))?;
        Some(quote!(#runtime::__private::#function(#scalar)))
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

    /// An item of a list, or a value of a map; of what is not looked at there is nothing but its
    /// place.
    fn item(&self, of: &Code, name: &Ident, used: &Use) -> TokenStream {
        let runtime = self.values.runtime;
        let nothing = quote!(#runtime::__private::Value::Null);
        let (Class::List(slot) | Class::Map(slot)) = &of.class else {
            return nothing;
        };
        if !used.is_anything() {
            return nothing;
        }
        let item = self.values.reference(slot, &quote!(#name), of.span);
        self.inner().value(&item, used).unwrap_or(nothing)
    }

    fn inner(&self) -> Self {
        Self {
            values: self.values,
            form: self.form,
            depth: self.depth + 1,
        }
    }

    fn name(&self, what: &str, span: Span) -> Ident {
        local_at(&format!("data_{what}_{}", self.depth), span)
    }
}
