//! The inputs of a call as JSON: what the macros make of them where something other than the
//! expansion reads them.

use alloc::string::ToString as _;

use serde_json::{Map, Value};

use crate::Scalar;
use crate::value::{Digits, Number, Repr};

/// An object of its entries. Of two with one key it has the first, as a prompt finds it.
#[doc(hidden)]
pub fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let mut object = Map::new();
    for (key, value) in entries {
        object.entry(key).or_insert(value);
    }
    Value::Object(object)
}

/// A single value.
#[doc(hidden)]
#[must_use]
pub fn single(scalar: Scalar<'_>) -> Value {
    match scalar {
        Scalar::Nothing => Value::Null,
        Scalar::Boolean(value) => Value::Bool(value),
        Scalar::Number(number) => self::number(number),
        Scalar::Text(text) => Value::from(text),
    }
}

/// What `{{json …}}` prints, as the value that it is.
#[doc(hidden)]
#[must_use]
pub fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

/// A number, or, of one that JSON does not have, the text that a prompt prints.
fn number(number: Number) -> Value {
    let known = match number.0 {
        Repr::Signed(whole) => i64::try_from(whole)
            .map(Value::from)
            .or_else(|_| u64::try_from(whole).map(Value::from))
            .ok(),
        Repr::Unsigned(whole) => u64::try_from(whole).map(Value::from).ok(),
        Repr::Float(float) => serde_json::Number::from_f64(float).map(Value::from),
        // As it is printed: `0.1` and not `0.10000000149011612`.
        Repr::Single(float) => float
            .to_string()
            .parse()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map(Value::from),
    };
    known.unwrap_or_else(|| Value::from(&*Digits::of(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_as_far_as_json_goes() {
        let of = |number: Number| single(Scalar::Number(number)).to_string();
        assert_eq!(of(Number::from(u64::MAX)), "18446744073709551615");
        assert_eq!(of(Number::from(-3)), "-3");
        assert_eq!(of(Number::from(0.1_f32)), "0.1");
        assert_eq!(of(Number::from(f64::NAN)), "\"NaN\"");
        assert_eq!(of(Number::from(f32::NEG_INFINITY)), "\"-Infinity\"");
        assert_eq!(
            of(Number::from(i128::MIN)),
            "\"-170141183460469231731687303715884105728\""
        );
    }

    #[test]
    fn entries_stay_in_their_order_and_the_first_of_a_key_counts() {
        let object = object([
            ("seats", Value::from(3)),
            ("api", Value::Null),
            ("seats", Value::from(4)),
        ]);
        assert_eq!(object.to_string(), r#"{"seats":3,"api":null}"#);
    }
}
