//! Converts JSON between two forms: that of `prompt-core`, which keeps all digits of a number, and
//! that of serde.

use prompt_core::js::{Json, Number as JsNumber, Repr};
use serde_json::{Map, Number, Value};

/// Converts a value that serde has read.
pub fn from_serde(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => from_number(number),
        Value::String(text) => Json::text(text.as_str()),
        Value::Array(items) => Json::List(items.iter().map(from_serde).collect()),
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| (key.clone(), from_serde(value));
            Json::Object(entries.iter().map(entry).collect())
        }
    }
}

fn from_number(number: &Number) -> Json {
    match (number.as_i64(), number.as_u64()) {
        (Some(whole), _) => Json::Number(whole.into()),
        (_, Some(whole)) => Json::Number(whole.into()),
        _ => Json::number(number.as_f64().unwrap_or_default()),
    }
}

/// Converts a value for serde to write. A whole number beyond 64 bits becomes a float, as it is in
/// JavaScript. A float that is whole becomes a whole number.
pub fn to_serde(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => to_number(*number),
        Json::Text(text) => Value::String(text.clone()),
        Json::List(items) => Value::Array(items.iter().map(to_serde).collect()),
        Json::Object(entries) => {
            let entry = |(key, value): &(String, Json)| (key.clone(), to_serde(value));
            Value::Object(entries.iter().map(entry).collect::<Map<_, _>>())
        }
    }
}

fn to_number(number: JsNumber) -> Value {
    let whole = match number.repr() {
        Repr::Signed(whole) => Some(whole),
        Repr::Unsigned(whole) => i128::try_from(whole).ok(),
        Repr::Float(_) | Repr::Single(_) => number.to_string().parse().ok(),
    };
    let whole = whole.and_then(|whole| {
        let signed = i64::try_from(whole).map(Value::from);
        signed
            .or_else(|_| u64::try_from(whole).map(Value::from))
            .ok()
    });
    let float = || Number::from_f64(number.to_f64()).map_or(Value::Null, Value::Number);
    whole.unwrap_or_else(float)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{from_serde, to_serde};

    /// A float has 53 bits, and would print other digits.
    #[test]
    fn whole_numbers_keep_all_digits() {
        for text in [
            "-9223372036854775808",
            "9007199254740993",
            "18446744073709551615",
        ] {
            let value = from_serde(&serde_json::from_str::<Value>(text).unwrap());
            assert_eq!(value.to_string(), text);
            assert_eq!(to_serde(&value).to_string(), text);
        }
    }
}
