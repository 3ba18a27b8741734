//! What a tag makes of a value: its text, or whether a condition on it holds.

use proc_macro2::TokenStream;
use quote::quote;

use super::convert::scalar_literal;
use super::local_at;
use super::pieces::Printed;
use super::value::{At, Code, Values};
use crate::json::Json;
use crate::program::{Class, Condition, Value};

/// A condition that is known, or an expression.
pub(super) enum Test {
    Known(bool),
    Code(TokenStream),
}

impl Values<'_> {
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
            (Class::Boolean, false) => {
                Printed::Borrowed(quote!(#runtime::__private::truth(#tokens)))
            }
            (Class::Integer | Class::Number, false) => {
                Printed::Owned(quote!(#runtime::__private::Digits::of(#tokens)))
            }
            _ => {
                let scalar = self.scalar(&code);
                Printed::Owned(quote!(#scalar.printed()))
            }
        })
    }

    pub(super) fn scalar(&self, code: &Code) -> TokenStream {
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
            Class::List(_) => Some(quote!(::core::iter::ExactSizeIterator::len(&#tokens) != 0)),
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
                if let (Class::Text(_), false, Json::Text(text)) =
                    (&code.class, code.is_option, &known)
                {
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
