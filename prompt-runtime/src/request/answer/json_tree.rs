//! The JSON of a response, read by any deserializer: objects keep the order of their keys, so that a
//! part of it can be written as it came.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use prompt_core::js::{Json, Number};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The key of the object that stands for a number where some package turns on the feature
/// `arbitrary_precision` of `serde_json`.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// A value that implements [`Deserialize`].
pub(super) struct JsonTree(pub(super) Json);

impl<'de> Deserialize<'de> for JsonTree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(Self)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::number(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(JsonTree(item)) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER_KEY && members.is_empty() {
                return number(&map.next_value::<String>()?);
            }
            let JsonTree(value) = map.next_value()?;
            members.push((key, value));
        }
        Ok(Json::Object(members))
    }
}

fn number<E: Error>(digits: &str) -> Result<Json, E> {
    let number = Number::parse(digits).filter(|number| number.is_finite());
    number
        .map(Json::Number)
        .ok_or_else(|| E::custom("a number that is none"))
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use serde_json::json;

    use super::*;

    fn read(json: &str) -> String {
        let tree = serde_json::from_str::<JsonTree>(json).unwrap();
        tree.0.to_string()
    }

    #[test]
    fn json_is_written_as_it_came() {
        let rows = [
            "null",
            r#"{"z":1,"a":[true,null,-3,18446744073709551615,0.25],"m":{"z":"\"ü\n","a":{}}}"#,
            r#"{"a":1,"a":2}"#,
            "[]",
        ];
        for json in rows {
            assert_eq!(read(json), json);
        }
    }

    #[test]
    fn any_deserializer_is_read() {
        let value = json!({ "a": [1, 2.5, "b", null, false] });
        let tree = JsonTree::deserialize(&value).unwrap().0;
        assert_eq!(tree.to_string(), value.to_string());
        let yaml = "z: [1, b]\na: ~\n";
        let JsonTree(tree) = serde_yaml::from_str(yaml).unwrap();
        assert_eq!(tree.to_string(), r#"{"z":[1,"b"],"a":null}"#);
    }

    /// So `serde_json` shows a number with its feature `arbitrary_precision`.
    #[test]
    fn numbers_of_any_precision_keep_their_digits() {
        let number = r#"[{"$serde_json::private::Number":"123456789012345678901234567890"}]"#;
        assert_eq!(read(number), "[123456789012345678901234567890]");
        let other = r#"{"$serde_json::private::Number":"Mara"}"#;
        assert!(serde_json::from_str::<JsonTree>(other).is_err());
    }
}
