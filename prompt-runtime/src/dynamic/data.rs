//! Inputs as data, by serde: as `serde_json` would write them.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use prompt_core::js::{Json, Number};
use serde::ser::{self, Serialize, Serializer};

use super::Fault;
use crate::RenderErrorKind;

/// Converts a value.
pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Json, Fault> {
    let fault = |NotSerializable| {
        // The message is that of the user's type. It may have the value in it, which may be secret.
        Fault::new(
            RenderErrorKind::NotSerializable,
            "the inputs cannot be serialized",
        )
    };
    value.serialize(ToJson).map_err(fault)
}

#[derive(Debug)]
struct NotSerializable;

impl fmt::Display for NotSerializable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not serializable")
    }
}

impl core::error::Error for NotSerializable {}

impl ser::Error for NotSerializable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Written = Result<Json, NotSerializable>;

#[derive(Clone, Copy)]
struct ToJson;

/// Defines the methods for numbers.
macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {$(
        #[inline]
        fn $method(self, value: $type) -> Written {
            Ok(Json::Number(Number::from(value)))
        }
    )*};
}

impl Serializer for ToJson {
    type Ok = Json;
    type Error = NotSerializable;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Variant<Items>;
    type SerializeMap = Entries;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Variant<Fields>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64
    }

    fn serialize_bool(self, value: bool) -> Written {
        Ok(Json::Bool(value))
    }

    fn serialize_char(self, value: char) -> Written {
        Ok(Json::text(value))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Written {
        Ok(Json::text(value))
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        let bytes = value.iter().map(|byte| Json::Number((*byte).into()));
        Ok(Json::List(bytes.collect()))
    }

    fn serialize_none(self) -> Written {
        Ok(Json::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        Ok(Json::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        Ok(Json::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        Ok(Json::text(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        Ok(Json::Object(Vec::from([(
            variant.to_owned(),
            value.serialize(self)?,
        )])))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items, NotSerializable> {
        Ok(Items(with_room(length.unwrap_or_default())))
    }

    fn serialize_tuple(self, length: usize) -> Result<Items, NotSerializable> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<Items, NotSerializable> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant<Items>, NotSerializable> {
        let content = self.serialize_seq(Some(length))?;
        Ok(Variant { variant, content })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Entries, NotSerializable> {
        Ok(Entries {
            entries: with_room(length.unwrap_or_default()),
            key: String::new(),
        })
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Fields, NotSerializable> {
        Ok(Fields(with_room(length)))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant<Fields>, NotSerializable> {
        let content = self.serialize_struct(name, length)?;
        Ok(Variant { variant, content })
    }
}

/// Makes a list with room for as many items as its type promises, within reason.
fn with_room<T>(length: usize) -> Vec<T> {
    const MOST: usize = 1024;
    Vec::with_capacity(length.min(MOST))
}

struct Items(Vec<Json>);

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSerializable> {
        self.0.push(value.serialize(ToJson)?);
        Ok(())
    }
}

impl ser::SerializeSeq for Items {
    type Ok = Json;
    type Error = NotSerializable;

    fn serialize_element<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), NotSerializable> {
        self.push(value)
    }

    fn end(self) -> Written {
        Ok(Json::List(self.0))
    }
}

impl ser::SerializeTuple for Items {
    type Ok = Json;
    type Error = NotSerializable;

    fn serialize_element<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), NotSerializable> {
        self.push(value)
    }

    fn end(self) -> Written {
        Ok(Json::List(self.0))
    }
}

impl ser::SerializeTupleStruct for Items {
    type Ok = Json;
    type Error = NotSerializable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSerializable> {
        self.push(value)
    }

    fn end(self) -> Written {
        Ok(Json::List(self.0))
    }
}

struct Fields(Vec<(String, Json)>);

impl Fields {
    #[inline]
    fn push<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), NotSerializable> {
        let value = value.serialize(ToJson)?;
        self.0.push((name.to_owned(), value));
        Ok(())
    }
}

impl ser::SerializeStruct for Fields {
    type Ok = Json;
    type Error = NotSerializable;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), NotSerializable> {
        self.push(name, value)
    }

    fn end(self) -> Written {
        Ok(Json::Object(self.0))
    }
}

struct Entries {
    entries: Vec<(String, Json)>,
    /// The key of the next value.
    key: String,
}

impl ser::SerializeMap for Entries {
    type Ok = Json;
    type Error = NotSerializable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotSerializable> {
        let key = key.serialize(ToJson)?;
        if matches!(key, Json::Null | Json::List(_) | Json::Object(_)) {
            return Err(NotSerializable);
        }
        self.key.clear();
        key.print(&mut self.key);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSerializable> {
        let value = value.serialize(ToJson)?;
        self.entries.push((core::mem::take(&mut self.key), value));
        Ok(())
    }

    fn end(self) -> Written {
        Ok(Json::Object(self.entries))
    }
}

/// The content of an enum's variant: an object with the name of the variant.
struct Variant<C> {
    variant: &'static str,
    content: C,
}

impl<C> Variant<C> {
    fn of(variant: &str, content: Json) -> Json {
        Json::Object(Vec::from([(variant.to_owned(), content)]))
    }
}

impl ser::SerializeTupleVariant for Variant<Items> {
    type Ok = Json;
    type Error = NotSerializable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotSerializable> {
        self.content.push(value)
    }

    fn end(self) -> Written {
        Ok(Self::of(self.variant, Json::List(self.content.0)))
    }
}

impl ser::SerializeStructVariant for Variant<Fields> {
    type Ok = Json;
    type Error = NotSerializable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), NotSerializable> {
        self.content.push(name, value)
    }

    fn end(self) -> Written {
        Ok(Self::of(self.variant, Json::Object(self.content.0)))
    }
}
