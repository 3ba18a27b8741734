//! The value of an operand at one call: of a variable, a constant or an expression.

use std::borrow::Cow;

use proc_macro2::{Span, TokenStream};
use prompt_core::js::Json;
use prompt_core::program::{Class, Operand};
use quote::quote;

use super::convert::Converter;
use super::evaluate::scalar;
use super::expression::{ANY, Expression, Value};
use super::functions::call;
use super::literals::scalar_literal;
use super::scope::Scope;

/// The value of an operand.
#[derive(Clone)]
pub(super) enum Computed<'p> {
    Value(Value<'p>),
    /// Code of the type `Made`: a single value that may be a new text.
    Made(TokenStream, Span),
    Chosen(Box<Chosen<'p>>),
}

/// One of several known values, chosen while the program runs.
#[derive(Clone)]
pub(super) struct Chosen<'p> {
    pub(super) key: TokenStream,
    /// Patterns for the key, each with a value that is known or chosen itself.
    pub(super) arms: Vec<(TokenStream, Computed<'p>)>,
    /// The value for any other key.
    pub(super) otherwise: Computed<'p>,
}

impl<'p> Computed<'p> {
    pub(super) const NULL: Self = Self::Value(Value::NULL);

    /// Returns the value of an operand.
    pub(super) fn of(converter: Converter<'_>, scope: &Scope<'p>, operand: &'p Operand) -> Self {
        match operand {
            Operand::Constant(json) => Self::Value(Value::Known(Cow::Borrowed(json))),
            Operand::Variable(path) => Self::Value(scope.variable(converter, path)),
            Operand::Call(of) => {
                let arguments = of.arguments.iter();
                let arguments = arguments.map(|argument| Self::of(converter, scope, argument));
                call(converter, of.function, arguments.collect())
            }
        }
    }

    /// Wraps code of a single value.
    pub(super) fn code(tokens: &TokenStream, class: &'p Class, span: Span) -> Self {
        Self::Value(Value::Code(Expression {
            tokens: quote!((#tokens)),
            class,
            is_option: false,
            raw: None,
            is_raw_option: false,
            tested: None,
            span,
        }))
    }

    pub(super) fn as_known(&self) -> Option<&Json> {
        match self {
            Self::Value(Value::Known(json)) => Some(json),
            _ => None,
        }
    }

    pub(super) fn as_code(&self) -> Option<&Expression<'p>> {
        match self {
            Self::Value(Value::Code(code)) => Some(code),
            _ => None,
        }
    }

    /// Returns the place where errors about the value belong.
    pub(super) fn span(&self) -> Option<Span> {
        match self {
            Self::Value(Value::Code(code)) => Some(code.span),
            Self::Made(_, span) => Some(*span),
            Self::Value(Value::Known(_)) | Self::Chosen(_) => None,
        }
    }

    /// Makes the `Scalar` of a single value. What it borrows may live as long as the expression
    /// around it alone.
    pub(super) fn scalar(&self, runtime: &TokenStream) -> TokenStream {
        match self {
            Self::Value(Value::Known(json)) => scalar_literal(runtime, json),
            Self::Value(Value::Code(code)) => scalar(runtime, code),
            Self::Made(tokens, _) => quote!(#tokens.scalar()),
            Self::Chosen(chosen) => chosen.choose(&|value| value.scalar(runtime)),
        }
    }

    /// Makes the text that is printed of a single value, a `&str`. It may live as long as the
    /// expression around it alone.
    pub(super) fn text(&self, runtime: &TokenStream) -> TokenStream {
        match self {
            Self::Value(Value::Known(json)) => {
                let mut text = String::new();
                json.print(&mut text);
                quote!(#text)
            }
            Self::Value(Value::Code(code)) => text(runtime, code),
            Self::Made(tokens, _) => quote!(&*#tokens),
            Self::Chosen(_) => {
                let scalar = self.scalar(runtime);
                quote!(&*#scalar.printed())
            }
        }
    }

    /// Makes the `Made` of a single value.
    pub(super) fn made(&self, runtime: &TokenStream) -> TokenStream {
        if let Self::Made(tokens, _) = self {
            return tokens.clone();
        }
        let scalar = self.scalar(runtime);
        quote!(#runtime::__private::function::Made::passed(#scalar))
    }
}

fn text(runtime: &TokenStream, code: &Expression<'_>) -> TokenStream {
    let tokens = &code.tokens;
    match (code.class, code.is_option) {
        (Class::Text(_), false) => quote!(#tokens),
        (Class::Text(_), true) => quote!(#tokens.unwrap_or_default()),
        (Class::Boolean, false) => quote!(#runtime::__private::truth(#tokens)),
        _ => {
            let scalar = scalar(runtime, code);
            quote!(&*#scalar.printed())
        }
    }
}

impl<'p> Chosen<'p> {
    /// Makes code that chooses, with code for each value.
    pub(super) fn choose(&self, code: &dyn Fn(&Computed<'p>) -> TokenStream) -> TokenStream {
        let key = &self.key;
        let arms = self.arms.iter().map(|(pattern, value)| {
            let value = code(value);
            quote!(#pattern => #value,)
        });
        let otherwise = code(&self.otherwise);
        quote!((match #key { #(#arms)* _ => #otherwise }))
    }

    /// Applies a function to each value.
    pub(super) fn map(
        self,
        runtime: &TokenStream,
        function: &dyn Fn(Computed<'p>) -> Computed<'p>,
    ) -> Computed<'p> {
        let arms = self.arms.into_iter();
        let mapped = Self {
            key: self.key,
            arms: arms
                .map(|(pattern, value)| (pattern, function(value)))
                .collect(),
            otherwise: function(self.otherwise),
        };
        let values = || {
            let arms = mapped.arms.iter().map(|(_, value)| value);
            arms.chain([&mapped.otherwise])
        };
        let span = values().find_map(Computed::span);
        if values().any(|value| matches!(value, Computed::Made(..))) {
            let code = mapped.choose(&|value| value.made(runtime));
            return Computed::Made(code, span.unwrap_or_else(Span::call_site));
        }
        match span {
            None => Computed::Chosen(Box::new(mapped)),
            Some(span) => {
                let code = mapped.choose(&|value| value.scalar(runtime));
                Computed::code(&code, &ANY, span)
            }
        }
    }
}
