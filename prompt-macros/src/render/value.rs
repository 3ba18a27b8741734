//! Values of a program at a call: known, or an expression.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::arguments::Arguments;
use super::checks::asker;
use super::pieces::Printed;
use super::{local_at, number};
use crate::json::Json;
use crate::program::{Base, Class, Condition, Input, Pin, Slot, Value};

/// What a value of the program is at this call.
#[derive(Clone)]
pub(super) enum At {
    Known(Json),
    Code(Code),
}

/// An expression and what it is: of a single value its runtime form (`&str`, `Number`, `bool`, `Scalar`), of a list an
/// iterator, of an object a reference to what the user passes.
#[derive(Clone)]
pub(super) struct Code {
    pub(super) tokens: TokenStream,
    pub(super) class: Class,
    /// Whether it is an `Option` of it.
    pub(super) is_option: bool,
    /// Where the expression is not enough: a reference to what the user passes.
    pub(super) raw: Option<TokenStream>,
    /// Where errors about it belong: at the argument.
    pub(super) span: Span,
}

/// A condition that is known, or an expression.
pub(super) enum Test {
    Known(bool),
    Code(TokenStream),
}

/// The values that the names of a program stand for.
pub(super) struct Values<'a> {
    pub(super) runtime: &'a TokenStream,
    /// The version of the build.
    version: &'a str,
    arguments: &'a Arguments<'a>,
    pub(super) inputs: BTreeMap<String, At>,
    /// Those of the loops that are being written, by number.
    loops: RefCell<BTreeMap<usize, Round>>,
    /// The loops whose bodies ask for an index or a length.
    counted: RefCell<BTreeSet<usize>>,
    /// Where another version than that of the build asks: a type that bears its name.
    asker: RefCell<Option<Ident>>,
}

/// What a loop's names stand for in its body.
#[derive(Clone)]
pub(super) struct Round {
    pub(super) item: At,
    pub(super) index: At,
    pub(super) key: At,
    pub(super) first: At,
    pub(super) last: At,
}

impl<'a> Values<'a> {
    pub(super) fn new(runtime: &'a TokenStream, version: &'a str, arguments: &'a Arguments<'a>) -> Self {
        let mut inputs = BTreeMap::new();
        for input in arguments.left_out() {
            inputs.insert(input.name.clone(), At::Known(input.default.clone().unwrap_or(Json::Null)));
        }
        for (passed, input) in arguments.passed() {
            let (class, span) = (input.slot.class.clone(), passed.argument.span);
            let code = if matches!(class, Class::Any) {
                anything(runtime, input, &passed.local, span)
            } else {
                let tokens = local_at(&format!("input_{}", passed.name), span);
                let is_option = input.slot.may_be_option && input.default.is_none();
                let argument = &passed.local;
                if matches!(class, Class::List(_) | Class::Map(_)) {
                    let raw = if is_option { given(runtime, &quote!(#argument)) } else { quote!(#argument) };
                    Code { tokens: quote!(#tokens.clone()), class, is_option, raw: Some(raw), span }
                } else {
                    Code { tokens: quote!(#tokens), class, is_option, raw: None, span }
                }
            };
            inputs.insert(input.name.clone(), At::Code(code));
        }
        Self {
            runtime,
            version,
            arguments,
            inputs,
            loops: RefCell::default(),
            counted: RefCell::default(),
            asker: RefCell::default(),
        }
    }

    /// Does the work where another version than that of the build asks.
    pub(super) fn asked_by<T>(&self, asker: Ident, work: impl FnOnce() -> T) -> T {
        self.asker.replace(Some(asker));
        let result = work();
        self.asker.take();
        result
    }

    /// The versions other than that of the build that require an input which is passed.
    pub(super) fn required_elsewhere(&self) -> impl Iterator<Item = &Pin> {
        self.arguments.passed().filter_map(|(_, input)| self.required_elsewhere_by(input))
    }

    fn required_elsewhere_by<'i>(&self, input: &'i Input) -> Option<&'i Pin> {
        input.required_by.as_ref().filter(|pin| pin.version != self.version)
    }

    /// What an input is at this call.
    pub(super) fn input(&self, name: &str) -> Option<&At> {
        self.inputs.get(name)
    }

    /// The conversation so far, if it is passed.
    pub(super) fn history(&self) -> Option<&Ident> {
        self.arguments.history().map(|passed| &passed.local)
    }

    /// Binds each input that is passed to its runtime form, which checks its type.
    pub(super) fn bindings(&self) -> TokenStream {
        let runtime = self.runtime;
        let mut bindings = TokenStream::new();
        let mut has_options = false;
        let typed = self.arguments.passed().filter(|(_, input)| !matches!(input.slot.class, Class::Any));
        for (passed, input) in typed {
            let (argument, span) = (&passed.local, passed.argument.span);
            let name = local_at(&format!("input_{}", passed.name), span);
            let convert = || self.converted(&input.slot, &quote!(#argument), span);
            let value = if input.slot.may_be_option {
                has_options = true;
                let given = given(runtime, &quote!(#argument));
                self.of_option(&input.slot, &given, span)
            } else {
                match self.required_elsewhere_by(input) {
                    // Where this version takes an `Option`, the error says which does not.
                    Some(pin) => self.asked_by(asker(pin), convert),
                    None => convert(),
                }
            };
            let default = input.default.as_ref().filter(|_| input.slot.may_be_option);
            let default = default.map(|default| self.literal(default, &input.slot.class));
            let or = default.map(|default| quote!(.unwrap_or(#default)));
            bindings.extend(quote!(let #name = #value #or;));
        }
        let always = (has_options || self.has_optional_fields()).then(|| {
            quote!(
                #[allow(unused_imports)]
                use #runtime::__private::{Always as _, Perhaps as _};
            )
        });
        quote!(#always #bindings)
    }

    fn has_optional_fields(&self) -> bool {
        fn has(slot: &Slot) -> bool {
            match &slot.class {
                Class::List(inner) | Class::Map(inner) => inner.may_be_option || has(inner),
                Class::Object(fields) => fields.iter().any(|(_, field)| field.may_be_option || has(field)),
                _ => false,
            }
        }
        self.arguments.passed().any(|(_, input)| has(&input.slot))
    }

    /// What a value of the program is here.
    pub(super) fn at(&self, value: &Value) -> At {
        let (base, fields) = match value {
            Value::Known(json) => return At::Known(json.clone()),
            Value::Place { base, fields } => (base, fields),
        };
        let mut at = self.base(base);
        for field in fields {
            at = match at {
                At::Known(json) => At::Known(json.field(field).cloned().unwrap_or(Json::Null)),
                At::Code(code) => match self.field(&code, field) {
                    Some(code) => At::Code(code),
                    None => At::Known(Json::Null),
                },
            };
        }
        at
    }

    fn base(&self, base: &Base) -> At {
        if let Base::Index(id) | Base::First(id) | Base::Last(id) = base {
            self.counted.borrow_mut().insert(*id);
        }
        let loops = self.loops.borrow();
        let round = |id: &usize, part: fn(&Round) -> &At| loops.get(id).map(part).cloned();
        let at = match base {
            Base::Input(name) => self.inputs.get(name).cloned(),
            Base::Item(id) => round(id, |round| &round.item),
            Base::Index(id) => round(id, |round| &round.index),
            Base::Key(id) => round(id, |round| &round.key),
            Base::First(id) => round(id, |round| &round.first),
            Base::Last(id) => round(id, |round| &round.last),
        };
        at.unwrap_or(At::Known(Json::Null))
    }

    /// Does the work with the names of a loop standing for these values; tells whether it asked how often the loop has
    /// run.
    pub(super) fn in_round<T>(&self, id: usize, round: Round, work: impl FnOnce() -> T) -> (T, bool) {
        self.loops.borrow_mut().insert(id, round);
        let result = work();
        self.loops.borrow_mut().remove(&id);
        (result, self.counted.borrow_mut().remove(&id))
    }

    /// The field of an object, or the value of a map's key.
    pub(super) fn field(&self, of: &Code, name: &str) -> Option<Code> {
        let (tokens, span) = (&of.tokens, of.span);
        let runtime = self.runtime;
        let (slot, reference, is_option) = match &of.class {
            Class::Object(fields) => {
                let (_, slot) = fields.iter().find(|(field, _)| field == name)?;
                let field = rust_name(name, span);
                let asked = |object: &TokenStream| match &*self.asker.borrow() {
                    Some(asker) => quote!(#runtime::__private::asked::object::<#asker, _>(#object)),
                    None => object.clone(),
                };
                if of.is_option {
                    let object = local_at("object", span);
                    let reference = {
                        let asked = asked(&quote!(#object));
                        quote_spanned!(span=> &(#asked).#field)
                    };
                    (slot, quote!(#tokens.map(|#object| #reference)), true)
                } else {
                    // The whole has the place of the argument, so that a field that is not there is reported there.
                    let asked = asked(tokens);
                    (slot, quote_spanned!(span=> &(#asked).#field), false)
                }
            }
            Class::Map(slot) => {
                let map = local_at("map", span);
                let raw = of.raw.as_ref()?;
                let reference = if of.is_option {
                    quote!(#raw.and_then(|#map| #runtime::Map::value(#map, #name)))
                } else {
                    quote!(#runtime::Map::value(#raw, #name))
                };
                (&**slot, reference, true)
            }
            _ => return None,
        };
        if !is_option {
            return Some(self.reference(slot, &reference, span));
        }
        if matches!(slot.class, Class::Any) {
            let raw = Some(reference.clone());
            let value = local_at("value", span);
            let converted = self.converted(slot, &quote!(#value), span);
            let tokens = quote!(#reference.map_or(#runtime::Scalar::Nothing, |#value| #converted));
            return Some(Code { tokens, class: Class::Any, is_option: false, raw, span });
        }
        let reference = if slot.may_be_option {
            let field = local_at("field", span);
            let given = given(self.runtime, &quote!(#field));
            quote!(#reference.and_then(|#field| #given))
        } else {
            reference
        };
        Some(self.optional(slot, reference, span))
    }

    /// The value behind a reference.
    pub(super) fn reference(&self, slot: &Slot, reference: &TokenStream, span: Span) -> Code {
        if slot.may_be_option && !matches!(slot.class, Class::Any) {
            return self.optional(slot, given(self.runtime, reference), span);
        }
        let tokens = self.converted(slot, reference, span);
        let raw = slot.class.is_converted_whole().then(|| reference.clone());
        Code { tokens, class: slot.class.clone(), is_option: false, raw, span }
    }

    /// The value behind a reference that may be missing.
    fn optional(&self, slot: &Slot, option: TokenStream, span: Span) -> Code {
        let tokens = self.of_option(slot, &option, span);
        let raw = slot.class.is_converted_whole().then_some(option);
        Code { tokens, class: slot.class.clone(), is_option: true, raw, span }
    }

    fn of_option(&self, slot: &Slot, option: &TokenStream, span: Span) -> TokenStream {
        match slot.class {
            Class::Object(_) => return option.clone(),
            Class::List(_) | Class::Map(_) => return self.iterated("applied", &slot.class, option, span),
            _ => {}
        }
        // The name has the argument's place, and so have errors about what it stands for.
        let value = local_at("value", span);
        let converted = self.converted(slot, &quote!(#value), span);
        quote!(#option.map(|#value| #converted))
    }

    /// What is behind a reference: a single value's runtime form, an iterator, an object itself.
    fn converted(&self, slot: &Slot, reference: &TokenStream, span: Span) -> TokenStream {
        let runtime = self.runtime;
        let function = match slot.class {
            Class::List(_) | Class::Map(_) => return self.iterated("apply", &slot.class, reference, span),
            Class::Object(_) => return reference.clone(),
            Class::Any => ("ToScalar", "to_scalar"),
            Class::Boolean => ("Boolean", "to_bool"),
            Class::Integer => ("Integer", "to_integer"),
            Class::Number => ("ToNumber", "to_number"),
            Class::Text(_) => ("Text", "as_text"),
        };
        let [of, method] = <[&str; 2]>::from(function).map(|name| Ident::new(name, Span::call_site()));
        let Some(asker) = &*self.asker.borrow() else { return quote!(#runtime::#of::#method(#reference)) };
        // The compiler blames the whole call, unless the function's whole path is the user's.
        quote_spanned!(span=> {
            use #runtime::__private::asked::#method as prompt_function;
            prompt_function::<#asker, _>(#reference)
        })
    }

    /// Calls the function that gives an iterator, by way of another one. The compiler says twice, in different words,
    /// that a type is none that the function takes, unless the function stands by itself and its whole path is the
    /// user's.
    fn iterated(&self, by: &str, class: &Class, on: &TokenStream, span: Span) -> TokenStream {
        let runtime = self.runtime;
        let function = if matches!(class, Class::Map(_)) { "entries" } else { "items" };
        let [function, by] = [function, by].map(|name| Ident::new(name, span));
        quote_spanned!(span=> {
            use #runtime::__private::{#by as prompt_apply, #function as prompt_function};
            prompt_apply(#on, prompt_function)
        })
    }

    /// A known single value in the runtime form of its class.
    fn literal(&self, value: &Json, class: &Class) -> TokenStream {
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

    /// A value as a tag prints it: code, or the text where it is known.
    pub(super) fn printed(&self, value: &Value) -> Result<Printed, String> {
        let runtime = self.runtime;
        let code = match self.at(value) {
            At::Known(json) => return Err(json.printed().to_owned()),
            At::Code(code) => code,
        };
        let tokens = &code.tokens;
        Ok(match (&code.class, code.is_option) {
            (Class::Text(_), false) => Printed::Borrowed(tokens.clone()),
            (Class::Text(_), true) => Printed::Borrowed(quote!(#tokens.unwrap_or_default())),
            (Class::Boolean, false) => Printed::Borrowed(quote!(#runtime::__private::truth(#tokens))),
            (Class::Integer | Class::Number, false) => Printed::Owned(quote!(#runtime::__private::Digits::of(#tokens))),
            _ => {
                let scalar = self.scalar(&code);
                Printed::Owned(quote!(#scalar.printed()))
            }
        })
    }

    fn scalar(&self, code: &Code) -> TokenStream {
        let (runtime, tokens) = (self.runtime, &code.tokens);
        let variant = match code.class {
            Class::Boolean => quote!(#runtime::Scalar::Boolean),
            Class::Integer | Class::Number => quote!(#runtime::Scalar::Number),
            Class::Text(_) => quote!(#runtime::Scalar::Text),
            _ => return tokens.clone(),
        };
        if code.is_option {
            quote!(#tokens.map_or(#runtime::Scalar::Nothing, #variant))
        } else {
            quote!(#variant(#tokens))
        }
    }

    pub(super) fn test(&self, condition: &Condition) -> Test {
        match condition {
            Condition::Not(inner) => match self.test(inner) {
                Test::Known(known) => Test::Known(!known),
                Test::Code(code) => Test::Code(quote!(!(#code))),
            },
            Condition::True(value) => match self.at(value) {
                At::Known(json) => Test::Known(json.is_true()),
                At::Code(code) => Self::truth(&code, &quote!(is_true)),
            },
            Condition::Given(value) => match self.at(value) {
                At::Known(json) => Test::Known(json.is_given()),
                At::Code(code) => Self::truth(&code, &quote!(is_given)),
            },
            Condition::Equal(a, b) => self.equality(a, b),
        }
    }

    fn truth(code: &Code, method: &TokenStream) -> Test {
        let (tokens, value) = (&code.tokens, local_at("value", code.span));
        let test = |tokens: &TokenStream| match code.class {
            Class::Boolean => Some(quote!(#tokens)),
            Class::Integer | Class::Number | Class::Any => Some(quote!(#tokens.#method())),
            Class::Text(_) => Some(quote!(!#tokens.is_empty())),
            Class::List(_) => Some(quote!(#tokens.len() != 0)),
            Class::Object(_) | Class::Map(_) => None,
        };
        match (code.is_option, test(&quote!(#value))) {
            (false, None) => Test::Known(true),
            (true, None) => Test::Code(quote!(#tokens.is_some())),
            (false, Some(_)) => Test::Code(test(tokens).unwrap_or_default()),
            (true, Some(test)) => Test::Code(quote!(#tokens.is_some_and(|#value| #test))),
        }
    }

    fn equality(&self, a: &Value, b: &Value) -> Test {
        let runtime = self.runtime;
        match (self.at(a), self.at(b)) {
            (At::Known(a), At::Known(b)) => Test::Known(a == b),
            (At::Known(known), At::Code(code)) | (At::Code(code), At::Known(known)) => {
                let tokens = &code.tokens;
                if let (Class::Text(_), false, Json::Text(text)) = (&code.class, code.is_option, &known) {
                    return Test::Code(quote!(#tokens == #text));
                }
                let (scalar, literal) = (self.scalar(&code), scalar_literal(runtime, &known));
                Test::Code(quote!(#scalar == #literal))
            }
            (At::Code(a), At::Code(b)) => {
                let (a, b) = (self.scalar(&a), self.scalar(&b));
                Test::Code(quote!(#a == #b))
            }
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
fn given(runtime: &TokenStream, reference: &TokenStream) -> TokenStream {
    quote!(#runtime::__private::Given(#reference).option())
}

/// An input of which nothing but its use is known: converted where it is printed, and only there.
fn anything(runtime: &TokenStream, input: &Input, argument: &Ident, span: Span) -> Code {
    let scalar = quote!(#runtime::ToScalar::to_scalar(#argument));
    let (tokens, raw) = match &input.default {
        None => (scalar, Some(quote!(#argument))),
        Some(default) => {
            let default = scalar_literal(runtime, default);
            (quote!(#scalar.or(#default)), None)
        }
    };
    Code { tokens, class: Class::Any, is_option: false, raw, span }
}

/// A reference to a value as `json` prints it.
pub(super) fn serialized(code: &Code) -> TokenStream {
    let value = code.raw.as_ref().unwrap_or(&code.tokens);
    quote_spanned!(code.span=> &#value)
}

fn scalar_literal(runtime: &TokenStream, value: &Json) -> TokenStream {
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
    syn::parse_str::<Ident>(name).map_or_else(|_| Ident::new_raw(name, span), |_| Ident::new(name, span))
}

impl Round {
    /// The round of a loop over known items.
    pub(super) fn known(item: Json, key: Option<String>, index: usize, length: usize) -> Self {
        let index_value = At::Known(Json::Number(index.to_string()));
        Self {
            item: At::Known(item),
            key: key.map_or(index_value.clone(), |key| At::Known(Json::Text(key))),
            index: index_value,
            first: At::Known(Json::Bool(index == 0)),
            last: At::Known(Json::Bool(index + 1 == length)),
        }
    }

    /// The round of a loop that runs: names of what it counts, and of its length.
    pub(super) fn running(
        runtime: &TokenStream,
        item: Code,
        key: Option<&Ident>,
        index: &Ident,
        length: &Ident,
    ) -> Self {
        let span = item.span;
        let code = |tokens, class| At::Code(Code { tokens, class, is_option: false, raw: None, span });
        let (zero, one) = (number(0), number(1));
        let index_value = code(quote!(#runtime::Number::from(#index)), Class::Integer);
        Self {
            item: At::Code(item),
            key: key.map_or(index_value.clone(), |key| code(quote!(#key), Class::Text([].into()))),
            index: index_value,
            first: code(quote!((#index == #zero)), Class::Boolean),
            last: code(quote!((#index + #one == #length)), Class::Boolean),
        }
    }
}
