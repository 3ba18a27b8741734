//! A deserializer over a value whose errors have the path. It is for calls of tools, and for answers that
//! were refused.

use alloc::borrow::ToOwned;
use alloc::string::String;

use prompt_core::js::{Digits, Json, Number, Repr};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer as _, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::mismatch::Mismatch;
use super::path::Step;

/// Reads a value.
#[derive(Clone, Copy)]
pub(super) struct Located<'a>(pub(super) &'a Json);

impl<'a> Located<'a> {
    fn list<'de, V: Visitor<'de>>(items: &'a [Json], visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(Items {
            items: items.iter().enumerate(),
        })
    }

    fn object<'de, V: Visitor<'de>>(
        entries: &'a [(String, Json)],
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_map(Entries {
            rest: entries.iter(),
            current: None,
            fields,
        })
    }

    fn unexpected(self) -> Unexpected<'a> {
        match self.0 {
            Json::Null => Unexpected::Unit,
            Json::Bool(value) => Unexpected::Bool(*value),
            Json::Number(_) => Unexpected::Other("a number"),
            Json::Text(text) => Unexpected::Str(text),
            Json::List(_) => Unexpected::Seq,
            Json::Object(_) => Unexpected::Map,
        }
    }
}

/// Returns the step to the value of a key. `known` are the names that the type has.
fn step(key: &str, known: &[&str]) -> Step {
    let step = if known.contains(&key) {
        Step::Field
    } else {
        Step::Key
    };
    step(key.to_owned())
}

/// Passes a number on in the form that `serde_json` gives it.
fn number<'de, V: Visitor<'de>>(number: Number, visitor: V) -> Result<V::Value, Mismatch> {
    let digits = match number.repr() {
        Repr::Signed(_) | Repr::Unsigned(_) => Digits::of(number),
        Repr::Float(_) | Repr::Single(_) => return visitor.visit_f64(number.to_f64()),
    };
    if let Ok(number) = digits.parse() {
        return visitor.visit_u64(number);
    }
    match digits.parse() {
        Ok(number) => visitor.visit_i64(number),
        Err(_) => visitor.visit_f64(number.to_f64()),
    }
}

impl<'de> Deserializer<'de> for Located<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(*value),
            Json::Number(value) => number(*value, visitor),
            Json::Text(text) => visitor.visit_str(text),
            Json::List(items) => Self::list(items, visitor),
            Json::Object(entries) => Self::object(entries, &[], visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.0 {
            Json::Object(entries) => Self::object(entries, fields, visitor),
            _ => Err(Mismatch::invalid_type(self.unexpected(), &visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.0 {
            Json::Text(name) => visitor.visit_enum(Variant { name, value: None }),
            Json::Object(entries) if entries.len() == 1 => {
                let (name, value) = &entries[0];
                let value = Some(Located(value));
                visitor
                    .visit_enum(Variant { name, value })
                    .map_err(|error| error.within(step(name, variants)))
            }
            _ => Err(Mismatch::invalid_type(self.unexpected(), &"a variant")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// The items of a list.
struct Items<I> {
    items: I,
}

impl<'a, 'de, I: Iterator<Item = (usize, &'a Json)>> SeqAccess<'de> for Items<I> {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mismatch> {
        let Some((index, item)) = self.items.next() else {
            return Ok(None);
        };
        let value = seed.deserialize(Located(item));
        value
            .map(Some)
            .map_err(|error| error.within(Step::Index(index)))
    }
}

/// The entries of an object.
struct Entries<'a, I> {
    rest: I,
    current: Option<&'a (String, Json)>,
    /// The names that the type knows.
    fields: &'static [&'static str],
}

impl<'a, 'de, I: Iterator<Item = &'a (String, Json)>> MapAccess<'de> for Entries<'a, I> {
    type Error = Mismatch;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mismatch> {
        self.current = self.rest.next();
        let Some((key, _)) = self.current else {
            return Ok(None);
        };
        seed.deserialize(Key(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        let Some((key, value)) = self.current else {
            return Err(Mismatch::custom("a value without a key"));
        };
        seed.deserialize(Located(value))
            .map_err(|error| error.within(step(key, self.fields)))
    }
}

/// The key of an entry: a text, or a number in it.
struct Key<'a>(&'a str);

macro_rules! numbers {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            match Json::parse(self.0) {
                Some(Json::Number(value)) => number(value, visitor),
                _ => visitor.visit_str(self.0),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0.parse() {
            Ok(value) => visitor.visit_bool(value),
            Err(_) => visitor.visit_str(self.0),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let name = self.0;
        visitor.visit_enum(Variant { name, value: None })
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf option unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

/// A variant by its name, with its value if it has one.
struct Variant<'a> {
    name: &'a str,
    value: Option<Located<'a>>,
}

impl<'a, 'de> EnumAccess<'de> for Variant<'a> {
    type Error = Mismatch;
    type Variant = VariantValue<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), Mismatch> {
        let name: StrDeserializer<'_, Mismatch> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, VariantValue(self.value)))
    }
}

/// The value of a variant, if it has one.
struct VariantValue<'a>(Option<Located<'a>>);

impl<'a> VariantValue<'a> {
    fn or_null(self) -> Located<'a> {
        self.0.unwrap_or(Located(&Json::Null))
    }
}

impl<'de> VariantAccess<'de> for VariantValue<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        serde::Deserialize::deserialize(self.or_null())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Mismatch> {
        seed.deserialize(self.or_null())
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.or_null().deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.or_null().deserialize_struct("", fields, visitor)
    }
}
