//! Single values as JSON and back, without a loss: what JSON has no number for is an object of one
//! key.

use alloc::string::ToString as _;

use prompt_build::template::Json;
use serde_json::{Map, Value};

use crate::value::{Digits, Number, Repr};
use crate::{Scalar, data};

/// The key of a number of 64 bits or fewer that is no float of 64 bits, and of one that JSON does
/// not have.
const SINGLE: &str = "\0single";
const OTHER: &str = "\0number";

/// A single value.
#[doc(hidden)]
#[must_use]
pub fn exact(scalar: Scalar<'_>) -> Value {
    match scalar {
        Scalar::Number(Number(Repr::Single(single))) => object(SINGLE, single.to_string()),
        scalar => match (scalar, data::single(scalar)) {
            (Scalar::Number(_), Value::String(digits)) => object(OTHER, digits),
            (_, value) => value,
        },
    }
}

fn object(key: &str, number: impl Into<Value>) -> Value {
    Value::Object(Map::from_iter([(key.into(), number.into())]))
}

/// The single value that this is; nothing of what is none.
pub(super) fn scalar(value: &Value) -> Scalar<'_> {
    match value {
        Value::Null | Value::Array(_) => Scalar::Nothing,
        Value::Bool(value) => Scalar::Boolean(*value),
        Value::String(text) => Scalar::Text(text),
        Value::Number(number) => Scalar::Number(self::number(number)),
        Value::Object(_) => inexact(value).map_or(Scalar::Nothing, Scalar::Number),
    }
}

fn number(number: &serde_json::Number) -> Number {
    match (number.as_i64(), number.as_u64()) {
        (Some(whole), _) => Number::from(whole),
        (_, Some(whole)) => Number::from(whole),
        _ => Number::from(number.as_f64().unwrap_or_default()),
    }
}

/// A number that JSON does not have.
fn inexact(value: &Value) -> Option<Number> {
    if let Some(single) = value.get(SINGLE) {
        return single.as_str()?.parse::<f32>().ok().map(Number::from);
    }
    digits(value.get(OTHER)?.as_str()?)
}

/// A number by its digits, or by its name.
fn digits(text: &str) -> Option<Number> {
    let whole = text
        .parse::<i128>()
        .map(Number::from)
        .or_else(|_| text.parse::<u128>().map(Number::from));
    whole
        .or_else(|_| text.parse::<f64>().map(Number::from))
        .ok()
}

/// A value of the front matter.
pub(super) fn of_default(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(text) => {
            digits(text).map_or(Value::Null, |number| exact(Scalar::Number(number)))
        }
        Json::Text(text) => Value::from(text.as_str()),
        Json::List(items) => items.iter().map(of_default).collect(),
        Json::Object(entries) => entries
            .iter()
            .map(|(key, value)| (key.clone(), of_default(value)))
            .collect(),
    }
}

/// What `#if` asks.
pub(super) fn is_true(value: &Value) -> bool {
    match composite(value) {
        Some(is_true) => is_true,
        None => scalar(value).is_true(),
    }
}

/// What `#with` asks.
pub(super) fn is_given(value: &Value) -> bool {
    match composite(value) {
        Some(is_given) => is_given,
        None => scalar(value).is_given(),
    }
}

/// Whether a list has items; an object is always there.
fn composite(value: &Value) -> Option<bool> {
    match value {
        Value::Array(items) => Some(!items.is_empty()),
        Value::Object(_) => inexact(value).is_none().then_some(true),
        _ => None,
    }
}

/// The JSON of a value, on one line.
pub(super) fn to_json(value: &Value) -> Value {
    match (value, scalar(value)) {
        (_, Scalar::Number(number)) => in_json(number),
        (Value::Array(items), _) => items.iter().map(to_json).collect(),
        (Value::Object(entries), _) => entries
            .iter()
            .map(|(key, value)| (key.clone(), to_json(value)))
            .collect(),
        (value, _) => value.clone(),
    }
}

/// A number as JSON has it: a larger one as a float, and null for what is none.
fn in_json(number: Number) -> Value {
    match data::single(Scalar::Number(number)) {
        Value::String(digits) => digits
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .into(),
        value => value,
    }
}

/// A number as it is printed.
pub(super) fn printed(number: &serde_json::Number) -> Digits {
    Digits::of(self::number(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: &[Number] = &[
        Number(Repr::Single(0.1)),
        Number(Repr::Single(f32::INFINITY)),
        Number(Repr::Float(0.1)),
        Number(Repr::Float(1e300)),
        Number(Repr::Float(f64::NEG_INFINITY)),
        Number(Repr::Signed(i128::MIN)),
        Number(Repr::Signed(-1)),
        Number(Repr::Unsigned(u128::MAX)),
    ];

    #[test]
    fn a_number_comes_back_as_it_was() {
        for (position, number) in NUMBERS.iter().enumerate() {
            let value = exact(Scalar::Number(*number));
            let Scalar::Number(back) = scalar(&value) else {
                panic!("{value}")
            };
            assert_eq!(&*Digits::of(back), &*Digits::of(*number));
            for (other_position, other) in NUMBERS.iter().enumerate() {
                assert_eq!(back == *other, position == other_position, "{value}");
            }
        }
        assert!(!is_true(&exact(Scalar::Number(Number::from(f64::NAN)))));
        assert!(is_true(&exact(Scalar::Number(Number::from(0.1_f32)))));
    }
}
