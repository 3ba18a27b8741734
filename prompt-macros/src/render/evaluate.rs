//! The text that a tag prints, and the conditions of blocks: known, or code.

use proc_macro2::TokenStream;
use prompt_core::js::Json;
use prompt_core::program::{Class, Condition, Format};
use quote::quote;

use super::convert::{json, scalar_literal};
use super::expression::{Expression, Value};
use super::local_at;
use super::pieces::Printed;

/// The text of a tag.
pub(super) enum Text {
    Known(String),
    Code(Printed),
}

/// The result of a condition.
pub(super) enum Test {
    Known(bool),
    Code(TokenStream),
}

/// Returns the text that a tag prints.
pub(super) fn text(runtime: &TokenStream, value: &Value<'_>, format: Format) -> Text {
    let code = match value {
        Value::Code(code) => code,
        Value::Known(json) => {
            let mut text = String::new();
            format.write(json, &mut text);
            return Text::Known(text);
        }
    };
    Text::Code(match format {
        Format::Plain => printed(runtime, code),
        Format::Json { indent } => Printed::Owned(json(runtime, code, indent)),
    })
}

fn printed(runtime: &TokenStream, code: &Expression<'_>) -> Printed {
    let tokens = &code.tokens;
    match (code.class, code.is_option) {
        (Class::Text(_), false) => Printed::Borrowed(tokens.clone()),
        (Class::Text(_), true) => Printed::Borrowed(quote!(#tokens.unwrap_or_default())),
        (Class::Boolean, false) => Printed::Borrowed(quote!(#runtime::__private::truth(#tokens))),
        (Class::Integer | Class::Number, false) => {
            Printed::Owned(quote!(#runtime::__private::Digits::of(#tokens)))
        }
        _ => {
            let scalar = scalar(runtime, code);
            Printed::Owned(quote!(#scalar.printed()))
        }
    }
}

/// Makes the `Scalar` of a single value.
pub(super) fn scalar(runtime: &TokenStream, code: &Expression<'_>) -> TokenStream {
    let tokens = &code.tokens;
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

/// Returns the result of a condition. `value` gives the values of its operands.
pub(super) fn test<'p>(
    runtime: &TokenStream,
    condition: &'p Condition,
    value: &dyn Fn(&'p prompt_core::program::Operand) -> Value<'p>,
) -> Test {
    match condition {
        Condition::Not(inner) => match test(runtime, inner, value) {
            Test::Known(known) => Test::Known(!known),
            Test::Code(code) => Test::Code(quote!(!(#code))),
        },
        Condition::True(operand) => match value(operand) {
            Value::Known(json) => Test::Known(json.is_true()),
            Value::Code(code) => truth(&code, &quote!(is_true)),
        },
        Condition::Given(operand) => match value(operand) {
            Value::Known(json) => Test::Known(json.is_given()),
            Value::Code(code) => truth(&code, &quote!(is_given)),
        },
        Condition::Equal(a, b) => equality(runtime, &value(a), &value(b)),
    }
}

fn truth(code: &Expression<'_>, method: &TokenStream) -> Test {
    let (tokens, value) = (&code.tokens, local_at("value", code.span));
    let test = |tokens: &TokenStream| match code.class {
        Class::Boolean => Some(quote!(#tokens)),
        Class::Integer | Class::Number | Class::Any | Class::Null => {
            Some(quote!(#tokens.#method()))
        }
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

fn equality(runtime: &TokenStream, a: &Value<'_>, b: &Value<'_>) -> Test {
    match (a, b) {
        (Value::Known(a), Value::Known(b)) => Test::Known(a == b),
        (Value::Known(known), Value::Code(code)) | (Value::Code(code), Value::Known(known)) => {
            let tokens = &code.tokens;
            if let (Class::Text(_), false, Json::Text(text)) =
                (code.class, code.is_option, known.as_ref())
            {
                return Test::Code(quote!(#tokens == #text));
            }
            let (scalar, literal) = (scalar(runtime, code), scalar_literal(runtime, known));
            Test::Code(quote!(#scalar == #literal))
        }
        (Value::Code(a), Value::Code(b)) => {
            let (a, b) = (scalar(runtime, a), scalar(runtime, b));
            Test::Code(quote!(#a == #b))
        }
    }
}
