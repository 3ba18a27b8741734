//! The inputs of a call as JSON, for logs and for hot reload.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Deref;

use prompt_core::js::Json;

use crate::Scalar;

/// Makes an object of fields.
#[doc(hidden)]
pub fn object<'a>(fields: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    map(fields)
}

/// Makes an object of entries. Of two with the same key, the first counts, as in a prompt.
#[doc(hidden)]
pub fn map<K: Deref<Target = str>>(entries: impl IntoIterator<Item = (K, Json)>) -> Json {
    let mut object = Vec::<(String, Json)>::new();
    for (key, value) in entries {
        if !object.iter().any(|(known, _)| **known == *key) {
            object.push(((*key).into(), value));
        }
    }
    Json::Object(object)
}

/// Converts a single value.
#[doc(hidden)]
#[must_use]
pub fn single(scalar: Scalar<'_>) -> Json {
    match scalar {
        Scalar::Nothing => Json::Null,
        Scalar::Boolean(value) => Json::Bool(value),
        Scalar::Number(number) => Json::Number(number),
        Scalar::Text(text) => Json::text(text),
    }
}

/// Parses the text that `{{json …}}` prints.
#[doc(hidden)]
#[must_use]
pub fn parsed(json: &str) -> Json {
    Json::parse(json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stay_in_their_order_and_the_first_of_a_key_counts() {
        let object = object([
            ("seats", single(Scalar::Number(3.into()))),
            ("api", Json::Null),
            ("seats", single(Scalar::Number(4.into()))),
        ]);
        assert_eq!(alloc::format!("{object}"), r#"{"seats":3,"api":null}"#);
    }
}
