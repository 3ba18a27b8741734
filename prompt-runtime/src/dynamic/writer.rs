//! Writes inputs as data, by serde.

use alloc::boxed::Box;
use core::fmt;

use prompt_core::js::Number;
use serde::ser::{self, Serialize, Serializer};

use super::data::{InputData, Key, Open};

/// Writes a value.
pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> Result<Box<InputData>, NotSerializable> {
    let mut data = InputData::empty();
    let writer = Writer {
        data: &mut data,
        key: Key::None,
    };
    value.serialize(writer)?;
    Ok(data)
}

/// The error of a type that cannot be serialized. The message of the type is left out: it may have the
/// value in it, which may be secret.
#[derive(Debug)]
pub(super) struct NotSerializable;

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

type Written = Result<(), NotSerializable>;

/// Writes one value.
struct Writer<'d> {
    data: &'d mut InputData,
    /// The key of the value in the object around it.
    key: Key,
}

/// Defines the methods for numbers.
macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {$(
        #[inline]
        fn $method(self, value: $type) -> Written {
            self.data.push_number(self.key, Number::from(value));
            Ok(())
        }
    )*};
}

impl<'d> Writer<'d> {
    #[inline]
    fn parts(self) -> PartsWriter<'d> {
        let parts = self.data.begin(self.key);
        PartsWriter {
            data: self.data,
            variant: None,
            parts,
            key: Key::None,
        }
    }

    /// Begins the content of an enum's variant: it is in an object, under the name of the variant.
    fn variant(self, name: &'static str) -> PartsWriter<'d> {
        let mut variant = self.data.begin(self.key);
        variant.add();
        let parts = self.data.begin(Key::Name(name));
        PartsWriter {
            data: self.data,
            variant: Some(variant),
            parts,
            key: Key::None,
        }
    }
}

impl<'d> Serializer for Writer<'d> {
    type Ok = ();
    type Error = NotSerializable;
    type SerializeSeq = PartsWriter<'d>;
    type SerializeTuple = PartsWriter<'d>;
    type SerializeTupleStruct = PartsWriter<'d>;
    type SerializeTupleVariant = PartsWriter<'d>;
    type SerializeMap = PartsWriter<'d>;
    type SerializeStruct = PartsWriter<'d>;
    type SerializeStructVariant = PartsWriter<'d>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64
    }

    fn serialize_bool(self, value: bool) -> Written {
        self.data.push_bool(self.key, value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Written {
        self.data.push_text(self.key, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        let mut list = self.parts();
        for byte in value {
            list.item(byte)?;
        }
        list.end_list();
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.data.push_null(self.key);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
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
        let mut object = self.parts();
        object.entry(Key::Name(variant), value)?;
        object.end_object();
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<PartsWriter<'d>, NotSerializable> {
        Ok(self.parts())
    }

    fn serialize_tuple(self, _: usize) -> Result<PartsWriter<'d>, NotSerializable> {
        Ok(self.parts())
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<PartsWriter<'d>, NotSerializable> {
        Ok(self.parts())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<PartsWriter<'d>, NotSerializable> {
        Ok(self.variant(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<PartsWriter<'d>, NotSerializable> {
        Ok(self.parts())
    }

    #[inline]
    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<PartsWriter<'d>, NotSerializable> {
        Ok(self.parts())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<PartsWriter<'d>, NotSerializable> {
        Ok(self.variant(variant))
    }
}

/// Writes the parts of a list or an object.
struct PartsWriter<'d> {
    data: &'d mut InputData,
    /// The object of an enum's variant, in which these are.
    variant: Option<Open>,
    parts: Open,
    /// The key of a map's next value.
    key: Key,
}

impl PartsWriter<'_> {
    #[inline]
    fn entry<T: Serialize + ?Sized>(&mut self, key: Key, value: &T) -> Written {
        self.parts.add();
        value.serialize(Writer {
            data: self.data,
            key,
        })
    }

    #[inline]
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.entry(Key::None, value)
    }

    #[inline]
    fn end_list(self) {
        self.data.end_list(&self.parts);
        self.end_variant();
    }

    #[inline]
    fn end_object(self) {
        self.data.end_object(&self.parts);
        self.end_variant();
    }

    #[inline]
    fn end_variant(self) {
        if let Some(variant) = &self.variant {
            self.data.end_object(variant);
        }
    }
}

/// Implements the traits of lists.
macro_rules! lists {
    ($($of:ident: $method:ident),*) => {$(
        impl ser::$of for PartsWriter<'_> {
            type Ok = ();
            type Error = NotSerializable;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.item(value)
            }

            #[inline]
            fn end(self) -> Written {
                self.end_list();
                Ok(())
            }
        }
    )*};
}

lists! {
    SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field
}

/// Implements the traits of structs.
macro_rules! structs {
    ($($of:ident),*) => {$(
        impl ser::$of for PartsWriter<'_> {
            type Ok = ();
            type Error = NotSerializable;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
                self.entry(Key::Name(name), value)
            }

            #[inline]
            fn end(self) -> Written {
                self.end_object();
                Ok(())
            }
        }
    )*};
}

structs! { SerializeStruct, SerializeStructVariant }

impl ser::SerializeMap for PartsWriter<'_> {
    type Ok = ();
    type Error = NotSerializable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        let at = self.data.length();
        key.serialize(Writer {
            data: self.data,
            key: Key::None,
        })?;
        self.key = self.data.pop_key(at).ok_or(NotSerializable)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.entry(self.key, value)
    }

    fn end(self) -> Written {
        self.end_object();
        Ok(())
    }
}
