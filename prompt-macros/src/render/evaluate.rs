//! The text that a tag prints, and the conditions of blocks: known, or code.

use proc_macro2::TokenStream;
use prompt_core::js::Json;
use prompt_core::program::{Class, Condition, Format, Operand};
use quote::{quote, quote_spanned};

use super::computed::{Chosen, Computed};
use super::convert::json;
use super::expression::{Expression, Value};
use super::local_at;
use super::pieces::Printed;

/// The most operands of `&&` in a row: the compiler recurses once for each.
const MAX_CHAINED: usize = 64;

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
pub(super) fn text(runtime: &TokenStream, value: &Computed<'_>, format: Format) -> Text {
    Text::Code(match (value, format) {
        (Computed::Value(Value::Known(json)), format) => {
            return Text::Known(written(json, format));
        }
        (Computed::Value(Value::Code(code)), Format::Plain) => printed(runtime, code),
        (Computed::Value(Value::Code(code)), Format::Json { indent }) => {
            Printed::Owned(json(runtime, code, indent))
        }
        (Computed::Made(tokens, _), Format::Plain) => Printed::Owned(tokens.clone()),
        (Computed::Made(tokens, span), Format::Json { indent }) => {
            let scalar = quote_spanned!(*span=> &#tokens.scalar());
            Printed::Owned(quote!(#runtime::__private::json(#scalar, #indent)))
        }
        (Computed::Chosen(chosen), format) => Printed::Borrowed(chosen_text(chosen, format)),
    })
}

fn written(value: &Json, format: Format) -> String {
    let mut text = String::new();
    format.write(value, &mut text);
    text
}

/// Chooses among the texts of known values.
fn chosen_text(chosen: &Chosen<'_>, format: Format) -> TokenStream {
    chosen.choose(&|value| match value {
        Computed::Chosen(inner) => chosen_text(inner, format),
        value => {
            let text = written(value.as_known().unwrap_or(&Json::Null), format);
            quote!(#text)
        }
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
    value: &dyn Fn(&'p Operand) -> Computed<'p>,
) -> Test {
    match condition {
        Condition::Not(inner) => test(runtime, inner, value).not(),
        Condition::True(operand) => truth(&value(operand)),
        Condition::Given(operand) => tested(&value(operand), Json::is_given, &quote!(is_given)),
        Condition::Equal(a, b) => equality(runtime, &value(a), &value(b)),
        Condition::AnyPresent(operands) => {
            let tests = operands.iter();
            let tests = tests.map(|operand| presence(runtime, &value(operand)));
            chained(tests, true, &quote!(||))
        }
    }
}

impl Test {
    /// Returns the opposite.
    pub(super) fn not(self) -> Self {
        match self {
            Self::Known(known) => Self::Known(!known),
            Self::Code(code) => Self::Code(quote!(!(#code))),
        }
    }
}

/// Returns whether `{{#if}}` passes.
pub(super) fn truth(value: &Computed<'_>) -> Test {
    tested(value, Json::is_true, &quote!(is_true))
}

fn tested(value: &Computed<'_>, known: fn(&Json) -> bool, method: &TokenStream) -> Test {
    match value {
        Computed::Value(Value::Known(json)) => Test::Known(known(json)),
        Computed::Value(Value::Code(code)) => code_tested(code, method),
        Computed::Made(tokens, _) => Test::Code(quote!(#tokens.scalar().#method())),
        Computed::Chosen(chosen) => {
            Test::Code(chosen.choose(&|value| match tested(value, known, method) {
                Test::Known(value) => quote!(#value),
                Test::Code(code) => code,
            }))
        }
    }
}

fn code_tested(code: &Expression<'_>, method: &TokenStream) -> Test {
    if let Some(tested) = &code.tested {
        return Test::Code(quote!(#tested.#method()));
    }
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

/// Combines tests. `decisive` is the result that one of them alone decides.
pub(super) fn chained(
    tests: impl Iterator<Item = Test>,
    decisive: bool,
    operator: &TokenStream,
) -> Test {
    let mut codes = Vec::new();
    for test in tests {
        match test {
            Test::Known(known) if known == decisive => return Test::Known(decisive),
            Test::Known(_) => {}
            Test::Code(code) => codes.push(quote!((#code))),
        }
    }
    while codes.len() > MAX_CHAINED {
        let chunks = codes.chunks(MAX_CHAINED);
        codes = chunks.map(|codes| separated(codes, operator)).collect();
    }
    match codes.as_slice() {
        [] => Test::Known(!decisive),
        codes => Test::Code(separated(codes, operator)),
    }
}

/// Puts an operator between conditions.
fn separated(tests: &[TokenStream], operator: &TokenStream) -> TokenStream {
    let (first, rest) = tests.split_at(1);
    quote!((#(#first)* #(#operator #rest)*))
}

/// Returns whether there is a value at all.
fn presence(runtime: &TokenStream, value: &Computed<'_>) -> Test {
    match value {
        Computed::Value(Value::Known(json)) => Test::Known(*json.as_ref() != Json::Null),
        Computed::Value(Value::Code(code)) => match code.class {
            // Only its JSON tells.
            Class::Any | Class::Null => {
                let json = json(runtime, code, 0);
                Test::Code(quote!(#json != "null"))
            }
            _ if code.is_option => {
                let tokens = &code.tokens;
                Test::Code(quote!(#tokens.is_some()))
            }
            _ => Test::Known(true),
        },
        Computed::Made(..) | Computed::Chosen(_) => {
            let scalar = value.scalar(runtime);
            Test::Code(quote!(#scalar != #runtime::Scalar::Nothing))
        }
    }
}

/// Returns whether two single values are the same.
pub(super) fn equality(runtime: &TokenStream, a: &Computed<'_>, b: &Computed<'_>) -> Test {
    if let (Some(a), Some(b)) = (a.as_known(), b.as_known()) {
        return Test::Known(a == b);
    }
    for (one, other) in [(a, b), (b, a)] {
        if let (Some(Json::Text(text)), Some(code)) = (one.as_known(), other.as_code())
            && matches!(code.class, Class::Text(_))
            && !code.is_option
        {
            let tokens = &code.tokens;
            return Test::Code(quote!(#tokens == #text));
        }
    }
    let (a, b) = match (a.as_known(), b.as_known()) {
        // The code comes first.
        (Some(_), None) => (b, a),
        _ => (a, b),
    };
    let (a, b) = (a.scalar(runtime), b.scalar(runtime));
    Test::Code(quote!(#a == #b))
}
