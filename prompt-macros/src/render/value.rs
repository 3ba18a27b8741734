//! Values of a program at a call: known, or an expression.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::arguments::Arguments;
use super::checks::asker;
use super::convert::{anything, given};
use super::hidden::Hidden;
use super::{local_at, number};
use crate::json::Json;
use crate::program::{Base, Class, Input, Pin, Slot, Value};

/// What a value of the program is at this call.
#[derive(Clone)]
pub(super) enum At {
    Known(Json),
    Code(Code),
}

/// An expression and what it is: of a single value its runtime form (`&str`, `Number`, `bool`,
/// `Scalar`), of a list an iterator, of an object a reference to what the user passes.
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

/// The values that the names of a program stand for.
pub(super) struct Values<'a> {
    pub(super) runtime: &'a TokenStream,
    /// The version of the build.
    version: &'a str,
    arguments: &'a Arguments<'a>,
    inputs: BTreeMap<String, At>,
    /// Those of the loops that are being written, by number.
    loops: RefCell<BTreeMap<usize, Round>>,
    /// The loops whose bodies ask for an index or a length.
    counted: RefCell<BTreeSet<usize>>,
    /// Where another version than that of the build asks: a type that bears its name.
    pub(super) asker: RefCell<Option<Ident>>,
    /// What is not to be shown, where the code is for a log.
    pub(super) hidden: Option<Hidden>,
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
    pub(super) fn new(
        runtime: &'a TokenStream,
        version: &'a str,
        arguments: &'a Arguments<'a>,
    ) -> Self {
        let mut inputs = BTreeMap::new();
        for input in arguments.left_out() {
            inputs.insert(
                input.name.clone(),
                At::Known(input.default.clone().unwrap_or(Json::Null)),
            );
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
                    let raw = if is_option {
                        given(runtime, &quote!(#argument))
                    } else {
                        quote!(#argument)
                    };
                    Code {
                        tokens: quote!(#tokens.clone()),
                        class,
                        is_option,
                        raw: Some(raw),
                        span,
                    }
                } else {
                    Code {
                        tokens: quote!(#tokens),
                        class,
                        is_option,
                        raw: None,
                        span,
                    }
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
            hidden: None,
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
        self.arguments
            .passed()
            .filter_map(|(_, input)| self.required_elsewhere_by(input))
    }

    fn required_elsewhere_by<'i>(&self, input: &'i Input) -> Option<&'i Pin> {
        input
            .required_by
            .as_ref()
            .filter(|pin| pin.version != self.version)
    }

    /// What an input is at this call.
    pub(super) fn input(&self, name: &str) -> Option<&At> {
        self.inputs.get(name)
    }

    /// What the call passes, each with the input that it is passed for.
    pub(super) fn passed(
        &self,
    ) -> impl Iterator<Item = (&super::arguments::Passed<'a>, &'a Input)> {
        self.arguments.passed()
    }

    /// The conversation so far, if it is passed.
    pub(super) fn history(&self) -> Option<TokenStream> {
        let passed = self.arguments.history()?;
        let history = &passed.local;
        let hidden = self
            .hidden
            .as_ref()
            .map(|hidden| hidden.history(history, passed.argument.is_secret));
        Some(hidden.unwrap_or_else(|| quote!(#history)))
    }

    /// Binds each input that is passed to its runtime form, which checks its type.
    pub(super) fn bindings(&self) -> TokenStream {
        let runtime = self.runtime;
        let mut bindings = TokenStream::new();
        let mut has_options = false;
        let typed = self
            .arguments
            .passed()
            .filter(|(_, input)| !matches!(input.slot.class, Class::Any));
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
                Class::Object(fields) => fields
                    .iter()
                    .any(|(_, field)| field.may_be_option || has(field)),
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

    /// Does the work with the names of a loop standing for these values; tells whether it asked how
    /// often the loop has run.
    pub(super) fn in_round<T>(
        &self,
        id: usize,
        round: Round,
        work: impl FnOnce() -> T,
    ) -> (T, bool) {
        self.loops.borrow_mut().insert(id, round);
        let result = work();
        self.loops.borrow_mut().remove(&id);
        (result, self.counted.borrow_mut().remove(&id))
    }
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
        let code = |tokens, class| {
            At::Code(Code {
                tokens,
                class,
                is_option: false,
                raw: None,
                span,
            })
        };
        let (zero, one) = (number(0), number(1));
        let index_value = code(quote!(#runtime::Number::from(#index)), Class::Integer);
        Self {
            item: At::Code(item),
            key: key.map_or(index_value.clone(), |key| {
                code(quote!(#key), Class::Text([].into()))
            }),
            index: index_value,
            first: code(quote!((#index == #zero)), Class::Boolean),
            last: code(quote!((#index + #one == #length)), Class::Boolean),
        }
    }
}
