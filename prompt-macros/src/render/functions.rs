//! The functions of expressions: their values, or code that gives them.

use std::borrow::Cow;

use proc_macro2::{Span, TokenStream};
use prompt_core::js::Json;
use prompt_core::program::{Class, Function};
use quote::quote;

use super::computed::Computed;
use super::convert::Converter;
use super::evaluate::{Test, chained, equality, truth};
use super::expression::{ANY, BOOLEAN, Expression, INTEGER, NUMBER, TEXT, Value};
use super::literals::{number_literal, scalar_literal};
use super::local_at;
use super::lookup::lookup;

/// Returns the value of a function.
pub(super) fn call<'p>(
    converter: Converter<'_>,
    function: Function,
    arguments: Vec<Computed<'p>>,
) -> Computed<'p> {
    let known = arguments.iter().map(Computed::as_known);
    if let Some(known) = known.collect::<Option<Vec<_>>>() {
        let known = known.into_iter().map(Cow::Borrowed).collect::<Vec<_>>();
        return Computed::Value(Value::known(function.apply(&known)));
    }
    let is_chosen = |argument: &Computed<'_>| matches!(argument, Computed::Chosen(_));
    if let Some(position) = arguments.iter().position(is_chosen) {
        return distributed(converter, function, arguments, position);
    }
    let writer = Writer {
        converter,
        span: arguments
            .iter()
            .find_map(Computed::span)
            .unwrap_or_else(Span::call_site),
    };
    match (function, arguments.as_slice()) {
        (Function::Len, [of]) => writer.len(of),
        (Function::Lookup, [of, key]) => lookup(converter, of, key),
        (Function::Default, [value, other]) => writer.default(value, other),
        (Function::Inc, [value]) => writer.inc(value),
        (Function::Trim, [text]) => writer.trim(text),
        (Function::Join, [list, separator]) => writer.join(list, separator),
        (Function::Upper | Function::Lower | Function::Concat, texts) => {
            writer.new_text(function, texts)
        }
        (function, arguments) => match writer.test(function, arguments) {
            Test::Known(value) => Computed::Value(Value::known(Json::Bool(value))),
            Test::Code(code) => Computed::code(&code, &BOOLEAN, writer.span),
        },
    }
}

/// Applies a function to each of the values that are chosen from.
fn distributed<'p>(
    converter: Converter<'_>,
    function: Function,
    mut arguments: Vec<Computed<'p>>,
    position: usize,
) -> Computed<'p> {
    let argument = std::mem::replace(&mut arguments[position], Computed::NULL);
    let Computed::Chosen(chosen) = argument else {
        return argument;
    };
    chosen.map(converter.runtime, &|value| {
        let mut arguments = arguments.clone();
        arguments[position] = value;
        call(converter, function, arguments)
    })
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    converter: Converter<'a>,
    /// Where errors about the value belong.
    span: Span,
}

impl<'a> Writer<'a> {
    /// Returns the result of a function that is true or false.
    fn test(self, function: Function, arguments: &[Computed<'_>]) -> Test {
        let runtime = self.runtime();
        match (function, arguments) {
            (Function::Eq, [a, b]) => equality(runtime, a, b),
            (Function::Ne, [a, b]) => equality(runtime, a, b).not(),
            (Function::Gt, [a, b]) => self.ordered(a, b, &quote!(>), &quote!(is_gt)),
            (Function::Gte, [a, b]) => self.ordered(a, b, &quote!(>=), &quote!(is_ge)),
            (Function::Lt, [a, b]) => self.ordered(a, b, &quote!(<), &quote!(is_lt)),
            (Function::Lte, [a, b]) => self.ordered(a, b, &quote!(<=), &quote!(is_le)),
            (Function::Not, [value]) => truth(value).not(),
            (Function::And, values) => chained(values.iter().map(truth), false, &quote!(&&)),
            (Function::Or, values) => chained(values.iter().map(truth), true, &quote!(||)),
            (Function::ContainsItem, [list, item]) => self.contains_item(list, item),
            (Function::ContainsText, [text, part]) => {
                let (text, part) = (text.scalar(runtime), part.scalar(runtime));
                Test::Code(quote!(#runtime::__private::function::contains(#text, #part)))
            }
            _ => Test::Known(false),
        }
    }

    fn ordered(
        self,
        a: &Computed<'_>,
        b: &Computed<'_>,
        operator: &TokenStream,
        is_met: &TokenStream,
    ) -> Test {
        let runtime = self.runtime();
        if let (Some(a), Some(b)) = (self.number(a), self.number(b)) {
            return Test::Code(quote!(#a #operator #b));
        }
        let (a, b) = (a.scalar(runtime), b.scalar(runtime));
        Test::Code(quote! {
            #runtime::__private::function::ordered(#a, #b, ::core::cmp::Ordering::#is_met)
        })
    }

    /// Makes the `Number` of a value that is always one.
    fn number(self, value: &Computed<'_>) -> Option<TokenStream> {
        match value {
            Computed::Value(Value::Known(json)) => match json.as_ref() {
                Json::Number(number) => Some(number_literal(self.runtime(), *number)),
                _ => None,
            },
            Computed::Value(Value::Code(code)) => {
                let is_number = matches!(code.class, Class::Integer | Class::Number);
                (is_number && !code.is_option).then(|| code.tokens.clone())
            }
            Computed::Made(..) | Computed::Chosen(_) => None,
        }
    }

    fn len<'p>(self, of: &Computed<'p>) -> Computed<'p> {
        let runtime = self.runtime();
        let length = match of.as_code() {
            Some(code) if matches!(code.class, Class::List(_) | Class::Map(_)) => {
                let (tokens, list) = (&code.tokens, local_at("list", code.span));
                if code.is_option {
                    quote!(#tokens.map_or(0, |#list| ::core::iter::ExactSizeIterator::len(&#list)))
                } else {
                    quote!(::core::iter::ExactSizeIterator::len(&#tokens))
                }
            }
            Some(code) if matches!(code.class, Class::Object(_)) => quote!(0),
            _ => {
                let scalar = of.scalar(runtime);
                quote!(#runtime::__private::function::length(#scalar))
            }
        };
        let number = quote!(#runtime::__private::function::number(#length));
        Computed::code(&number, &INTEGER, self.span)
    }

    fn inc<'p>(self, value: &Computed<'p>) -> Computed<'p> {
        let runtime = self.runtime();
        if let Some(number) = self.number(value) {
            let is_whole = |code: &Expression<'_>| matches!(code.class, Class::Integer);
            let class = if value.as_code().is_some_and(is_whole) {
                &INTEGER
            } else {
                &NUMBER
            };
            return Computed::code(&quote!(#number.successor()), class, self.span);
        }
        let scalar = value.scalar(runtime);
        let next = quote!(#runtime::__private::function::inc(#scalar));
        Computed::code(&next, &ANY, self.span)
    }

    fn default<'p>(self, value: &Computed<'p>, other: &Computed<'p>) -> Computed<'p> {
        let runtime = self.runtime();
        let made = quote!(#runtime::__private::function::Made);
        let may_lack = |code: &Expression<'_>| {
            code.is_option || matches!(code.class, Class::Any | Class::Null)
        };
        match (value, other) {
            (Computed::Value(Value::Known(json)), other) if **json == Json::Null => other.clone(),
            (Computed::Value(Value::Code(code)), _) if may_lack(code) => {
                let scalar = value.scalar(runtime);
                if matches!(other, Computed::Made(..)) {
                    let other = other.made(runtime);
                    return Computed::Made(quote!(#made::or(#scalar, #other)), self.span);
                }
                if let (Class::Text(_), Some(other)) = (code.class, borrowed_text(other)) {
                    let tokens = &code.tokens;
                    return Computed::code(&quote!(#tokens.unwrap_or(#other)), &TEXT, self.span);
                }
                let other = other.scalar(runtime);
                Computed::code(&quote!(#scalar.or(#other)), &ANY, self.span)
            }
            (Computed::Made(tokens, span), other) => {
                let other = other.made(runtime);
                Computed::Made(quote!(#tokens.or_made(#other)), *span)
            }
            (value, _) => value.clone(),
        }
    }

    fn new_text<'p>(self, function: Function, texts: &[Computed<'p>]) -> Computed<'p> {
        let runtime = self.runtime();
        let module = quote!(#runtime::__private::function);
        let texts = texts.iter().map(|text| text.text(runtime));
        let code = match function {
            Function::Upper => quote!(#module::upper(#(#texts)*)),
            Function::Lower => quote!(#module::lower(#(#texts)*)),
            _ => quote!(#module::concat(&[#(#texts),*])),
        };
        Computed::Made(code, self.span)
    }

    fn trim<'p>(self, text: &Computed<'p>) -> Computed<'p> {
        let (runtime, tokens) = (self.runtime(), text.text(self.runtime()));
        let is_text = |code: &Expression<'_>| matches!(code.class, Class::Text(_));
        if text.as_code().is_some_and(is_text) {
            let trimmed = quote!(#runtime::__private::text::trim(#tokens));
            return Computed::code(&trimmed, &TEXT, self.span);
        }
        let trimmed = quote!(#runtime::__private::function::trimmed(#tokens));
        Computed::Made(trimmed, self.span)
    }

    /// Makes the code of the items of a list as single values.
    fn item<'p>(self, list: &Expression<'p>, name: &proc_macro2::Ident) -> Option<Computed<'p>> {
        let Class::List(slot) = list.class else {
            return None;
        };
        let item = self.converter.reference(slot, &quote!(#name), list.span);
        Some(Computed::Value(Value::Code(item)))
    }

    fn contains_item(self, list: &Computed<'_>, item: &Computed<'_>) -> Test {
        let (runtime, wanted) = (self.runtime(), item.scalar(self.runtime()));
        if let Some(known) = list.as_known() {
            let Json::List(items) = known else {
                return Test::Known(false);
            };
            let items = items.iter().map(|item| scalar_literal(runtime, item));
            return Test::Code(quote! {
                <[#runtime::Scalar<'_>]>::contains(&[#(#items),*], &#wanted)
            });
        }
        let Some(code) = list.as_code() else {
            return Test::Known(false);
        };
        let [name, sought, names] =
            ["item", "sought", "list"].map(|name| local_at(name, code.span));
        let Some(item) = self.item(code, &name) else {
            return Test::Known(false);
        };
        let (item, tokens) = (item.scalar(runtime), &code.tokens);
        let any = |list: &TokenStream| {
            quote! {
                (match #wanted {
                    #sought => ::core::iter::Iterator::any(&mut #list, |#name| #item == #sought),
                })
            }
        };
        Test::Code(if code.is_option {
            let any = any(&quote!(#names));
            quote!(#tokens.is_some_and(|mut #names| #any))
        } else {
            any(tokens)
        })
    }

    fn join<'p>(self, list: &Computed<'p>, separator: &Computed<'p>) -> Computed<'p> {
        let (runtime, separator) = (self.runtime(), separator.text(self.runtime()));
        let [joined, text] = ["joined", "text"].map(|name| local_at(name, self.span));
        let add = match list {
            Computed::Value(Value::Known(known)) => {
                let items = match known.as_ref() {
                    Json::List(items) => items.as_slice(),
                    _ => &[],
                };
                let texts = items.iter().map(|item| {
                    let item = Computed::Value(Value::Known(Cow::Borrowed(item)));
                    item.text(runtime)
                });
                quote!(for #text in [#(#texts),*] { #joined.push(#text); })
            }
            Computed::Value(Value::Code(code)) => self.add_items(code, &joined),
            Computed::Made(..) | Computed::Chosen(_) => quote!(),
        };
        let code = quote!(#runtime::__private::function::join(#separator, |#joined| { #add }));
        Computed::Made(code, self.span)
    }

    /// Makes statements that push the items of a list.
    fn add_items(self, list: &Expression<'_>, joined: &proc_macro2::Ident) -> TokenStream {
        let [name, names] = ["item", "list"].map(|name| local_at(name, list.span));
        let Some(item) = self.item(list, &name) else {
            return quote!();
        };
        let (text, tokens) = (item.text(self.runtime()), &list.tokens);
        let add = |list: &TokenStream| quote!(for #name in #list { #joined.push(#text); });
        if list.is_option {
            let add = add(&quote!(#names));
            quote!(if let ::core::option::Option::Some(#names) = #tokens { #add })
        } else {
            add(tokens)
        }
    }

    fn runtime(self) -> &'a TokenStream {
        self.converter.runtime
    }
}

/// Makes the `&str` of a value that is always a text, and not a new one.
fn borrowed_text(value: &Computed<'_>) -> Option<TokenStream> {
    match value {
        Computed::Value(Value::Known(json)) => match json.as_ref() {
            Json::Text(text) => Some(quote!(#text)),
            _ => None,
        },
        Computed::Value(Value::Code(code)) => {
            let is_text = matches!(code.class, Class::Text(_)) && !code.is_option;
            is_text.then(|| code.tokens.clone())
        }
        Computed::Made(..) | Computed::Chosen(_) => None,
    }
}
